import type { ActionFunctionArgs, LoaderFunctionArgs } from '@remix-run/node'
import { consumeLimit } from '#app/auth.server.ts'
import { clockNow } from '#app/clock.server.ts'
import { DomainError } from '#app/domain/errors.ts'
import { environment } from '#app/env.server.ts'
import { requestMail } from '#app/models/subscriber.server.ts'
import { readForm } from '#app/submission.server.ts'
import { askedLanguage, requireOrganisation, subscribeAnswer } from './answers.server.ts'

/** Per quarter of an hour. Offices share addresses; a mailbox that is asked for again and again is being annoyed. */
const PER_CLIENT = { window: 15 * 60, max: 20 }
const PER_ADDRESS = { window: 15 * 60, max: 3 }

/** `GET /subscribe`: the form that asks for notices by mail. */
export async function loader({ request }: LoaderFunctionArgs) {
  const organisation = await requireOrganisation()
  const language = askedLanguage(request, organisation)
  const mail = environment().mail !== null
  return subscribeAnswer(organisation, language, { kind: 'ask', mail, address: '', problem: null })
}

/** `POST /subscribe`: sends a link to confirm, and tells nobody whether the address was known. */
export async function action({ request, context }: ActionFunctionArgs) {
  const organisation = await requireOrganisation()
  const form = await readForm(request)
  const typed = form.get('address')
  const address = typeof typed === 'string' ? typed.slice(0, 1_000) : ''
  const wanted = form.get('language')
  const language = organisation.languages.find((one) => one === wanted)
  // What is wrong is said in the language that was chosen for the notices.
  const shown = language ?? askedLanguage(request, organisation)
  const mail = environment().mail !== null
  const refuse = (problem: 'badAddress' | 'badLanguage' | 'tooMany' | null, status: number) =>
    subscribeAnswer(organisation, shown, { kind: 'ask', mail, address, problem }, status)

  if (!mail) return refuse(null, 409)
  if (language === undefined && wanted !== null) return refuse('badLanguage', 400)
  const now = clockNow()
  const keys = [
    [`subscribe-client|${context.clientAddress ?? ''}`, PER_CLIENT],
    [`subscribe-address|${address.trim().toLowerCase()}`, PER_ADDRESS],
  ] as const
  for (const [key, limit] of keys) {
    if ((await consumeLimit(key, limit, now)) > 0) return refuse('tooMany', 429)
  }
  try {
    await requestMail({ address, language: shown, now })
  } catch (error) {
    if (error instanceof DomainError && error.code === 'invalid') return refuse('badAddress', 400)
    throw error
  }
  return subscribeAnswer(organisation, shown, { kind: 'sent' })
}
