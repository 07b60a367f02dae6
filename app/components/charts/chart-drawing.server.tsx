import type { ReactElement, ReactNode } from 'react'
import { renderToStaticMarkup } from 'react-dom/server'
import type { Trend } from '#app/domain/trend-shape.ts'
import type { Language } from '#app/messages/define.ts'
import { trendMessages } from '#app/messages/trends.ts'
import type { ChartName } from './chart-names.ts'
import { drawable } from './crowded.ts'
import { cutBars, serviceLossBars } from './cut-bars.tsx'
import { durationStrips, lengthStrips } from './dot-strips.tsx'
import { heatMap } from './heat-map.tsx'
import { HatchPattern } from './marks.tsx'
import { periodRows } from './period-rows.tsx'
import { rowsDrawing, type RowsChart } from './rows-chart.tsx'
import { yearStrips } from './year-strips.tsx'

/** Width of a drawing in pixels; a report is as wide on paper. */
export const DRAWING_WIDTH = 960

const MARGIN = 32
const INNER = DRAWING_WIDTH - 2 * MARGIN

/**
 * The colours of the tokens in light, on white: a drawing leaves the page and takes no style sheet along. A test keeps
 * them equal to `tokens.css`.
 */
export const DRAWING_COLOURS: Record<string, string> = {
  paper: '#ffffff',
  ink: '#1c1b19',
  'ink-quiet': '#686764',
  'ink-faint': '#8c8a88',
  hairline: '#e0dfdc',
  'hairline-strong': '#c5c4c1',
  sunken: '#f3f2ee',
  hover: '#efeeea',
  'data-1': '#2c5a86',
  'data-2': '#a8690f',
}

const FONT = "Pretendard, 'Apple SD Gothic Neo', 'Noto Sans KR', 'Malgun Gothic', 'NanumGothic', sans-serif"

/**
 * A chart of the trend as a drawing to be kept: its title, as-of day, filters and rule on it, in light colours, with
 * nothing in it that has to be fetched. SVG as text.
 */
export async function drawChart(name: ChartName, trend: Trend, language: Language): Promise<string> {
  const { title, height, drawing, note } = await bodyOf(name, drawable(trend), language)
  const t = trendMessages[language]
  const ruleName =
    language === 'ko' ? trend.rule.nameKo || trend.rule.nameEn : trend.rule.nameEn || trend.rule.nameKo
  const filters = trend.filterWords[language]
  const under = [
    ...wrapped(note, INNER, 12),
    ...wrapped(
      `${t.table.caption(ruleName, trend.rule.version, trend.asOf, trend.rule.words[language])}`,
      INNER,
      12,
    ),
  ]
  const top = MARGIN + 52
  const all = top + height + 28 + under.length * 17 + MARGIN - 10
  const svg = renderToStaticMarkup(
    <svg
      width={DRAWING_WIDTH}
      height={all}
      viewBox={`0 0 ${DRAWING_WIDTH} ${all}`}
      fontFamily={FONT}
      role="img"
      lang={language}
    >
      <title>{title}</title>
      <defs>
        <HatchPattern />
      </defs>
      <rect width="100%" height="100%" fill="var(--paper)" />
      <text x={MARGIN} y={MARGIN + 16} fontSize={20} fontWeight={600} fill="var(--ink)">
        {title}
      </text>
      <text x={MARGIN} y={MARGIN + 37} fontSize={13} fill="var(--ink-quiet)">
        {[t.asOf(trend.asOf), ...(filters === '' ? [] : [filters])].join(' · ')}
      </text>
      <svg x={MARGIN} y={top} width={INNER} height={height} overflow="visible">
        {drawing}
      </svg>
      {under.map((line, index) => (
        <text key={index} x={MARGIN} y={top + height + 34 + index * 17} fontSize={12} fill="var(--ink-quiet)">
          {line}
        </text>
      ))}
    </svg>,
  )
  return standalone(svg)
}

interface Body {
  title: string
  height: number
  drawing: ReactNode
  note: string
}

async function bodyOf(name: ChartName, trend: Trend, language: Language): Promise<Body> {
  const t = trendMessages[language].charts
  const rows = (title: string, chart: RowsChart): Body => ({
    title,
    note: chart.note,
    ...rowsDrawing(chart, INNER),
  })
  switch (name) {
    case 'strips':
      return rows(t.strips.title, yearStrips(trend, language))
    case 'counts': {
      const title = t.counts.title[trend.query.grain]
      if (trend.query.grain !== 'year') return rows(title, periodRows(trend, language))
      const { YearlyChart, countsNote } = await import('./yearly-chart.tsx')
      const chart = <YearlyChart trend={trend} language={language} id="drawn" width={INNER} height={340} />
      return { title, height: 340, note: countsNote(trend, language), drawing: chartDrawing(chart) }
    }
    case 'downtime': {
      const { DowntimeChart } = await import('./downtime-chart.tsx')
      const chart = <DowntimeChart trend={trend} language={language} id="drawn" width={INNER} height={320} />
      return { title: t.downtime.title, height: 320, note: t.downtime.note, drawing: chartDrawing(chart) }
    }
    case 'services-lost':
      return rows(t.servicesLost.title, serviceLossBars(trend, language))
    case 'lengths':
      return rows(t.lengths.title, lengthStrips(trend, language))
    case 'durations':
      return rows(t.durations.title, durationStrips(trend, language))
    case 'hours': {
      const chart = heatMap(trend, language)
      const { count } = trend.hourUnknown
      const note = count > 0 ? `${chart.note} ${t.heat.unknown(count)}` : chart.note
      return rows(t.heat.title, { ...chart, note })
    }
    default:
      return rows(t[name].title, cutBars(trend, name, language))
  }
}

/** The drawing inside of what the chart library renders, which wraps it for a page. */
function chartDrawing(chart: ReactElement): ReactNode {
  const html = renderToStaticMarkup(chart)
  const svg = html.slice(html.indexOf('<svg'), html.lastIndexOf('</svg>') + '</svg>'.length)
  const plain = svg.replace(/^<svg[^>]*>/, (tag) => tag.replace(/ style="[^"]*"/, ''))
  return <g dangerouslySetInnerHTML={{ __html: plain }} />
}

/** Names its language, resolves the colours, and leaves out what only a page has: links, classes, places to aim at. */
function standalone(svg: string): string {
  return svg
    .replace('<svg ', '<svg xmlns="http://www.w3.org/2000/svg" ')
    .replaceAll(/<a [^>]*>/g, '<g>')
    .replaceAll('</a>', '</g>')
    .replaceAll(/<(circle|rect)[^>]*class="chart-target"[^>]*>(<\/\1>)?/g, '')
    .replaceAll(/ (class|tabindex)="[^"]*"/g, '')
    .replaceAll(/var\(--([\w-]+)\)/g, (_, name: string) => DRAWING_COLOURS[name] ?? '#1c1b19')
}

/** Breaks a text into lines that fit, between words. */
function wrapped(text: string, width: number, size: number): string[] {
  const lines: string[] = []
  let line = ''
  let used = 0
  for (const word of text.split(' ')) {
    const needed = [...word].reduce(
      (sum, letter) => sum + (/[\u1100-\uffdc]/.test(letter) ? 0.9 : 0.55) * size,
      0,
    )
    if (line !== '' && used + needed + 0.3 * size > width) {
      lines.push(line)
      line = ''
      used = 0
    }
    line += line === '' ? word : ` ${word}`
    used += needed + 0.3 * size
  }
  return line === '' ? lines : [...lines, line]
}
