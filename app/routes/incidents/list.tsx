import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { Form, Link, useLoaderData } from '@remix-run/react'
import { READING } from '#app/asleep.ts'
import { CountedNote } from '#app/components/counted-note.tsx'
import { FilterSelect, FilterYear } from '#app/components/filters.tsx'
import { IncidentTable } from '#app/components/incident-table.tsx'
import { EmptyState, PageHeader } from '#app/components/layout/page.tsx'
import { OtherForms } from '#app/components/other-forms.tsx'
import { nameIn, useMay, useMessages, useReader } from '#app/components/reader.tsx'
import { SEVERITIES } from '#app/domain/incident-record.ts'
import { languageOf } from '#app/language.server.ts'
import { incidentMessages } from '#app/messages/incidents.ts'
import { shellMessages } from '#app/messages/shell.ts'
import { getRuleVersion } from '#app/models/counting-rule.server.ts'
import { countCounted, listIncidents } from '#app/models/incident-list.server.ts'
import { listServices } from '#app/models/service.server.ts'
import { paths } from '#app/paths.ts'
import { requireUser } from '#app/session.server.ts'
import { found } from '#app/submission.server.ts'
import { filtersToQuery, queryToFilters } from './filters.ts'

export const handle = READING

export async function loader({ request }: LoaderFunctionArgs) {
  const user = await requireUser(request)
  const query = new URL(request.url).searchParams
  const filters = queryToFilters(query)
  const cursor = query.get('after')
  const { counted } = filters
  return {
    title: incidentMessages[languageOf(request, user)].list.title,
    filters,
    paged: cursor !== null,
    page: await found(listIncidents({ filters, cursor })),
    services: await listServices(),
    behind: counted
      ? {
          counted,
          rule: await getRuleVersion(counted.rule, counted.version),
          total: await countCounted(counted),
        }
      : null,
  }
}

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: `${data?.title ?? ''} · Sagwa` }]

export default function IncidentList() {
  const { filters, paged, page, services, behind } = useLoaderData<typeof loader>()
  const t = useMessages(incidentMessages)
  const mayLog = useMay('log_incident')
  const filtered = Object.values(filters).some((value) => value !== undefined)
  const log = mayLog ? (
    <Link className="button button-primary" to={paths.newIncident()}>
      {t.list.log}
    </Link>
  ) : null
  return (
    <>
      <PageHeader
        title={t.list.title}
        meta={
          <OtherForms
            addresses={{
              csv: paths.incidentsAs('csv') + filtersToQuery(filters, null),
              json: paths.incidentsAs('json') + filtersToQuery(filters, null),
            }}
          />
        }
        actions={log}
      />
      {behind ? (
        <CountedNote {...behind} services={services} />
      ) : (
        <Filters filters={filters} services={services} />
      )}

      {page.incidents.length > 0 ? (
        <>
          <IncidentTable incidents={page.incidents} caption={t.list.caption} />
          <nav className="pager" aria-label={t.list.title}>
            <span className="quiet">{t.list.count(page.incidents.length)}</span>
            {paged ? (
              <Link to={`${paths.incidents()}${filtersToQuery(filters, null)}`}>{t.list.newest}</Link>
            ) : null}
            {page.next === null ? null : (
              <Link to={`${paths.incidents()}${filtersToQuery(filters, page.next)}`} rel="next">
                {t.list.older}
              </Link>
            )}
          </nav>
        </>
      ) : filtered || paged ? (
        <EmptyState
          title={t.list.noMatch}
          text={t.list.noMatchBody}
          action={
            <Link className="button" to={paths.incidents()}>
              {t.list.clear}
            </Link>
          }
        />
      ) : (
        <EmptyState
          title={t.list.empty}
          text={t.list.emptyBody}
          example={
            <p>
              {t.log.nameHint} · {t.log.sourceHint}
            </p>
          }
          action={log}
        />
      )}
    </>
  )
}

function Filters({
  filters,
  services,
}: Pick<ReturnType<typeof useLoaderData<typeof loader>>, 'filters' | 'services'>) {
  const t = useMessages(incidentMessages)
  const words = useMessages(shellMessages)
  const { language } = useReader()
  return (
    <Form method="get" className="filters" aria-label={t.list.filters}>
      <FilterSelect
        name="state"
        label={t.list.state}
        value={filters.state}
        any={t.list.any}
        options={[
          { value: 'open', label: t.list.open },
          { value: 'closed', label: t.list.closed },
        ]}
      />
      <FilterSelect
        name="severity"
        label={t.list.severity}
        value={filters.severity}
        any={t.list.any}
        options={SEVERITIES.map((value) => ({ value, label: words.severity[value] }))}
      />
      <FilterSelect
        name="service"
        label={t.list.service}
        value={filters.serviceId}
        any={t.list.any}
        options={services.map((service) => ({ value: service.id, label: nameIn(language, service) }))}
      />
      <FilterSelect
        name="kind"
        label={t.list.kind}
        value={filters.kind}
        any={t.list.any}
        options={[
          { value: 'incident', label: t.kinds.incident },
          { value: 'maintenance', label: t.kinds.maintenance },
        ]}
      />
      <FilterYear label={t.list.year} value={filters.year} />
      <button className="button">{t.list.apply}</button>
      {Object.values(filters).some((value) => value !== undefined) ? (
        <Link to={paths.incidents()}>{t.list.clear}</Link>
      ) : null}
    </Form>
  )
}
