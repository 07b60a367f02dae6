import http from 'node:http'
import https from 'node:https'
import { isIP } from 'node:net'
import { Webhook } from 'standardwebhooks'
import { InsideAddressError, isPublicAddress, publicLookup } from './network.ts'
import type { Outcome } from './outcome.ts'

/** Milliseconds for the whole exchange. */
const TIMEOUT = 15_000

/**
 * Sends one message as Standard Webhooks describe it: id, time and signature in headers, JSON in the body. The id is
 * that of the delivery, the same at every attempt, so a receiver knows a repetition. Redirects are not followed.
 *
 * @param insideAllowed whether the receiver may stand in the own network
 */
export function sendWebhook({
  id,
  url,
  secret,
  payload,
  insideAllowed,
  at,
}: {
  id: string
  url: string
  secret: string
  payload: object
  insideAllowed: boolean
  at: Date
}): Promise<Outcome> {
  const target = new URL(url)
  const host = target.hostname.replace(/^\[|\]$/g, '')
  if (!insideAllowed && isIP(host) && !isPublicAddress(host)) {
    return Promise.resolve({ kind: 'failed', reason: `${host} is not a public address`, final: true })
  }
  if (target.protocol !== 'https:' && !insideAllowed) {
    return Promise.resolve({ kind: 'failed', reason: 'the address is not https', final: true })
  }
  const body = JSON.stringify(payload)
  const headers = {
    'Content-Type': 'application/json',
    'Content-Length': Buffer.byteLength(body),
    'User-Agent': 'Sagwa',
    'webhook-id': id,
    'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
    'webhook-signature': new Webhook(secret).sign(id, at, body),
  }
  return new Promise((resolve) => {
    const client = target.protocol === 'https:' ? https : http
    const request = client.request(
      target,
      {
        method: 'POST',
        headers,
        agent: false,
        signal: AbortSignal.timeout(TIMEOUT),
        ...(insideAllowed ? {} : { lookup: publicLookup }),
      },
      (response) => {
        // Only the status says something; what else comes is not read.
        response.destroy()
        resolve(outcomeOf(response.statusCode ?? 0))
      },
    )
    request.on('error', (error) => {
      const late = error.name === 'TimeoutError' || error.name === 'AbortError'
      const reason = late ? `no answer within ${TIMEOUT / 1000} seconds` : error.message || error.name
      resolve({ kind: 'failed', reason, final: error instanceof InsideAddressError })
    })
    request.end(body)
  })
}

function outcomeOf(status: number): Outcome {
  if (status >= 200 && status < 300) return { kind: 'delivered' }
  if (status === 410) return { kind: 'failed', reason: 'answered 410: gone', final: true, gone: true }
  const redirected = status >= 300 && status < 400
  const reason = redirected ? `answered ${status}: redirects are not followed` : `answered ${status}`
  return { kind: 'failed', reason, final: false }
}
