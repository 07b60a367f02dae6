import type { ReactElement } from 'react'
import { renderToStaticMarkup } from 'react-dom/server'
import type { Trend } from '#app/domain/trend-shape.ts'
import type { Language } from '#app/messages/define.ts'

/** One chart drawn for the widths that pages come in, as markup. */
export interface ChartPictures {
  wide: string
  middle: string
  narrow: string
}

/** The charts that are drawn on the server and only come alive under a mouse. */
export interface TrendPictures {
  /** Null where quarters or months are asked for, which are rows and not this chart. */
  counts: ChartPictures | null
  downtime: ChartPictures
}

/** Width in pixels for which each picture is drawn; `charts.css` shows the one that fits. */
const PICTURE_WIDTHS = { wide: 1024, middle: 688, narrow: 342 }

/** Drawing takes longer than all the rest of the page, and most people look at the same trend. */
const drawn = new Map<string, TrendPictures>()
const MOST_DRAWN = 16

/**
 * Draws the charts of a trend on the server. The page carries the finished pictures, so that the chart library, larger
 * than the rest of the page's script together, is fetched only by those who point at a chart. The server, too, loads
 * it only when the first trend is asked for.
 */
export async function drawTrendCharts(trend: Trend, language: Language): Promise<TrendPictures> {
  const { years, samePeriod, series, ruleChanges, query } = trend
  const key = JSON.stringify([language, query, years, samePeriod, series, ruleChanges])
  const known = drawn.get(key)
  if (known) return known
  const [{ YearlyChart }, { DowntimeChart }] = await Promise.all([
    import('./yearly-chart.tsx'),
    import('./downtime-chart.tsx'),
  ])
  const pictures: TrendPictures = {
    counts:
      query.grain === 'year'
        ? inAllWidths((props) => <YearlyChart trend={trend} language={language} {...props} />, 'counts')
        : null,
    downtime: inAllWidths(
      (props) => <DowntimeChart trend={trend} language={language} {...props} />,
      'downtime',
    ),
  }
  if (drawn.size >= MOST_DRAWN) drawn.clear()
  drawn.set(key, pictures)
  return pictures
}

function inAllWidths(
  chart: (props: { id: string; width: number }) => ReactElement,
  name: string,
): ChartPictures {
  const draw = (size: keyof ChartPictures) =>
    leaner(renderToStaticMarkup(chart({ id: `${name}-${size}`, width: PICTURE_WIDTHS[size] })))
  return { wide: draw('wide'), middle: draw('middle'), narrow: draw('narrow') }
}

/** Without what the chart library writes and nobody reads; a page carries six of these pictures, each one twice. */
function leaner(picture: string): string {
  return picture
    .replaceAll(/ class="(?!chart-)(?!recharts-(wrapper|surface)")[^"]*"/g, '')
    .replaceAll(/(<line[^>]*?) x="[^"]*" y="[^"]*" width="[^"]*" height="[^"]*"/g, '$1')
    .replaceAll(/<(title|desc)><\/\1>|<g><\/g>/g, '')
    .replaceAll(/ d="[^"]*"|="-?\d+\.\d{3,}"/g, (numbers) => numbers.replaceAll(/(\.\d\d)\d+/g, '$1'))
}
