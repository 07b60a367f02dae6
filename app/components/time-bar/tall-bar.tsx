import { timeBarMessages } from '#app/messages/time-bar.ts'
import { Bar, Fades } from './bar.tsx'
import { clock, labelled, markerLabel, statementText, symptomText, type Setting } from './labels.ts'
import { fitAxis, fitText, position, spreadLabels, type BarFlag } from './layout.ts'

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
export function TallBar(setting: Setting) {
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
