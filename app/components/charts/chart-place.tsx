import { useState, type ComponentType } from 'react'
import type { Trend } from '#app/domain/trend.ts'
import type { Language } from '#app/messages/define.ts'
import type { ChartPictures } from './chart-pictures.server.tsx'

interface Props {
  trend: Trend
  language: Language
  pictures: ChartPictures
}

type LiveChart = ComponentType<{ trend: Trend; language: Language; id: string }>

/** The yearly chart as the server drew it; under a mouse it becomes the live one, which tells its numbers. */
export function ChartPlace({ trend, language, pictures }: Props) {
  const [Live, setLive] = useState<LiveChart | null>(null)
  if (Live !== null) {
    return (
      <div className="chart-place">
        <Live trend={trend} language={language} id="chart-live" />
      </div>
    )
  }
  const wake = () => {
    import('./yearly-chart.tsx').then(
      (chart) => setLive(() => chart.YearlyChart),
      // Without it the picture stays a picture.
      () => undefined,
    )
  }
  return (
    <div className="chart-place" onPointerEnter={(event) => event.pointerType === 'mouse' && wake()}>
      {(['wide', 'narrow'] as const).map((size) => (
        <div key={size} className={`chart-${size}`} dangerouslySetInnerHTML={{ __html: pictures[size] }} />
      ))}
    </div>
  )
}
