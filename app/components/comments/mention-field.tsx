import { useEffect, useId, useRef, useState, type KeyboardEvent } from 'react'
import { useMessages } from '#app/components/reader.tsx'
import { LONGEST_COMMENT } from '#app/domain/document-comments.ts'
import { mentionOf, type MentionablePerson } from '#app/domain/mentions.ts'
import { commentMessages } from '#app/messages/comments.ts'

/** What is typed of a name, at the caret: an `@` that no letter precedes, and words up to here. */
const TYPED_NAME = /(?:^|[^\p{L}\p{N}])@([\p{L}\p{N}._-]{0,30}(?: [\p{L}\p{N}._-]{0,20})?)$/u
const OFFERED = 6

/** Text in which `@` offers people. Without script the name is typed. */
export function MentionField({
  label,
  hint,
  initial = '',
  people,
  me,
  errors,
  focus = false,
}: {
  label: string
  hint?: string
  initial?: string
  people: readonly MentionablePerson[]
  /** Id of whoever writes: they are not offered themselves. */
  me: string
  errors?: readonly string[]
  /** Whether the caret goes here when it comes up. */
  focus?: boolean
}) {
  const t = useMessages(commentMessages)
  const id = useId()
  const field = useRef<HTMLTextAreaElement>(null)
  const [typed, setTyped] = useState<string | null>(null)
  const [chosen, setChosen] = useState(0)
  const offered = typed === null ? [] : offeredFor(typed.toLowerCase(), people, me)
  const isOpen = offered.length > 0
  useEffect(() => {
    if (focus) field.current?.focus()
  }, [focus])

  function look() {
    const area = field.current
    const before = area?.value.slice(0, area.selectionStart) ?? ''
    setTyped(area?.selectionStart === area?.selectionEnd ? (TYPED_NAME.exec(before)?.[1] ?? null) : null)
    setChosen(0)
  }

  function take(person: MentionablePerson) {
    const area = field.current
    if (!area || typed === null) return
    const end = area.selectionStart
    area.setRangeText(`${mentionOf(person, people)} `, end - typed.length - 1, end, 'end')
    area.dispatchEvent(new Event('input', { bubbles: true }))
    area.focus()
    setTyped(null)
  }

  function onKeyDown(event: KeyboardEvent) {
    // While a syllable is composed the keys belong to it.
    if (event.nativeEvent.isComposing || !isOpen) return
    const { key } = event
    if (key === 'ArrowDown') setChosen((chosen + 1) % offered.length)
    else if (key === 'ArrowUp') setChosen((chosen + offered.length - 1) % offered.length)
    else if (key === 'Enter' || key === 'Tab') take(offered[chosen]!)
    else if (key === 'Escape') setTyped(null)
    else return
    event.preventDefault()
    event.stopPropagation()
  }

  return (
    <div className="field mention-field" data-invalid={errors?.length ? '' : undefined}>
      <label className="field-label" htmlFor={id}>
        {label}
      </label>
      {errors?.length ? (
        <p className="field-error" id={`${id}-error`} role="alert">
          {errors.join(' ')}
        </p>
      ) : null}
      <textarea
        ref={field}
        className="input"
        id={id}
        name="text"
        rows={3}
        required
        maxLength={LONGEST_COMMENT}
        defaultValue={initial}
        aria-describedby={
          [hint && `${id}-hint`, errors?.length && `${id}-error`].filter(Boolean).join(' ') || undefined
        }
        aria-invalid={errors?.length ? true : undefined}
        aria-autocomplete="list"
        aria-controls={isOpen ? `${id}-people` : undefined}
        aria-activedescendant={isOpen ? `${id}-${chosen}` : undefined}
        onInput={look}
        onKeyDown={onKeyDown}
        onBlur={() => setTyped(null)}
      />
      {isOpen ? (
        <ul className="mention-people" id={`${id}-people`} role="listbox" aria-label={t.people}>
          {offered.map((person, index) => (
            <li
              key={person.id}
              id={`${id}-${index}`}
              role="option"
              aria-selected={index === chosen}
              onMouseDown={(event) => {
                event.preventDefault()
                take(person)
              }}
            >
              {mentionOf(person, people).slice(1)}
            </li>
          ))}
        </ul>
      ) : null}
      {hint ? (
        <p className="field-hint" id={`${id}-hint`}>
          {hint}
        </p>
      ) : null}
    </div>
  )
}

/** Those whose name holds what was typed; first those whose name begins with it. */
function offeredFor(typed: string, people: readonly MentionablePerson[], me: string): MentionablePerson[] {
  const others = people.filter(({ id, name }) => id !== me && name.toLowerCase().includes(typed))
  const begins = ({ name }: MentionablePerson) => Number(name.toLowerCase().startsWith(typed))
  return others.sort((a, b) => begins(b) - begins(a)).slice(0, OFFERED)
}
