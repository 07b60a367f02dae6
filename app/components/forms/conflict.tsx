import type { ReactNode } from 'react'
import { ConflictPanel } from './form.tsx'
import type { FieldState } from './fields.tsx'

/** A field that two people may have changed: how it is called, and what the saved row says now, as the form writes it. */
export interface DisputedField {
  field: FieldState
  label: string
  theirs: string
}

/**
 * The fields of a form, or, after somebody else was faster, the choice between both versions. `current` is the row as
 * it stands now; the hidden `version` follows it, so that the next save is an answer to what is on the screen.
 */
export function FieldsOrConflict<Row extends { version: number }>({
  version,
  current,
  disputed,
  children,
}: {
  version: number
  current: Row | null
  disputed: (row: Row) => DisputedField[]
  children: ReactNode
}) {
  return (
    <>
      <input type="hidden" name="version" value={current?.version ?? version} />
      {current === null ? (
        children
      ) : (
        <ConflictPanel
          lines={disputed(current).map(({ field, label, theirs }) => ({
            name: field.name,
            label,
            yours: typeof field.initialValue === 'string' ? field.initialValue : '',
            theirs,
          }))}
        />
      )}
    </>
  )
}
