import type { ReactNode } from 'react'
import { ConflictPanel } from './form.tsx'
import type { FieldState } from './fields.tsx'

/** A field that two people may have changed: how it is called, and what the saved row says now, as the form writes it. */
export interface DisputedField {
  field: FieldState
  label: string
  theirs: string
  /** How a value reads, where it is not what people see: the word of a choice. */
  word?: (value: string) => string
}

/**
 * The fields of a form, or, after somebody else was faster, the choice between both versions. The hidden
 * `version` follows the row as it stands now, so that the next save is an answer to what is on the screen.
 */
export function FieldsOrConflict<Row extends { version: number }>({
  version,
  current,
  sent,
  disputed,
  children,
}: {
  version: number
  /** What a 409 carries as the row of today; nothing before that. */
  current: unknown
  /**
   * What this reader sent, by field. The fields themselves still hold what the page was opened with when the answer
   * comes without a new page.
   */
  sent: Record<string, unknown> | null | undefined
  disputed: (row: Row) => DisputedField[]
  children: ReactNode
}) {
  const row = (current ?? null) as Row | null
  return (
    <>
      <input type="hidden" name="version" value={row?.version ?? version} />
      {row === null ? (
        children
      ) : (
        <ConflictPanel
          lines={disputed(row).map(({ field, label, theirs, word }) => ({
            name: field.name,
            label,
            yours: textOf(sent?.[field.name]),
            theirs,
            word,
          }))}
        />
      )}
    </>
  )
}

/** As the record would keep it: forms send line breaks as CR LF, and the same text must not look like two. */
function textOf(value: unknown): string {
  return typeof value === 'string' ? value.normalize('NFC').replace(/\r\n?/g, '\n').trim() : ''
}
