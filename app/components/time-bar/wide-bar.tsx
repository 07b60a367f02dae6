import type { Instant } from '#app/domain/instant.ts'
import { dateText } from '#app/domain/time-text.ts'
import { timeBarMessages } from '#app/messages/time-bar.ts'
import { Bar, Fades, percent } from './bar.tsx'
import { clock, labelled, markerLabel, statementText, symptomText, type Setting } from './labels.ts'
import {
  axisTicks,
  barLabelPlace,
  fitAxis,
  fitText,
  labelLevels,
  position,
  textWidth,
  type Axis,
  type AxisTick,
  type BarReading,
  type BarSpan,
} from './layout.ts'

/** The width at which labels are laid out; the wide picture is never narrower (styles/time-bar.css switches). */
const WIDE = 700
const LEVEL = 20
/** Labels beyond this level stay unwritten: the list below the picture has them. */
const MOST_LEVELS = 5
const FLAG_LABEL = 160

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

/** The picture on a wide screen: the axis runs to the right, statements above, symptoms beneath. */
export function WideBar(setting: Setting) {
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
