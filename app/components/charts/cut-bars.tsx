import { NONE } from '#app/domain/trend-query.ts'
import { compactMinutes } from '#app/domain/time-text.ts'
import type { Trend, TrendCut, TrendGroup } from '#app/domain/trend-shape.ts'
import type { Language } from '#app/messages/define.ts'
import { factorMessages } from '#app/messages/factors.ts'
import { timeBarMessages } from '#app/messages/time-bar.ts'
import { trendMessages } from '#app/messages/trends.ts'
import { incidentsBehindHref } from './incidents-behind.ts'
import type { ChartRow, RowsChart } from './rows-chart.tsx'
import { percent } from './scales.ts'

export const CUTS = ['service', 'severity', 'factor', 'surface'] as const
export type CutName = (typeof CUTS)[number]

/** What the bars are drawn from. */
export type CutsTrend = Pick<Trend, 'cuts' | 'services' | 'years'>

const HEIGHT = 30
/** More bars than this are no picture any more; the table has them all. */
const MOST_BARS = 12

/** What a group of a cut is called. */
export function groupName(
  cut: CutName,
  key: string,
  { services }: Pick<Trend, 'services'>,
  language: Language,
): string {
  const t = trendMessages[language]
  if (key === NONE) return t.charts[cut].without
  if (cut === 'service') {
    const service = services.find(({ id }) => id === key)
    if (service === undefined) return key
    return language === 'ko' ? service.nameKo || service.nameEn : service.nameEn || service.nameKo
  }
  const names: Record<string, string> =
    cut === 'severity'
      ? t.severity
      : cut === 'factor'
        ? factorMessages[language].names
        : timeBarMessages[language].surfaces
  return names[key] ?? key
}

/** Groups of a cut as bars of their counts, the largest first. */
export function cutBars(trend: CutsTrend, cut: CutName, language: Language): RowsChart {
  const t = trendMessages[language]
  const { groups, overlapping } = trend.cuts[cut] as TrendCut<string>
  const shown = groups.slice(0, MOST_BARS)
  const highest = Math.max(1, ...groups.map(({ count }) => count))
  return {
    label: t.charts[cut].title,
    columns: { label: 168, value: 56, narrowLabel: 112, narrowValue: 44 },
    rows: shown.map((group): ChartRow => {
      const name = groupName(cut, group.key, trend, language)
      return {
        key: group.key,
        label: name,
        href: incidentsBehindHref(group.incidents),
        hrefLabel: t.charts.cutLink(name, group.count),
        height: HEIGHT,
        value: String(group.count),
        marks: <Bar share={group.count / highest} hollow={group.key === NONE} />,
      }
    }),
    note: [
      overlapping ? t.charts.overlapping : t.charts.adding,
      ...(groups.length > shown.length ? [t.charts.more(groups.length - shown.length)] : []),
    ].join(' '),
  }
}

/** Services by the time they lost. Incidents of unknown length stand as a hollow circle with their number at the end. */
export function serviceLossBars(trend: CutsTrend, language: Language): RowsChart {
  const t = trendMessages[language]
  const groups = [...trend.cuts.service.groups].sort(
    (a, b) => (b.downtimeMinutes ?? -1) - (a.downtimeMinutes ?? -1),
  )
  const shown = groups.slice(0, MOST_BARS)
  const longest = Math.max(1, ...groups.map(({ downtimeMinutes }) => downtimeMinutes ?? 0))
  return {
    label: t.charts.servicesLost.title,
    columns: { label: 168, value: 104, narrowLabel: 104, narrowValue: 84 },
    rows: shown.map((group): ChartRow => {
      const name = groupName('service', group.key, trend, language)
      return {
        key: group.key,
        label: name,
        href: incidentsBehindHref(group.incidents),
        hrefLabel: t.charts.cutLink(name, group.count),
        height: HEIGHT,
        value: lossText(group, language),
        marks: (
          <>
            <Bar share={((group.downtimeMinutes ?? 0) / longest) * 0.9} hollow={group.key === NONE} />
            {group.unknownDurations > 0 ? (
              <UnknownMark
                share={((group.downtimeMinutes ?? 0) / longest) * 0.9}
                count={group.unknownDurations}
                name={t.charts.downtime.onlyUnknown(group.unknownDurations)}
              />
            ) : null}
          </>
        ),
      }
    }),
    note: [
      t.charts.servicesLost.note,
      ...(groups.length > shown.length ? [t.charts.more(groups.length - shown.length)] : []),
    ].join(' '),
  }
}

/** Time lost in words: what is not known is never a zero. */
export function lossText(
  { downtimeMinutes, unknownDurations }: Pick<TrendGroup<string>, 'downtimeMinutes' | 'unknownDurations'>,
  language: Language,
): string {
  const t = trendMessages[language]
  if (downtimeMinutes === null) return t.notKnown
  if (downtimeMinutes === 0 && unknownDurations === 0) return t.charts.downtime.none
  return compactMinutes(downtimeMinutes, language)
}

function Bar({ share, hollow }: { share: number; hollow: boolean }) {
  const half = 8
  return (
    <>
      <line x1="0.5" x2="0.5" y1="0" y2={HEIGHT} stroke="var(--hairline-strong)" />
      {share > 0 ? (
        <rect
          x="0"
          y={HEIGHT / 2 - half}
          width={percent(share)}
          height={half * 2}
          fill={hollow ? 'var(--paper)' : 'var(--data-1)'}
          stroke="var(--data-1)"
          className="chart-fill"
        />
      ) : null}
    </>
  )
}

function UnknownMark({ share, count, name }: { share: number; count: number; name: string }) {
  return (
    <svg x={percent(share)} y={HEIGHT / 2} width="1" height="1" overflow="visible">
      <title>{name}</title>
      <circle cx="13" cy="0" r="5" fill="var(--paper)" stroke="var(--data-1)" strokeWidth="1.75" />
      <text x="23" y="4" fontSize={12} fill="var(--ink-quiet)">
        {count}
      </text>
    </svg>
  )
}
