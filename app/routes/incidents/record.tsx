import {
  redirect,
  type ActionFunctionArgs,
  type LoaderFunctionArgs,
  type MetaFunction,
} from '@remix-run/node'
import { Form, Link, useActionData, useLoaderData, useSearchParams } from '@remix-run/react'
import { getFormProps, useForm } from '@conform-to/react'
import { z } from 'zod'
import { READING } from '#app/asleep.ts'
import { clockNow } from '#app/clock.server.ts'
import { DurationList } from '#app/components/duration-list.tsx'
import { TimeField } from '#app/components/forms/fields.tsx'
import { ErrorSummary, SubmitButton, summaryErrors } from '#app/components/forms/form.tsx'
import { DriftNames } from '#app/components/drift-names.tsx'
import { IncidentHeader } from '#app/components/incident-header.tsx'
import { EmptyState, NoticeBox, Section, TableScroll } from '#app/components/layout/page.tsx'
import { PublicWords } from '#app/components/public-words.tsx'
import { useMay, useMessages } from '#app/components/reader.tsx'
import { StateWord } from '#app/components/severity-mark.tsx'
import { SimilarList } from '#app/components/similar-incidents.tsx'
import { StatementList } from '#app/components/statement-list.tsx'
import { SymptomTable } from '#app/components/symptom-table.tsx'
import { TimeBar } from '#app/components/time-bar/time-bar.tsx'
import { TimelineList } from '#app/components/timeline-list.tsx'
import { TimesTable } from '#app/components/times-table.tsx'
import { UndoToast } from '#app/components/undo-toast.tsx'
import { promiseStanding } from '#app/domain/action-item.ts'
import { plainDate, type Instant } from '#app/domain/instant.ts'
import { checkMarkers } from '#app/domain/markers.ts'
import { isReviewLate, owesAnswer } from '#app/domain/postmortem-review.ts'
import { readingInput, version } from '#app/domain/record-input.ts'
import { languageOf } from '#app/language.server.ts'
import { actionItemMessages } from '#app/messages/action-items.ts'
import { factorMessages } from '#app/messages/factors.ts'
import { incidentHeadingMessages } from '#app/messages/incident-heading.ts'
import { incidentMessages } from '#app/messages/incidents.ts'
import { noticeMessages } from '#app/messages/notices.ts'
import { postmortemMessages } from '#app/messages/postmortem.ts'
import { postmortemReviewMessages } from '#app/messages/postmortem-review.ts'
import { similarMessages } from '#app/messages/similar.ts'
import { wordingMessages } from '#app/messages/public-wording.ts'
import { problemText } from '#app/messages/problems.ts'
import {
  closeIncident,
  getIncidentRecord,
  reopenIncident,
  restoreIncident,
} from '#app/models/incident.server.ts'
import { listReviewers } from '#app/models/document-reviewer.server.ts'
import { getPostmortem } from '#app/models/document.server.ts'
import { addReading } from '#app/models/marker.server.ts'
import { listDriftingNotices } from '#app/models/notice-drift.server.ts'
import { listNotices } from '#app/models/notice.server.ts'
import { findSimilarTo } from '#app/models/similar-incidents.server.ts'
import { paths } from '#app/paths.ts'
import { actorOf, requireRole, requireUser } from '#app/session.server.ts'
import { found, readForm, readSubmission, submit } from '#app/submission.server.ts'
import { undoRemoval } from './undo.server.ts'

export const handle = READING

export async function loader({ request, params }: LoaderFunctionArgs) {
  const user = await requireUser(request)
  const record = await found(getIncidentRecord(params.reference!))
  const now = clockNow()
  return {
    record,
    today: plainDate(now, record.zone),
    findings: checkMarkers(record.markers, { now, planned: record.kind === 'maintenance' }).map(
      (finding) => ({
        level: finding.level,
        text: problemText(finding, languageOf(request, user)),
      }),
    ),
    notices: await listNotices({ reference: record.reference }),
    postmortem: await postmortemState(record.id, { now, zone: record.zone }),
    similar: await findSimilarTo(record),
    drifting: await listDriftingNotices({ reference: record.reference }),
  }
}

/** How far the postmortem is; null before it was begun. */
async function postmortemState(incidentId: string, at: { now: Instant; zone: string }) {
  const postmortem = await getPostmortem(incidentId)
  if (postmortem === null) return null
  const { review, number, submitted, approved, reviewDueOn: dueOn } = postmortem
  const submittedAt = submitted?.at ?? null
  const owing = (await listReviewers(postmortem.id)).filter((one) =>
    owesAnswer(one, { submittedAt, revision: number }),
  )
  return {
    review,
    number,
    approvedRevision: approved?.revision ?? null,
    approvedBy: approved?.name ?? '',
    dueOn,
    owing: owing.map(({ name }) => name),
    isLate: isReviewLate({ dueOn, submittedAt }, at),
  }
}

const stateInput = z.object({ intent: z.enum(['close', 'reopen', 'restore']), version })

export async function action({ request, params }: ActionFunctionArgs) {
  const user = await requireRole(request, 'responder')
  const language = languageOf(request, user)
  const record = await found(getIncidentRecord(params.reference!))
  const by = { incidentId: record.id, actor: actorOf(user), now: clockNow() }
  const form = await readForm(request)
  const here = paths.incident(record.reference)

  if (form.get('intent') === 'undo') return undoRemoval(form, by, here)
  if (form.get('intent') === 'end') {
    const context = { zone: record.zone, today: plainDate(by.now, record.zone) }
    const input = readingInput(context)
      .pick({ time: true })
      .extend({ close: z.boolean().default(false) })
    const submission = readSubmission(form, input, language)
    if (!submission.ok) return submission.refusal
    return submit(submission, async ({ time, close }) => {
      await addReading({ ...by, markerKey: 'impact_end', value: time, source: user.name, sourceUrl: '' })
      if (close && record.closedAt === null) await closeIncident({ ...by, expectedVersion: record.version })
      return redirect(here)
    })
  }
  const submission = readSubmission(form, stateInput, language)
  if (!submission.ok) return submission.refusal
  return submit(submission, async ({ intent, version }) => {
    const change = { ...by, expectedVersion: version }
    if (intent === 'close') await closeIncident(change)
    else if (intent === 'reopen') await reopenIncident(change)
    else await restoreIncident(change)
    return redirect(here)
  })
}

export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: data ? `${data.record.reference} ${data.record.title} · Sagwa` : 'Sagwa' },
]

export default function IncidentPage() {
  const { record, findings, notices, drifting, similar } = useLoaderData<typeof loader>()
  const t = useMessages(incidentMessages)
  const { tabs } = useMessages(incidentHeadingMessages)
  const stages = useMessages(noticeMessages)
  const review = useMessages(postmortemReviewMessages)
  const factors = useMessages(factorMessages)
  const wording = useMessages(wordingMessages)
  const seen = useMessages(similarMessages)
  const mayEdit = useMay('edit_record')
  const { reference } = record
  const [query] = useSearchParams()
  return (
    <>
      <IncidentHeader
        incident={record}
        actions={
          mayEdit ? (
            <>
              {record.closedAt !== null && record.removedAt === null ? (
                <Form method="post">
                  <input type="hidden" name="version" value={record.version} />
                  <SubmitButton name="intent" value="reopen" kind="quiet">
                    {t.record.reopen}
                  </SubmitButton>
                </Form>
              ) : null}
              <Link className="button" to={paths.editIncident(reference)}>
                {t.record.edit}
              </Link>
            </>
          ) : null
        }
      />
      <UndoToast removed={query.get('removed')} />
      {mayEdit ? <NextStep /> : null}
      {findings.length > 0 ? (
        <NoticeBox title={t.record.findings} urgent={findings.some((finding) => finding.level === 'refused')}>
          <ul>
            {findings.map((finding) => (
              <li key={finding.text}>{finding.text}</li>
            ))}
          </ul>
        </NoticeBox>
      ) : null}

      {drifting.map((notice) => (
        <NoticeBox key={notice.slug} title={stages.drift} urgent>
          <p>
            <DriftNames drifts={notice.undecided} />{' '}
            <Link to={`${paths.incidentNotices(reference)}#drift`}>{stages.driftDecide}</Link>
          </p>
        </NoticeBox>
      ))}

      <TimeBar record={record} />

      <Section id="summary" title={t.record.summary}>
        <div className="prose">
          {record.summary === '' ? (
            <p className="quiet">{t.record.noSummary}</p>
          ) : (
            <Paragraphs text={record.summary} />
          )}
        </div>
        <dl className="facts">
          <dt>{t.record.cause}</dt>
          <dd>
            {record.cause === '' ? (
              <span className="quiet">{t.record.noCause}</span>
            ) : (
              <Paragraphs text={record.cause} />
            )}
          </dd>
          <dt>{factors.title}</dt>
          <dd>
            {record.factors.length === 0 ? (
              <span className="quiet">{factors.none}</span>
            ) : (
              record.factors.map((factor) => factors.names[factor]).join(', ')
            )}
          </dd>
        </dl>
      </Section>

      {similar.length > 0 ? (
        <Section id="similar" title={seen.title} note={seen.note}>
          <SimilarList incidents={similar} />
        </Section>
      ) : null}

      <Section
        id="times"
        title={t.record.times}
        note={t.record.timesNote}
        actions={mayEdit ? <Link to={paths.incidentTimes(reference)}>{t.record.editTimes}</Link> : null}
      >
        <TimesTable markers={record.markers} />
        <h3 className="sub-heading">{t.record.durations}</h3>
        <DurationList markers={record.markers} />
      </Section>

      <Section
        id="symptoms"
        title={t.record.symptoms}
        actions={mayEdit ? <Link to={paths.newSymptom(reference)}>{t.record.addSymptom}</Link> : null}
      >
        {record.symptoms.length === 0 ? (
          <EmptyState title={t.record.noSymptoms} text={t.record.noSymptomsBody} />
        ) : (
          <SymptomTable record={record} editable={mayEdit} />
        )}
      </Section>

      <Section
        id="timeline"
        title={t.record.timeline}
        actions={
          <Link to={paths.incidentTimeline(reference)}>{mayEdit ? t.record.addEvent : tabs.timeline}</Link>
        }
      >
        {record.timeline.length === 0 ? (
          <EmptyState title={t.record.noTimeline} text={t.record.noTimelineBody} />
        ) : (
          <TimelineList reference={reference} events={record.timeline} />
        )}
      </Section>

      <Section
        id="statements"
        title={t.record.statements}
        actions={
          <Link to={paths.incidentStatements(reference)}>
            {mayEdit ? t.record.addStatement : tabs.statements}
          </Link>
        }
      >
        {record.statements.length === 0 ? (
          <EmptyState title={t.record.noStatements} text={t.record.noStatementsBody} />
        ) : (
          <StatementList reference={reference} statements={record.statements} />
        )}
      </Section>

      <Section
        id="actions"
        title={t.record.actions}
        actions={mayEdit ? <Link to={paths.newActionItem(reference)}>{t.record.addAction}</Link> : null}
      >
        {record.actionItems.length === 0 ? (
          <EmptyState title={t.record.noActions} text={t.record.noActionsBody} />
        ) : (
          <ActionItemTable />
        )}
      </Section>

      <Section
        id="public"
        title={wording.title}
        actions={mayEdit ? <Link to={paths.publicWording(reference)}>{wording.edit}</Link> : null}
      >
        <PublicWords record={record} />
      </Section>

      <Section
        id="postmortem"
        title={review.record.title}
        actions={<Link to={paths.incidentPostmortem(reference)}>{tabs.postmortem}</Link>}
      >
        <PostmortemState />
      </Section>

      <Section
        id="notices"
        title={t.record.notices}
        actions={
          <Link to={paths.incidentNotices(reference)}>
            {notices.length === 0 ? t.record.draftNotice : tabs.notices}
          </Link>
        }
      >
        {notices.length === 0 ? (
          <p className="quiet">{t.record.noNotices}</p>
        ) : (
          <ul className="lines">
            {notices.map((notice) => (
              <li key={notice.slug}>
                <Link to={paths.incidentNotices(reference)}>{stages.stages[notice.stage]}</Link>
                <span className="quiet">{stages.states[notice.state]}</span>
              </li>
            ))}
          </ul>
        )}
      </Section>
    </>
  )
}

/** What is to be done next with this incident, on top of the page: end it, close it, or bring it back. */
function NextStep() {
  const { record } = useLoaderData<typeof loader>()
  const t = useMessages(incidentMessages)
  const answer = useActionData<typeof action>()
  const [form, fields] = useForm<{ time: string }>({
    id: 'end',
    lastResult: answer?.result,
    defaultValue: { time: '' },
  })
  const version = <input type="hidden" name="version" value={record.version} />

  if (record.removedAt !== null) {
    return (
      <Form method="post" className="next-step">
        {version}
        <SubmitButton name="intent" value="restore" kind="plain">
          {t.edit.restore}
        </SubmitButton>
      </Form>
    )
  }
  const { impact_end } = record.markers
  const ended = impact_end.chosen !== null || impact_end.notApplicableReason !== null
  if (record.closedAt !== null) return null
  if (ended) {
    return (
      <Form method="post" className="next-step">
        <ErrorSummary errors={summaryErrors(form, [])} />
        {version}
        <p>{t.record.closeHint}</p>
        <SubmitButton name="intent" value="close" kind="plain">
          {t.record.close}
        </SubmitButton>
      </Form>
    )
  }
  return (
    <Form method="post" {...getFormProps(form)} noValidate className="next-step next-step-form">
      <ErrorSummary errors={summaryErrors(form, [fields.time])} />
      <input type="hidden" name="intent" value="end" />
      <TimeField field={fields.time} label={t.record.end} hint={t.record.endHint} />
      <div className="cluster">
        <SubmitButton name="close" value="on">
          {t.record.endAndClose}
        </SubmitButton>
        <SubmitButton kind="plain">{t.record.endOnly}</SubmitButton>
      </div>
    </Form>
  )
}

function ActionItemTable() {
  const { record, today } = useLoaderData<typeof loader>()
  const { standings } = useMessages(actionItemMessages)
  const t = useMessages(incidentMessages).record
  const mayEdit = useMay('edit_record')
  return (
    <TableScroll label={t.actions}>
      <table className="table table-stacked">
        <thead>
          <tr>
            <th scope="col">{t.what}</th>
            <th scope="col">{t.kind}</th>
            <th scope="col">{t.owner}</th>
            <th scope="col">{t.due}</th>
            <th scope="col">{t.state}</th>
          </tr>
        </thead>
        <tbody>
          {record.actionItems.map((item) => (
            <tr key={item.id}>
              <th scope="row" className="cell-title">
                {mayEdit ? (
                  <Link to={paths.actionItem(record.reference, item.id)}>{item.title}</Link>
                ) : (
                  item.title
                )}
                {item.promise ? <span className="tag">{t.promise}</span> : null}
              </th>
              <td>{t.actionKinds[item.kind]}</td>
              <td>{item.owner || <span className="quiet">{t.noOwner}</span>}</td>
              <td className="number">{item.dueOn ?? <span className="quiet">–</span>}</td>
              <td>
                {standings[promiseStanding(item, today)]}
                {item.doneOn === null ? null : <span className="cell-note number">{item.doneOn}</span>}
                {item.state === 'open' || item.stateReason === '' ? null : (
                  <span className="cell-note">{item.stateReason}</span>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </TableScroll>
  )
}

function Paragraphs({ text }: { text: string }) {
  return text.split(/\n{2,}/).map((paragraph, index) => (
    <p key={index} className="keep-lines">
      {paragraph}
    </p>
  ))
}

/** The postmortem in one line: what state it is in, and for whom it waits. */
function PostmortemState() {
  const { postmortem } = useLoaderData<typeof loader>()
  const t = useMessages(postmortemMessages)
  const words = useMessages(postmortemReviewMessages)
  if (postmortem === null) return <p className="quiet">{t.none}</p>
  const { review, number, approvedRevision, approvedBy, owing, dueOn, isLate } = postmortem
  const inReview = review === 'in_review'
  return (
    <p className="cluster">
      <StateWord state={review === 'approved' ? 'done' : inReview ? 'now' : 'waiting'}>
        {t.states[review]}
      </StateWord>
      <span>{t.revision(number)}</span>
      {approvedRevision === null ? null : (
        <span className="quiet">
          {approvedRevision === number
            ? t.approvedBy(approvedBy)
            : t.approvedEarlier(approvedRevision, approvedBy)}
        </span>
      )}
      {inReview ? (
        <span className="quiet">
          {words.record.review(owing.length)}
          {owing.length === 0 ? null : `: ${owing.join(', ')}`}
          {dueOn === null ? null : ` · ${words.due(dueOn)}`}
        </span>
      ) : null}
      {inReview && isLate ? <strong className="late">{words.late}</strong> : null}
    </p>
  )
}
