import { getFormProps, useForm } from '@conform-to/react'
import {
  redirect,
  type ActionFunctionArgs,
  type LoaderFunctionArgs,
  type MetaFunction,
} from '@remix-run/node'
import { Form, Link, useActionData, useLoaderData } from '@remix-run/react'
import type { Selectable } from 'kysely'
import { z } from 'zod'
import { clockNow } from '#app/clock.server.ts'
import { FieldsOrConflict } from '#app/components/forms/conflict.tsx'
import { TextArea, TextField } from '#app/components/forms/fields.tsx'
import {
  ErrorSummary,
  FormActions,
  SubmitButton,
  summaryErrors,
  UnsavedGuard,
} from '#app/components/forms/form.tsx'
import { IncidentFormHeader } from '#app/components/incident-header.tsx'
import { useMessages, useReader } from '#app/components/reader.tsx'
import { WordsField } from '#app/components/words-field.tsx'
import { NOTICE_LANGUAGES } from '#app/domain/language.ts'
import { deniedCauseInput, version } from '#app/domain/record-input.ts'
import { languageOf } from '#app/language.server.ts'
import { incidentMessages } from '#app/messages/incidents.ts'
import { wordingMessages } from '#app/messages/public-wording.ts'
import { getIncidentRecord } from '#app/models/incident.server.ts'
import {
  addDeniedCause,
  changeDeniedCause,
  setDeniedCauseRemoved,
} from '#app/models/public-wording.server.ts'
import { paths } from '#app/paths.ts'
import { actorOf, requireRole } from '#app/session.server.ts'
import { found, readForm, readSubmission, submit } from '#app/submission.server.ts'
import type { DeniedCauseTable } from '#db/schema.ts'
import { removedToken } from './undo.server.ts'

export async function loader({ request, params }: LoaderFunctionArgs) {
  const user = await requireRole(request, 'responder')
  const record = await found(getIncidentRecord(params.reference!))
  const cause = record.deniedCauses.find((candidate) => candidate.id === params.id) ?? null
  if (params.id !== undefined && cause === null) throw new Response(null, { status: 404 })
  const t = wordingMessages[languageOf(request, user)].denied
  return { title: cause === null ? t.add : t.edit, reference: record.reference, cause }
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
      await setDeniedCauseRemoved({ ...by, id, expectedVersion, removed: true })
      return redirect(back + removedToken('denied', id, expectedVersion + 1))
    })
  }
  const submission = readSubmission(form, deniedCauseInput.extend({ version: version.optional() }), language)
  if (!submission.ok) return submission.refusal
  return submit(submission, async ({ version: expectedVersion, ...cause }) => {
    if (id === undefined) await addDeniedCause({ ...by, cause })
    else await changeDeniedCause({ ...by, id, cause, expectedVersion: expectedVersion ?? 0 })
    return redirect(`${back}#public`)
  })
}

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: `${data?.title ?? ''} · Sagwa` }]

export default function DeniedCauseForm() {
  const { title, reference, cause } = useLoaderData<typeof loader>()
  const t = useMessages(wordingMessages)
  const { edit } = useMessages(incidentMessages)
  const languages = useReader().organisation?.languages ?? []
  const inOrder = [...languages, ...NOTICE_LANGUAGES.filter((language) => !languages.includes(language))]
  const answer = useActionData<typeof action>()
  const [form, fields] = useForm({
    id: 'denied',
    lastResult: answer?.result,
    defaultValue: {
      textKo: cause?.textKo ?? '',
      textEn: cause?.textEn ?? '',
      textJa: cause?.textJa ?? '',
      saidBy: cause?.saidBy ?? '',
      evidence: cause?.evidence ?? '',
    },
  })
  const texts = { ko: fields.textKo, en: fields.textEn, ja: fields.textJa }
  const label = (language: keyof typeof texts) => t.denied.text(t.languages[language])
  return (
    <div className="page-narrow">
      <IncidentFormHeader reference={reference} title={title} />
      <Form method="post" {...getFormProps(form)} noValidate className="form">
        <UnsavedGuard />
        <p className="quiet">{t.denied.note}</p>
        <ErrorSummary
          errors={summaryErrors(form, [
            ...inOrder.map((language) => texts[language]),
            fields.saidBy,
            fields.evidence,
          ])}
        />
        <FieldsOrConflict<Selectable<DeniedCauseTable>>
          version={cause?.version ?? 1}
          current={answer?.current}
          sent={answer?.result.initialValue}
          disputed={(row) => [
            { field: fields.textKo, label: label('ko'), theirs: row.text_ko },
            { field: fields.textEn, label: label('en'), theirs: row.text_en },
            { field: fields.textJa, label: label('ja'), theirs: row.text_ja },
            { field: fields.saidBy, label: t.denied.saidBy, theirs: row.said_by },
            { field: fields.evidence, label: t.denied.evidence, theirs: row.evidence },
          ]}
        >
          {inOrder.map((language, index) => (
            <WordsField
              key={language}
              field={texts[language]}
              label={label(language)}
              hint={index === 0 ? t.denied.textHint : undefined}
              language={language}
            />
          ))}
          <TextField field={fields.saidBy} label={t.denied.saidBy} optional />
          <TextArea field={fields.evidence} label={t.denied.evidence} hint={t.denied.evidenceHint} optional />
        </FieldsOrConflict>
        <FormActions>
          <SubmitButton>{cause === null ? t.denied.add : edit.save}</SubmitButton>
          <Link to={`${paths.incident(reference)}#public`}>{edit.cancel}</Link>
        </FormActions>
      </Form>
      {cause === null ? null : (
        <Form method="post" className="form-aside">
          <input type="hidden" name="version" value={cause.version} />
          <SubmitButton name="intent" value="remove" kind="quiet">
            {t.denied.remove}
          </SubmitButton>
        </Form>
      )}
    </div>
  )
}
