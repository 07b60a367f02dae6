import { Link } from '@remix-run/react'
import type { ReactNode } from 'react'
import { MINUTE, wallClock } from '#app/domain/instant.ts'
import { recordedLater, type TimelineEvent } from '#app/domain/timeline.ts'
import { incidentMessages } from '#app/messages/incidents.ts'
import { pastedTimelineMessages } from '#app/messages/pasted-timeline.ts'
import { paths } from '#app/paths.ts'
import { useMay, useMessages, useReader } from './reader.tsx'
import { TimeText } from './time-text.tsx'

/** The timeline as people read it: a day where it changes, then times. What was added later says when. */
export function TimelineList({
  reference,
  events,
  controls,
}: {
  reference: string
  events: TimelineEvent[]
  /** Buttons behind an event, where it can be edited. */
  controls?: (event: TimelineEvent) => ReactNode
}) {
  const t = useMessages(incidentMessages)
  const pasted = useMessages(pastedTimelineMessages)
  const { zone } = useReader()
  const mayEdit = useMay('edit_record')
  return (
    <ol className="timeline">
      {events.map((event, index) => {
        const previous = events[index - 1]
        const newDay =
          previous === undefined ||
          wallClock(previous.occurredAt, zone).day !== wallClock(event.occurredAt, zone).day ||
          event.occurredAt - previous.occurredAt > 24 * 60 * MINUTE
        return (
          <li
            key={event.id}
            id={`event-${event.id}`}
            className={event.starred ? 'event event-starred' : 'event'}
          >
            {newDay ? (
              <p className="event-day">
                <TimeText at={event.occurredAt} as="date" weekday />
              </p>
            ) : null}
            <p className="event-time">
              <TimeText
                value={{ shape: event.approximate ? 'about' : 'instant', at: event.occurredAt }}
                as="clock"
              />
            </p>
            <div className="event-body">
              <p className="keep-lines">{event.text}</p>
              {event.evidence === '' ? null : (
                <details className="event-evidence small">
                  <summary>{pasted.evidence}</summary>
                  <pre>{event.evidence}</pre>
                </details>
              )}
              <div className="event-meta">
                <span>{t.event.kinds[event.kind]}</span>
                {event.starred ? <span>★ {t.record.starred}</span> : null}
                {/^https?:\/\//.test(event.sourceUrl) ? (
                  <a href={event.sourceUrl} rel="noreferrer">
                    {event.source || event.sourceUrl}
                  </a>
                ) : event.source ? (
                  <span>{event.source}</span>
                ) : null}
                {recordedLater(event) ? (
                  <span>
                    {t.record.recordedLaterBefore}
                    <TimeText at={event.recordedAt} as="compact" seconds={false} />
                    {t.record.recordedLaterAfter} · {event.recordedBy}
                  </span>
                ) : (
                  <span>{event.recordedBy}</span>
                )}
                {mayEdit && controls ? (
                  <>
                    <Link to={paths.timelineEvent(reference, event.id)}>{t.record.edit}</Link>
                    {controls(event)}
                  </>
                ) : null}
              </div>
            </div>
          </li>
        )
      })}
    </ol>
  )
}
