import { Webhook } from 'standardwebhooks'
import { expect, test } from 'vitest'
import type { Queryable } from '#db/client.server.ts'
import { toJson } from '#db/schema.ts'
import { isPublicAddress } from '#app/delivery/network.ts'
import { sendWebhook } from '#app/delivery/webhook.server.ts'
import { createDeliveryWorker, type DeliveryOptions } from '#app/delivery/worker.server.ts'
import { DomainError } from '#app/domain/errors.ts'
import { HOUR, MINUTE, type Instant } from '#app/domain/instant.ts'
import {
  claimDeliveries,
  listTroubled,
  queueDeliveries,
  retryDelivery,
  RETRY_AFTER_MINUTES,
} from '#app/models/delivery.server.ts'
import {
  addWebhook,
  confirmMail,
  endSubscriber,
  forgetSubscribers,
  listSubscribers,
  requestMail,
  rotateSecret,
  stopMail,
} from '#app/models/subscriber.server.ts'
import { ACTOR, NOW, makeIncident, makeOrganisation } from '#tests/factories.ts'
import { testOnEveryDatabase } from '#tests/setup/database.ts'
import { startMailServer, startReceiver, wordsOf } from '#tests/setup/receivers.ts'

const BY = { actor: ACTOR, now: NOW }
const SITE = { origin: 'https://status.example.org', mail: true }
const REVISION = { id: '01900000-0000-7000-8000-000000000001', kind: 'first' as const }

/** A published revision, as the outbox finds it. */
async function makeRevision(q: Queryable, kind: 'first' | 'correction' | 'typo' = 'first') {
  await makeOrganisation(q)
  const incident = await makeIncident(q, { started: '2020-03-02T08:58:00+09:00' })
  await q
    .insertInto('notice')
    .values({
      id: 'notice-1',
      incident_id: incident.id,
      slug: incident.reference,
      stage: 'resolved',
      state: 'published',
      current_revision: 1,
      created_at: NOW,
      created_by: 'x',
      version: 1,
    })
    .execute()
  await q
    .insertInto('notice_revision')
    .values({
      id: REVISION.id,
      notice_id: 'notice-1',
      number: 1,
      stage: 'resolved',
      kind,
      texts: toJson({
        ko: { title: '메시지 장애', body: '**사과**드립니다.' },
        en: { title: 'Messages were lost', body: 'We **apologize**.' },
      }),
      facts: toJson({}),
      correction: toJson(
        kind === 'correction' ? { ko: '시각이 틀렸습니다.', en: 'The time was wrong.' } : {},
      ),
      published_at: NOW,
      published_by: 'INTERNAL PERSON',
      emergency_reason: 'INTERNAL REASON',
    })
    .execute()
  return { ...REVISION, kind }
}

function clockAt(start: Instant) {
  let now = start
  return { read: () => now, forward: (milliseconds: number) => (now = (now + milliseconds) as Instant) }
}

function workerOn(q: Queryable, changes: Partial<DeliveryOptions>) {
  const options = { q, site: SITE, mail: null, webhooksInside: true, clock: () => NOW, ...changes }
  return createDeliveryWorker({
    ...options,
    onError(error) {
      throw error
    },
  })
}

async function refused(work: Promise<unknown>): Promise<DomainError> {
  const error = await work.then(
    () => null,
    (thrown: unknown) => thrown,
  )
  expect(error).toBeInstanceOf(DomainError)
  return error as DomainError
}

testOnEveryDatabase(
  'an address gets nothing but the question until somebody confirms, and then each notice once',
  async (q) => {
    const server = await startMailServer()
    const worker = workerOn(q, { mail: { smtpUrl: server.smtpUrl, from: 'Example <notices@example.org>' } })
    try {
      const revision = await makeRevision(q)
      await requestMail({ address: ' reader@Example.COM ', language: 'en', now: NOW }, q)
      expect(await queueDeliveries({ revision, now: NOW }, q)).toBe(0)
      await worker.run()
      expect(server.mails.map(({ to }) => to)).toEqual([['reader@example.com']])
      const link = /https:\/\/status\.example\.org\/subscribe\/confirm\/([\w-]{32})/.exec(
        wordsOf(server.mails[0]!),
      )
      // Sent: the token stands nowhere any more but in the mail.
      expect(JSON.stringify(await q.selectFrom('delivery').selectAll().execute())).not.toContain(link![1])

      expect(await confirmMail({ token: 'wrong', now: NOW }, q)).toBeNull()
      expect(await confirmMail({ token: link![1]!, now: (NOW + 73 * HOUR) as Instant }, q)).toBeNull()
      expect(await confirmMail({ token: link![1]!, now: NOW }, q)).toMatchObject({
        address: 'reader@example.com',
      })
      expect(await confirmMail({ token: link![1]!, now: NOW }, q)).toBeNull()

      expect(await queueDeliveries({ revision, now: NOW }, q)).toBe(1)
      await queueDeliveries({ revision, now: NOW }, q)
      await worker.run()
      await worker.run()
      expect(server.mails).toHaveLength(2)
      const { source } = server.mails[1]!
      expect(source).toMatch(/^Subject: .*Messages were lost/m)
      expect(source).toMatch(/^Message-ID: <[0-9a-f-]{36}@example\.org>/m)
      expect(source).toMatch(/^List-Unsubscribe-Post: List-Unsubscribe=One-Click/m)
      const words = wordsOf(server.mails[1]!)
      expect(words).toContain('We apologize.')
      expect(words).toContain('https://status.example.org/notices/2020-001.en')
      expect(source + words).not.toMatch(/INTERNAL/)

      const [, token] = /\/unsubscribe\/([\w-]+)/.exec(words)!
      await stopMail({ token: token!, now: NOW }, q)
      await stopMail({ token: token!, now: NOW }, q)
      expect(await listSubscribers(q)).toEqual([])
      expect(JSON.stringify(await q.selectFrom('subscriber').selectAll().execute())).not.toContain('reader@')
      expect(await queueDeliveries({ revision: { ...revision, id: 'another' }, now: NOW }, q)).toBe(0)
    } finally {
      await worker.stop()
      await server.stop()
    }
  },
)

testOnEveryDatabase(
  'a correction says first what was wrong; a corrected typing mistake is sent to nobody',
  async (q) => {
    const server = await startMailServer()
    const worker = workerOn(q, { mail: { smtpUrl: server.smtpUrl, from: 'notices@example.org' } })
    try {
      const revision = await makeRevision(q, 'correction')
      await requestMail({ address: 'reader@example.com', language: 'ko', now: NOW }, q)
      await q.updateTable('subscriber').set({ confirmed_at: NOW }).execute()
      await q.deleteFrom('delivery').execute()
      expect(await queueDeliveries({ revision: { ...revision, kind: 'typo' }, now: NOW }, q)).toBe(0)
      await queueDeliveries({ revision, now: NOW }, q)
      await worker.run()
      expect(wordsOf(server.mails[0]!)).toMatch(/^정정: 시각이 틀렸습니다\./)
    } finally {
      await worker.stop()
      await server.stop()
    }
  },
)

testOnEveryDatabase('a webhook gets a signed message that its receiver can check', async (q) => {
  const receiver = await startReceiver()
  const worker = workerOn(q, {})
  try {
    const revision = await makeRevision(q, 'correction')
    const { secret } = await addWebhook({ url: receiver.url, language: 'ko', insideAllowed: true, ...BY }, q)
    await queueDeliveries({ revision, now: NOW }, q)
    const before = Date.now() as Instant
    const real = workerOn(q, { clock: () => Math.max(before, NOW) as Instant })
    await real.run()
    await real.stop()
    expect(receiver.calls).toHaveLength(1)
    const { headers, body } = receiver.calls[0]!
    const sent = new Webhook(secret).verify(body, headers as Record<string, string>)
    expect(sent).toMatchObject({
      type: 'notice.corrected',
      data: {
        slug: '2020-001',
        texts: [{ language: 'ko', correction: '시각이 틀렸습니다.' }, { language: 'en' }],
      },
    })
    expect(body).not.toMatch(/INTERNAL/)
    expect(() =>
      new Webhook(`whsec_${Buffer.alloc(24, 1).toString('base64')}`).verify(
        body,
        headers as Record<string, string>,
      ),
    ).toThrow()
    expect(await worker.run()).toBe(0)
  } finally {
    await worker.stop()
    await receiver.stop()
  }
})

testOnEveryDatabase(
  'a message that fails is tried again under the same id, less and less often, and given up',
  async (q) => {
    const receiver = await startReceiver(() => 500)
    const clock = clockAt(NOW)
    const worker = workerOn(q, { clock: clock.read })
    try {
      const revision = await makeRevision(q)
      await addWebhook({ url: receiver.url, language: 'ko', insideAllowed: true, ...BY }, q)
      await queueDeliveries({ revision, now: NOW }, q)
      expect(await worker.run()).toBe(1)
      expect(await worker.run()).toBe(0)
      for (const minutes of RETRY_AFTER_MINUTES) {
        clock.forward(minutes * MINUTE - 1)
        expect(await worker.run()).toBe(0)
        clock.forward(1)
        expect(await worker.run()).toBe(1)
      }
      clock.forward(100 * HOUR)
      expect(await worker.run()).toBe(0)
      expect(new Set(receiver.calls.map(({ headers }) => headers['webhook-id'])).size).toBe(1)
      const [troubled] = await listTroubled({}, q)
      expect(troubled).toMatchObject({ attempts: 8, lastError: 'answered 500', nextAttemptAt: null })
      await retryDelivery({ id: troubled!.id, now: clock.read() }, q)
      expect(await worker.run()).toBe(1)
    } finally {
      await worker.stop()
      await receiver.stop()
    }
  },
)

testOnEveryDatabase(
  'of two processes only one takes a message, and takes it again when the other ended in the middle',
  async (q) => {
    const revision = await makeRevision(q)
    await addWebhook({ url: 'https://hooks.example.org/a', language: 'ko', insideAllowed: false, ...BY }, q)
    await queueDeliveries({ revision, now: NOW }, q)
    const claim = (now: Instant) => claimDeliveries({ kinds: ['webhook'], limit: 10, now }, q)
    const both = [...(await claim(NOW)), ...(await claim(NOW))]
    expect(both).toHaveLength(1)
    const later = await claim((NOW + 3 * MINUTE) as Instant)
    expect(later.map(({ id }) => id)).toEqual(both.map(({ id }) => id))
  },
)

testOnEveryDatabase(
  'a receiver that is gone ends the subscription; one that refuses for good is not asked again',
  async (q) => {
    const receiver = await startReceiver(() => 410)
    const server = await startMailServer({
      refuse: (address) => Object.assign(new Error(`no such user ${address}`), { responseCode: 550 }),
    })
    const worker = workerOn(q, { mail: { smtpUrl: server.smtpUrl, from: 'notices@example.org' } })
    try {
      const revision = await makeRevision(q)
      await addWebhook({ url: receiver.url, language: 'ko', insideAllowed: true, ...BY }, q)
      await requestMail({ address: 'nobody@example.com', language: 'en', now: NOW }, q)
      await queueDeliveries({ revision, now: NOW }, q)
      await worker.run()
      expect((await listSubscribers(q)).map(({ kind }) => kind)).toEqual(['mail'])
      expect(await listTroubled({}, q)).toMatchObject([{ kind: 'mail', attempts: 1, nextAttemptAt: null }])
    } finally {
      await worker.stop()
      await server.stop()
      await receiver.stop()
    }
  },
)

testOnEveryDatabase(
  'mail waits while no mail server is set up, and an address that nobody confirms is forgotten',
  async (q) => {
    await makeOrganisation(q)
    await requestMail({ address: 'reader@example.com', language: 'en', now: NOW }, q)
    expect(await workerOn(q, {}).run()).toBe(0)
    await forgetSubscribers((NOW + 71 * HOUR) as Instant, q)
    expect(await listSubscribers(q)).toHaveLength(1)
    await forgetSubscribers((NOW + 73 * HOUR) as Instant, q)
    expect(await q.selectFrom('subscriber').selectAll().execute()).toEqual([])
    expect(await q.selectFrom('delivery').selectAll().execute()).toEqual([])
  },
)

testOnEveryDatabase(
  'bad addresses are refused, and a webhook is ended and renewed by admins only once',
  async (q) => {
    await makeOrganisation(q)
    for (const address of [
      '',
      'x',
      'a@b',
      'a b@c.de',
      'a@b.de, c@d.de',
      'a@b.de\r\nBcc: x@y.de',
      `${'a'.repeat(300)}@b.de`,
      'a@b..de',
    ])
      expect(
        (await refused(requestMail({ address, language: 'en', now: NOW }, q))).problems,
        address,
      ).toHaveProperty('address')
    for (const url of [
      '',
      'http://example.org/',
      'https://user:pass@example.org/',
      'ftp://example.org',
      'not an address',
    ])
      expect(
        (await refused(addWebhook({ url, language: 'ko', insideAllowed: false, ...BY }, q))).problems,
        url,
      ).toHaveProperty('url')
    const hook = { url: 'https://example.org/hook', language: 'ko' as const, insideAllowed: false, ...BY }
    const { id, secret } = await addWebhook(hook, q)
    expect((await refused(addWebhook(hook, q))).code).toBe('already_exists')
    expect((await rotateSecret({ id, ...BY }, q)).secret).not.toBe(secret)
    await endSubscriber({ id, ...BY }, q)
    expect((await refused(endSubscriber({ id, ...BY }, q))).code).toBe('not_found')
    expect((await refused(rotateSecret({ id, ...BY }, q))).code).toBe('not_found')
    // The address is free again, and its secret is in no audit row.
    await addWebhook(hook, q)
    expect(JSON.stringify(await q.selectFrom('audit_event').select('after').execute())).not.toContain(
      'whsec_',
    )
  },
)

test('only addresses of the open internet are public', () => {
  const inside = [
    '127.0.0.1',
    '10.1.2.3',
    '192.168.0.1',
    '172.16.5.4',
    '169.254.169.254',
    '100.64.0.1',
    '0.0.0.0',
    '224.0.0.1',
  ]
  const inside6 = [
    '::1',
    'fe80::1',
    'fd00::1',
    '::ffff:10.0.0.1',
    '::ffff:7f00:1',
    '2001:db8::1',
    '64:ff9b::a00:1',
    '2002:a00:1::',
  ]
  for (const address of [...inside, ...inside6, 'example.org', ''])
    expect(isPublicAddress(address), address).toBe(false)
  for (const address of ['1.1.1.1', '93.184.215.14', '2606:4700::1111', '::ffff:1.1.1.1'])
    expect(isPublicAddress(address), address).toBe(true)
})

test('messages do not go into the own network, by number or by name, nor along a redirect', async () => {
  const receiver = await startReceiver(() => 302)
  try {
    const message = {
      id: 'm1',
      secret: `whsec_${Buffer.alloc(32, 7).toString('base64')}`,
      payload: {},
      at: new Date(NOW),
    }
    const send = (url: string, insideAllowed: boolean) => sendWebhook({ ...message, url, insideAllowed })
    const byNumber = await send(receiver.url.replace('http:', 'https:'), false)
    expect(byNumber).toEqual({ kind: 'failed', reason: '127.0.0.1 is not a public address', final: true })
    const byName = await send('https://localhost:1/', false)
    expect(byName).toMatchObject({
      kind: 'failed',
      final: true,
      reason: expect.stringContaining('is not public') as string,
    })
    expect(await send(receiver.url, false)).toMatchObject({ kind: 'failed', final: true })
    expect(receiver.calls).toHaveLength(0)
    const redirected = await send(receiver.url, true)
    expect(redirected).toMatchObject({ kind: 'failed', reason: 'answered 302: redirects are not followed' })
    expect(receiver.calls).toHaveLength(1)
  } finally {
    await receiver.stop()
  }
})
