import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { Form, Link, useLoaderData } from '@remix-run/react'
import { FilterSelect, FilterYear } from '#app/components/filters.tsx'
import { EmptyState, PageHeader } from '#app/components/layout/page.tsx'
import { nameIn, useMessages, useReader } from '#app/components/reader.tsx'
import { placeOfHit } from '#app/components/search-hit.ts'
import { SeverityMark } from '#app/components/severity-mark.tsx'
import { TimeText } from '#app/components/time-text.tsx'
import { LONGEST_QUERY } from '#app/domain/search-text.ts'
import { languageOf } from '#app/language.server.ts'
import { searchMessages } from '#app/messages/search.ts'
import { search, type FoundIncident } from '#app/models/search.server.ts'
import { listServices } from '#app/models/service.server.ts'
import { paths } from '#app/paths.ts'
import { requireUser } from '#app/session.server.ts'
import { askedSearch, SEARCHED_ENTITIES, searchQuery } from './asked-search.ts'

export async function loader({ request }: LoaderFunctionArgs) {
  const user = await requireUser(request)
  const asked = askedSearch(new URL(request.url).searchParams)
  return {
    title: searchMessages[languageOf(request, user)].title,
    asked,
    result: await search(asked),
    services: await listServices(),
  }
}

export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: [data?.asked.typed, data?.title, 'Sagwa'].filter(Boolean).join(' · ') },
]

export default function Search() {
  const { asked, result, services } = useLoaderData<typeof loader>()
  const t = useMessages(searchMessages)
  const { language } = useReader()
  const { typed, filters, before } = asked
  const narrowed = Object.keys(filters).length > 0
  return (
    <>
      <PageHeader title={t.title} />
      <Form method="get" role="search" className="filters search-form">
        <label className="filter search-field">
          <span className="filter-label">{t.field}</span>
          <input
            className="input"
            type="search"
            name="q"
            defaultValue={typed}
            key={typed}
            maxLength={LONGEST_QUERY}
            autoFocus={typed === ''}
            aria-describedby="search-hint"
            autoComplete="off"
          />
        </label>
        <FilterSelect
          name="where"
          label={t.where}
          value={filters.entity}
          any={t.any}
          options={SEARCHED_ENTITIES.map((value) => ({ value, label: t.entities[value] }))}
        />
        <FilterSelect
          name="service"
          label={t.service}
          value={filters.serviceId}
          any={t.any}
          options={services.map((service) => ({ value: service.id, label: nameIn(language, service) }))}
        />
        <FilterYear label={t.year} value={filters.year} />
        <button className="button">{t.submit}</button>
        <p id="search-hint" className="small quiet search-hint">
          {t.hint}
        </p>
      </Form>

      {typed === '' ? (
        <EmptyState title={t.start} text={t.startBody} example={<p>{t.startExample}</p>} />
      ) : result.incidents.length === 0 ? (
        <EmptyState
          title={t.none(typed)}
          text={t.noneBody}
          action={
            narrowed ? (
              <Link className="button" to={paths.search() + searchQuery(typed, {}, null)}>
                {t.everywhere}
              </Link>
            ) : null
          }
        />
      ) : (
        <>
          <ol className="search-results">
            {result.incidents.map((incident) => (
              <Found key={incident.reference} incident={incident} />
            ))}
          </ol>
          <nav className="pager" aria-label={t.title}>
            <span className="quiet">{t.found(result.incidents.length, result.next !== null)}</span>
            {before === null ? null : (
              <Link to={paths.search() + searchQuery(typed, filters, null)}>{t.newest}</Link>
            )}
            {result.next === null ? null : (
              <Link to={paths.search() + searchQuery(typed, filters, result.next)} rel="next">
                {t.older}
              </Link>
            )}
          </nav>
        </>
      )}
    </>
  )
}

/** Places shown of one incident; the rest are a word away in the incident itself. */
const MOST_HITS = 5

function Found({ incident }: { incident: FoundIncident }) {
  const t = useMessages(searchMessages)
  return (
    <li>
      <p className="search-incident">
        <SeverityMark severity={incident.severity} />
        <span className="reference">{incident.reference}</span>
        <Link to={paths.incident(incident.reference)} data-row>
          {incident.title}
        </Link>
        {incident.started === null ? null : (
          <span className="quiet small">
            <TimeText value={incident.started} />
          </span>
        )}
      </p>
      <ul className="search-hits">
        {incident.hits.slice(0, MOST_HITS).map((hit) => (
          <li key={hit.entityId}>
            <Link to={placeOfHit(incident.reference, hit)} className="small">
              {t.entities[hit.entity]}
            </Link>{' '}
            <span>
              {hit.snippet.map((part, index) =>
                part.marked ? <mark key={index}>{part.text}</mark> : <span key={index}>{part.text}</span>,
              )}
            </span>
          </li>
        ))}
      </ul>
    </li>
  )
}
