import type { Queryable } from '#db/client.server.ts'
import { MINUTE, type Instant } from '#app/domain/instant.ts'
import type { MailEnvironment } from '#app/env.server.ts'
import {
  claimDeliveries,
  findDeliveredRevision,
  forgetDeliveries,
  markDelivered,
  markFailed,
  type ClaimedDelivery,
} from '#app/models/delivery.server.ts'
import { findOrganisation } from '#app/models/organisation.server.ts'
import { endGone, forgetSubscribers } from '#app/models/subscriber.server.ts'
import type { PublicOrganisation } from '#app/publishing/notice-files.ts'
import type { PublicSite } from '#app/publishing/site.ts'
import { createMailer, type Mailer } from './mail.server.ts'
import type { Outcome } from './outcome.ts'
import { sendWebhook } from './webhook.server.ts'

export interface DeliveryOptions {
  q: Queryable
  site: PublicSite
  mail: MailEnvironment | null
  webhooksInside: boolean
  clock: () => Instant
  onError: (error: unknown) => void
}

export interface DeliveryWorker {
  /** Sends what is due until nothing is, and returns how many messages were tried. */
  run: () => Promise<number>
  /** Looks every `milliseconds` without keeping the process alive. */
  watch: (milliseconds: number) => void
  /** Waits for the messages under way, then sends no more. */
  stop: () => Promise<void>
}

const AT_ONCE = 8
/** How often what is no longer needed is deleted. */
const FORGET_EVERY = 60 * MINUTE

/**
 * Sends the outbox. A message counts as delivered when its receiver has taken it and that is written down; a process
 * that ends between the two sends it once more under the same id, which is all that can be had without the receiver's
 * help.
 */
export function createDeliveryWorker(options: DeliveryOptions): DeliveryWorker {
  const { q, clock, onError } = options
  const mailer = options.mail === null ? null : createMailer(options.mail)
  const kinds = mailer === null ? (['webhook'] as const) : (['mail', 'webhook'] as const)
  let running: Promise<number> | null = null
  let timer: NodeJS.Timeout | undefined
  let stopped = false
  let forgotten = 0

  async function runNow(): Promise<number> {
    let tried = 0
    while (!stopped) {
      const now = clock()
      if (now - forgotten > FORGET_EVERY) {
        forgotten = now
        await forgetSubscribers(now, q)
        await forgetDeliveries(now, q)
      }
      const claimed = await claimDeliveries({ kinds: [...kinds], limit: AT_ONCE, now }, q)
      if (claimed.length === 0) break
      const organisation = await findOrganisation(q)
      if (organisation === null) break
      await Promise.all(claimed.map((delivery) => attempt(delivery, organisation, mailer, options)))
      tried += claimed.length
    }
    return tried
  }

  function run(): Promise<number> {
    running ??= runNow().finally(() => {
      running = null
    })
    return running
  }

  return {
    run,
    watch(milliseconds) {
      timer = setInterval(() => {
        if (running === null && !stopped) run().catch(onError)
      }, milliseconds)
      timer.unref()
    },
    async stop() {
      stopped = true
      clearInterval(timer)
      await running?.catch(onError)
      mailer?.close()
    },
  }
}

async function attempt(
  delivery: ClaimedDelivery,
  organisation: PublicOrganisation,
  mailer: Mailer | null,
  options: DeliveryOptions,
): Promise<void> {
  const { q, clock, onError } = options
  try {
    const outcome = await send(delivery, organisation, mailer, options)
    const now = clock()
    if (outcome.kind === 'delivered') return await markDelivered({ id: delivery.id, now }, q)
    await markFailed({ id: delivery.id, attempt: delivery.attempt, ...outcome, now }, q)
    if (outcome.gone) await endGone({ id: delivery.subscriber.id, now }, q)
  } catch (error) {
    // A defect, or a database that does not answer: the claim ends by itself and the message is due again.
    onError(error)
  }
}

async function send(
  delivery: ClaimedDelivery,
  organisation: PublicOrganisation,
  mailer: Mailer | null,
  { q, site, webhooksInside, clock }: DeliveryOptions,
): Promise<Outcome> {
  // Markdown and its parsers are loaded with the first message.
  const { confirmationMail, noticeMail, testPayload, webhookPayload } = await import('./message.ts')
  const { event, subscriber } = delivery
  const at = new Date(clock())
  if (event.startsWith('confirm:') && mailer) {
    if (delivery.token === null) return { kind: 'failed', reason: 'the link was forgotten', final: true }
    return mailer.send(confirmationMail(site, organisation, delivery))
  }
  const post = (payload: object) =>
    sendWebhook({
      id: delivery.id,
      url: subscriber.address,
      secret: subscriber.secret,
      payload,
      insideAllowed: webhooksInside,
      at,
    })
  if (event.startsWith('test:')) return post(testPayload(site, at))
  const told = await findDeliveredRevision({ id: event, organisation }, q)
  if (told === null) return { kind: 'failed', reason: 'the notice is gone', final: true }
  if (subscriber.kind === 'webhook') return post(webhookPayload(site, told))
  if (mailer) return mailer.send(noticeMail(site, told, delivery))
  return { kind: 'failed', reason: 'mail is not set up', final: false }
}
