import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { Link, useLoaderData } from '@remix-run/react'
import { READING } from '#app/asleep.ts'
import { IncidentHeader } from '#app/components/incident-header.tsx'
import { useMessages, useReader } from '#app/components/reader.tsx'
import { TimeText } from '#app/components/time-text.tsx'
import { instant, toRfc3339 } from '#app/domain/instant.ts'
import { incidentMessages } from '#app/messages/incidents.ts'
import { listIncidentChanges } from '#app/models/audit.server.ts'
import { getIncidentRecord } from '#app/models/incident.server.ts'
import { paths } from '#app/paths.ts'
import { requireUser } from '#app/session.server.ts'
import { found } from '#app/submission.server.ts'

const PAGE = 50

export const handle = READING

export async function loader({ request, params }: LoaderFunctionArgs) {
  await requireUser(request)
  const record = await found(getIncidentRecord(params.reference!))
  const beforeId = new URL(request.url).searchParams.get('before') ?? undefined
  const changes = await listIncidentChanges({ incidentId: record.id, limit: PAGE + 1, beforeId })
  return {
    record,
    changes: changes.slice(0, PAGE),
    next: changes.length > PAGE ? changes[PAGE - 1]!.id : null,
  }
}

export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: `${data?.record.reference ?? ''} · Sagwa` },
]

export default function IncidentHistory() {
  const { record, changes, next } = useLoaderData<typeof loader>()
  const t = useMessages(incidentMessages).history
  const entities: Record<string, string> = t.entities
  const actions: Record<string, string> = t.actions
  return (
    <>
      <IncidentHeader incident={record} />
      {changes.length === 0 ? <p className="quiet">{t.empty}</p> : null}
      <ol className="history">
        {changes.map((change) => (
          <li key={change.id} className="history-change">
            <p>
              <TimeText at={change.at} as="compact" /> · {change.actorName}
            </p>
            <p>
              <strong>{entities[change.entity] ?? change.entity}</strong>{' '}
              {actions[change.action] ?? change.action}
            </p>
            <ChangedValues before={change.before} after={change.after} />
          </li>
        ))}
      </ol>
      {next === null ? null : (
        <nav className="pager">
          <Link to={`${paths.incidentHistory(record.reference)}?before=${next}`} rel="next">
            {t.older}
          </Link>
        </nav>
      )}
    </>
  )
}

/** What stood in each changed column before and after. */
function ChangedValues({ before, after }: { before: unknown; after: unknown }) {
  const t = useMessages(incidentMessages).history
  const old = asColumns(before)
  const recent = asColumns(after)
  const names = [...new Set([...Object.keys(old), ...Object.keys(recent)])].filter(
    (name) => JSON.stringify(old[name] ?? null) !== JSON.stringify(recent[name] ?? null),
  )
  if (names.length === 0) return null
  return (
    <dl className="facts history-values">
      {names.map((name) => (
        <div className="facts-row" key={name}>
          <dt>
            <code>{name}</code>
          </dt>
          <dd>
            {name in old ? (
              <del>
                <span className="visually-hidden">{t.before}: </span>
                <Value name={name} value={old[name]} />
              </del>
            ) : null}{' '}
            {name in recent ? (
              <ins>
                <span className="visually-hidden">{t.after}: </span>
                <Value name={name} value={recent[name]} />
              </ins>
            ) : null}
          </dd>
        </div>
      ))}
    </dl>
  )
}

/** Columns that hold instants; everything else that is a number is a number. */
const INSTANT_NAME = /(_at|At|^at|^until)$/

function Value({ name, value }: { name: string; value: unknown }) {
  const { zone } = useReader()
  if (value === null || value === undefined || value === '') return <>–</>
  if (typeof value === 'number' && INSTANT_NAME.test(name)) return <>{toRfc3339(instant(value), zone)}</>
  return <>{typeof value === 'string' ? value : JSON.stringify(value)}</>
}

function asColumns(value: unknown): Record<string, unknown> {
  if (value === null || typeof value !== 'object') return {}
  return Array.isArray(value) ? { services: value.length } : { ...value }
}
