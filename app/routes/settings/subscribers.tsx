import { getFormProps, useForm } from '@conform-to/react'
import {
  data,
  redirect,
  type ActionFunctionArgs,
  type LoaderFunctionArgs,
  type MetaFunction,
} from '@remix-run/node'
import { Form, useActionData, useLoaderData } from '@remix-run/react'
import { z } from 'zod'
import { clockNow } from '#app/clock.server.ts'
import { TextField } from '#app/components/forms/fields.tsx'
import { ErrorSummary, FormActions, SubmitButton, summaryErrors } from '#app/components/forms/form.tsx'
import { NoticeBox, PageHeader, Section, Toast } from '#app/components/layout/page.tsx'
import { useMessages } from '#app/components/reader.tsx'
import { TimeText } from '#app/components/time-text.tsx'
import { DomainError, encodeProblem } from '#app/domain/errors.ts'
import { environment, publicOrigin } from '#app/env.server.ts'
import { languageOf } from '#app/language.server.ts'
import { subscriberMessages } from '#app/messages/subscribers.ts'
import { listTroubled, queueTest, retryDelivery } from '#app/models/delivery.server.ts'
import { getOrganisation } from '#app/models/organisation.server.ts'
import { addWebhook, endSubscriber, listSubscribers, rotateSecret } from '#app/models/subscriber.server.ts'
import { paths } from '#app/paths.ts'
import { actorOf, requireRole } from '#app/session.server.ts'
import { found, readForm, readSubmission, submit, type Refusal } from '#app/submission.server.ts'

const addInput = z.object({
  intent: z.literal('add'),
  url: z.string({ error: () => encodeProblem({ code: 'required' }) }),
})
const rowInput = z.object({
  intent: z.enum(['end', 'rotate', 'test', 'retry']),
  id: z.string({ error: () => encodeProblem({ code: 'required' }) }),
})

interface NewSecret {
  address: string
  secret: string
}

/** Mail addresses on one page; more are counted. */
const SHOWN = 200

export async function loader({ request }: LoaderFunctionArgs) {
  const user = await requireRole(request, 'admin')
  const { mail } = environment()
  const subscribers = await listSubscribers()
  const mails = subscribers.filter(({ kind }) => kind === 'mail')
  return {
    title: subscriberMessages[languageOf(request, user)].title,
    subscribeUrl: mail === null ? null : `${publicOrigin()}${paths.subscribe()}`,
    from: mail?.from ?? null,
    webhooks: subscribers.filter(({ kind }) => kind === 'webhook'),
    mails: mails.slice(0, SHOWN),
    confirmed: mails.filter(({ confirmedAt }) => confirmedAt !== null).length,
    mailCount: mails.length,
    troubled: await listTroubled(),
    done: new URL(request.url).searchParams.get('done'),
  }
}

export async function action({ request }: ActionFunctionArgs) {
  const user = await requireRole(request, 'admin')
  const form = await readForm(request)
  const language = languageOf(request, user)
  const actor = actorOf(user)
  const now = clockNow()

  if (form.get('intent') === 'add') {
    const submission = readSubmission(form, addInput, language)
    if (!submission.ok) return withSecret(submission.refusal)
    const { url } = submission.value
    const { defaultLanguage } = await getOrganisation()
    const insideAllowed = environment().webhooksInside
    try {
      const { secret } = await addWebhook({ url, language: defaultLanguage, insideAllowed, actor, now })
      // The secret exists only in this answer, so these are the actions that do not redirect.
      return shownOnce({ address: url, secret })
    } catch (error) {
      if (error instanceof DomainError) return withSecret(submission.refuse(error.problems))
      throw error
    }
  }

  const submission = readSubmission(form, rowInput, language)
  if (!submission.ok) return withSecret(submission.refusal)
  const { intent, id } = submission.value
  if (intent === 'rotate') {
    const { secret } = await found(rotateSecret({ id, actor, now }))
    const address = (await listSubscribers()).find((one) => one.id === id)?.address ?? ''
    return shownOnce({ address, secret })
  }
  const answer = await submit(submission, async () => {
    if (intent === 'end') await endSubscriber({ id, actor, now })
    if (intent === 'test') await queueTest({ subscriberId: id, now })
    if (intent === 'retry') await retryDelivery({ id, now })
    const done = { end: 'ended', test: 'tested', retry: 'retried' }[intent]
    return redirect(`${paths.subscriberSettings()}?done=${done}`)
  })
  return withSecret(answer)
}

function shownOnce(added: NewSecret | null) {
  return data({ result: null, added })
}

function withSecret({ data: { result }, init }: Refusal) {
  return data({ result, added: null as NewSecret | null }, init ?? undefined)
}

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: `${data?.title ?? ''} · Sagwa` }]

export default function Subscribers() {
  const t = useMessages(subscriberMessages)
  const loaded = useLoaderData<typeof loader>()
  const answer = useActionData<typeof action>()
  const added = answer?.added ?? null
  const result = answer?.result ?? undefined
  const [form, fields] = useForm<z.input<typeof addInput>>({
    id: added ? 'webhook-next' : 'webhook',
    lastResult: result,
  })
  const done = loaded.done as keyof typeof t.done | null
  return (
    <>
      <PageHeader title={t.title} />
      {done && done in t.done && !answer ? <Toast>{t.done[done]}</Toast> : null}
      <p className="quiet">{t.lead}</p>
      {added ? (
        <NoticeBox title={t.secretTitle}>
          <p>{t.secretHint(added.address)}</p>
          <input
            className="input"
            type="text"
            readOnly
            value={added.secret}
            aria-label={t.secretTitle}
            onFocus={(event) => event.currentTarget.select()}
          />
        </NoticeBox>
      ) : null}

      <Section title={t.mails}>
        {loaded.subscribeUrl === null ? (
          <p>{t.mailOff}</p>
        ) : (
          <p>
            {t.mailOn} <a href={loaded.subscribeUrl}>{loaded.subscribeUrl}</a>{' '}
            {loaded.from ? t.mailFrom(loaded.from) : null}
          </p>
        )}
        <p className="quiet">
          {loaded.mailCount === 0
            ? t.noMails
            : t.mailCount(loaded.confirmed, loaded.mailCount - loaded.confirmed)}
        </p>
        <ul className="lines">
          {loaded.mails.map((mail) => (
            <li key={mail.id} className="person">
              <p>
                {mail.address}{' '}
                <span className="quiet">
                  {mail.confirmedAt === null ? (
                    t.waiting
                  ) : (
                    <>
                      {t.since} <TimeText at={mail.confirmedAt} as="compact" seconds={false} />
                    </>
                  )}
                </span>
              </p>
              <Form method="post">
                <input type="hidden" name="id" value={mail.id} />
                <button className="button" name="intent" value="end" aria-label={t.endOf(mail.address)}>
                  {t.end}
                </button>
              </Form>
            </li>
          ))}
        </ul>
        {loaded.mailCount > loaded.mails.length ? (
          <p className="quiet">{t.moreMails(loaded.mailCount - loaded.mails.length)}</p>
        ) : null}
      </Section>

      <Section title={t.webhooks} note={t.webhooksNote}>
        {loaded.webhooks.length === 0 ? <p className="quiet">{t.noWebhooks}</p> : null}
        <ul className="lines" hidden={loaded.webhooks.length === 0}>
          {loaded.webhooks.map(({ id, address }) => (
            <li key={id} className="person">
              <p className="breaks">{address}</p>
              <Form method="post" className="person-acts">
                <input type="hidden" name="id" value={id} />
                <button className="button" name="intent" value="test" aria-label={t.testOf(address)}>
                  {t.test}
                </button>
                <button className="button" name="intent" value="rotate" aria-label={t.rotateOf(address)}>
                  {t.rotate}
                </button>
                <button className="button" name="intent" value="end" aria-label={t.endOf(address)}>
                  {t.end}
                </button>
              </Form>
            </li>
          ))}
        </ul>
        <Form method="post" className="form form-below" {...getFormProps(form)}>
          <ErrorSummary errors={summaryErrors(form, [fields.url])} />
          <input type="hidden" name="intent" value="add" />
          <TextField field={fields.url} label={t.url} hint={t.urlHint} type="url" autoComplete="off" />
          <FormActions>
            <SubmitButton>{t.add}</SubmitButton>
          </FormActions>
        </Form>
      </Section>

      <Section title={t.trouble} note={t.troubleNote}>
        {loaded.troubled.length === 0 ? <p className="quiet">{t.noTrouble}</p> : null}
        <ul className="lines">
          {loaded.troubled.map((message) => (
            <li key={message.id} className="person">
              <p className="breaks">
                {message.address}
                <br />
                <span className="quiet">
                  {message.lastError} · {t.attempts(message.attempts)} ·{' '}
                  {message.nextAttemptAt === null ? (
                    t.givenUp
                  ) : (
                    <>
                      {t.nextAttempt} <TimeText at={message.nextAttemptAt} as="compact" seconds={false} />
                    </>
                  )}
                </span>
              </p>
              {message.event.startsWith('confirm:') ? null : (
                <Form method="post">
                  <input type="hidden" name="id" value={message.id} />
                  <button
                    className="button"
                    name="intent"
                    value="retry"
                    aria-label={t.retryOf(message.address)}
                  >
                    {t.retry}
                  </button>
                </Form>
              )}
            </li>
          ))}
        </ul>
      </Section>
    </>
  )
}
