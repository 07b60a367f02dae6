import { Link } from '@remix-run/react'
import type { ReactNode } from 'react'
import type { IncidentRecord } from '#app/domain/incident-record.ts'
import { incidentHeadingMessages } from '#app/messages/incident-heading.ts'
import { paths } from '#app/paths.ts'
import { NoticeBox, PageHeader, PageTabs } from './layout/page.tsx'
import { OtherForms } from './other-forms.tsx'
import { nameIn, useMessages, useReader } from './reader.tsx'
import { SeverityMark, StateWord } from './severity-mark.tsx'
import { TimeText } from './time-text.tsx'

type Heading = Pick<
  IncidentRecord,
  | 'reference'
  | 'title'
  | 'severity'
  | 'kind'
  | 'closedAt'
  | 'removedAt'
  | 'removedReason'
  | 'recordedAt'
  | 'recordedBy'
  | 'services'
>

/** The head of every page about one incident: reference, title, state, and its rooms as tabs. */
export function IncidentHeader({ incident, actions }: { incident: Heading; actions?: ReactNode }) {
  const t = useMessages(incidentHeadingMessages)
  const { language } = useReader()
  const open = incident.closedAt === null
  const { reference } = incident
  return (
    <>
      <PageHeader
        above={<span className="number">{reference}</span>}
        title={incident.title}
        meta={
          <>
            <SeverityMark severity={incident.severity} kind={incident.kind} open={open} label />
            <StateWord state={open ? 'now' : 'done'}>{open ? t.open : t.closed}</StateWord>
            {incident.services.length > 0 ? (
              <span>{incident.services.map((service) => nameIn(language, service)).join(', ')}</span>
            ) : null}
            <span>
              {t.recordedBy(incident.recordedBy)},{' '}
              <TimeText at={incident.recordedAt} as="compact" seconds={false} />
            </span>
            <OtherForms
              addresses={{
                json: paths.incidentAs(reference, 'json'),
                md: paths.incidentAs(reference, 'md'),
              }}
            />
          </>
        }
        actions={actions}
      />
      {incident.removedAt === null ? null : (
        <NoticeBox title={t.removed(incident.removedReason)}>
          <p>{t.removedBody}</p>
        </NoticeBox>
      )}
      <PageTabs
        label={reference}
        tabs={[
          { to: paths.incident(reference), label: t.tabs.record },
          { to: paths.incidentTimeline(reference), label: t.tabs.timeline },
          { to: paths.incidentStatements(reference), label: t.tabs.statements },
          { to: paths.incidentPostmortem(reference), label: t.tabs.postmortem, within: true },
          { to: paths.incidentNotices(reference), label: t.tabs.notices },
          { to: paths.incidentHistory(reference), label: t.tabs.history },
        ]}
      />
    </>
  )
}

/** The head of a form about one incident, with the way back. */
export function IncidentFormHeader({ reference, title }: { reference: string; title: string }) {
  return <PageHeader above={<Link to={paths.incident(reference)}>← {reference}</Link>} title={title} />
}
