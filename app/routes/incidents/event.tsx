import {
  redirect,
  type ActionFunctionArgs,
  type LoaderFunctionArgs,
  type MetaFunction,
} from '@remix-run/node'
import { Link, useActionData, useLoaderData } from '@remix-run/react'
import { clockNow } from '#app/clock.server.ts'
import { IncidentFormHeader } from '#app/components/incident-header.tsx'
import { useMessages, useReader } from '#app/components/reader.tsx'
import { timelineEventInput, version } from '#app/domain/record-input.ts'
import { plainDateText } from '#app/domain/time-text.ts'
import { languageOf } from '#app/language.server.ts'
import { incidentMessages } from '#app/messages/incidents.ts'
import { getIncidentRecord } from '#app/models/incident.server.ts'
import { changeTimelineEvent } from '#app/models/timeline.server.ts'
import { paths } from '#app/paths.ts'
import { actorOf, requireRole } from '#app/session.server.ts'
import { found, readForm, readSubmission, submit } from '#app/submission.server.ts'
import { EventForm } from './event-form.tsx'
import { timeContext } from './time-context.ts'

export async function loader({ request, params }: LoaderFunctionArgs) {
  await requireRole(request, 'responder')
  const record = await found(getIncidentRecord(params.reference!))
  const event = record.timeline.find((candidate) => candidate.id === params.id)
  if (event === undefined) throw new Response(null, { status: 404 })
  return { reference: record.reference, event, day: timeContext(record, clockNow()).today! }
}

export async function action({ request, params }: ActionFunctionArgs) {
  const user = await requireRole(request, 'responder')
  const record = await found(getIncidentRecord(params.reference!))
  const by = { incidentId: record.id, actor: actorOf(user), now: clockNow() }
  const input = timelineEventInput(timeContext(record, by.now)).extend({ version })
  const submission = readSubmission(await readForm(request), input, languageOf(request, user))
  if (!submission.ok) return submission.refusal
  return submit(submission, async ({ version: expectedVersion, occurredAt, ...event }) => {
    await changeTimelineEvent({
      ...by,
      id: params.id!,
      expectedVersion,
      event: { ...event, occurredAt: occurredAt.at, approximate: occurredAt.shape === 'about' },
    })
    return redirect(`${paths.incidentTimeline(record.reference)}#event-${params.id}`)
  })
}

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: `${data?.reference ?? ''} · Sagwa` }]

export default function EditEvent() {
  const { reference, event, day } = useLoaderData<typeof loader>()
  const t = useMessages(incidentMessages)
  const { language } = useReader()
  return (
    <div className="page-narrow">
      <IncidentFormHeader reference={reference} title={t.event.edit} />
      <EventForm
        event={event}
        answer={useActionData<typeof action>()}
        dayText={plainDateText(day, language)}
        cancel={<Link to={paths.incidentTimeline(reference)}>{t.edit.cancel}</Link>}
      />
    </div>
  )
}
