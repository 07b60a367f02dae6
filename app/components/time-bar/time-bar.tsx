import { useId, useState } from 'react'
import type { IncidentRecord } from '#app/domain/incident-record.ts'
import type { Instant } from '#app/domain/instant.ts'
import type { TimeValue } from '#app/domain/markers.ts'
import { compactMinutes, dateTimeText, valueText, windowText } from '#app/domain/time-text.ts'
import type { Language } from '#app/messages/define.ts'
import { timeBarMessages } from '#app/messages/time-bar.ts'
import { useReader } from '../reader.tsx'
import { labelled, statementText } from './labels.ts'
import { timeBarContent, type BarContent } from './layout.ts'
import { TallBar } from './tall-bar.tsx'
import { TimeList } from './time-list.tsx'
import { WideBar } from './wide-bar.tsx'

/** The record's times in one sentence, for the caption: never an end that nobody recorded. */
function timeBarSentence(
  record: IncidentRecord,
  content: BarContent,
  now: number,
  language: Language,
): string {
  const t = timeBarMessages[language]
  const { impact } = content
  if (!impact) {
    const first = Math.min(
      ...content.readings.map((reading) => reading.value.at),
      ...content.flags.map((flag) => flag.at),
      ...content.symptoms.map((symptom) => symptom.from),
    )
    return dateTimeText(first as Instant, record.zone, language, { weekday: true })
  }
  const leading = labelled(content)
  const start = leading.find((reading) => reading.markerKey === 'impact_start')?.value
  const end = leading.find((reading) => reading.markerKey === 'impact_end')?.value
  const write = (value: TimeValue) => valueText(value, record.zone, language, { weekday: true })
  if (impact.end === 'known') {
    // Only two exact times make an exact window; "about" and ranges keep their words.
    if (!start || !end || (start.shape === 'instant' && end.shape === 'instant')) {
      return windowText(impact.from, impact.until, record.zone, language, { weekday: true })
    }
    return `${write(start)} – ${write(end)}`
  }
  const began = t.began(write(start ?? { shape: 'instant', at: impact.from }))
  const open = record.closedAt === null && !record.markers.impact_end.notApplicableReason
  const rest = open
    ? t.running(compactMinutes(Math.floor((now - impact.from) / 60_000), language))
    : t.endUnknown
  return `${began}, ${rest}`
}

/**
 * The signature picture of an incident: one axis from a little before the impact to after the first public word. Markers
 * are ticks with their other readings faint, symptoms bars beneath, statements flags above. Server-rendered, without
 * script and without inline styles; on a phone the axis runs down. The list beneath says the same in words.
 */
export function TimeBar({ record }: { record: IncidentRecord }) {
  const { language, now } = useReader()
  const id = useId().replaceAll(':', '')
  const [active, setActive] = useState<string | null>(null)
  const t = timeBarMessages[language]
  const content = timeBarContent(record, now as Instant)
  if (!content) return <p className="time-bar-none">{t.noTimes}</p>

  const setting = { record, content, language, active, id }
  const outside = [...content.before, ...content.after]
  return (
    <div className="time-bar">
      <figure>
        <figcaption className="time-bar-caption">
          {timeBarSentence(record, content, now, language)}
        </figcaption>
        <WideBar {...setting} />
        <TallBar {...setting} id={`${id}t`} />
        {outside.length > 0 ? (
          <p className="time-bar-outside">
            {t.outside}:{' '}
            {outside
              .map((item) =>
                'markerKey' in item
                  ? `${t.markers[item.markerKey]} ${dateTimeText(item.value.at, record.zone, language)}`
                  : `${statementText(record.statements.find((one) => one.id === item.statementId))} ${dateTimeText(item.at, record.zone, language)}`,
              )
              .join(' · ')}
          </p>
        ) : null}
      </figure>
      <TimeList setting={setting} onActive={setActive} />
    </div>
  )
}
