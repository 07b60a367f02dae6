import { Link } from '@remix-run/react'
import type { IncidentRecord } from '#app/domain/incident-record.ts'
import type { Symptom } from '#app/domain/symptoms.ts'
import { incidentMessages } from '#app/messages/incidents.ts'
import { timeBarMessages } from '#app/messages/time-bar.ts'
import { paths } from '#app/paths.ts'
import { TableScroll } from './layout/page.tsx'
import { nameIn, useMessages, useReader } from './reader.tsx'
import { TimeText } from './time-text.tsx'

/** What users saw, one row per symptom, in the reader's language where it was written down in it. */
export function SymptomTable({
  record,
  editable,
}: {
  record: Pick<IncidentRecord, 'reference' | 'symptoms' | 'services'>
  editable: boolean
}) {
  const t = useMessages(incidentMessages).record
  const names = useMessages(timeBarMessages)
  const { language } = useReader()
  return (
    <TableScroll label={t.symptoms}>
      <table className="table table-stacked">
        <thead>
          <tr>
            <th scope="col">{t.seen}</th>
            <th scope="col">{t.surface}</th>
            <th scope="col">{t.kind}</th>
            <th scope="col">{t.window}</th>
            <th scope="col">{t.extent}</th>
          </tr>
        </thead>
        <tbody>
          {record.symptoms.map((symptom) => {
            const text = nameIn(language, {
              nameKo: symptom.textKo,
              nameEn: symptom.textEn,
              nameJa: symptom.textJa,
            })
            const service = record.services.find((affected) => affected.id === symptom.serviceId)
            return (
              <tr key={symptom.id}>
                <th scope="row" className="cell-title">
                  {editable ? (
                    <Link to={paths.symptom(record.reference, symptom.id)}>{text || symptom.errorText}</Link>
                  ) : (
                    text || symptom.errorText
                  )}
                  {symptom.errorText === '' || text === '' ? null : (
                    <p>
                      <samp className="error-text">{symptom.errorText}</samp>
                    </p>
                  )}
                </th>
                <td>
                  {names.surfaces[symptom.surface]}
                  {service ? <span className="quiet"> · {nameIn(language, service)}</span> : null}
                </td>
                <td>{names.kinds[symptom.kind]}</td>
                <td>
                  <SymptomWindow symptom={symptom} />
                </td>
                <td>
                  <Extent symptom={symptom} />
                </td>
              </tr>
            )
          })}
        </tbody>
      </table>
    </TableScroll>
  )
}

function SymptomWindow({ symptom }: { symptom: Symptom }) {
  const t = useMessages(incidentMessages).record
  if (symptom.startedAt === null && symptom.endedAt === null)
    return <span className="quiet">{t.wholeImpact}</span>
  return (
    <span className="nowrap">
      {symptom.startedAt === null ? '…' : <TimeText at={symptom.startedAt} as="clock" />}–
      {symptom.endedAt === null ? '…' : <TimeText at={symptom.endedAt} as="clock" />}
    </span>
  )
}

function Extent({ symptom }: { symptom: Symptom }) {
  const t = useMessages(incidentMessages).record
  const { language } = useReader()
  const parts = [
    symptom.sharePercent === null ? null : t.share(symptom.sharePercent.toLocaleString(language)),
    symptom.users === null ? null : t.users(symptom.users.toLocaleString(language)),
  ].filter((part) => part !== null)
  if (parts.length === 0) return <span className="quiet">{t.extentUnknown}</span>
  return (
    <>
      {parts.join(' · ')}
      <p className="quiet small">{symptom.measuredHow}</p>
    </>
  )
}
