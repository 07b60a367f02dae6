import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { Link, useLoaderData } from '@remix-run/react'
import { READING } from '#app/asleep.ts'
import { YearStrips } from '#app/components/charts/year-strips.tsx'
import { DriftNames } from '#app/components/drift-names.tsx'
import { IncidentTable } from '#app/components/incident-table.tsx'
import { EmptyState, PageHeader, Section } from '#app/components/layout/page.tsx'
import { useMay, useMessages, useReader } from '#app/components/reader.tsx'
import { TimeText } from '#app/components/time-text.tsx'
import { plainDate, yearOf } from '#app/domain/instant.ts'
import { mentionedIds, mentionPieces } from '#app/domain/mentions.ts'
import type { Trend } from '#app/domain/trend.ts'
import { incidentMessages } from '#app/messages/incidents.ts'
import { postmortemMessages } from '#app/messages/postmortem.ts'
import { postmortemReviewMessages } from '#app/messages/postmortem-review.ts'
import { clockNow } from '#app/clock.server.ts'
import { namesOf } from '#app/models/document-comment.server.ts'
import { listOpenIncidents } from '#app/models/incident-list.server.ts'
import { getOrganisation } from '#app/models/organisation.server.ts'
import { getTrend } from '#app/models/trend.server.ts'
import { listWaiting } from '#app/models/waiting.server.ts'
import { paths } from '#app/paths.ts'
import { requireUser } from '#app/session.server.ts'

export const handle = READING

export async function loader({ request }: LoaderFunctionArgs) {
  const { id: userId } = await requireUser(request)
  const now = clockNow()
  const { zone } = await getOrganisation()
  const waiting = await listWaiting({ userId, now, zone })
  const named = waiting.mentions.flatMap(({ text }) => mentionedIds(text))
  const today = plainDate(now, zone)
  const year = yearOf(now, zone)
  return {
    today,
    year,
    open: await listOpenIncidents({ limit: 20 }),
    waiting,
    names: await namesOf(named),
    trend: thisAndLastKnown(await getTrend({ asOf: today })),
  }
}

/** The running year, and the last one before it of which anything is known. */
function thisAndLastKnown({ years, dots, ...trend }: Trend): Trend {
  const last = years.slice(0, -1).findLastIndex(({ count }) => count !== null)
  const shown = (_: unknown, index: number) => index === last || index === years.length - 1
  return { ...trend, years: years.filter(shown), dots: dots.filter(shown) }
}

export const meta: MetaFunction = () => [{ title: 'Sagwa' }]

export default function Home() {
  const { today, year, open, waiting, names, trend } = useLoaderData<typeof loader>()
  const t = useMessages(incidentMessages)
  const { home: postmortem } = useMessages(postmortemMessages)
  const review = useMessages(postmortemReviewMessages)
  const { language } = useReader()
  const mayLog = useMay('log_incident')
  const mayPublish = useMay('publish_notice')
  const nothingWaits =
    waiting.withoutStart === 0 &&
    waiting.withoutEnd.length === 0 &&
    waiting.drafts.length === 0 &&
    waiting.withoutPostmortem.length === 0 &&
    waiting.postmortems.length === 0 &&
    waiting.mentions.length === 0 &&
    waiting.drifts.length === 0 &&
    waiting.reviews.length === 0 &&
    waiting.actionItems.length === 0
  return (
    <>
      <PageHeader
        title={t.home.title}
        actions={
          mayLog ? (
            <Link className="button button-primary" to={paths.newIncident()}>
              {t.list.log}
            </Link>
          ) : null
        }
      />
      <Section id="open" title={t.home.open} actions={<Link to={paths.incidents()}>{t.home.all}</Link>}>
        {open.length === 0 ? (
          <EmptyState title={t.home.noneOpen} text={t.home.noneOpenBody} />
        ) : (
          <IncidentTable incidents={open} caption={t.home.open} />
        )}
      </Section>

      <Section
        id="waiting"
        title={t.home.waits}
        actions={<Link to={paths.actions()}>{t.home.allActions}</Link>}
      >
        {nothingWaits ? (
          <p className="quiet">{t.home.nothingWaits}</p>
        ) : (
          <ul className="lines">
            {waiting.drifts.map((drifting) => (
              <li key={drifting.slug} className="now-line">
                <Link to={`${paths.incidentNotices(drifting.reference)}#drift`}>
                  {t.home.drift(drifting.reference)}
                </Link>
                <DriftNames drifts={drifting.undecided} />
              </li>
            ))}
            {waiting.reviews.map(({ reference, slug, review }) => (
              <li key={slug} className={mayPublish ? 'now-line' : undefined}>
                <Link to={paths.incidentNotices(reference)}>
                  {review === 'in_review' ? t.home.review(reference) : t.home.approved(reference)}
                </Link>
              </li>
            ))}
            {waiting.mentions.map(({ reference, commentId, by, text }) => (
              <li key={commentId} className="now-line">
                <Link to={`${paths.incidentPostmortem(reference)}#comment-${commentId}`}>
                  {review.home.mention(by, reference)}
                </Link>
                <span className="quiet mention-line">{readableText(text, names)}</span>
              </li>
            ))}
            {waiting.postmortems.map((one) => (
              <li key={one.reference} className={one.isYours || mayPublish ? 'now-line' : undefined}>
                <Link to={paths.incidentPostmortem(one.reference)}>
                  {one.isYours
                    ? review.home.yours(one.reference)
                    : one.isLate
                      ? review.home.late(one.reference)
                      : postmortem.review(one.reference)}
                </Link>
                <span className="quiet">
                  {one.title}
                  {one.askedAt === null ? null : (
                    <>
                      {' · '}
                      <TimeText at={one.askedAt} as="date" year={false} />
                    </>
                  )}
                  {one.askedBy === null ? null : ` ${review.home.askedBy(one.askedBy)}`}
                  {one.dueOn === null ? null : ` · ${review.due(one.dueOn)}`}
                  {one.isLate ? (
                    <>
                      {' · '}
                      <strong className="late">{review.late}</strong>
                    </>
                  ) : null}
                </span>
              </li>
            ))}
            {waiting.withoutStart > 0 ? (
              <li>
                <Link to={paths.incidents()}>{t.home.withoutStart(waiting.withoutStart)}</Link>
              </li>
            ) : null}
            {waiting.withoutEnd.map(({ reference, title }) => (
              <li key={reference}>
                <Link to={paths.incidentTimes(reference)}>{t.home.withoutEnd(reference)}</Link>
                <span className="quiet">{title}</span>
              </li>
            ))}
            {waiting.withoutPostmortem.map(({ reference, title }) => (
              <li key={reference}>
                <Link to={paths.incidentPostmortem(reference)}>{postmortem.missing(reference)}</Link>
                <span className="quiet">{title}</span>
              </li>
            ))}
            {waiting.drafts.map(({ reference, slug }) => (
              <li key={slug}>
                <Link to={paths.incidentNotices(reference)}>{t.home.draft(reference)}</Link>
              </li>
            ))}
            {waiting.actionItems.map((item) => (
              <li key={item.id}>
                <Link to={paths.actionItem(item.reference, item.id)}>{item.title}</Link>
                <span className="quiet">
                  {item.reference}
                  {item.promise ? ` · ${t.home.promise}` : ''} · {item.owner || t.record.noOwner} ·{' '}
                  <DueText dueOn={item.dueOn} today={today} />
                </span>
              </li>
            ))}
          </ul>
        )}
      </Section>

      <Section
        id="year"
        title={t.home.thisYear(String(year))}
        actions={<Link to={paths.trends()}>{t.home.toTrend}</Link>}
      >
        <YearStrips trend={trend} language={language} />
      </Section>
    </>
  )
}

/** A comment on one line, with people by name. */
function readableText(stored: string, names: Record<string, string>): string {
  return mentionPieces(stored)
    .map((piece) => (piece.kind === 'text' ? piece.text : `@${names[piece.id] ?? '?'}`))
    .join('')
}

function DueText({ dueOn, today }: { dueOn: string | null; today: string }) {
  const t = useMessages(incidentMessages).home
  if (dueOn === null) return t.noDay
  return dueOn < today ? <strong className="late">{t.overdue(dueOn)}</strong> : t.due(dueOn)
}
