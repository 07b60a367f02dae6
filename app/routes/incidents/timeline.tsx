import {
  redirect,
  type ActionFunctionArgs,
  type LoaderFunctionArgs,
  type MetaFunction,
} from '@remix-run/node'
import { Form, Link, useActionData, useLoaderData, useSearchParams } from '@remix-run/react'
import { z } from 'zod'
import { clockNow } from '#app/clock.server.ts'
import { IncidentHeader } from '#app/components/incident-header.tsx'
import { EmptyState, Section, Toast } from '#app/components/layout/page.tsx'
import { useMay, useMessages, useReader } from '#app/components/reader.tsx'
import { TimelineList } from '#app/components/timeline-list.tsx'
import { UndoToast } from '#app/components/undo-toast.tsx'
import { timelineEventInput, version } from '#app/domain/record-input.ts'
import { plainDateText } from '#app/domain/time-text.ts'
import { languageOf } from '#app/language.server.ts'
import { incidentMessages } from '#app/messages/incidents.ts'
import { pastedTimelineMessages } from '#app/messages/pasted-timeline.ts'
import { getIncidentRecord } from '#app/models/incident.server.ts'
import {
  addTimelineEvent,
  setTimelineEventRemoved,
  setTimelineEventStarred,
} from '#app/models/timeline.server.ts'
import { paths } from '#app/paths.ts'
import { actorOf, requireRole, requireUser } from '#app/session.server.ts'
import { found, readForm, readSubmission, settled, submit } from '#app/submission.server.ts'
import { EventForm } from './event-form.tsx'
import { timeContext } from './time-context.ts'
import { removedToken, undoRemoval } from './undo.server.ts'

export async function loader({ request, params }: LoaderFunctionArgs) {
  await requireUser(request)
  const record = await found(getIncidentRecord(params.reference!))
  return { record, day: timeContext(record, clockNow()).today! }
}

const rowInput = z.object({ intent: z.enum(['star', 'unstar', 'remove']), id: z.uuid(), version })

export async function action({ request, params }: ActionFunctionArgs) {
  const user = await requireRole(request, 'responder')
  const language = languageOf(request, user)
  const record = await found(getIncidentRecord(params.reference!))
  const by = { incidentId: record.id, actor: actorOf(user), now: clockNow() }
  const form = await readForm(request)
  const here = paths.incidentTimeline(record.reference)

  if (form.get('intent') === 'undo') return undoRemoval(form, by, here)
  if (form.has('intent')) {
    const submission = readSubmission(form, rowInput, language)
    if (!submission.ok) return submission.refusal
    return submit(submission, async ({ intent, id, version: expectedVersion }) => {
      const change = { ...by, id, expectedVersion }
      if (intent === 'remove') {
        const removed = await settled(setTimelineEventRemoved({ ...change, removed: true }))
        return redirect(removed ? here + removedToken('event', id, expectedVersion + 1) : here)
      }
      await settled(setTimelineEventStarred({ ...change, starred: intent === 'star' }))
      return redirect(`${here}#event-${id}`)
    })
  }
  const submission = readSubmission(form, timelineEventInput(timeContext(record, by.now)), language)
  if (!submission.ok) return submission.refusal
  return submit(submission, async ({ occurredAt, ...event }) => {
    const id = await addTimelineEvent({
      ...by,
      event: { ...event, occurredAt: occurredAt.at, approximate: occurredAt.shape === 'about' },
    })
    return redirect(`${here}#event-${id}`)
  })
}

export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: `${data?.record.reference ?? ''} · Sagwa` },
]

export default function IncidentTimeline() {
  const { record, day } = useLoaderData<typeof loader>()
  const t = useMessages(incidentMessages)
  const pasted = useMessages(pastedTimelineMessages)
  const { language } = useReader()
  const mayEdit = useMay('edit_record')
  const [query] = useSearchParams()
  const answer = useActionData<typeof action>()
  return (
    <>
      <IncidentHeader incident={record} />
      <UndoToast removed={query.get('removed')} />
      {/^\d{1,4}$/.test(query.get('pasted') ?? '') ? (
        <Toast>{pasted.added(Number(query.get('pasted')))}</Toast>
      ) : null}
      {record.timeline.length === 0 ? (
        <EmptyState title={t.record.noTimeline} text={t.record.noTimelineBody} />
      ) : (
        <TimelineList
          reference={record.reference}
          events={record.timeline}
          controls={(event) => (
            <Form method="post" className="inline-form" preventScrollReset>
              <input type="hidden" name="id" value={event.id} />
              <input type="hidden" name="version" value={event.version} />
              <button className="link-button" name="intent" value={event.starred ? 'unstar' : 'star'}>
                {event.starred ? t.event.unstar : t.event.star}
              </button>
              <button className="link-button" name="intent" value="remove">
                {t.event.remove}
              </button>
            </Form>
          )}
        />
      )}
      {mayEdit ? (
        <Section
          id="add"
          title={t.event.add}
          actions={<Link to={paths.pasteTimeline(record.reference)}>{pasted.open}</Link>}
        >
          {/* A new event begins with an empty form. */}
          <EventForm
            key={record.timeline.length}
            event={null}
            answer={answer}
            dayText={plainDateText(day, language)}
          />
        </Section>
      ) : null}
    </>
  )
}
