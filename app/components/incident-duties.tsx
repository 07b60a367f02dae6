import { Link } from '@remix-run/react'
import type { Duty } from '#app/domain/duties.ts'
import { dutyMessages, dutyText } from '#app/messages/duties.ts'
import { paths } from '#app/paths.ts'
import { useMay, useMessages, useReader } from './reader.tsx'

/** Duties of disclosure that may apply to an incident; `null` where the organisation has not said what it is. */
export function IncidentDuties({ duties }: { duties: readonly Duty[] | null }) {
  const t = useMessages(dutyMessages)
  const { language, zone } = useReader()
  const maySettings = useMay('manage_settings')
  if (duties === null) {
    return (
      <p className="quiet small">
        {t.noProfile} {maySettings ? <Link to={paths.dutySettings()}>{t.settings.toSettings}</Link> : null}
      </p>
    )
  }
  return (
    <>
      {duties.length === 0 ? (
        <p className="quiet small">{t.none}</p>
      ) : (
        <ul className="claims">
          {duties.map((duty) => {
            const { name, detail } = dutyText(duty, zone, language)
            return (
              <li key={duty.code}>
                <p className="claim-line">{name}</p>
                <p className="claim-reason">
                  {detail} · {duty.source}
                </p>
              </li>
            )
          })}
        </ul>
      )}
      <p className="quiet small">{t.notAdvice}</p>
    </>
  )
}
