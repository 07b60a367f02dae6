import { Form, Link } from '@remix-run/react'
import { useId, type ReactNode } from 'react'
import { groupName } from '#app/components/charts/cut-bars.tsx'
import { nameIn, useMessages, useReader } from '#app/components/reader.tsx'
import { FACTORS } from '#app/domain/factors.ts'
import { INCIDENT_KINDS, SEVERITIES } from '#app/domain/incident-record.ts'
import { SURFACES } from '#app/domain/symptoms.ts'
import { NONE, type TrendQuery } from '#app/domain/trend-query.ts'
import type { Trend } from '#app/domain/trend-shape.ts'
import { trendMessages } from '#app/messages/trends.ts'
import { paths } from '#app/paths.ts'

/** The query as it was typed. */
export type AskedTexts = Record<keyof TrendQuery, string>

interface Names {
  id: string
  nameKo: string
  nameEn: string
}

interface Props {
  trend: Trend
  asked: AskedTexts
  errors: Partial<Record<string, string[]>>
  /** The last day that may be asked for. */
  today: string
  rules: Names[]
  services: Names[]
}

const NARROWING = ['service', 'severity', 'factor', 'surface', 'kind'] as const

/** What the trend is asked: years, as-of day and rule at once, the rest folded away until it is used. A plain GET form. */
export function TrendQuestion({ trend, asked, errors, today, rules, services }: Props) {
  const t = useMessages(trendMessages)
  const { language } = useReader()
  const isDefault = Object.values(asked).every((value) => value === '')
  const narrowed = NARROWING.some((name) => asked[name] !== '')
  const field = (name: keyof TrendQuery) => ({ name, value: asked[name], errors: errors[name] })
  const choices = (names: Names[]) => names.map((one) => ({ value: one.id, label: nameIn(language, one) }))
  const words = (cut: 'severity' | 'factor' | 'surface', keys: readonly string[]) =>
    keys.map((value) => ({ value, label: groupName(cut, value, trend, language) }))
  return (
    <Form method="get" className="trend-question" aria-label={t.page.ask} noValidate>
      <div className="filters">
        <AskedField {...field('from')} label={t.page.from}>
          {(control) => (
            <input
              {...control}
              inputMode="numeric"
              size={6}
              placeholder={String(trend.years[0]?.year ?? '')}
            />
          )}
        </AskedField>
        <AskedField {...field('to')} label={t.page.to}>
          {(control) => (
            <input
              {...control}
              inputMode="numeric"
              size={6}
              placeholder={String(trend.years.at(-1)?.year ?? '')}
            />
          )}
        </AskedField>
        <AskedField {...field('asOf')} label={t.page.asOf}>
          {(control) => (
            <input
              {...control}
              // A date field cannot show what is no date.
              type={errors.asOf ? 'text' : 'date'}
              max={today}
              defaultValue={asked.asOf || trend.asOf}
            />
          )}
        </AskedField>
        {rules.length > 1 || asked.rule !== '' ? (
          <AskedField {...field('rule')} label={t.page.rule}>
            {(control) => (
              <select {...control} defaultValue={trend.rule.id}>
                {rules.map((rule) => (
                  <option key={rule.id} value={rule.id}>
                    {nameIn(language, rule)}
                  </option>
                ))}
              </select>
            )}
          </AskedField>
        ) : null}
        <button className="button">{t.page.show}</button>
        {isDefault ? null : (
          <Link to={paths.trends()} className="trend-reset">
            {t.page.reset}
          </Link>
        )}
      </div>
      <details
        className="trend-narrow"
        open={narrowed || NARROWING.some((name) => errors[name] !== undefined)}
      >
        <summary>{t.page.narrow}</summary>
        <div className="filters">
          <AskedChoice
            {...field('service')}
            label={t.page.service}
            options={[...choices(services), { value: NONE, label: t.page.noneService }]}
          />
          <AskedChoice
            {...field('severity')}
            label={t.page.severityFilter}
            options={words('severity', SEVERITIES)}
          />
          <AskedChoice
            {...field('factor')}
            label={t.page.factor}
            options={[...words('factor', FACTORS), { value: NONE, label: t.page.noneFactor }]}
          />
          <AskedChoice
            {...field('surface')}
            label={t.page.surface}
            options={[...words('surface', SURFACES), { value: NONE, label: t.page.noneSurface }]}
          />
          {trend.rule.definition.maintenance || asked.kind !== '' ? (
            <AskedChoice
              {...field('kind')}
              label={t.page.kind}
              options={INCIDENT_KINDS.map((value) => ({ value, label: t.page.kinds[value] }))}
            />
          ) : null}
        </div>
      </details>
      {asked.grain === '' ? null : <input type="hidden" name="grain" value={asked.grain} />}
      {asked.version === '' || errors.version !== undefined ? null : (
        <input type="hidden" name="version" value={asked.version} />
      )}
    </Form>
  )
}

/** What narrows the trend, each with the way to take it off again. */
export function TrendChips({
  trend,
  search,
  services,
}: Pick<Props, 'trend' | 'services'> & { search: string }) {
  const t = useMessages(trendMessages).page
  const { language } = useReader()
  const { filters } = trend
  const cuts = {
    service: t.service,
    severity: t.severityFilter,
    factor: t.factor,
    surface: t.surface,
  } as const
  const chips = [
    ...(['service', 'severity', 'factor', 'surface'] as const).flatMap((name) => {
      const value = filters[name]
      if (value === null) return []
      const service = name === 'service' ? services.find(({ id }) => id === value) : undefined
      const label = service ? nameIn(language, service) : groupName(name, value, trend, language)
      return [{ name: name, label: `${cuts[name]}: ${label}` }]
    }),
    ...(filters.kind === null ? [] : [{ name: 'kind', label: `${t.kind}: ${t.kinds[filters.kind]}` }]),
    ...(trend.query.version === null || !new URLSearchParams(search).has('version')
      ? []
      : [{ name: 'version', label: `${t.versionAsked}: ${trend.query.version}` }]),
  ]
  if (chips.length === 0) return null
  const without = (name: string) => {
    const query = new URLSearchParams(search)
    query.delete(name)
    return `${paths.trends()}${query.size === 0 ? '' : `?${query.toString()}`}`
  }
  return (
    <ul className="chips" aria-label={t.filtered}>
      {chips.map(({ name, label }) => (
        <li key={name}>
          <Link to={without(name)} className="chip" aria-label={t.removeFilter(label)} preventScrollReset>
            {label}
            <svg viewBox="0 0 12 12" aria-hidden="true" className="no-print">
              <path d="M3 3l6 6M9 3l-6 6" stroke="currentColor" strokeWidth="1.5" />
            </svg>
          </Link>
        </li>
      ))}
    </ul>
  )
}

interface Control {
  id: string
  name: string
  className: string
  defaultValue: string
  'aria-invalid': true | undefined
  'aria-describedby': string | undefined
}

function AskedField({
  name,
  value,
  label,
  errors,
  children,
}: {
  name: string
  value: string
  label: string
  errors: string[] | undefined
  children: (control: Control) => ReactNode
}) {
  const id = `ask-${name}`
  return (
    <div className="filter">
      <label className="filter-label" htmlFor={id}>
        {label}
      </label>
      {children({
        id,
        name,
        className: 'input',
        defaultValue: value,
        'aria-invalid': errors ? true : undefined,
        'aria-describedby': errors ? `${id}-error` : undefined,
      })}
      {errors ? (
        <p className="field-error" id={`${id}-error`}>
          {errors.join(' ')}
        </p>
      ) : null}
    </div>
  )
}

function AskedChoice({
  options,
  ...field
}: {
  name: string
  value: string
  label: string
  errors: string[] | undefined
  options: { value: string; label: string }[]
}) {
  const t = useMessages(trendMessages).page
  const key = useId()
  const known = field.value === '' || options.some(({ value }) => value === field.value)
  return (
    <AskedField {...field}>
      {(control) => (
        <select {...control} key={`${key}${field.value}`}>
          <option value="">{t.any}</option>
          {known ? null : <option value={field.value}>{field.value}</option>}
          {options.map((option) => (
            <option key={option.value} value={option.value}>
              {option.label}
            </option>
          ))}
        </select>
      )}
    </AskedField>
  )
}
