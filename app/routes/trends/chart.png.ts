import type { LoaderFunctionArgs } from '@remix-run/node'
import { drawChart, DRAWING_WIDTH } from '#app/components/charts/chart-drawing.server.tsx'
import { pngOf } from '#app/documents/png.server.ts'
import { askedChart } from './asked-chart.server.ts'

/** Sharp on paper and on fine screens. */
const PIXELS_PER_PIXEL = 2

/** One chart of the trend as a picture for slides and mails. */
export async function loader(args: LoaderFunctionArgs) {
  const asked = await askedChart(args)
  if (asked instanceof Response) return asked
  const drawing = await drawChart(asked.name, asked.trend, asked.language)
  return new Response(await pngOf(drawing, DRAWING_WIDTH * PIXELS_PER_PIXEL), {
    headers: {
      'Content-Type': 'image/png',
      'Content-Language': asked.language,
      'Content-Disposition': `inline; filename="${asked.file}.png"`,
      'Cache-Control': 'no-store',
    },
  })
}
