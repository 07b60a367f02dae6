import type { ReactNode } from 'react'
import { TextField, type FieldState } from './fields.tsx'

/** An IANA zone by name, with those that exist as suggestions. */
export function ZoneField({
  field,
  label,
  hint,
  optional,
  zones,
}: {
  field: FieldState
  label: ReactNode
  hint: ReactNode
  optional?: boolean
  zones: readonly string[]
}) {
  const list = `${field.id}-zones`
  return (
    <>
      <TextField
        field={field}
        label={label}
        hint={hint}
        optional={optional}
        list={list}
        autoComplete="off"
        spellCheck={false}
      />
      <datalist id={list}>
        {zones.map((zone) => (
          <option key={zone} value={zone} />
        ))}
      </datalist>
    </>
  )
}
