import { getFormProps, useForm } from '@conform-to/react'
import {
  redirect,
  type ActionFunctionArgs,
  type LoaderFunctionArgs,
  type MetaFunction,
} from '@remix-run/node'
import type { Selectable } from 'kysely'
import { Form, Link, useActionData, useLoaderData } from '@remix-run/react'
import { z } from 'zod'
import { clockNow } from '#app/clock.server.ts'
import { FieldsOrConflict } from '#app/components/forms/conflict.tsx'
import { Select, TextArea, TextField, TimeField } from '#app/components/forms/fields.tsx'
import {
  ErrorSummary,
  FormActions,
  FormSection,
  SubmitButton,
  summaryErrors,
  UnsavedGuard,
} from '#app/components/forms/form.tsx'
import { IncidentFormHeader } from '#app/components/incident-header.tsx'
import { WordsField } from '#app/components/words-field.tsx'
import { nameIn, useMessages, useReader } from '#app/components/reader.tsx'
import type { Instant } from '#app/domain/instant.ts'
import { symptomInput, version } from '#app/domain/record-input.ts'
import { SURFACES, SYMPTOM_KINDS } from '#app/domain/symptoms.ts'
import { languageOf } from '#app/language.server.ts'
import { incidentMessages } from '#app/messages/incidents.ts'
import { timeBarMessages } from '#app/messages/time-bar.ts'
import { getIncidentRecord } from '#app/models/incident.server.ts'
import { addSymptom, changeSymptom, setSymptomRemoved } from '#app/models/symptom.server.ts'
import { paths } from '#app/paths.ts'
import { actorOf, requireRole } from '#app/session.server.ts'
import { found, readForm, readSubmission, submit } from '#app/submission.server.ts'
import type { SymptomTable } from '#db/schema.ts'
import { editableTime } from './editable-time.ts'
import { timeContext } from './time-context.ts'
import { removedToken } from './undo.server.ts'

export async function loader({ request, params }: LoaderFunctionArgs) {
  const user = await requireRole(request, 'responder')
  const record = await found(getIncidentRecord(params.reference!))
  const symptom = record.symptoms.find((candidate) => candidate.id === params.id) ?? null
  if (params.id !== undefined && symptom === null) throw new Response(null, { status: 404 })
  const t = incidentMessages[languageOf(request, user)].symptom
  return { title: symptom === null ? t.add : t.edit, record, symptom }
}

export async function action({ request, params }: ActionFunctionArgs) {
  const user = await requireRole(request, 'responder')
  const language = languageOf(request, user)
  const record = await found(getIncidentRecord(params.reference!))
  const by = { incidentId: record.id, actor: actorOf(user), now: clockNow() }
  const form = await readForm(request)
  const back = paths.incident(record.reference)
  const { id } = params

  if (id !== undefined && form.get('intent') === 'remove') {
    const submission = readSubmission(form, z.object({ version }), language)
    if (!submission.ok) return submission.refusal
    return submit(submission, async ({ version: expectedVersion }) => {
      await setSymptomRemoved({ ...by, id, expectedVersion, removed: true })
      return redirect(back + removedToken('symptom', id, expectedVersion + 1))
    })
  }
  const input = symptomInput(timeContext(record, by.now)).safeExtend({ version: version.optional() })
  const submission = readSubmission(form, input, language)
  if (!submission.ok) return submission.refusal
  return submit(submission, async ({ version: expectedVersion, ...symptom }) => {
    if (id === undefined) await addSymptom({ ...by, symptom })
    else await changeSymptom({ ...by, id, symptom, expectedVersion: expectedVersion ?? 0 })
    return redirect(`${back}#symptoms`)
  })
}

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: `${data?.title ?? ''} · Sagwa` }]

export default function SymptomForm() {
  const { title, record, symptom } = useLoaderData<typeof loader>()
  const t = useMessages(incidentMessages)
  const names = useMessages(timeBarMessages)
  const { language, zone } = useReader()
  const answer = useActionData<typeof action>()
  const time = (at: Instant | null) => editableTime(at, zone)
  const [form, fields] = useForm({
    id: 'symptom',
    lastResult: answer?.result,
    defaultValue: {
      textKo: symptom?.textKo ?? '',
      textEn: symptom?.textEn ?? '',
      textJa: symptom?.textJa ?? '',
      errorText: symptom?.errorText ?? '',
      surface: symptom?.surface ?? 'other',
      kind: symptom?.kind ?? 'unavailable',
      serviceId: symptom?.serviceId ?? '',
      startedAt: time(symptom?.startedAt ?? null),
      endedAt: time(symptom?.endedAt ?? null),
      sharePercent: symptom?.sharePercent ?? '',
      users: symptom?.users ?? '',
      measuredHow: symptom?.measuredHow ?? '',
    },
  })
  const listed = [
    language === 'ko' ? fields.textKo : fields.textEn,
    language === 'ko' ? fields.textEn : fields.textKo,
    fields.textJa,
    fields.errorText,
    fields.surface,
    fields.kind,
    fields.serviceId,
    fields.startedAt,
    fields.endedAt,
    fields.sharePercent,
    fields.users,
    fields.measuredHow,
  ]
  const serviceName = (id: string) => {
    const service = record.services.find((touched) => touched.id === id)
    return service ? nameIn(language, service) : t.symptom.allServices
  }
  const inKorean = (
    <TextField field={fields.textKo} label={t.symptom.textKo} hint={t.symptom.textHint} lang="ko" optional />
  )
  const inEnglish = (
    <TextField field={fields.textEn} label={t.symptom.textEn} hint={t.symptom.textHint} lang="en" optional />
  )
  return (
    <div className="page-narrow">
      <IncidentFormHeader reference={record.reference} title={title} />
      <Form method="post" {...getFormProps(form)} noValidate className="form">
        <UnsavedGuard />
        <ErrorSummary errors={summaryErrors(form, listed)} />
        <FieldsOrConflict<Selectable<SymptomTable>>
          version={symptom?.version ?? 1}
          current={answer?.current}
          sent={answer?.result.initialValue}
          disputed={(row) => [
            { field: fields.textKo, label: t.symptom.textKo, theirs: row.text_ko },
            { field: fields.textEn, label: t.symptom.textEn, theirs: row.text_en },
            { field: fields.textJa, label: t.symptom.textJa, theirs: row.text_ja },
            { field: fields.errorText, label: t.symptom.errorText, theirs: row.error_text },
            {
              field: fields.surface,
              label: t.record.surface,
              theirs: row.surface,
              word: (value) => names.surfaces[value as SymptomTable['surface']],
            },
            {
              field: fields.kind,
              label: t.record.kind,
              theirs: row.kind,
              word: (value) => names.kinds[value as SymptomTable['kind']],
            },
            {
              field: fields.serviceId,
              label: t.symptom.service,
              theirs: row.service_id ?? '',
              word: serviceName,
            },
            { field: fields.startedAt, label: t.symptom.started, theirs: time(row.started_at) },
            { field: fields.endedAt, label: t.symptom.ended, theirs: time(row.ended_at) },
            { field: fields.sharePercent, label: t.symptom.share, theirs: String(row.share_percent ?? '') },
            { field: fields.users, label: t.symptom.users, theirs: String(row.users ?? '') },
            { field: fields.measuredHow, label: t.symptom.measured, theirs: row.measured_how },
          ]}
        >
          {language === 'ko' ? inKorean : inEnglish}
          {language === 'ko' ? inEnglish : inKorean}
          <WordsField
            field={fields.textJa}
            label={t.symptom.textJa}
            hint={t.symptom.textHint}
            language="ja"
          />
          <TextArea
            field={fields.errorText}
            label={t.symptom.errorText}
            hint={t.symptom.errorHint}
            optional
            rows={2}
          />
          <div className="field-row">
            <Select
              field={fields.surface}
              label={t.record.surface}
              options={SURFACES.map((value) => ({ value, label: names.surfaces[value] }))}
            />
            <Select
              field={fields.kind}
              label={t.record.kind}
              options={SYMPTOM_KINDS.map((value) => ({ value, label: names.kinds[value] }))}
            />
          </div>
          {record.services.length > 1 ? (
            <Select
              field={fields.serviceId}
              label={t.symptom.service}
              empty={t.symptom.allServices}
              options={record.services.map((service) => ({
                value: service.id,
                label: nameIn(language, service),
              }))}
            />
          ) : null}
          <FormSection title={t.record.window} note={t.symptom.windowHint}>
            <TimeField field={fields.startedAt} label={t.symptom.started} optional now={false} />
            <TimeField field={fields.endedAt} label={t.symptom.ended} optional />
          </FormSection>
          <FormSection title={t.record.extent}>
            <div className="field-row">
              <TextField
                field={fields.sharePercent}
                label={t.symptom.share}
                inputMode="decimal"
                short
                optional
              />
              <TextField field={fields.users} label={t.symptom.users} inputMode="numeric" short optional />
            </div>
            <TextField field={fields.measuredHow} label={t.symptom.measured} optional />
          </FormSection>
        </FieldsOrConflict>
        <FormActions>
          <SubmitButton>{t.edit.save}</SubmitButton>
          <Link to={paths.incident(record.reference)}>{t.edit.cancel}</Link>
        </FormActions>
      </Form>
      {symptom === null ? null : (
        <Form method="post" className="form-aside">
          <input type="hidden" name="version" value={symptom.version} />
          <SubmitButton name="intent" value="remove" kind="quiet">
            {t.symptom.remove}
          </SubmitButton>
        </Form>
      )}
    </div>
  )
}
