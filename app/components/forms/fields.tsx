import { useEffect, useRef, useState, type ComponentPropsWithoutRef, type ReactNode } from 'react'
import { useMessages, useReader } from '#app/components/reader.tsx'
import { formMessages } from '#app/messages/forms.ts'

/** What a field has to know of itself. The field metadata of Conform fits, and so does a plain object. */
export interface FieldState {
  name: string
  id: string
  errors?: string[] | undefined
  initialValue?: unknown
  required?: boolean | undefined
  key?: string | undefined
}

interface FieldFrame {
  field: FieldState
  label: ReactNode
  /** What would be right, before anybody does it wrong. */
  hint?: ReactNode
  /** Says "optional" beside the label. */
  optional?: boolean
}

function textOf(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : ''
}

function ids(field: FieldState, hint: ReactNode) {
  const error = field.errors?.length ? `${field.id}-error` : undefined
  const description = hint ? `${field.id}-hint` : undefined
  return {
    error,
    description,
    aria: {
      'aria-invalid': error ? (true as const) : undefined,
      'aria-describedby': [description, error].filter(Boolean).join(' ') || undefined,
      'aria-required': field.required ? (true as const) : undefined,
    },
  }
}

function Optional() {
  const t = useMessages(formMessages)
  return <span className="field-optional"> ({t.optional})</span>
}

function FieldErrors({ field }: { field: FieldState }) {
  if (!field.errors?.length) return null
  return (
    <p className="field-error" id={`${field.id}-error`}>
      {field.errors.join(' ')}
    </p>
  )
}

/**
 * Label, hint, error and the control between, tied together for those who hear the page. `children` receives the
 * attributes that the control has to carry; the fields below do so already.
 */
function Field({
  field,
  label,
  hint,
  optional,
  children,
}: FieldFrame & {
  children: (control: {
    id: string
    name: string
    'aria-invalid': true | undefined
    'aria-describedby': string | undefined
    'aria-required': true | undefined
  }) => ReactNode
}) {
  const { aria } = ids(field, hint)
  return (
    <div className="field" data-invalid={field.errors?.length ? '' : undefined}>
      <label className="field-label" htmlFor={field.id}>
        {label}
        {optional ? <Optional /> : null}
      </label>
      {hint ? (
        <p className="field-hint" id={`${field.id}-hint`}>
          {hint}
        </p>
      ) : null}
      <FieldErrors field={field} />
      {children({ id: field.id, name: field.name, ...aria })}
    </div>
  )
}

/** One line of text. `short` for numbers and codes; every attribute of `<input>` may be given. */
export function TextField({
  field,
  label,
  hint,
  optional,
  short,
  ...input
}: FieldFrame & { short?: boolean } & Omit<ComponentPropsWithoutRef<'input'>, 'id' | 'name'>) {
  return (
    <Field field={field} label={label} hint={hint} optional={optional}>
      {(control) => (
        <input
          key={field.key}
          type="text"
          className={short ? 'input input-short' : 'input'}
          defaultValue={input.type === 'password' ? undefined : textOf(field.initialValue)}
          {...input}
          {...control}
        />
      )}
    </Field>
  )
}

/** Text of any length; grows with what is written where the browser can. */
export function TextArea({
  field,
  label,
  hint,
  optional,
  ...textarea
}: FieldFrame & Omit<ComponentPropsWithoutRef<'textarea'>, 'id' | 'name'>) {
  return (
    <Field field={field} label={label} hint={hint} optional={optional}>
      {(control) => (
        <textarea
          key={field.key}
          className="input"
          rows={3}
          defaultValue={textOf(field.initialValue)}
          {...textarea}
          {...control}
        />
      )}
    </Field>
  )
}

export interface Option {
  value: string
  label: string
  hint?: ReactNode
}

/** One of several that would be too many to lay out. `empty` is the text of the choice that says nothing. */
export function Select({
  field,
  label,
  hint,
  optional,
  options,
  empty,
  ...select
}: FieldFrame & { options: readonly Option[]; empty?: string } & Omit<
    ComponentPropsWithoutRef<'select'>,
    'id' | 'name'
  >) {
  return (
    <Field field={field} label={label} hint={hint} optional={optional}>
      {(control) => (
        <select
          key={field.key}
          className="input"
          defaultValue={textOf(field.initialValue)}
          {...select}
          {...control}
        >
          {empty === undefined ? null : <option value="">{empty}</option>}
          {options.map((option) => (
            <option key={option.value} value={option.value}>
              {option.label}
            </option>
          ))}
        </select>
      )}
    </Field>
  )
}

function OptionGroup({
  field,
  label,
  hint,
  optional,
  options,
  inline,
  type,
}: FieldFrame & { options: readonly Option[]; inline?: boolean; type: 'radio' | 'checkbox' }) {
  const { aria } = ids(field, hint)
  const { initialValue } = field
  const chosen = Array.isArray(initialValue) ? initialValue.map(textOf) : [textOf(initialValue)]
  return (
    <fieldset
      className="field"
      id={field.id}
      tabIndex={-1}
      data-invalid={field.errors?.length ? '' : undefined}
      aria-describedby={aria['aria-describedby']}
      role={type === 'radio' ? 'radiogroup' : undefined}
      aria-invalid={type === 'radio' ? aria['aria-invalid'] : undefined}
    >
      <legend className="field-label">
        {label}
        {optional ? <Optional /> : null}
      </legend>
      {hint ? (
        <p className="field-hint" id={`${field.id}-hint`}>
          {hint}
        </p>
      ) : null}
      <FieldErrors field={field} />
      <div className={inline ? 'options options-inline' : 'options'} key={field.key}>
        {options.map((option) => (
          <label className="option" key={option.value}>
            <input
              type={type}
              name={field.name}
              value={option.value}
              defaultChecked={chosen.includes(option.value)}
            />
            <span>{option.label}</span>
            {option.hint ? <span className="option-hint">{option.hint}</span> : null}
          </label>
        ))}
      </div>
    </fieldset>
  )
}

/** One of a few, all in sight. */
export function RadioGroup(props: FieldFrame & { options: readonly Option[]; inline?: boolean }) {
  return <OptionGroup {...props} type="radio" />
}

/** Any of a few; the form sends the name once per choice. `initialValue` is a list of values. */
export function CheckboxGroup(props: FieldFrame & { options: readonly Option[]; inline?: boolean }) {
  return <OptionGroup {...props} type="checkbox" />
}

/** Yes or no. Sends `value` ("on") when it is checked, nothing otherwise. */
export function Checkbox({
  field,
  label,
  hint,
  value = 'on',
  ...input
}: Omit<FieldFrame, 'optional'> & { value?: string } & Omit<
    ComponentPropsWithoutRef<'input'>,
    'id' | 'name' | 'type' | 'value'
  >) {
  const { aria } = ids(field, hint)
  return (
    <div className="field" data-invalid={field.errors?.length ? '' : undefined}>
      <FieldErrors field={field} />
      <label className="option">
        <input
          key={field.key}
          {...input}
          type="checkbox"
          id={field.id}
          name={field.name}
          value={value}
          defaultChecked={
            input.defaultChecked ?? (field.initialValue === value || field.initialValue === true)
          }
          {...aria}
        />
        <span>{label}</span>
        {hint ? (
          <span className="option-hint" id={`${field.id}-hint`}>
            {hint}
          </span>
        ) : null}
      </label>
    </div>
  )
}

/** Writes into an uncontrolled input as if somebody had typed, so that whoever listens to the form hears it. */
function typeInto(input: HTMLInputElement | null, text: string) {
  if (!input) return
  input.value = text
  input.dispatchEvent(new Event('input', { bubbles: true }))
  input.focus()
}

/**
 * A point in time as one line of text: people type it as they say it, the server reads it (`parseTime`). The hint gives
 * an example and names the zone. With script, "Now" writes the present and "Pick" opens the browser's own picker; both
 * write wall-clock time of the zone.
 */
export function TimeField({
  field,
  label,
  hint,
  optional,
  zone: ownZone,
  zoneLabel,
  now: offerNow = true,
}: FieldFrame & {
  /** IANA zone; the organisation's if not given. */
  zone?: string
  /** The zone as people call it ("한국시간"); its IANA name if not given. */
  zoneLabel?: string
  now?: boolean
}) {
  const t = useMessages(formMessages).time
  const reader = useReader()
  const zone = ownZone ?? reader.zone
  const input = useRef<HTMLInputElement>(null)
  const picker = useRef<HTMLInputElement>(null)
  const [script, setScript] = useState(false)
  useEffect(() => setScript(true), [])

  const wallClockNow = () =>
    // Sweden writes the date as ISO 8601 does.
    new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'short' }).format(
      Date.now(),
    )

  return (
    <Field
      field={field}
      label={label}
      hint={
        <>
          {hint ? <>{hint} </> : null}
          {t.hint(zoneLabel ?? zone)}
        </>
      }
      optional={optional}
    >
      {(control) => (
        <div className="time-field-row">
          <input
            key={field.key}
            ref={input}
            type="text"
            className="input"
            autoComplete="off"
            spellCheck={false}
            defaultValue={textOf(field.initialValue)}
            {...control}
          />
          {script ? (
            <>
              {offerNow ? (
                <button
                  type="button"
                  className="button"
                  onClick={() => typeInto(input.current, wallClockNow())}
                >
                  {t.now}
                </button>
              ) : null}
              <span className="time-field-picker">
                <input
                  ref={picker}
                  type="datetime-local"
                  tabIndex={-1}
                  aria-hidden="true"
                  onChange={(event) => typeInto(input.current, event.target.value.replace('T', ' '))}
                />
                <button
                  type="button"
                  className="button"
                  aria-label={t.pickLabel}
                  onClick={() => {
                    if (picker.current && !picker.current.value)
                      picker.current.value = wallClockNow().replace(' ', 'T')
                    picker.current?.showPicker()
                  }}
                >
                  {t.pick}
                </button>
              </span>
            </>
          ) : null}
        </div>
      )}
    </Field>
  )
}
