import { useId, useState, type ReactNode } from 'react'
import type { IncidentRecord, Statement } from '#app/domain/incident-record.ts'
import { plainDate, wallClock, type Instant } from '#app/domain/instant.ts'
import type { MarkerKey, TimeValue } from '#app/domain/markers.ts'
import type { Symptom } from '#app/domain/symptoms.ts'
import { compactMinutes, dateText, dateTimeText, valueText, windowText } from '#app/domain/time-text.ts'
import type { Language } from '#app/messages/define.ts'
import { timeBarMessages } from '#app/messages/time-bar.ts'
import { useReader } from './reader.tsx'
import {
  axisTicks,
  barLabelPlace,
  fitAxis,
  fitText,
  labelLevels,
  position,
  spreadLabels,
  textWidth,
  timeBarContent,
  type Axis,
  type AxisTick,
  type BarContent,
  type BarFlag,
  type BarReading,
  type BarSpan,
} from './time-bar-layout.ts'
import { TimeText } from './time-text.tsx'

/** The width at which labels are laid out; the wide picture is never narrower (styles/time-bar.css switches). */
const WIDE = 700
const LEVEL = 20
/** Labels beyond this level stay unwritten: the list below the picture has them. */
const MOST_LEVELS = 5
const FLAG_LABEL = 160

interface Setting {
  record: IncidentRecord
  content: BarContent
  language: Language
  active: string | null
  id: string
}

function clock(at: Instant, zone: string): string {
  const { hour, minute } = wallClock(at, zone)
  return `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`
}

function clockValue(value: TimeValue, zone: string, language: Language): string {
  if (value.shape === 'range') return `${clock(value.at, zone)}–${clock(value.until, zone)}`
  const time = clock(value.at, zone)
  return value.shape === 'about' ? timeBarMessages[language].about(time) : time
}

function percent(share: number): string {
  return `${(Math.min(1, Math.max(0, share)) * 100).toFixed(3)}%`
}

function symptomText(symptom: Symptom, language: Language): string {
  const own = language === 'ko' ? symptom.textKo || symptom.textEn : symptom.textEn || symptom.textKo
  return own || symptom.errorText || timeBarMessages[language].kinds[symptom.kind]
}

function statementText(statement: Statement | undefined): string {
  return statement ? [statement.speaker, statement.channel].filter(Boolean).join(', ') : ''
}

/** The readings that carry a label: the chosen one of each marker, else the first of the undecided. */
function labelled(content: BarContent): BarReading[] {
  const seen = new Map<MarkerKey, BarReading>()
  for (const reading of content.readings) {
    if (reading.chosen || !seen.has(reading.markerKey)) seen.set(reading.markerKey, reading)
  }
  return [...seen.values()].sort((a, b) => a.value.at - b.value.at)
}

function markerLabel(reading: BarReading, { record, language }: Setting): { time: string; name: string } {
  const t = timeBarMessages[language]
  const time = clockValue(reading.value, record.zone, language)
  return { time: reading.chosen ? time : `${time}?`, name: t.markers[reading.markerKey] }
}

/** A bar in percent of its picture. Fades where it has no recorded edge. */
function Bar({
  span,
  axis,
  id,
  ...rest
}: {
  span: BarSpan
  axis: Axis
  id: string
  y: number
  height: number
  className: string
}) {
  const from = position(axis, span.from)
  const until = Math.min(1, position(axis, span.until))
  const fade = `${span.startUnknown ? 'in' : ''}${span.end === 'known' ? '' : span.end}`
  // An instant-long symptom is still something to see.
  const width = Math.max(until - from, 0.004)
  if (fade)
    return <rect {...rest} x={percent(from)} width={percent(width)} fill={`url(#${id}-fade-${fade})`} />
  const certain = { from: position(axis, span.certainFrom), until: position(axis, span.certainUntil) }
  if (certain.from <= from && certain.until >= until) {
    return <rect {...rest} x={percent(from)} width={percent(width)} />
  }
  return (
    <>
      <rect {...rest} x={percent(from)} width={percent(width)} opacity="0.4" />
      {certain.until > certain.from ? (
        <rect {...rest} x={percent(certain.from)} width={percent(certain.until - certain.from)} />
      ) : null}
    </>
  )
}

function Fades({ id, spans }: { id: string; spans: readonly (BarSpan | null)[] }) {
  if (spans.every((span) => span === null || (span.end === 'known' && !span.startUnknown))) return null
  // Running: firm until shortly before the present. Unknown: it thins out from early on and ends in nothing.
  const stops: Record<string, [number, number][]> = {
    in: [
      [0, 0],
      [0.3, 1],
      [1, 1],
    ],
    now: [
      [0, 1],
      [0.75, 1],
      [1, 0.3],
    ],
    unknown: [
      [0, 1],
      [0.2, 1],
      [1, 0],
    ],
    innow: [
      [0, 0],
      [0.3, 1],
      [0.75, 1],
      [1, 0.3],
    ],
    inunknown: [
      [0, 0],
      [0.3, 1],
      [1, 0],
    ],
  }
  return (
    <defs>
      {Object.entries(stops).map(([name, list]) => (
        <linearGradient key={name} id={`${id}-fade-${name}`}>
          {list.map(([offset, opacity]) => (
            <stop key={offset} offset={offset} stopColor="currentColor" stopOpacity={opacity} />
          ))}
        </linearGradient>
      ))}
    </defs>
  )
}

function Grid({ ticks, axis, now }: { ticks: AxisTick[]; axis: Axis; now: Instant | null }) {
  // Midnight stands out among hours, not among other midnights.
  const hours = ticks.some((tick) => !tick.day)
  return (
    <g>
      {ticks.map((tick) => (
        <line
          key={tick.at}
          className={tick.day && hours ? 'time-bar-grid time-bar-grid-day' : 'time-bar-grid'}
          x1={percent(position(axis, tick.at))}
          x2={percent(position(axis, tick.at))}
          y1="0"
          y2="100%"
        />
      ))}
      {now === null ? null : (
        <line
          className="time-bar-now"
          x1={percent(position(axis, now))}
          x2={percent(position(axis, now))}
          y1="0"
          y2="100%"
        />
      )}
    </g>
  )
}

/** One reading of a marker across the bar: a tick, a soft tick for "about", a band for a range. */
function ReadingMark({
  reading,
  axis,
  impact,
  active,
}: {
  reading: BarReading
  axis: Axis
  impact: BarSpan | null
  active: boolean
}) {
  const { value } = reading
  const weight = reading.chosen ? 'time-bar-chosen' : 'time-bar-reading'
  const at = percent(position(axis, value.at))
  const [top, bottom] = [0, 24]
  const className = `${weight}${value.shape === 'about' ? ' time-bar-about' : ''}${active ? ' is-active' : ''}`
  if (value.shape === 'range') {
    const width = Math.max(position(axis, value.until) - position(axis, value.at), 0.004)
    return (
      <rect
        className={`${className} time-bar-range`}
        x={at}
        width={percent(width)}
        y={top}
        height={bottom - top}
      />
    )
  }
  const onBar = !reading.chosen && impact !== null && value.at > impact.from && value.at < impact.until
  return (
    <>
      <line className={className} x1={at} x2={at} y1={top} y2={bottom} />
      {onBar ? <line className={`${className} time-bar-cut`} x1={at} x2={at} y1="6" y2="18" /> : null}
    </>
  )
}

function WideBar(setting: Setting) {
  const { record, content, language, active, id } = setting
  const t = timeBarMessages[language]
  const zone = record.zone
  const statements = new Map(record.statements.map((statement) => [statement.id, statement]))
  const symptoms = new Map(record.symptoms.map((symptom) => [symptom.id, symptom]))

  const markers = labelled(content).map((reading) => {
    const { time, name } = markerLabel(reading, setting)
    return { reading, time, name, at: reading.value.at, width: textWidth(`${time}  ${name}`) + 10 }
  })
  const flags = content.flags.map((flag) => {
    const time = flag.about ? t.about(clock(flag.at, zone)) : clock(flag.at, zone)
    const text = fitText(statementText(statements.get(flag.statementId)), FLAG_LABEL)
    return { flag, time, text, at: flag.at, width: textWidth(`${time}  ${text}`) + 20 }
  })
  const nowLabel = content.now === null ? [] : [{ at: content.now as number, width: textWidth(t.now) + 10 }]
  const axis = fitAxis(content, [...markers, ...flags, ...nowLabel], WIDE)
  const ticks = axisTicks(axis, zone, 8)
  const inPixels = (item: { at: number; width: number }) => ({
    x: position(axis, item.at) * WIDE,
    width: item.width,
  })

  const markerLevels = labelLevels([...markers, ...nowLabel].map(inPixels))
  const flagLevels = labelLevels(flags.map(inPixels)).map((level) => Math.min(level, MOST_LEVELS))
  const flagHeight = (Math.max(0, ...flagLevels) + 1) * LEVEL + 10
  const bandHeight = 32 + (Math.max(0, ...markerLevels) + 1) * LEVEL
  const open = content.impact !== null && content.impact.end === 'now'

  return (
    <div className="time-bar-wide" role="img" aria-label={t.label(record.reference)}>
      {flags.length > 0 ? (
        <div className="time-bar-row">
          <span className="time-bar-side time-bar-side-low">{t.statements}</span>
          <svg width="100%" height={flagHeight}>
            <Grid ticks={ticks} axis={axis} now={content.now} />
            {flags.map(({ flag, time, text }, index) => {
              const level = flagLevels[index]!
              const y = flagHeight - level * LEVEL - 26
              return (
                <svg
                  key={flag.statementId}
                  x={percent(position(axis, flag.at))}
                  overflow="visible"
                  className={`time-bar-flag time-bar-flag-${flag.side}${active === flag.statementId ? ' is-active' : ''}`}
                >
                  <line
                    x1="0"
                    x2="0"
                    y1={y}
                    y2={flagHeight}
                    className={flag.about ? 'time-bar-stem time-bar-about' : 'time-bar-stem'}
                  />
                  <path d={`M0 ${y}l9 4.5l-9 4.5z`} />
                  {level < MOST_LEVELS ? (
                    <text x="14" y={y + 9}>
                      <tspan className="time-bar-time">{time}</tspan>
                      <tspan dx="6">{text}</tspan>
                    </text>
                  ) : null}
                </svg>
              )
            })}
          </svg>
        </div>
      ) : null}

      <div className="time-bar-row">
        <span className="time-bar-side">{t.points}</span>
        <svg width="100%" height={bandHeight} className={open ? 'time-bar-open' : 'time-bar-closed'}>
          <Fades id={id} spans={[content.impact]} />
          <Grid ticks={ticks} axis={axis} now={content.now} />
          <line className="time-bar-line" x1="0" x2="100%" y1="12" y2="12" />
          {content.impact ? (
            <Bar span={content.impact} axis={axis} id={id} y={6} height={12} className="time-bar-impact" />
          ) : null}
          {content.readings
            .toSorted((a, b) => Number(a.chosen) - Number(b.chosen))
            .map((reading) => (
              <ReadingMark
                key={reading.readingId}
                reading={reading}
                axis={axis}
                impact={content.impact}
                active={active === reading.markerKey}
              />
            ))}
          {markers.map(({ reading, time, name }, index) => {
            const y = 24 + (markerLevels[index]! + 1) * LEVEL
            return (
              <svg
                key={reading.markerKey}
                x={percent(position(axis, reading.value.at))}
                overflow="visible"
                className={`time-bar-marker${active === reading.markerKey ? ' is-active' : ''}`}
              >
                <line x1="0" x2="0" y1="24" y2={y} className="time-bar-leader" />
                <text x="6" y={y - 1}>
                  <tspan className="time-bar-time">{time}</tspan>
                  <tspan dx="6">{name}</tspan>
                </text>
              </svg>
            )
          })}
          {content.now === null ? null : (
            <svg x={percent(position(axis, content.now))} overflow="visible" className="time-bar-now-label">
              <text x="6" y={23 + (markerLevels[markers.length]! + 1) * LEVEL}>
                {t.now}
              </text>
            </svg>
          )}
        </svg>
      </div>

      {content.symptoms.map((bar, index) => {
        const symptom = symptoms.get(bar.symptomId)!
        const first = content.symptoms[index - 1]?.surface !== bar.surface
        const text = symptomText(symptom, language)
        const pixels = {
          from: position(axis, bar.from) * WIDE,
          until: position(axis, bar.until) * WIDE,
          certainFrom: position(axis, bar.certainFrom) * WIDE,
        }
        const { place, room } = barLabelPlace(pixels, textWidth(text), WIDE)
        const anchorAt = place === 'before' ? bar.from : place === 'inside' ? bar.certainFrom : bar.until
        return (
          <div className={`time-bar-row${first ? ' time-bar-row-first' : ''}`} key={bar.symptomId}>
            <span className="time-bar-side time-bar-side-lane">{first ? t.surfaces[bar.surface] : ''}</span>
            <svg
              width="100%"
              height="24"
              className={`time-bar-symptom${active === bar.symptomId ? ' is-active' : ''}`}
            >
              <Fades id={`${id}-${index}`} spans={[bar]} />
              <Grid ticks={ticks} axis={axis} now={content.now} />
              <Bar
                span={bar}
                axis={axis}
                id={`${id}-${index}`}
                y={place === 'inside' ? 2 : 7}
                height={place === 'inside' ? 20 : 10}
                className="time-bar-symptom-bar"
              />
              <svg x={percent(position(axis, anchorAt))} overflow="visible">
                <text
                  x={place === 'before' ? -8 : 8}
                  y="17"
                  textAnchor={place === 'before' ? 'end' : 'start'}
                  className={place === 'inside' ? 'time-bar-on' : undefined}
                >
                  {fitText(text, room)}
                </text>
              </svg>
            </svg>
          </div>
        )
      })}

      <div className="time-bar-row time-bar-axis">
        <span className="time-bar-side" />
        <svg width="100%" height="24">
          {ticks.map((tick) => {
            const share = position(axis, tick.at)
            const anchor = share < 0.03 ? 'start' : share > 0.97 ? 'end' : 'middle'
            return (
              <text key={tick.at} x={percent(share)} y="17" textAnchor={anchor}>
                {tick.day ? dateText(tick.at, zone, language, { year: false }) : clock(tick.at, zone)}
              </text>
            )
          })}
        </svg>
      </div>
    </div>
  )
}

interface TallPoint {
  id: string
  at: number
  flag: BarFlag | null
  time: string
  name: string
}

const TALL_GAP = 30
const TRACK = 10

/** The same on a phone: the axis runs down, every label has its line, symptoms lie beneath. */
function TallBar(setting: Setting) {
  const { record, content, language, active, id } = setting
  const t = timeBarMessages[language]
  const zone = record.zone
  const statements = new Map(record.statements.map((statement) => [statement.id, statement]))
  const symptoms = new Map(record.symptoms.map((symptom) => [symptom.id, symptom]))
  const points = [
    ...labelled(content).map((reading): TallPoint => ({
      id: reading.markerKey,
      at: reading.value.at,
      flag: null,
      ...markerLabel(reading, setting),
    })),
    ...content.flags.map((flag): TallPoint => ({
      id: flag.statementId,
      at: flag.at,
      flag,
      time: flag.about ? t.about(clock(flag.at, zone)) : clock(flag.at, zone),
      name: statementText(statements.get(flag.statementId)),
    })),
    ...(content.now === null
      ? []
      : [{ id: 'now', at: content.now, flag: null, time: clock(content.now, zone), name: t.now }]),
  ].sort((a, b) => a.at - b.at)
  const height = Math.max(200, points.length * TALL_GAP + 32)
  const pad = 14
  const axis = { from: content.from, until: content.until }
  const y = (at: number) => pad + Math.min(1, Math.max(0, position(axis, at))) * (height - 2 * pad)
  const labels = spreadLabels(
    points.map((point) => y(point.at)),
    TALL_GAP,
    height - 8,
  )
  const open = content.impact !== null && content.impact.end === 'now'
  const uncertain =
    content.impact !== null &&
    content.impact.end === 'known' &&
    (content.impact.certainFrom > content.impact.from || content.impact.certainUntil < content.impact.until)
  const flat = fitAxis(content, [], 320, 0)
  return (
    <div className="time-bar-tall" role="img" aria-label={t.label(record.reference)}>
      <svg width="100%" height={height} className={open ? 'time-bar-open' : 'time-bar-closed'}>
        <defs>
          <linearGradient id={`${id}-down`} x1="0" y1="0" x2="0" y2="1">
            <stop offset="0" stopColor="currentColor" />
            <stop offset={open ? 0.75 : 0.2} stopColor="currentColor" />
            <stop offset="1" stopColor="currentColor" stopOpacity={open ? 0.3 : 0} />
          </linearGradient>
        </defs>
        <line className="time-bar-line" x1={TRACK} x2={TRACK} y1="0" y2={height} />
        {content.impact ? (
          <>
            <rect
              className="time-bar-impact"
              x={TRACK - 6}
              width="12"
              y={y(content.impact.from)}
              height={Math.max(3, y(content.impact.until) - y(content.impact.from))}
              fill={content.impact.end === 'known' ? undefined : `url(#${id}-down)`}
              opacity={uncertain ? 0.4 : undefined}
            />
            {uncertain && content.impact.certainUntil > content.impact.certainFrom ? (
              <rect
                className="time-bar-impact"
                x={TRACK - 6}
                width="12"
                y={y(content.impact.certainFrom)}
                height={y(content.impact.certainUntil) - y(content.impact.certainFrom)}
              />
            ) : null}
          </>
        ) : null}
        {content.readings
          .filter((reading) => !reading.chosen)
          .map((reading) =>
            reading.value.shape === 'range' ? (
              <rect
                key={reading.readingId}
                className="time-bar-reading time-bar-range"
                x="0"
                width="20"
                y={y(reading.value.at)}
                height={Math.max(2, y(reading.value.until) - y(reading.value.at))}
              />
            ) : (
              <line
                key={reading.readingId}
                className={`time-bar-reading${reading.value.shape === 'about' ? ' time-bar-about' : ''}`}
                x1="0"
                x2="20"
                y1={y(reading.value.at)}
                y2={y(reading.value.at)}
              />
            ),
          )}
        {points.map((point, index) => (
          <g
            key={point.id}
            className={`${point.id === 'now' ? 'time-bar-now-label' : point.flag ? `time-bar-flag time-bar-flag-${point.flag.side}` : 'time-bar-marker'}${active === point.id ? ' is-active' : ''}`}
          >
            <line
              className={point.flag ? 'time-bar-stem' : 'time-bar-chosen'}
              x1="0"
              x2="20"
              y1={y(point.at)}
              y2={y(point.at)}
            />
            <path className="time-bar-slope" d={`M20 ${y(point.at)}L36 ${labels[index]}`} />
            {point.flag ? <path d={`M40 ${labels[index]! - 5}l9 5l-9 5z`} /> : null}
            <text x={point.flag ? 54 : 40} y={labels[index]! + 5}>
              <tspan className="time-bar-time">{point.time}</tspan>
              <tspan dx="6">{fitText(point.name, point.flag ? 180 : 200)}</tspan>
            </text>
          </g>
        ))}
      </svg>
      {content.symptoms.length > 0 ? (
        <div className="time-bar-flat">
          {content.symptoms.map((bar, index) => (
            <div key={bar.symptomId} className="time-bar-flat-row">
              <span>
                <span className="time-bar-flat-surface">{t.surfaces[bar.surface]}</span>{' '}
                {symptomText(symptoms.get(bar.symptomId)!, language)}
              </span>
              <svg width="100%" height="10" className="time-bar-symptom">
                <Fades id={`${id}-flat-${index}`} spans={[bar]} />
                <line className="time-bar-line" x1="0" x2="100%" y1="5" y2="5" />
                <Bar
                  span={bar}
                  axis={flat}
                  id={`${id}-flat-${index}`}
                  y={1}
                  height={8}
                  className="time-bar-symptom-bar"
                />
              </svg>
            </div>
          ))}
          <div className="time-bar-flat-ends">
            <span>{clock(content.from, zone)}</span>
            <span>{clock(content.until, zone)}</span>
          </div>
        </div>
      ) : null}
    </div>
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
 * script and without inline styles; on a phone the axis runs down. The list beneath (`list`) says the same in words.
 */
export function TimeBar({
  record,
  list = true,
  caption = true,
}: {
  record: IncidentRecord
  list?: boolean
  caption?: boolean
}) {
  const { language, now } = useReader()
  const id = useId().replaceAll(':', '')
  const [active, setActive] = useState<string | null>(null)
  const t = timeBarMessages[language]
  const content = timeBarContent(record, now as Instant)
  if (!content) return <p className="time-bar-none">{t.noTimes}</p>

  const setting = { record, content, language, active, id }
  const outside = [...content.before, ...content.after]
  const entries = list ? listEntries(setting) : []
  let day = ''
  return (
    <div className="time-bar">
      <figure>
        {caption ? (
          <figcaption className="time-bar-caption">
            {timeBarSentence(record, content, now, language)}
          </figcaption>
        ) : null}
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
      {list ? (
        <ol className="time-bar-list">
          {entries.map((entry) => {
            const entryDay = plainDate(entry.at as Instant, record.zone)
            const newDay = entryDay !== day && day !== ''
            day = entryDay
            return (
              <li
                key={`${entry.glyph}-${entry.id}`}
                onMouseEnter={() => setActive(entry.id)}
                onMouseLeave={() => setActive(null)}
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
      ) : null}
    </div>
  )
}
