import { useNavigate } from '@remix-run/react'
import { useEffect, useId, useRef, useState, type KeyboardEvent } from 'react'
import { LONGEST_QUERY } from '#app/domain/search-text.ts'
import { searchMessages } from '#app/messages/search.ts'
import { shellMessages } from '#app/messages/shell.ts'
import type { FoundIncident } from '#app/models/search.server.ts'
import { paths } from '#app/paths.ts'
import { useMay, useMessages } from './reader.tsx'
import { placeOfHit } from './search-hit.ts'

/** What can be chosen: a page of the tool, or a place where the words were found. */
interface Choice {
  to: string
  label: string
  /** In quiet letters behind it. */
  detail: string
}

const RESULTS = 8
/** A pause in typing after which it is worth asking. */
const PAUSE_MILLISECONDS = 120

function usePlaces(): Choice[] {
  const t = useMessages(shellMessages)
  const mayLog = useMay('log_incident')
  const place = (label: string, to: string): Choice => ({ to, label, detail: '' })
  return [
    ...(mayLog ? [place(t.keys.newIncident, paths.newIncident())] : []),
    place(t.places.home, paths.home()),
    place(t.places.incidents, paths.incidents()),
    place(t.places.trends, paths.trends()),
    place(t.places.notices, paths.notices()),
    place(t.places.actions, paths.actions()),
    place(t.places.settings, paths.settings()),
    place(t.accountSettings, paths.account()),
  ]
}

function choicesOf(incident: FoundIncident, entities: Record<string, string>): Choice[] {
  const hit = incident.hits[0]
  if (hit === undefined) return []
  const words = hit.snippet.map(({ text }) => text).join('')
  return [
    {
      to:
        hit.entity === 'incident' ? paths.incident(incident.reference) : placeOfHit(incident.reference, hit),
      label: `${incident.reference} ${incident.title}`,
      detail: hit.entity === 'incident' ? '' : `${entities[hit.entity]} · ${words}`,
    },
  ]
}

type Answer = { typed: string; incidents: FoundIncident[] } | { typed: string; failed: true }

/** What was found for what is typed; asked for after a pause, and only the newest answer counts. */
function useAnswer(typed: string): Answer | null {
  const [answer, setAnswer] = useState<Answer | null>(null)
  useEffect(() => {
    if (typed === '') return
    const asking = new AbortController()
    const timer = setTimeout(() => {
      fetch(`${paths.searchAs('json')}?${new URLSearchParams({ q: typed, limit: String(RESULTS) })}`, {
        signal: asking.signal,
      })
        .then(async (response) => {
          if (!response.ok) throw new Error(String(response.status))
          const { incidents } = (await response.json()) as { incidents: FoundIncident[] }
          setAnswer({ typed, incidents })
        })
        .catch(() => {
          if (!asking.signal.aborted) setAnswer({ typed, failed: true })
        })
    }, PAUSE_MILLISECONDS)
    return () => {
      clearTimeout(timer)
      asking.abort()
    }
  }, [typed])
  return typed === '' ? null : answer
}

/** Opens over any page on ⌘K or Ctrl+K: type to search, arrows to choose, Enter to go. */
export function Palette() {
  const t = useMessages(searchMessages)
  const words = useMessages(shellMessages)
  const navigate = useNavigate()
  const dialog = useRef<HTMLDialogElement>(null)
  const [text, setText] = useState('')
  const [at, setAt] = useState(0)
  const list = useId()
  const places = usePlaces()
  const typed = text.trim()
  const answer = useAnswer(typed)

  const named = places.filter(({ label }) => label.toLowerCase().includes(typed.toLowerCase()))
  const found =
    answer !== null && 'incidents' in answer
      ? answer.incidents.flatMap((incident) => choicesOf(incident, t.entities))
      : []
  const all: Choice = {
    to: `${paths.search()}?${new URLSearchParams({ q: typed })}`,
    label: t.allResults(typed),
    detail: '',
  }
  const choices = typed === '' ? places : [...found, ...named, all]
  const chosen = Math.min(at, choices.length - 1)

  useEffect(() => {
    function onKeyDown(event: globalThis.KeyboardEvent) {
      if (event.key.toLowerCase() !== 'k' && event.key !== 'ㅏ') return
      if (event.altKey || event.shiftKey || event.metaKey === event.ctrlKey || event.isComposing) return
      event.preventDefault()
      open(dialog.current)
    }
    function onClick(event: MouseEvent) {
      const opener = (event.target as Element).closest?.('[data-opens-palette]')
      if (opener === null || event.metaKey || event.ctrlKey || event.button !== 0) return
      event.preventDefault()
      open(dialog.current)
    }
    document.addEventListener('keydown', onKeyDown)
    // On the way down, before React: the link would lead to the search as well.
    document.addEventListener('click', onClick, true)
    return () => {
      document.removeEventListener('keydown', onKeyDown)
      document.removeEventListener('click', onClick, true)
    }
  }, [])

  function go(choice: Choice | undefined) {
    if (choice === undefined) return
    dialog.current?.close()
    void navigate(choice.to)
  }

  function onKey(event: KeyboardEvent) {
    // While a syllable is being composed, Enter and arrows belong to it.
    if (event.nativeEvent.isComposing) return
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (step !== undefined) setAt((chosen + step + choices.length) % choices.length)
    else if (event.key === 'Enter') go(choices[chosen])
    else return
    event.preventDefault()
  }

  return (
    <dialog
      ref={dialog}
      className="palette"
      aria-label={t.paletteLabel}
      onClose={() => {
        setText('')
        setAt(0)
      }}
      onClick={(event) => event.target === dialog.current && dialog.current?.close()}
    >
      <div className="palette-body">
        <input
          className="palette-field"
          role="combobox"
          aria-label={t.paletteLabel}
          aria-expanded="true"
          aria-controls={list}
          aria-activedescendant={`${list}-${chosen}`}
          aria-autocomplete="list"
          placeholder={t.open}
          maxLength={LONGEST_QUERY}
          autoComplete="off"
          value={text}
          onChange={(event) => {
            setText(event.target.value)
            setAt(0)
          }}
          onKeyDown={onKey}
        />
        <ul className="palette-list" role="listbox" id={list} aria-label={t.paletteLabel}>
          {choices.map((choice, index) => (
            <li
              key={choice.to + choice.label}
              id={`${list}-${index}`}
              role="option"
              aria-selected={index === chosen}
              onPointerMove={() => setAt(index)}
              onClick={() => go(choice)}
              ref={index === chosen ? (row) => row?.scrollIntoView({ block: 'nearest' }) : undefined}
            >
              <span className="palette-label">{choice.label}</span>
              {choice.detail ? <span className="palette-detail">{choice.detail}</span> : null}
            </li>
          ))}
        </ul>
        <p role="status" className="visually-hidden">
          {t.counted(choices.length)}
        </p>
        {answer !== null && 'failed' in answer ? <p className="palette-note">{t.offline}</p> : null}
        <form method="dialog" className="palette-foot">
          <button className="button button-quiet">{words.close}</button>
        </form>
      </div>
    </dialog>
  )
}

function open(dialog: HTMLDialogElement | null) {
  if (dialog === null || dialog.open) return
  dialog.showModal()
  dialog.querySelector('input')?.focus()
}
