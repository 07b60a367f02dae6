import { Link } from '@remix-run/react'
import type { IncidentListItem } from '#app/models/incident-list.server.ts'
import { incidentMessages } from '#app/messages/incidents.ts'
import { paths } from '#app/paths.ts'
import { DurationText } from './duration-text.tsx'
import { nameIn, useMessages, useReader } from './reader.tsx'
import { SeverityMark } from './severity-mark.tsx'
import { TimeText } from './time-text.tsx'

// An outage of everything should take no more room than its title; its own page names all.
const MOST_SERVICES = 3

/** Incidents as rows; on a phone each becomes two lines. `j` and `k` walk through the titles. */
export function IncidentTable({ incidents, caption }: { incidents: IncidentListItem[]; caption: string }) {
  const t = useMessages(incidentMessages).list
  const { language } = useReader()
  return (
    <div className="table-scroll">
      <table className="table table-stacked incident-table">
        <caption className="visually-hidden">{caption}</caption>
        <thead>
          <tr>
            <th scope="col">{t.reference}</th>
            <th scope="col">{t.what}</th>
            <th scope="col">{t.service}</th>
            <th scope="col">{t.began}</th>
            <th scope="col" className="number-column">
              {t.length}
            </th>
          </tr>
        </thead>
        <tbody>
          {incidents.map((incident) => (
            <tr key={incident.id}>
              <td className="number quiet">{incident.reference}</td>
              <th scope="row" className="cell-title">
                <SeverityMark
                  severity={incident.severity}
                  kind={incident.kind}
                  open={incident.closedAt === null}
                />
                <Link to={paths.incident(incident.reference)} data-row="">
                  {incident.title}
                </Link>
              </th>
              <td className="cell-services">
                {incident.services
                  .slice(0, MOST_SERVICES)
                  .map((service) => nameIn(language, service))
                  .join(', ')}
                {incident.services.length > MOST_SERVICES
                  ? ` ${t.moreServices(incident.services.length - MOST_SERVICES)}`
                  : null}
              </td>
              <td className="nowrap">
                {incident.started === null ? (
                  <span className="quiet">{t.noStart}</span>
                ) : (
                  <TimeText value={incident.started} as="compact" />
                )}
              </td>
              <td className="number-column">
                <LengthText incident={incident} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

function LengthText({ incident }: { incident: IncidentListItem }) {
  const t = useMessages(incidentMessages).list
  if (incident.started !== null && incident.ended !== null) {
    return <DurationText duration={incident.impact} compact />
  }
  if (incident.closedAt === null) return <strong className="late">{t.ongoing}</strong>
  return <DurationText minutes={null} />
}
