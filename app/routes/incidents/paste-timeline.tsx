import {
  data,
  redirect,
  type ActionFunctionArgs,
  type LoaderFunctionArgs,
  type MetaFunction,
} from '@remix-run/node'
import { Form, Link, useActionData, useLoaderData } from '@remix-run/react'
import { clockNow } from '#app/clock.server.ts'
import { TextArea, TextField } from '#app/components/forms/fields.tsx'
import { ErrorSummary, FormActions, UnsavedGuard } from '#app/components/forms/form.tsx'
import { ZoneField } from '#app/components/forms/zone-field.tsx'
import { IncidentFormHeader } from '#app/components/incident-header.tsx'
import { Section } from '#app/components/layout/page.tsx'
import { useMessages, useReader } from '#app/components/reader.tsx'
import { timelineEventInput } from '#app/domain/record-input.ts'
import { TIMELINE_KINDS } from '#app/domain/timeline.ts'
import { LONGEST_PASTE } from '#app/importers/pasted-timeline.ts'
import { languageOf } from '#app/language.server.ts'
import type { Language } from '#app/messages/define.ts'
import { incidentMessages } from '#app/messages/incidents.ts'
import { pastedTimelineMessages } from '#app/messages/pasted-timeline.ts'
import { messageText, problemText } from '#app/messages/problems.ts'
import { getIncidentRecord } from '#app/models/incident.server.ts'
import { addTimelineEvents, type TimelineEventInput } from '#app/models/timeline.server.ts'
import { paths } from '#app/paths.ts'
import { actorOf, requireRole } from '#app/session.server.ts'
import { found, readForm } from '#app/submission.server.ts'
import {
  pasteOf,
  readPaste,
  type Paste,
  type PasteProblem,
  type PastedRow,
  type ReadPaste,
} from './pasted-events.ts'
import { timeContext } from './time-context.ts'

export async function loader({ request, params }: LoaderFunctionArgs) {
  await requireRole(request, 'responder')
  const record = await found(getIncidentRecord(params.reference!))
  const { zone, today } = timeContext(record, clockNow())
  return { reference: record.reference, zone, day: today!, zones: Intl.supportedValuesOf('timeZone') }
}

interface Answer {
  paste: Paste
  problems: Partial<Record<keyof Paste, string>>
  read: ReadPaste | null
  /** About the choice as a whole. */
  problem: string | null
}

export async function action({ request, params }: ActionFunctionArgs) {
  const user = await requireRole(request, 'responder')
  const language = languageOf(request, user)
  const record = await found(getIncidentRecord(params.reference!))
  const now = clockNow()
  const form = await readForm(request)
  const { paste, problems: codes } = pasteOf(form)
  const answer = (changes: Partial<Answer>, status: number) =>
    data({ paste, problems: {}, read: null, problem: null, ...changes } satisfies Answer, { status })

  const problems = Object.fromEntries(
    Object.entries(codes).map(([field, code]) => [field, pasteProblem(code, language)]),
  )
  if (Object.keys(problems).length > 0) return answer({ problems }, 400)
  const read = readPaste(paste, record, (problem) => problemText(problem, language))
  if (form.get('intent') !== 'add') return answer({ read }, 200)

  const schema = timelineEventInput(timeContext(record, now))
  const events: TimelineEventInput[] = []
  const rows = read.rows.map((row): PastedRow => {
    const typed = (name: string) => {
      const value = form.get(`${name}.${row.key}`)
      return typeof value === 'string' ? value : ''
    }
    // Whoever gives an event its time wants it.
    const take = form.has(`take.${row.key}`) || (row.untimed !== null && typed('time').trim() !== '')
    const shown = { ...row, take, time: typed('time'), text: typed('text'), kind: kindOf(typed('kind')) }
    if (!take) return shown
    const parsed = schema.safeParse({
      occurredAt: shown.time,
      kind: shown.kind,
      text: shown.text,
      source: row.source,
    })
    if (parsed.success) {
      const { occurredAt, ...event } = parsed.data
      if (occurredAt.at > now)
        return { ...shown, errors: { time: [problemText({ code: 'time_in_future' }, language)] } }
      events.push({
        ...event,
        occurredAt: occurredAt.at,
        approximate: occurredAt.shape === 'about',
        evidence: row.evidence,
      })
      return shown
    }
    const errorsAt = (name: string) =>
      parsed.error.issues
        .filter(({ path }) => path[0] === name)
        .map(({ message }) => messageText(message, language))
    return { ...shown, errors: { time: errorsAt('occurredAt'), text: errorsAt('text') } }
  })
  const taken = rows.filter(({ take }) => take)
  if (taken.length === 0) {
    return answer({ read: { ...read, rows }, problem: pastedTimelineMessages[language].noneChosen }, 400)
  }
  if (events.length < taken.length) return answer({ read: { ...read, rows } }, 400)
  await addTimelineEvents({ incidentId: record.id, events, actor: actorOf(user), now })
  throw redirect(`${paths.incidentTimeline(record.reference)}?pasted=${events.length}`)
}

function kindOf(text: string): PastedRow['kind'] {
  return TIMELINE_KINDS.find((kind) => kind === text) ?? 'observation'
}

function pasteProblem(code: PasteProblem, language: Language): string {
  const t = pastedTimelineMessages[language]
  return code === 'pastedTooLong' ? t.pastedTooLong(LONGEST_PASTE.toLocaleString('en-US')) : t[code]
}

export const meta: MetaFunction<typeof loader> = ({ data: loaded }) => [
  { title: `${loaded?.reference ?? ''} · Sagwa` },
]

export default function PasteTimeline() {
  const { reference, zone, day, zones } = useLoaderData<typeof loader>()
  const answer = useActionData<typeof action>()
  const t = useMessages(pastedTimelineMessages)
  const cancel = useMessages(incidentMessages).edit.cancel
  const { paste, problems, read } = answer ?? { paste: { pasted: '', day, zone }, problems: {}, read: null }
  const field = (name: keyof Paste) => ({
    name,
    id: name,
    initialValue: paste[name],
    errors: problems[name] === undefined ? undefined : [problems[name]],
    required: name === 'pasted',
  })
  const errors = [
    ...(['pasted', 'day', 'zone'] as const).flatMap((name) =>
      problems[name] === undefined ? [] : [{ fieldId: name, message: problems[name] }],
    ),
    ...(read?.rows ?? []).flatMap((row) =>
      (['time', 'text'] as const).flatMap((name) =>
        (row.errors[name] ?? []).map((message) => ({ fieldId: `${name}.${row.key}`, message })),
      ),
    ),
    ...(answer?.problem ? [{ fieldId: 'events', message: answer.problem }] : []),
  ]
  return (
    <>
      <IncidentFormHeader reference={reference} title={t.title} />
      <Form method="post" className="form" noValidate>
        <UnsavedGuard />
        <ErrorSummary errors={errors} />
        <p className="section-note">{t.intro}</p>
        <TextArea
          field={field('pasted')}
          label={t.pasted}
          rows={read === null ? 12 : 5}
          placeholder={t.pastedExample}
          spellCheck={false}
        />
        <div className="field-row">
          <TextField field={field('day')} label={t.day} hint={t.dayHint} type="date" />
          <ZoneField field={field('zone')} label={t.zone} hint={t.zoneHint} zones={zones} />
        </div>
        <FormActions>
          <button className={read === null ? 'button button-primary' : 'button'} name="intent" value="read">
            {read === null ? t.read : t.readAgain}
          </button>
          {read === null ? <Link to={paths.incidentTimeline(reference)}>{cancel}</Link> : null}
        </FormActions>
        {read === null ? null : (
          <Section
            id="events"
            title={t.found(read.rows.filter(({ untimed }) => untimed === null).length)}
            note={read.cut ? t.cut : undefined}
          >
            {read.rows.length === 0 ? (
              <p className="quiet">
                {t.nothing} {t.nothingBody}
              </p>
            ) : (
              <>
                <ol className="pasted-rows">
                  {read.rows.map((row) => (
                    <Row key={row.key} row={row} />
                  ))}
                </ol>
                <FormActions>
                  <button className="button button-primary" name="intent" value="add">
                    {t.add}
                  </button>
                  <Link to={paths.incidentTimeline(reference)}>{cancel}</Link>
                </FormActions>
              </>
            )}
            {read.rest.length === 0 ? null : (
              <details
                className="pasted-rest"
                open={read.rows.length === 0 || read.rest.some(({ problem }) => problem !== null)}
              >
                <summary>{t.rest(read.rest.length)}</summary>
                <p className="section-note">{t.restHint}</p>
                <ul>
                  {read.rest.map(({ line, text, problem }) => (
                    <li key={line}>
                      <code>{text}</code>
                      {problem === null ? null : <span className="field-error">{problem}</span>}
                    </li>
                  ))}
                </ul>
              </details>
            )}
          </Section>
        )}
      </Form>
    </>
  )
}

function Row({ row }: { row: PastedRow }) {
  const t = useMessages(pastedTimelineMessages)
  const kinds = useMessages(incidentMessages).event.kinds
  const { language } = useReader()
  const name = (part: string) => `${part}.${row.key}`
  const notes = [
    row.same === 'on_record' ? t.onRecord : row.same === 'twice' ? t.twice : '',
    row.isEnd ? t.end : '',
    row.dayAssumed ? t.dayAssumed : '',
    row.untimed === null ? '' : (row.untimed.problem ?? ''),
    row.untimed === null ? '' : t.untimed,
    row.zoneGiven === '' ? '' : t.zoneGiven(row.zoneGiven === 'Z' ? 'UTC' : row.zoneGiven),
  ].filter((note) => note !== '')
  return (
    <li className="pasted-row" data-untimed={row.untimed === null ? undefined : ''}>
      <label className="pasted-take">
        <input type="checkbox" name={name('take')} defaultChecked={row.take} />
        <span className="visually-hidden">
          {t.take}: {row.text}
        </span>
      </label>
      <Cell
        name={name('time')}
        label={t.time}
        value={row.time}
        errors={row.errors.time}
        placeholder={row.untimed === null ? undefined : t.timeExample}
        className="pasted-time"
      />
      <Cell
        name={name('text')}
        label={t.text}
        value={row.text}
        errors={row.errors.text}
        className="pasted-text"
        long
      />
      <label className="pasted-kind">
        <span className="visually-hidden">{t.kind}</span>
        <select className="input" name={name('kind')} defaultValue={row.kind}>
          {TIMELINE_KINDS.map((kind) => (
            <option key={kind} value={kind}>
              {kinds[kind]}
            </option>
          ))}
        </select>
      </label>
      <p className="pasted-notes small quiet">
        {notes.map((note) => (
          <span key={note}>{note}</span>
        ))}
        {row.source === '' ? null : (
          <span>
            {t.speaker}: {row.source}
          </span>
        )}
        <span>
          {t.line(row.line)}: <code lang={language}>{row.evidence.split('\n')[0]!.slice(0, 120)}</code>
        </span>
      </p>
    </li>
  )
}

function Cell({
  name,
  label,
  value,
  errors = [],
  placeholder,
  className,
  long = false,
}: {
  name: string
  label: string
  value: string
  errors?: string[] | undefined
  placeholder?: string | undefined
  className: string
  long?: boolean
}) {
  const control = {
    id: name,
    name,
    className: 'input',
    defaultValue: value,
    placeholder,
    'aria-label': label,
    'aria-invalid': errors.length > 0 || undefined,
    'aria-describedby': errors.length > 0 ? `${name}-error` : undefined,
  }
  return (
    <div className={className}>
      {long ? (
        <textarea rows={Math.min(4, value.split('\n').length)} {...control} />
      ) : (
        <input type="text" {...control} />
      )}
      {errors.length === 0 ? null : (
        <p className="field-error" id={`${name}-error`}>
          {errors.join(' ')}
        </p>
      )}
    </div>
  )
}
