import { TextField, type FieldState } from '#app/components/forms/fields.tsx'
import { useMessages } from '#app/components/reader.tsx'
import { settingsMessages } from '#app/messages/settings.ts'

/** The days between which the record was kept without gaps. */
export function CoveredPeriodFields({ fields }: { fields: Record<'from' | 'until' | 'note', FieldState> }) {
  const t = useMessages(settingsMessages).periods
  return (
    <>
      <div className="field-row">
        <DayField field={fields.from} label={t.from} hint={t.fromHint} />
        <DayField field={fields.until} label={t.until} hint={t.untilHint} optional />
      </div>
      <TextField field={fields.note} label={t.noteLabel} hint={t.noteHint} optional />
    </>
  )
}

function DayField({
  field,
  ...frame
}: Pick<Parameters<typeof TextField>[0], 'field' | 'label' | 'hint' | 'optional'>) {
  const sent = typeof field.initialValue === 'string' ? field.initialValue : ''
  // A date field cannot show what is no date.
  const isDay = sent === '' || /^\d{4}-\d{2}-\d{2}$/.test(sent)
  return <TextField field={field} {...frame} type={isDay ? 'date' : 'text'} autoComplete="off" short />
}
