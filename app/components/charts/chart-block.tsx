import type { ReactNode } from 'react'
import type { TrendTable } from '#app/domain/trend-csv.ts'
import type { Language } from '#app/messages/define.ts'
import { trendMessages } from '#app/messages/trends.ts'
import { paths } from '#app/paths.ts'
import type { ChartName } from './chart-names.ts'

/** A chart under its title, with the addresses of its picture beside it and its table beneath. */
export function ChartBlock({
  name,
  title,
  search,
  language,
  table,
  actions,
  children,
  className = '',
}: {
  name: ChartName
  title: string
  /** The query of the page; the pictures answer the same. */
  search: string
  language: Language
  /** The table for spreadsheets that has the figures of this chart, where it is this chart's own. */
  table?: TrendTable
  actions?: ReactNode
  children: ReactNode
  className?: string
}) {
  const t = trendMessages[language].charts
  return (
    <div role="group" className={`chart-block ${className}`} id={name} aria-labelledby={`${name}-title`}>
      <div className="chart-block-head">
        <h3 id={`${name}-title`}>{title}</h3>
        {actions}
        <span className="chart-save no-print">
          {t.save}{' '}
          {(['svg', 'png'] as const).map((form) => (
            <a
              key={form}
              href={paths.trendChart(name, form) + search}
              aria-label={`${form.toUpperCase()}: ${title}`}
            >
              {form.toUpperCase()}
            </a>
          ))}
          {table === undefined ? null : (
            <>
              {' '}
              <a href={paths.trendTable(table, search)} aria-label={`CSV: ${title}`}>
                CSV
              </a>
            </>
          )}
        </span>
      </div>
      {children}
    </div>
  )
}
