import { getFormProps, useForm, type SubmissionResult } from '@conform-to/react'
import { Form } from '@remix-run/react'
import type { ReactNode } from 'react'
import { FieldsOrConflict } from '#app/components/forms/conflict.tsx'
import { Checkbox, Select, TextArea, TextField, TimeField } from '#app/components/forms/fields.tsx'
import {
  ErrorSummary,
  FormActions,
  SubmitButton,
  summaryErrors,
  UnsavedGuard,
} from '#app/components/forms/form.tsx'
import { useMessages, useReader } from '#app/components/reader.tsx'
import { TIMELINE_KINDS, type TimelineEvent } from '#app/domain/timeline.ts'
import { formMessages } from '#app/messages/forms.ts'
import { incidentMessages } from '#app/messages/incidents.ts'
import type { TimelineEventTable } from '#db/schema.ts'
import { editableTime } from './editable-time.ts'

/** The form of a timeline event, new or old. */
export function EventForm({
  event,
  answer,
  dayText,
  cancel,
}: {
  event: TimelineEvent | null
  answer: { result: SubmissionResult; current: unknown } | undefined
  /** The day that a time without a date means. */
  dayText: string
  cancel?: ReactNode
}) {
  const t = useMessages(incidentMessages)
  const { conflict } = useMessages(formMessages)
  const yesOrNo = (value: string) => (value === 'on' ? conflict.yes : conflict.no)
  const { zone } = useReader()
  const [form, fields] = useForm({
    id: 'event',
    lastResult: answer?.result,
    defaultValue: {
      occurredAt: editableTime(event?.occurredAt ?? null, zone, event?.approximate),
      kind: event?.kind ?? 'observation',
      text: event?.text ?? '',
      source: event?.source ?? '',
      sourceUrl: event?.sourceUrl ?? '',
      starred: event?.starred ? 'on' : '',
    },
  })
  const listed = [fields.occurredAt, fields.text, fields.kind, fields.source, fields.sourceUrl]
  return (
    <Form method="post" {...getFormProps(form)} noValidate className="form">
      <UnsavedGuard />
      <ErrorSummary errors={summaryErrors(form, listed)} />
      <FieldsOrConflict<TimelineEventTable>
        version={event?.version ?? 1}
        current={answer?.current}
        sent={answer?.result.initialValue}
        disputed={(row) => [
          {
            field: fields.occurredAt,
            label: t.event.when,
            theirs: editableTime(row.occurred_at, zone, row.approximate === 1),
          },
          {
            field: fields.kind,
            label: t.event.kind,
            theirs: row.kind,
            word: (value) => t.event.kinds[value as TimelineEvent['kind']],
          },
          { field: fields.text, label: t.event.text, theirs: row.text },
          { field: fields.source, label: t.event.source, theirs: row.source },
          { field: fields.sourceUrl, label: t.event.url, theirs: row.source_url },
          {
            field: fields.starred,
            label: t.event.starred,
            theirs: row.starred === 1 ? 'on' : '',
            word: yesOrNo,
          },
        ]}
      >
        <TimeField field={fields.occurredAt} label={t.event.when} hint={t.times.dateContext(dayText)} />
        <TextArea field={fields.text} label={t.event.text} rows={2} />
        <Select
          field={fields.kind}
          label={t.event.kind}
          options={TIMELINE_KINDS.map((value) => ({ value, label: t.event.kinds[value] }))}
        />
        <div className="field-row">
          <TextField field={fields.source} label={t.event.source} optional />
          <TextField field={fields.sourceUrl} label={t.event.url} optional inputMode="url" />
        </div>
        <Checkbox field={fields.starred} label={t.event.starred} />
      </FieldsOrConflict>
      <FormActions>
        <SubmitButton>{event === null ? t.event.add : t.edit.save}</SubmitButton>
        {cancel}
      </FormActions>
    </Form>
  )
}
