import { allDurations } from '#app/domain/durations.ts'
import type { IncidentRecord } from '#app/domain/incident-record.ts'
import { incidentMessages } from '#app/messages/incidents.ts'
import { DurationText } from './duration-text.tsx'
import { useMessages } from './reader.tsx'

/** The durations that have a value, or a contradiction; those that only wait for a marker share one line. */
export function DurationList({ markers }: Pick<IncidentRecord, 'markers'>) {
  const t = useMessages(incidentMessages).record
  const durations = allDurations(markers)
  const waiting = durations.filter(({ outcome }) => outcome === 'pending' || outcome === 'not_applicable')
  const known = durations.filter((duration) => !waiting.includes(duration))
  return (
    <>
      <dl className="facts">
        {known.map((duration) => (
          <div className="facts-row" key={duration.key}>
            <dt>{t.durationNames[duration.key]}</dt>
            <dd>
              <SignedDuration duration={duration} />
            </dd>
          </div>
        ))}
      </dl>
      {waiting.length === 0 ? null : (
        <p className="quiet small">
          {t.withoutDuration(waiting.map((duration) => t.durationNames[duration.key]).join(', '))}
        </p>
      )}
    </>
  )
}

function SignedDuration({ duration }: { duration: ReturnType<typeof allDurations>[number] }) {
  const t = useMessages(incidentMessages).record
  if (duration.key === 'recovery_to_word' && duration.outcome === 'recorded' && (duration.minutes ?? 0) < 0) {
    return <span className="quiet">{t.durationBeforeRecovery}</span>
  }
  return (
    <>
      <DurationText duration={duration} />
      {duration.outcome === 'recorded' && duration.approximate ? (
        <span className="quiet"> ({t.approximate})</span>
      ) : null}
    </>
  )
}
