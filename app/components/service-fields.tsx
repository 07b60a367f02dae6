import { TextField, type FieldState } from '#app/components/forms/fields.tsx'
import { ZoneField } from '#app/components/forms/zone-field.tsx'
import { useMessages, usePublishesIn, useReader } from '#app/components/reader.tsx'
import { settingsMessages } from '#app/messages/settings.ts'

/** Name in each language, the reader's first, and the zone where it differs. */
export function ServiceFields({
  fields,
  zones,
}: {
  fields: Record<'nameKo' | 'nameEn' | 'nameJa' | 'zone', FieldState>
  zones: readonly string[]
}) {
  const t = useMessages(settingsMessages)
  return (
    <>
      <NameFields fields={fields} labels={t.services} hint={t.optionalHint} />
      <JapaneseField field={fields.nameJa} label={t.services.nameJa} />
      <ZoneField
        field={fields.zone}
        label={t.services.zone}
        hint={t.services.zoneHint}
        optional
        zones={zones}
      />
    </>
  )
}

/** A text in Japanese, asked for where notices are published in it; otherwise what is there already stays. */
export function JapaneseField({ field, label, hint }: { field: FieldState; label: string; hint?: string }) {
  const asked = usePublishesIn('ja')
  if (asked) return <TextField field={field} label={label} hint={hint} lang="ja" optional />
  const kept = typeof field.initialValue === 'string' ? field.initialValue : ''
  return <input type="hidden" name={field.name} defaultValue={kept} />
}

/** Both names of a thing, of which one is enough; the one in the reader's language first. */
export function NameFields({
  fields,
  labels,
  hint,
}: {
  fields: Record<'nameKo' | 'nameEn', FieldState>
  labels: { nameKo: string; nameEn: string }
  hint: string
}) {
  const { language } = useReader()
  const order = language === 'ko' ? (['nameKo', 'nameEn'] as const) : (['nameEn', 'nameKo'] as const)
  return (
    <>
      {order.map((name, index) => (
        <TextField
          key={name}
          field={fields[name]}
          label={labels[name]}
          hint={index === 0 ? hint : undefined}
          lang={name === 'nameKo' ? 'ko' : 'en'}
        />
      ))}
    </>
  )
}
