import { TextField, type FieldState } from '#app/components/forms/fields.tsx'
import { ZoneField } from '#app/components/forms/zone-field.tsx'
import { WordsField } from '#app/components/words-field.tsx'
import { useMessages, useReader } from '#app/components/reader.tsx'
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
      <WordsField field={fields.nameJa} label={t.services.nameJa} language="ja" />
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
