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
import { TimeText } from '#app/components/time-text.tsx'
import { TimelineList } from '#app/components/timeline-list.tsx'
import { UndoToast } from '#app/components/undo-toast.tsx'
import { timelineEventInput, version } from '#app/domain/record-input.ts'
import { chosenValue, latest } from '#app/domain/markers.ts'
import { MINUTE, wallClock, type Instant } from '#app/domain/instant.ts'
import { TIMELINE_KINDS, viewTimeline } from '#app/domain/timeline.ts'
import { plainDateText } from '#app/domain/time-text.ts'
import { languageOf } from '#app/language.server.ts'
import { incidentMessages } from '#app/messages/incidents.ts'
import { pastedTimelineMessages } from '#app/messages/pasted-timeline.ts'
import { problemText } from '#app/messages/problems.ts'
import { timeBarMessages } from '#app/messages/time-bar.ts'
import { timelineViewMessages } from '#app/messages/timeline-view.ts'
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
import { queryToView, viewQuery } from './timeline-view.ts'
import { removedToken, undoRemoval } from './undo.server.ts'

export async function loader({ request, params }: LoaderFunctionArgs) {
  const user = await requireUser(request)
  const record = await found(getIncidentRecord(params.reference!))
  const context = timeContext(record, clockNow())
  const asked = queryToView(new URL(request.url).searchParams, context)
  return {
    record,
    day: context.today!,
    view: asked.view,
    typed: asked.typed,
    problem: asked.problem === null ? null : problemText(asked.problem, languageOf(request, user)),
  }
}

const rowInput = z.object({ intent: z.enum(['star', 'unstar', 'remove']), id: z.uuid(), version })

export async function action({ request, params }: ActionFunctionArgs) {
  const user = await requireRole(request, 'responder')
  const language = languageOf(request, user)
  const record = await found(getIncidentRecord(params.reference!))
  const by = { incidentId: record.id, actor: actorOf(user), now: clockNow() }
  const form = await readForm(request)
  const here = paths.incidentTimeline(record.reference)
  const query = new URL(request.url).searchParams

  if (form.get('intent') === 'undo') return undoRemoval(form, by, here + viewQuery(query))
  if (form.has('intent')) {
    const submission = readSubmission(form, rowInput, language)
    if (!submission.ok) return submission.refusal
    return submit(submission, async ({ intent, id, version: expectedVersion }) => {
      const change = { ...by, id, expectedVersion }
      if (intent === 'remove') {
        const removed = await settled(setTimelineEventRemoved({ ...change, removed: true }))
        return redirect(
          here + viewQuery(query, removed ? removedToken('event', id, expectedVersion + 1) : ''),
        )
      }
      await settled(setTimelineEventStarred({ ...change, starred: intent === 'star' }))
      return redirect(`${here}${viewQuery(query)}#event-${id}`)
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
  const { record, day, view } = useLoaderData<typeof loader>()
  const t = useMessages(incidentMessages)
  const pasted = useMessages(pastedTimelineMessages)
  const { language } = useReader()
  const mayEdit = useMay('edit_record')
  const [query] = useSearchParams()
  const answer = useActionData<typeof action>()
  const shown = viewTimeline(record.timeline, view)
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
        <ViewForm shown={shown} />
      )}
      {record.timeline.length === 0 || shown.events.length === 0 ? null : (
        <TimelineList
          reference={record.reference}
          events={shown.events}
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

/** Moments at which it matters what was known. */
const MOMENTS = ['impact_start', 'detected', 'first_public_word', 'impact_end'] as const

/** Filters and the replay, as one form without script, and what the replay leaves out. */
function ViewForm({ shown }: { shown: ReturnType<typeof viewTimeline> }) {
  const { record, view, typed, problem } = useLoaderData<typeof loader>()
  const t = useMessages(timelineViewMessages)
  const { kinds } = useMessages(incidentMessages).event
  const { markers } = useMessages(timeBarMessages)
  const here = paths.incidentTimeline(record.reference)
  const filtered = view.kind !== undefined || view.starred !== undefined || typed !== ''
  const moments = MOMENTS.flatMap((key) => {
    const value = chosenValue(record.markers[key])
    return value === null ? [] : [{ key, at: latest(value) }]
  })
  return (
    <>
      <Form method="get" className="filters" aria-label={t.filters}>
        <label className="filter">
          <span className="filter-label">{t.kind}</span>
          <select className="input" name="kind" defaultValue={view.kind ?? ''} key={view.kind}>
            <option value="">{t.any}</option>
            {TIMELINE_KINDS.map((kind) => (
              <option key={kind} value={kind}>
                {kinds[kind]}
              </option>
            ))}
          </select>
        </label>
        <label className="filter">
          <span className="filter-label">{t.knownAt}</span>
          <input
            className="input"
            name="knownAt"
            id="known-at"
            size={18}
            defaultValue={typed}
            key={typed}
            placeholder={t.knownAtHint}
            autoComplete="off"
            aria-invalid={problem === null ? undefined : true}
            aria-describedby={problem === null ? undefined : 'known-at-error'}
          />
        </label>
        <label className="filter-check">
          <input type="checkbox" name="starred" defaultChecked={view.starred} key={String(view.starred)} />
          <span>{t.starred}</span>
        </label>
        <button className="button">{t.show}</button>
        {filtered ? <Link to={here}>{t.all}</Link> : null}
        {problem === null ? null : (
          <p className="field-error filters-note" id="known-at-error">
            {problem}
          </p>
        )}
      </Form>
      {moments.length > 0 ? (
        <p className="small quiet cluster">
          <span>{t.asKnown}</span>
          {moments.map(({ key, at }) => (
            <Link
              key={key}
              to={`${here}?${new URLSearchParams({ knownAt: minuteText(at, record.zone) })}`}
              preventScrollReset
            >
              {markers[key]}
            </Link>
          ))}
        </p>
      ) : null}
      {view.knownAt === undefined ? null : (
        <p className="notice-box" role="status">
          {t.replayBefore}
          <TimeText at={(view.knownAt - (view.knownAt % MINUTE)) as Instant} />
          {t.replayAfter} <strong>{t.addedLater(shown.addedLater)}</strong>{' '}
          <span className="quiet">{t.wordsOfToday}</span>
        </p>
      )}
      {shown.events.length === 0 ? (
        <EmptyState title={t.nothing} text={t.nothingBody} />
      ) : filtered ? (
        <p className="small quiet">{t.count(shown.events.length, record.timeline.length)}</p>
      ) : null}
    </>
  )
}

/** A minute as the field takes it: `2020-03-02 09:30` of the zone; a begun minute counts as a whole one. */
function minuteText(at: Instant, zone: string): string {
  const { year, month, day, hour, minute } = wallClock(at, zone)
  const two = (value: number) => String(value).padStart(2, '0')
  return `${year}-${two(month)}-${two(day)} ${two(hour)}:${two(minute)}`
}
