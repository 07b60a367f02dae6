import type { ActionFunctionArgs, LoaderFunctionArgs } from '@remix-run/node'
import { clockNow } from '#app/clock.server.ts'
import { findByStopLink, stopMail } from '#app/models/subscriber.server.ts'
import { askedLanguage, requireOrganisation, subscribeAnswer } from './answers.server.ts'

/** `GET /unsubscribe/:token`: one button; a link that was used before says that nothing is sent any more. */
export async function loader({ request, params }: LoaderFunctionArgs) {
  const organisation = await requireOrganisation()
  const subscriber = await findByStopLink(params.token!)
  if (subscriber === null)
    return subscribeAnswer(organisation, askedLanguage(request, organisation), { kind: 'stopped' })
  return subscribeAnswer(organisation, subscriber.language, { kind: 'stop', address: subscriber.address })
}

/** `POST /unsubscribe/:token`: the button, and what mail programs send for one click (RFC 8058). */
export async function action({ request, params }: ActionFunctionArgs) {
  const organisation = await requireOrganisation()
  const subscriber = await findByStopLink(params.token!)
  await stopMail({ token: params.token!, now: clockNow() })
  const language = subscriber?.language ?? askedLanguage(request, organisation)
  return subscribeAnswer(organisation, language, { kind: 'stopped' })
}
