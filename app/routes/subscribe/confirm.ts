import type { ActionFunctionArgs, LoaderFunctionArgs } from '@remix-run/node'
import { clockNow } from '#app/clock.server.ts'
import { confirmMail, findToConfirm } from '#app/models/subscriber.server.ts'
import { askedLanguage, requireOrganisation, subscribeAnswer } from './answers.server.ts'

/** `GET /subscribe/confirm/:token`: asks once more, because programs that check mails open every link in them. */
export async function loader({ request, params }: LoaderFunctionArgs) {
  const organisation = await requireOrganisation()
  const subscriber = await findToConfirm({ token: params.token!, now: clockNow() })
  if (subscriber === null) {
    return subscribeAnswer(organisation, askedLanguage(request, organisation), { kind: 'bad_link' }, 404)
  }
  return subscribeAnswer(organisation, subscriber.language, { kind: 'confirm', address: subscriber.address })
}

/** `POST /subscribe/confirm/:token` */
export async function action({ request, params }: ActionFunctionArgs) {
  const organisation = await requireOrganisation()
  const subscriber = await confirmMail({ token: params.token!, now: clockNow() })
  if (subscriber === null) {
    return subscribeAnswer(organisation, askedLanguage(request, organisation), { kind: 'bad_link' }, 404)
  }
  return subscribeAnswer(organisation, subscriber.language, {
    kind: 'confirmed',
    address: subscriber.address,
  })
}
