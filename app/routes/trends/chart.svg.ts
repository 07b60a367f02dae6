import type { LoaderFunctionArgs } from '@remix-run/node'
import { drawChart } from '#app/components/charts/chart-drawing.server.tsx'
import { askedChart } from './asked-chart.server.ts'

/** One chart of the trend as a drawing that stands by itself. */
export async function loader(args: LoaderFunctionArgs) {
  const asked = await askedChart(args)
  if (asked instanceof Response) return asked
  return new Response(await drawChart(asked.name, asked.trend, asked.language), {
    headers: {
      'Content-Type': 'image/svg+xml; charset=utf-8',
      'Content-Language': asked.language,
      'Content-Disposition': `inline; filename="${asked.file}.svg"`,
      // Names of services and incidents are somebody's words; a drawing runs nothing and fetches nothing.
      'Content-Security-Policy': "default-src 'none'; style-src 'unsafe-inline'; sandbox",
      'Cache-Control': 'no-store',
    },
  })
}
