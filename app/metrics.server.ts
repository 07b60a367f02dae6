import { createHash, timingSafeEqual } from 'node:crypto'
import { collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'

/** Who answered: the published site, the probes, the files of the build, or the application. */
export type AnsweredBy = 'published' | 'probe' | 'asset' | 'application'

/** What `/metrics` tells, and who may ask. */
export interface Metrics {
  /** Counts one request and how long it took. */
  observe: (by: AnsweredBy, status: number, seconds: number) => void
  /** Whether an `Authorization` header holds the token. */
  admits: (authorization: string | undefined) => boolean
  contentType: string
  /** The figures in the text format of Prometheus. */
  read: () => Promise<string>
}

/** Seconds. The first ones tell a page from memory from one that is rendered. */
const BUCKETS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]

/**
 * The figures of this process. Addresses are no labels: they would tell what incidents there are, and never end.
 *
 * @param token what has to follow `Bearer` in the header of whoever reads them
 * @param waitingDeliveries messages to subscribers that wait to be sent; asked at each reading
 */
export function createMetrics({
  token,
  waitingDeliveries,
}: {
  token: string
  waitingDeliveries: () => Promise<number>
}): Metrics {
  const register = new Registry()
  collectDefaultMetrics({ register })
  const requests = new Histogram({
    name: 'sagwa_http_request_duration_seconds',
    help: 'Time from the first byte of a request to the last of its answer, by who answered and the class of the status.',
    labelNames: ['answered_by', 'status'] as const,
    buckets: BUCKETS,
    registers: [register],
  })
  new Gauge({
    name: 'sagwa_deliveries_waiting',
    help: 'Messages to subscribers that wait to be sent or tried again.',
    registers: [register],
    async collect() {
      this.set(await waitingDeliveries())
    },
  })
  const expected = digest(`Bearer ${token}`)
  return {
    observe: (by, status, seconds) =>
      requests.observe({ answered_by: by, status: `${Math.floor(status / 100)}xx` }, seconds),
    admits: (authorization = '') => timingSafeEqual(digest(authorization), expected),
    contentType: register.contentType,
    read: () => register.metrics(),
  }
}

/** Of one length, so that comparing takes as long for any header. */
function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest()
}
