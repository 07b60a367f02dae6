import { TextField, type FieldState } from '#app/components/forms/fields.tsx'
import { useMessages } from '#app/components/reader.tsx'
import { settingsMessages } from '#app/messages/settings.ts'

/** A number from before the tool, with who says so and how it was counted. */
export function YearlyCountFields({
  fields,
}: {
  fields: Record<'year' | 'count' | 'source' | 'sourceUrl' | 'ruleStated', FieldState>
}) {
  const t = useMessages(settingsMessages).counts
  return (
    <>
      <div className="field-row">
        <TextField field={fields.year} label={t.year} inputMode="numeric" short autoComplete="off" />
        <TextField field={fields.count} label={t.count} inputMode="numeric" short autoComplete="off" />
      </div>
      <TextField field={fields.source} label={t.source} hint={t.sourceHint} />
      <TextField field={fields.sourceUrl} label={t.sourceUrl} inputMode="url" optional />
      <TextField field={fields.ruleStated} label={t.ruleStated} hint={t.ruleHint} optional />
    </>
  )
}
