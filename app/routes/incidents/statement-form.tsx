import { getFormProps, useForm, type SubmissionResult } from '@conform-to/react'
import { Form } from '@remix-run/react'
import type { ReactNode } from 'react'
import { RadioGroup, TextArea, TextField, TimeField } from '#app/components/forms/fields.tsx'
import {
  ErrorSummary,
  FormActions,
  SubmitButton,
  summaryErrors,
  UnsavedGuard,
} from '#app/components/forms/form.tsx'
import { NoticeBox } from '#app/components/layout/page.tsx'
import { useMessages, useReader } from '#app/components/reader.tsx'
import type { Statement } from '#app/domain/incident-record.ts'
import { incidentMessages } from '#app/messages/incidents.ts'
import { editableTime } from './editable-time.ts'

/** The form of a statement: a new one, or the next revision of an old one, which asks for its reason. */
export function StatementForm({
  statement,
  answer,
  dayText,
  cancel,
}: {
  statement: Statement | null
  answer: { result: SubmissionResult; current: unknown } | undefined
  /** The day that a time without a date means. */
  dayText: string
  cancel?: ReactNode
}) {
  const t = useMessages(incidentMessages)
  const { language, zone } = useReader()
  const newer = (answer?.current ?? null) as Pick<Statement, 'version'> | null
  const [form, fields] = useForm({
    id: 'statement',
    lastResult: answer?.result,
    defaultValue: {
      speaker: statement?.speaker ?? '',
      side: statement?.side ?? 'us',
      channel: statement?.channel ?? '',
      saidAt: editableTime(statement?.saidAt ?? null, zone, statement?.saidAtApproximate),
      text: statement?.text ?? '',
      language: statement?.language ?? language,
      url: statement?.url ?? '',
      reason: '',
    },
  })
  const listed = [
    fields.speaker,
    fields.side,
    fields.text,
    fields.saidAt,
    fields.channel,
    fields.language,
    fields.url,
    fields.reason,
  ]
  return (
    <Form method="post" {...getFormProps(form)} noValidate className="form">
      <UnsavedGuard />
      <ErrorSummary errors={summaryErrors(form, listed)} />
      {/* Nothing is overwritten here: what the other person wrote is a revision of its own, shown beside the form. */}
      {newer ? <NoticeBox urgent title={t.statement.revisedMeanwhile} /> : null}
      <input type="hidden" name="version" value={newer?.version ?? statement?.version ?? 1} />
      <TextField field={fields.speaker} label={t.statement.speaker} />
      <RadioGroup
        field={fields.side}
        label={t.statement.side}
        inline
        options={[
          { value: 'us', label: t.statement.us },
          { value: 'others', label: t.statement.others },
        ]}
      />
      <TextArea field={fields.text} label={t.statement.text} rows={4} />
      <TimeField
        field={fields.saidAt}
        label={t.statement.saidAt}
        hint={`${t.statement.saidAtHint} ${t.times.dateContext(dayText)}`}
        optional
      />
      <div className="field-row">
        <TextField
          field={fields.channel}
          label={t.statement.channel}
          hint={t.statement.channelHint}
          optional
        />
        <TextField
          field={fields.language}
          label={t.statement.language}
          hint={t.statement.languageHint}
          short
        />
      </div>
      <TextField field={fields.url} label={t.statement.url} optional inputMode="url" />
      {statement === null ? null : <TextField field={fields.reason} label={t.statement.reason} />}
      <FormActions>
        <SubmitButton>{statement === null ? t.statement.add : t.edit.save}</SubmitButton>
        {cancel}
      </FormActions>
    </Form>
  )
}
