import { TextArea, TextField, type FieldState } from '#app/components/forms/fields.tsx'
import { usePublishesIn } from '#app/components/reader.tsx'
import type { NoticeLanguage } from '#app/domain/language.ts'

/** A text for notices in one language, asked for where they are published in it; otherwise what is there stays. */
export function WordsField({
  field,
  label,
  hint,
  language,
  rows,
}: {
  field: FieldState
  label: string
  hint?: string
  language: NoticeLanguage
  /** Several lines; one if left out. */
  rows?: number
}) {
  const asked = usePublishesIn(language)
  if (asked) {
    const frame = { field, label, hint, lang: language, optional: true }
    return rows === undefined ? <TextField {...frame} /> : <TextArea {...frame} rows={rows} />
  }
  const kept = typeof field.initialValue === 'string' ? field.initialValue : ''
  return <input type="hidden" name={field.name} defaultValue={kept} />
}
