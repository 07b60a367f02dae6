import { renderToStaticMarkup } from 'react-dom/server'
import type { Trend } from '#app/domain/trend.ts'
import type { Language } from '#app/messages/define.ts'

/** The same chart drawn for a wide page and for a phone, as markup. */
export interface ChartPictures {
  wide: string
  narrow: string
}

/** Width in pixels for which each picture is drawn; `trends.css` shows the one that fits. */
const WIDTHS = { wide: 720, narrow: 342 }

/** Drawing takes longer than all the rest of the page, and most people look at the same trend. */
const drawn = new Map<string, ChartPictures>()
const MOST_DRAWN = 16

/**
 * Draws the yearly chart on the server. The page carries the finished picture, so that the chart library, larger than
 * the rest of the page's script together, is fetched only by those who point at the chart. The server, too, loads it
 * only when the first trend is asked for.
 */
export async function drawYearlyChart(trend: Trend, language: Language): Promise<ChartPictures> {
  // The dots are not in this chart, and a crowded record has thousands.
  const key = JSON.stringify([language, { ...trend, dots: null }])
  const known = drawn.get(key)
  if (known) return known
  const { YearlyChart } = await import('./yearly-chart.tsx')
  const draw = (size: keyof ChartPictures) =>
    renderToStaticMarkup(
      <YearlyChart
        trend={trend}
        language={language}
        id={`chart-${size}`}
        width={WIDTHS[size]}
        height={280}
      />,
    )
  const pictures = { wide: draw('wide'), narrow: draw('narrow') }
  if (drawn.size >= MOST_DRAWN) drawn.clear()
  drawn.set(key, pictures)
  return pictures
}
