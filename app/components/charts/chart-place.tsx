import { useState, type ComponentType } from 'react'
import type { Language } from '#app/messages/define.ts'
import type { ChartPictures } from './chart-pictures.server.tsx'

interface Props<T> {
  trend: T
  language: Language
  pictures: ChartPictures
  id: string
  /** What the chart shows, for those who hear it. */
  label: string
  note: string
  /** Fetches the live chart. */
  load: () => Promise<ComponentType<{ trend: T; language: Language; id: string }>>
}

/** A chart as the server drew it; under a mouse it becomes the live one, which tells its numbers. */
export function ChartPlace<T>({ trend, language, pictures, id, label, note, load }: Props<T>) {
  const [Live, setLive] = useState<ComponentType<{ trend: T; language: Language; id: string }> | null>(null)
  const wake = () => {
    load().then(
      (chart) => setLive(() => chart),
      // Without it the picture stays a picture.
      () => undefined,
    )
  }
  return (
    <figure className="chart" aria-label={label}>
      <div
        className="chart-place"
        onPointerEnter={(event) => Live === null && event.pointerType === 'mouse' && wake()}
      >
        {Live === null ? (
          (['wide', 'middle', 'narrow'] as const).map((size) => (
            <div
              key={size}
              className={`chart-${size}`}
              dangerouslySetInnerHTML={{ __html: pictures[size] }}
            />
          ))
        ) : (
          <Live trend={trend} language={language} id={`${id}-live`} />
        )}
      </div>
      <figcaption className="chart-note">{note}</figcaption>
    </figure>
  )
}
