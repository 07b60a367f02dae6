import type { ReactNode } from 'react'
import type { Language } from '#app/messages/define.ts'
import { trendMessages } from '#app/messages/trends.ts'

export interface TwinRow {
  key: string
  /** Where the row's incidents are listed. */
  href?: string | null
  hrefLabel?: string
  /** The first cell is the head of the row. */
  cells: ReactNode[]
}

/** The numbers of a picture as a table, folded away under it: for those who cannot see it, or want them exactly. */
export function TwinTable({
  caption,
  head,
  rows,
  language,
  /** Columns from the second on are numbers, unless said otherwise. */
  words = [],
}: {
  caption: string
  head: string[]
  rows: TwinRow[]
  language: Language
  words?: number[]
}) {
  const isNumber = (column: number) => column > 0 && !words.includes(column)
  return (
    <details className="twin no-print">
      <summary>
        {trendMessages[language].charts.table}
        <span className="visually-hidden">: {caption}</span>
      </summary>
      <div className="table-scroll" tabIndex={0} role="region" aria-label={caption}>
        <table className="table twin-table">
          <caption className="visually-hidden">{caption}</caption>
          <thead>
            <tr>
              {head.map((name, column) =>
                name === '' ? (
                  <td key={column} />
                ) : (
                  <th key={column} scope="col" className={isNumber(column) ? 'number' : undefined}>
                    {name}
                  </th>
                ),
              )}
            </tr>
          </thead>
          <tbody>
            {rows.map(({ key, href, hrefLabel, cells }) => (
              <tr key={key}>
                {cells.map((cell, column) =>
                  column === 0 ? (
                    <th key={column} scope="row">
                      {href ? (
                        <a href={href} aria-label={hrefLabel}>
                          {cell}
                        </a>
                      ) : (
                        cell
                      )}
                    </th>
                  ) : (
                    <td key={column} className={isNumber(column) ? 'number' : undefined}>
                      {cell}
                    </td>
                  ),
                )}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </details>
  )
}
