import type { ReactNode } from 'react'
import { plainDate, type Instant } from '#app/domain/instant.ts'
import { dateText } from '#app/domain/time-text.ts'
import { timeBarMessages } from '#app/messages/time-bar.ts'
import { TimeText } from '../time-text.tsx'
import { clockValue, labelled, statementText, symptomText, type Setting } from './labels.ts'
import { fitText, type BarReading } from './layout.ts'

/** The same as the picture in words, in the order of time. Pointing at an entry marks it in the picture. */
export function TimeList({ setting, onActive }: { setting: Setting; onActive: (id: string | null) => void }) {
  const { record, language } = setting
  let day = ''
  return (
    <ol className="time-bar-list" data-wakes="">
      {listEntries(setting).map((entry) => {
        const entryDay = plainDate(entry.at as Instant, record.zone)
        const newDay = entryDay !== day && day !== ''
        day = entryDay
        return (
          <li
            key={`${entry.glyph}-${entry.id}`}
            onMouseEnter={() => onActive(entry.id)}
            onMouseLeave={() => onActive(null)}
          >
            {newDay ? (
              <span className="time-bar-list-day">
                {dateText(entry.at as Instant, record.zone, language, { weekday: true })}
              </span>
            ) : null}
            <ListGlyph kind={entry.glyph} />
            <span className="time-bar-list-when">{entry.when}</span>
            <span className="time-bar-list-what">{entry.what}</span>
            <span className="time-bar-list-notes">
              {entry.notes.filter(Boolean).map((note, index) => (
                <span key={index}>{note}</span>
              ))}
            </span>
          </li>
        )
      })}
    </ol>
  )
}

type Glyph = 'marker' | 'symptom' | 'flag-us' | 'flag-others'

function ListGlyph({ kind }: { kind: Glyph }) {
  return (
    <svg className={`time-bar-glyph time-bar-glyph-${kind}`} viewBox="0 0 14 14" aria-hidden="true">
      {kind === 'marker' ? (
        <path d="M7 1v12" />
      ) : kind === 'symptom' ? (
        <path d="M1 7h12" />
      ) : (
        <path d="M3 13V2l8 3-8 3" />
      )}
    </svg>
  )
}

interface ListEntry {
  id: string
  at: number
  glyph: Glyph
  when: ReactNode
  what: ReactNode
  notes: ReactNode[]
}

function listEntries({ record, content, language }: Setting): ListEntry[] {
  const t = timeBarMessages[language]
  const zone = record.zone
  const number = new Intl.NumberFormat(language)
  const chosen = [...labelled(content), ...content.before, ...content.after].filter(
    (item): item is BarReading => 'markerKey' in item,
  )
  const byMarker = new Map(chosen.map((reading) => [reading.markerKey, reading]))
  const markers = [...byMarker.values()].map((reading): ListEntry => {
    const others = record.markers[reading.markerKey].readings.filter(
      (other) => other.id !== reading.readingId,
    )
    return {
      id: reading.markerKey,
      at: reading.value.at,
      glyph: 'marker',
      when: <TimeText value={reading.value} zone={zone} as="clock" />,
      what: t.markers[reading.markerKey],
      notes: [
        reading.chosen ? reading.source : [reading.source, t.undecided].filter(Boolean).join(', '),
        ...others.map((other) => t.otherReading(clockValue(other.value, zone, language), other.source)),
      ],
    }
  })
  const symptoms = content.symptoms.map((bar): ListEntry => {
    const symptom = record.symptoms.find((candidate) => candidate.id === bar.symptomId)!
    return {
      id: bar.symptomId,
      at: bar.from,
      glyph: 'symptom',
      when: (
        <>
          {bar.startUnknown ? '?' : <TimeText at={bar.from} zone={zone} as="clock" />}
          {'–'}
          {bar.end === 'known' ? (
            <TimeText at={bar.until} zone={zone} as="clock" />
          ) : bar.end === 'now' ? (
            ''
          ) : (
            '?'
          )}
        </>
      ),
      what: symptomText(symptom, language),
      notes: [
        t.surfaces[symptom.surface],
        symptom.sharePercent === null ? '' : t.share(number.format(symptom.sharePercent)),
        symptom.users === null ? '' : t.users(number.format(symptom.users)),
        symptom.measuredHow,
        symptom.errorText && symptomText(symptom, language) !== symptom.errorText ? (
          <samp key="error">{symptom.errorText}</samp>
        ) : (
          ''
        ),
      ],
    }
  })
  const statements = record.statements
    .filter((statement) => statement.saidAt !== null)
    .map((statement): ListEntry => ({
      id: statement.id,
      at: statement.saidAt!,
      glyph: statement.side === 'us' ? 'flag-us' : 'flag-others',
      when: (
        <TimeText
          value={{ shape: statement.saidAtApproximate ? 'about' : 'instant', at: statement.saidAt! }}
          zone={zone}
          as="clock"
        />
      ),
      what: statementText(statement),
      notes: [fitText(statement.text.replace(/\s+/g, ' '), 700)],
    }))
  // What belongs to the same instant reads in the order in which it happens: markers, what users saw, what was said.
  return [...markers, ...symptoms, ...statements].sort((a, b) => a.at - b.at)
}
