import { Link } from '@remix-run/react'
import { useEffect, useRef, useState } from 'react'
import { factorMessages } from '#app/messages/factors.ts'
import { similarMessages } from '#app/messages/similar.ts'
import { timeBarMessages } from '#app/messages/time-bar.ts'
import type { SimilarIncident } from '#app/models/similar-incidents.server.ts'
import { paths } from '#app/paths.ts'
import { nameIn, useMessages, useReader } from './reader.tsx'

type Similar = Omit<SimilarIncident, 'started'>

/** Incidents like another one: reference, title, and under it what they share. */
export function SimilarList({
  incidents,
  newWindow = false,
}: {
  incidents: Similar[]
  /** Beside a form that is not sent yet. */
  newWindow?: boolean
}) {
  const reasons = useReasons()
  return (
    <ul className="lines similar">
      {incidents.map((incident) => (
        <li key={incident.reference}>
          <Link
            to={paths.incident(incident.reference)}
            {...(newWindow ? { target: '_blank', rel: 'noreferrer' } : {})}
          >
            <span className="number">{incident.reference}</span> {incident.title}
          </Link>
          <span className="quiet">{reasons(incident).join(' · ')}</span>
        </li>
      ))}
    </ul>
  )
}

const LONGEST_QUOTE = 80

function useReasons() {
  const t = useMessages(similarMessages)
  const factors = useMessages(factorMessages).names
  const { surfaces } = useMessages(timeBarMessages)
  const { language } = useReader()
  return ({ shared }: Similar): string[] => {
    const [error] = shared.errorTexts
    return [
      ...(error === undefined ? [] : [t.sameError(cut(error))]),
      ...(shared.words.length > 0 ? [t.sameWords(shared.words.slice(0, 4).join(', '))] : []),
      ...(shared.factors.length > 0
        ? [t.sameFactors(shared.factors.map((factor) => factors[factor]).join(', '))]
        : []),
      ...(shared.services.length > 0
        ? [t.sameServices(shared.services.map((service) => nameIn(language, service)).join(', '))]
        : []),
      ...(shared.surfaces.length > 0
        ? [t.sameSurfaces(shared.surfaces.map((surface) => surfaces[surface]).join(', '))]
        : []),
    ]
  }
}

function cut(text: string): string {
  return text.length > LONGEST_QUOTE ? `${text.slice(0, LONGEST_QUOTE).trimEnd()} …` : text
}

/** A pause in typing after which it is worth asking. */
const PAUSE_MILLISECONDS = 350
const ASKED = ['title', 'symptom', 'surface', 'serviceIds'] as const

/**
 * While an incident is being logged: what was like it, as soon as enough is typed. Stands inside the form and reads its
 * fields. Without script nothing is shown here; the page of the incident shows the same.
 */
export function SimilarWhileLogging() {
  const t = useMessages(similarMessages)
  const place = useRef<HTMLDivElement>(null)
  const [incidents, setIncidents] = useState<Similar[]>([])
  useEffect(() => {
    const form = place.current?.closest('form')
    if (!form) return
    let timer: ReturnType<typeof setTimeout> | undefined
    let asking = new AbortController()
    let asked = ''
    function ask() {
      const fields = new FormData(form!)
      const query = new URLSearchParams()
      for (const name of ASKED) {
        for (const value of fields.getAll(name)) if (typeof value === 'string') query.append(name, value)
      }
      const typed = `${query.get('title') ?? ''}${query.get('symptom') ?? ''}`.trim()
      if (query.toString() === asked) return
      asked = query.toString()
      asking.abort()
      asking = new AbortController()
      if (typed.length < 4) return setIncidents([])
      const { signal } = asking
      // A hint that cannot be had is no reason to disturb whoever is logging.
      fetch(`${paths.similarIncidents()}?${asked}`, { signal })
        .then(async (answer) => (answer.ok ? ((await answer.json()) as { incidents: Similar[] }) : null))
        .then((found) => signal.aborted || setIncidents(found?.incidents ?? []))
        .catch(() => {})
    }
    function onInput() {
      clearTimeout(timer)
      timer = setTimeout(ask, PAUSE_MILLISECONDS)
    }
    form.addEventListener('input', onInput)
    return () => {
      form.removeEventListener('input', onInput)
      clearTimeout(timer)
      asking.abort()
    }
  }, [])
  return (
    <div ref={place} className="similar-while-logging">
      <p role="status" className={incidents.length > 0 ? 'sub-heading' : 'visually-hidden'}>
        {incidents.length > 0 ? t.found(incidents.length) : ''}
      </p>
      {incidents.length > 0 ? <SimilarList incidents={incidents} newWindow /> : null}
    </div>
  )
}
