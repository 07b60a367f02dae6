import { Link } from '@remix-run/react'
import { DurationList } from '#app/components/duration-list.tsx'
import { TableScroll } from '#app/components/layout/page.tsx'
import { useMessages, useReader } from '#app/components/reader.tsx'
import { StatementList } from '#app/components/statement-list.tsx'
import { SymptomTable } from '#app/components/symptom-table.tsx'
import { TimeBar } from '#app/components/time-bar/time-bar.tsx'
import { TimelineList } from '#app/components/timeline-list.tsx'
import { TimesTable } from '#app/components/times-table.tsx'
import { promiseStanding } from '#app/domain/action-item.ts'
import type { IncidentRecord } from '#app/domain/incident-record.ts'
import { plainDate, type Instant } from '#app/domain/instant.ts'
import { BLOCK_LABELS, type PostmortemBlock } from '#app/domain/postmortem-blocks.ts'
import { actionItemMessages } from '#app/messages/action-items.ts'
import { factorMessages } from '#app/messages/factors.ts'
import { incidentMessages } from '#app/messages/incidents.ts'
import { postmortemMessages } from '#app/messages/postmortem.ts'
import { paths } from '#app/paths.ts'

/** A block of a postmortem, drawn from the record as it is now; where there is nothing it says so. */
export function RecordBlock({ block, record }: { block: PostmortemBlock; record: IncidentRecord }) {
  const { language } = useReader()
  const t = useMessages(postmortemMessages)
  const label = BLOCK_LABELS[block][language]
  return (
    <div className="record-block" data-block={block} role="group" aria-label={label} lang={language}>
      {isEmpty(block, record) ? (
        <p className="quiet">{t.empty(label)}</p>
      ) : (
        <Content block={block} record={record} />
      )}
    </div>
  )
}

function isEmpty(block: PostmortemBlock, record: IncidentRecord): boolean {
  switch (block) {
    case 'summary':
      return record.summary === ''
    case 'timeline':
      return record.timeline.length === 0
    case 'timeline.starred':
      return !record.timeline.some(({ starred }) => starred)
    case 'symptoms':
      return record.symptoms.length === 0
    case 'statements':
      return record.statements.length === 0
    case 'actions':
      return record.actionItems.length === 0
    default:
      return false
  }
}

function Content({ block, record }: { block: PostmortemBlock; record: IncidentRecord }) {
  const { reference } = record
  switch (block) {
    case 'impact':
      return (
        <>
          <TimeBar record={record} />
          {/* Without any time the bar says so, and there is nothing to measure. */}
          {Object.values(record.markers).some(({ chosen }) => chosen !== null) ? (
            <DurationList markers={record.markers} />
          ) : null}
        </>
      )
    case 'summary':
      return <Paragraphs text={record.summary} />
    case 'factors':
      return <Factors record={record} />
    case 'times':
      return <TimesTable markers={record.markers} />
    case 'durations':
      return <DurationList markers={record.markers} />
    case 'timeline':
      return <TimelineList reference={reference} events={record.timeline} />
    case 'timeline.starred':
      return <TimelineList reference={reference} events={record.timeline.filter(({ starred }) => starred)} />
    case 'symptoms':
      return <SymptomTable record={record} editable={false} />
    case 'statements':
      return <StatementList reference={reference} statements={record.statements} />
    case 'actions':
      return <Actions record={record} />
  }
}

function Paragraphs({ text }: { text: string }) {
  return text.split(/\n{2,}/).map((paragraph) => (
    <p key={paragraph} className="keep-lines">
      {paragraph}
    </p>
  ))
}

function Factors({ record }: { record: IncidentRecord }) {
  const t = useMessages(incidentMessages).record
  const factors = useMessages(factorMessages)
  return (
    <dl className="facts">
      <div className="facts-row">
        <dt>{t.cause}</dt>
        <dd>{record.cause === '' ? <span className="quiet">{t.noCause}</span> : record.cause}</dd>
      </div>
      <div className="facts-row">
        <dt>{factors.title}</dt>
        <dd>
          {record.factors.length === 0 ? (
            <span className="quiet">{factors.none}</span>
          ) : (
            record.factors.map((factor) => factors.names[factor]).join(', ')
          )}
        </dd>
      </div>
    </dl>
  )
}

function Actions({ record }: { record: IncidentRecord }) {
  const t = useMessages(incidentMessages).record
  const { standings } = useMessages(actionItemMessages)
  const words = useMessages(postmortemMessages)
  const { now, zone } = useReader()
  const today = plainDate(now as Instant, zone)
  return (
    <TableScroll label={t.actions}>
      <table className="table table-stacked">
        <thead>
          <tr>
            <th scope="col">{t.what}</th>
            <th scope="col">{t.owner}</th>
            <th scope="col">{t.due}</th>
            <th scope="col">{t.state}</th>
          </tr>
        </thead>
        <tbody>
          {record.actionItems.map((item) => {
            const standing = promiseStanding(item, today)
            return (
              <tr key={item.id}>
                <th scope="row" className="cell-title">
                  <Link to={paths.actionItem(record.reference, item.id)}>{item.title}</Link>
                </th>
                <td data-label={t.owner}>{item.owner || <span className="quiet">{words.noOwner}</span>}</td>
                <td data-label={t.due} className="number">
                  {item.dueOn ?? <span className="quiet">{words.noDay}</span>}
                </td>
                <td data-label={t.state} className={standing === 'late' ? 'late' : undefined}>
                  {standings[standing]}
                </td>
              </tr>
            )
          })}
        </tbody>
      </table>
    </TableScroll>
  )
}
