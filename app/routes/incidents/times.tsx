import { getFormProps, useForm } from '@conform-to/react'
import {
  redirect,
  type ActionFunctionArgs,
  type LoaderFunctionArgs,
  type MetaFunction,
} from '@remix-run/node'
import { Form, useActionData, useLoaderData, useSearchParams } from '@remix-run/react'
import { clockNow } from '#app/clock.server.ts'
import { Select, TextField, TimeField } from '#app/components/forms/fields.tsx'
import {
  ErrorSummary,
  FormActions,
  FormSection,
  SubmitButton,
  summaryErrors,
} from '#app/components/forms/form.tsx'
import { IncidentFormHeader } from '#app/components/incident-header.tsx'
import { NoticeBox, Section } from '#app/components/layout/page.tsx'
import { nameIn, useMessages, useReader } from '#app/components/reader.tsx'
import { TimeText } from '#app/components/time-text.tsx'
import { UndoToast } from '#app/components/undo-toast.tsx'
import { plainDate } from '#app/domain/instant.ts'
import { chosenValue, earliest, MARKER_KEYS, type Marker, type Reading } from '#app/domain/markers.ts'
import {
  notApplicableInput,
  readingChoiceInput,
  readingInput,
  serviceWindowInput,
} from '#app/domain/record-input.ts'
import { dateText } from '#app/domain/time-text.ts'
import { languageOf } from '#app/language.server.ts'
import { incidentMessages } from '#app/messages/incidents.ts'
import { timeBarMessages } from '#app/messages/time-bar.ts'
import { getIncidentRecord, setServiceWindow } from '#app/models/incident.server.ts'
import { addReading, chooseReading, retractReading, setNotApplicable } from '#app/models/marker.server.ts'
import { paths } from '#app/paths.ts'
import { actorOf, requireRole } from '#app/session.server.ts'
import { found, readForm, readSubmission, submit } from '#app/submission.server.ts'
import { editableTime } from './editable-time.ts'
import { removedToken, undoRemoval } from './undo.server.ts'
import { timeContext } from './time-context.ts'

export async function loader({ request, params }: LoaderFunctionArgs) {
  await requireRole(request, 'responder')
  const record = await found(getIncidentRecord(params.reference!))
  return { record, today: plainDate(clockNow(), record.zone) }
}

export async function action({ request, params }: ActionFunctionArgs) {
  const user = await requireRole(request, 'responder')
  const language = languageOf(request, user)
  const record = await found(getIncidentRecord(params.reference!))
  const by = { incidentId: record.id, actor: actorOf(user), now: clockNow() }
  const form = await readForm(request)
  const here = paths.incidentTimes(record.reference)

  switch (form.get('intent')) {
    case 'undo':
      return undoRemoval(form, by, here)
    case 'choose':
    case 'retract': {
      const submission = readSubmission(form, readingChoiceInput, language)
      if (!submission.ok) return submission.refusal
      return submit(submission, async ({ version, ...choice }) => {
        const change = { ...by, ...choice, expectedVersion: version }
        if (form.get('intent') === 'choose') {
          await chooseReading(change)
          return redirect(here)
        }
        await retractReading(change)
        return redirect(here + removedToken('reading', choice.readingId, choice.markerKey))
      })
    }
    case 'not_applicable':
    case 'applicable': {
      const submission = readSubmission(form, notApplicableInput, language)
      if (!submission.ok) return submission.refusal
      return submit(submission, async ({ version, markerKey, reason }) => {
        const applicable = form.get('intent') === 'applicable'
        await setNotApplicable({
          ...by,
          markerKey,
          reason: applicable ? null : reason,
          expectedVersion: version,
        })
        return redirect(here)
      })
    }
    case 'service_window': {
      const submission = readSubmission(form, serviceWindowInput(timeContext(record, by.now)), language)
      if (!submission.ok) return submission.refusal
      return submit(submission, async (window) => {
        await setServiceWindow({ ...by, ...window })
        return redirect(here)
      })
    }
    default: {
      const submission = readSubmission(form, readingInput(timeContext(record, by.now)), language)
      if (!submission.ok) return submission.refusal
      return submit(submission, async ({ time, ...reading }) => {
        await addReading({ ...by, ...reading, value: time })
        return redirect(here)
      })
    }
  }
}

export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: `${data?.record.reference ?? ''} · Sagwa` },
]

export default function IncidentTimes() {
  const { record, today } = useLoaderData<typeof loader>()
  const t = useMessages(incidentMessages)
  const names = useMessages(timeBarMessages).markers
  const { language, zone } = useReader()
  const [query] = useSearchParams()
  const answer = useActionData<typeof action>()
  const [form, fields] = useForm({
    // A reading that was added leaves an empty form.
    id: `reading-${MARKER_KEYS.reduce((sum, key) => sum + record.markers[key].readings.length, 0)}`,
    lastResult: answer?.result,
    defaultValue: { markerKey: 'impact_start', time: '', source: '', sourceUrl: '' },
  })
  const start = chosenValue(record.markers.impact_start)
  const day = start === null ? today : plainDate(earliest(start), zone)
  const dayText = start === null ? day : dateText(earliest(start), zone, language)
  return (
    <>
      <IncidentFormHeader reference={record.reference} title={t.times.title(record.reference)} />
      <UndoToast removed={query.get('removed')} />
      <ErrorSummary
        errors={summaryErrors(form, [fields.markerKey, fields.time, fields.source, fields.sourceUrl])}
      />
      {answer?.current ? <NoticeBox urgent title={form.errors?.join(' ')} /> : null}
      <div className="page-with-side">
        <div>
          {MARKER_KEYS.map((key) => (
            <MarkerDecisions
              key={key}
              marker={record.markers[key]}
              name={names[key]}
              version={record.version}
            />
          ))}
          <ServiceWindows />
        </div>
        <Form method="post" {...getFormProps(form)} noValidate className="form">
          <FormSection title={t.times.add}>
            <Select
              field={fields.markerKey}
              label={t.times.marker}
              options={MARKER_KEYS.map((value) => ({ value, label: names[value] }))}
            />
            <TimeField
              field={fields.time}
              label={t.times.time}
              hint={`${t.times.timeHint} ${t.times.dateContext(dayText)}`}
            />
            <TextField field={fields.source} label={t.times.source} hint={t.times.sourceHint} optional />
            <TextField field={fields.sourceUrl} label={t.times.url} optional inputMode="url" />
            <FormActions>
              <SubmitButton>{t.times.addButton}</SubmitButton>
            </FormActions>
          </FormSection>
        </Form>
      </div>
    </>
  )
}

/** Where a service was touched for a shorter or longer time than the whole. */
function ServiceWindows() {
  const { record } = useLoaderData<typeof loader>()
  const t = useMessages(incidentMessages)
  const answer = useActionData<typeof action>()
  const { language, zone } = useReader()
  if (record.services.length === 0) return null
  const sent = answer?.result.initialValue?.intent === 'service_window' ? answer.result : null
  return (
    <Section id="service-windows" title={t.edit.serviceWindows} note={t.edit.serviceWindowsHint}>
      {record.services.map((service) => {
        const mine = sent?.initialValue?.serviceId === service.id ? sent : null
        const field = (name: 'startedAt' | 'endedAt') => ({
          name,
          id: `${name}-${service.id}`,
          errors: mine?.error?.[name] ?? undefined,
          initialValue: mine?.initialValue?.[name] ?? editableTime(service[name], zone),
        })
        return (
          <section className="marker" key={service.id} aria-labelledby={`service-${service.id}`}>
            <h3 className="marker-name" id={`service-${service.id}`}>
              {nameIn(language, service)}
            </h3>
            <details className="decide" open={mine !== null}>
              <summary>
                {service.startedAt === null && service.endedAt === null ? (
                  <span className="quiet">{t.record.wholeImpact}</span>
                ) : (
                  <span className="number">
                    {service.startedAt === null ? '…' : <TimeText at={service.startedAt} as="compact" />} –{' '}
                    {service.endedAt === null ? '…' : <TimeText at={service.endedAt} as="compact" />}
                  </span>
                )}{' '}
                · <span className="link-button">{t.record.edit}</span>
              </summary>
              <Form method="post" className="form">
                <input type="hidden" name="intent" value="service_window" />
                <input type="hidden" name="serviceId" value={service.id} />
                <div className="field-row">
                  <TimeField field={field('startedAt')} label={t.symptom.started} optional now={false} />
                  <TimeField field={field('endedAt')} label={t.symptom.ended} optional />
                </div>
                <FormActions>
                  <SubmitButton kind="plain">{t.edit.save}</SubmitButton>
                </FormActions>
              </Form>
            </details>
          </section>
        )
      })}
    </Section>
  )
}

/** One marker: its readings with what can be decided about each; rare decisions are folded away. */
function MarkerDecisions({ marker, name, version }: { marker: Marker; name: string; version: number }) {
  return (
    <section className="marker" aria-labelledby={`marker-${marker.key}`}>
      <h2 className="marker-name" id={`marker-${marker.key}`}>
        {name}
      </h2>
      {marker.readings.length === 0 ? (
        <WithoutReading marker={marker} version={version} />
      ) : (
        <ul className="readings">
          {marker.readings.map((reading) => (
            <ReadingDecisions key={reading.id} marker={marker} reading={reading} version={version} />
          ))}
        </ul>
      )}
    </section>
  )
}

function HiddenMarker({ marker, version }: { marker: Marker; version: number }) {
  return (
    <>
      <input type="hidden" name="version" value={version} />
      <input type="hidden" name="markerKey" value={marker.key} />
    </>
  )
}

function WithoutReading({ marker, version }: { marker: Marker; version: number }) {
  const t = useMessages(incidentMessages)
  if (marker.notApplicableReason !== null) {
    return (
      <Form method="post" className="cluster">
        <HiddenMarker marker={marker} version={version} />
        <input type="hidden" name="reason" value={marker.notApplicableReason} />
        <span className="quiet">{t.record.notApplicable(marker.notApplicableReason)}</span>
        <button className="link-button" name="intent" value="applicable">
          {t.times.applicable}
        </button>
      </Form>
    )
  }
  return (
    <details className="decide">
      <summary className="quiet">
        {t.record.noReading} · <span className="link-button">{t.times.notApplicable}</span>
      </summary>
      <Form method="post" className="decide-form">
        <HiddenMarker marker={marker} version={version} />
        <label className="filter">
          <span className="filter-label">{t.times.notApplicableReason}</span>
          <input className="input" name="reason" required />
        </label>
        <SubmitButton name="intent" value="not_applicable" kind="plain">
          {t.times.notApplicable}
        </SubmitButton>
      </Form>
    </details>
  )
}

function ReadingDecisions({
  marker,
  reading,
  version,
}: {
  marker: Marker
  reading: Reading
  version: number
}) {
  const t = useMessages(incidentMessages)
  const chosen = marker.chosen?.id === reading.id
  const hidden = (
    <>
      <HiddenMarker marker={marker} version={version} />
      <input type="hidden" name="readingId" value={reading.id} />
    </>
  )
  return (
    <li className={chosen ? 'reading' : 'reading reading-not-chosen'}>
      <p className="reading-time">
        <TimeText value={reading.value} as="compact" />
        {chosen ? <span className="tag tag-chosen">{t.record.chosen}</span> : null}
      </p>
      <p className="event-meta">
        {reading.source ? <span>{reading.source}</span> : null}
        {chosen && marker.chosenReason !== '' ? <span>{t.record.because(marker.chosenReason)}</span> : null}
      </p>
      <div className="cluster small">
        {chosen ? null : (
          <details className="decide">
            <summary>
              <span className="link-button">{t.times.choose}</span>
            </summary>
            <Form method="post" className="decide-form">
              {hidden}
              <label className="filter">
                <span className="filter-label">{t.times.chooseReason}</span>
                <input className="input" name="reason" />
              </label>
              <SubmitButton name="intent" value="choose" kind="plain">
                {t.times.choose}
              </SubmitButton>
            </Form>
          </details>
        )}
        <Form method="post" className="inline-form">
          {hidden}
          <button className="link-button" name="intent" value="retract">
            {t.times.retract}
          </button>
        </Form>
      </div>
    </li>
  )
}
