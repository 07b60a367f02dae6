/** The review of a postmortem on its page: where it stands, who was asked and said what, what is still open. */
import { Form, Link, useActionData, useLoaderData } from '@remix-run/react'
import { CheckboxGroup, TextArea, TextField } from '#app/components/forms/fields.tsx'
import { ErrorSummary, SubmitButton } from '#app/components/forms/form.tsx'
import { PrintButton } from '#app/components/print-button.tsx'
import { useMay, useMessages } from '#app/components/reader.tsx'
import { StateWord } from '#app/components/severity-mark.tsx'
import { TimeText } from '#app/components/time-text.tsx'
import { openChecks, type CheckKey } from '#app/domain/postmortem-checklist.ts'
import { isAsked, owesAnswer, REVIEW_DAYS, type Reviewer } from '#app/domain/postmortem-review.ts'
import { postmortemMessages } from '#app/messages/postmortem.ts'
import { postmortemReviewMessages } from '#app/messages/postmortem-review.ts'
import { paths } from '#app/paths.ts'
import type { action, loader } from './postmortem.tsx'
import { CheckRows, mendedInRecord } from './postmortem-checklist.tsx'

type Read = Extract<ReturnType<typeof useLoaderData<typeof loader>>, { read: unknown }>

/** What the page shows, once there is a postmortem. */
function useRead(): Read | null {
  const data = useLoaderData<typeof loader>()
  return data.postmortem === null ? null : data
}

/** Where it stands, and the one thing that comes next. */
export function Standing() {
  const data = useRead()
  const t = useMessages(postmortemMessages)
  const words = useMessages(postmortemReviewMessages)
  const answer = useActionData<typeof action>()
  const mayWrite = useMay('write_postmortem')
  const answers = useAnswers()
  if (data === null) return null
  const { record, postmortem, refused, isLate } = data
  const { reference } = record
  const { review, approved, reviewDueOn } = postmortem
  const inReview = review === 'in_review'
  const errors = Object.values(answer?.result.error ?? {}).flatMap((list) => list ?? [])
  const open = openChecks(data.checks).length
  return (
    <div className="standing postmortem-standing">
      <ErrorSummary errors={errors.map((message) => ({ fieldId: null, message }))} />
      <p className="standing-state">
        <StateWord state={review === 'approved' ? 'done' : inReview ? 'now' : 'waiting'}>
          {t.states[review]}
        </StateWord>
        <span>
          {t.revision(postmortem.number)} ·{' '}
          <TimeText at={postmortem.recordedAt} as="compact" seconds={false} />{' '}
          {t.savedBy(postmortem.recordedBy)}
        </span>
        {approved === null ? null : approved.revision === postmortem.number ? (
          <span>
            {t.approvedBy(approved.name)} <TimeText at={approved.at} as="compact" seconds={false} />
            {approved.isOwn ? ` · ${words.approvedOwn}` : null}
          </span>
        ) : (
          <span>
            {t.approvedEarlier(approved.revision, approved.name)}{' '}
            <Link to={paths.comparePostmortem(reference, approved.revision, postmortem.number)}>
              {words.sinceApproval}
            </Link>
          </span>
        )}
        {inReview && postmortem.submitted ? (
          <span>
            {t.waitsFor(postmortem.submitted.name)}
            {reviewDueOn === null ? null : ` · ${words.due(reviewDueOn)}`}
            {isLate ? (
              <>
                {' · '}
                <strong className="late">{words.late}</strong>
              </>
            ) : null}
          </span>
        ) : null}
        {review === 'approved' || !mayWrite ? null : <a href="#checklist">{words.open(open)}</a>}
      </p>
      {postmortem.reviewComment === null ? null : (
        <div className="standing-comment">
          <strong>{t.sentBack}</strong>
          <p>{postmortem.reviewComment}</p>
        </div>
      )}
      {approved?.revision === postmortem.number && approved.despite !== null ? (
        <div className="standing-comment">
          <strong>{words.approvedDespite}</strong>
          <p>{approved.despite}</p>
        </div>
      ) : null}
      <ReviewerList />
      <div className="standing-next no-print">
        <div className="standing-actions">
          {mayWrite ? (
            <Link className="button" to={paths.editPostmortem(reference)}>
              {t.edit}
            </Link>
          ) : null}
          {mayWrite && review === 'draft' ? <AskForm intent="submit" /> : null}
          {inReview && mayWrite ? (
            <>
              <AskForm intent="ask" />
              <Form method="post">
                <input type="hidden" name="revision" value={postmortem.number} />
                <SubmitButton name="intent" value="take_back" kind="quiet">
                  {t.takeBack}
                </SubmitButton>
              </Form>
            </>
          ) : null}
        </div>
        <p className="standing-links">
          <Link to={paths.postmortemHistory(reference)}>{t.history}</Link>
          <a href={paths.postmortemMarkdown(reference)}>{t.markdown}</a>
          <a href={paths.postmortemHtml(reference)}>{t.html}</a>
          {mayWrite ? (
            <>
              <a href={paths.postmortemMarkdown(reference, 'source')}>{t.markdownSource}</a>
              <Link to={paths.importPostmortem(reference)}>{t.import}</Link>
            </>
          ) : null}
          <PrintButton>{t.print}</PrintButton>
        </p>
      </div>
      {inReview && refused && !answers ? <p className="quiet no-print">{refused}</p> : null}
      {answers ? (
        <div className="review-now">
          <AnswerForm />
          <CheckList />
        </div>
      ) : null}
    </div>
  )
}

/** Whether the reader can say something about what is in review: then the checklist stands beside it. */
export function useAnswers(): boolean {
  const data = useRead()
  if (data === null || data.postmortem.review !== 'in_review') return false
  const { refused, reviewers, me, postmortem } = data
  return (
    refused === null ||
    reviewers.some((one) => one.id === me && isAsked(one, postmortem.submitted?.at ?? null))
  )
}

/** Who was asked, and who said what about which revision. */
function ReviewerList() {
  const data = useRead()
  const t = useMessages(postmortemReviewMessages)
  if (data === null) return null
  const { postmortem, reviewers } = data
  const { submitted, review, number } = postmortem
  const isOpen = review === 'in_review'
  const shown = reviewers.filter(
    (one) => one.answer !== null || (isOpen && isAsked(one, submitted?.at ?? null)),
  )
  if (shown.length === 0) return null
  const state = ({ answer }: Reviewer) => (answer === null ? t.asked : t.says[answer.says](answer.revision))
  return (
    <div className="reviewers" id="reviewers">
      <h2>{t.reviewers}</h2>
      <ul>
        {shown.map((one) => (
          <li key={one.id} data-answer={one.answer?.revision === number ? one.answer.says : undefined}>
            <strong>{one.name}</strong> <span>{state(one)}</span>
            {one.answer ? (
              <span className="quiet">
                {' '}
                <TimeText at={one.answer.at} as="compact" year={false} seconds={false} />
                {one.answer.revision === number ? null : ` · ${t.older(number)}`}
              </span>
            ) : null}
          </li>
        ))}
      </ul>
    </div>
  )
}

/** Asks for a review, or asks others while it goes on. */
function AskForm({ intent }: { intent: 'submit' | 'ask' }) {
  const data = useRead()
  const t = useMessages(postmortemMessages)
  const words = useMessages(postmortemReviewMessages)
  if (data === null) return null
  const { postmortem, askable, reviewers } = data
  const asked = reviewers.filter(
    (one) => intent === 'submit' || isAsked(one, postmortem.submitted?.at ?? null),
  )
  return (
    <details className="ask-review">
      <summary className={intent === 'submit' ? 'button button-primary' : 'button button-quiet'}>
        {intent === 'submit' ? t.submit : words.changeRequest}
      </summary>
      <Form method="post" className="form">
        <input type="hidden" name="revision" value={postmortem.number} />
        {askable.length === 0 ? (
          <p className="quiet">{words.nobodyToAsk}</p>
        ) : (
          <CheckboxGroup
            field={{ name: 'reviewers', id: 'reviewers-asked', initialValue: asked.map(({ id }) => id) }}
            label={words.reviewers}
            hint={words.reviewersHint}
            optional
            options={askable.map(({ id, name }) => ({ value: id, label: name }))}
          />
        )}
        <TextField
          field={{ name: 'dueOn', id: 'dueOn', initialValue: postmortem.reviewDueOn ?? '' }}
          type="date"
          label={words.dueOn}
          hint={words.dueHint(REVIEW_DAYS)}
          optional
          short
        />
        <SubmitButton name="intent" value={intent}>
          {intent === 'submit' ? t.submit : words.saveRequest}
        </SubmitButton>
      </Form>
    </details>
  )
}

/** What somebody says who may decide, or was asked. */
function AnswerForm() {
  const data = useRead()
  const t = useMessages(postmortemMessages)
  const words = useMessages(postmortemReviewMessages)
  const answer = useActionData<typeof action>()
  if (data === null) return null
  const { postmortem, refused, reviewers, me, checks, wrote } = data
  const mine = reviewers.find(({ id }) => id === me)
  const submittedAt = postmortem.submitted?.at ?? null
  const isInvited = mine !== undefined && isAsked(mine, submittedAt)
  const decides = refused === null
  const open = openChecks(checks)
  const sent = answer?.result.initialValue
  const { error } = answer?.result ?? {}
  const owes = isInvited && owesAnswer(mine, { submittedAt, revision: postmortem.number })
  return (
    <section
      className="review-answer no-print"
      data-now={owes ? '' : undefined}
      aria-labelledby="answer-title"
    >
      <h2 id="answer-title">{words.answer}</h2>
      {decides ? null : <p className="quiet">{words.onlyOpinion}</p>}
      <Form method="post" className="form">
        <input type="hidden" name="revision" value={postmortem.number} />
        <TextArea
          field={{
            name: 'comment',
            id: 'comment',
            errors: error?.comment ?? undefined,
            initialValue: sent?.comment,
          }}
          label={decides ? t.comment : words.answerComment}
          hint={decides ? undefined : words.answerCommentHint}
          optional
          rows={2}
        />
        {decides && wrote !== 'nothing' ? <p className="quiet">{words.own[wrote]}</p> : null}
        {decides && (open.length > 0 || wrote !== 'nothing') ? (
          <TextArea
            field={{
              name: 'despite',
              id: 'despite',
              errors: error?.despite ?? undefined,
              initialValue: sent?.despite,
            }}
            label={words.despite}
            hint={
              <>
                {open.length === 0 ? null : (
                  <>
                    <a href="#checklist">{words.open(open.length)}</a>:{' '}
                    {open.map((key) => words.checks[key]).join(', ')}.{' '}
                  </>
                )}
                {words.despiteHint}
              </>
            }
            rows={2}
          />
        ) : null}
        <div className="form-actions">
          {decides ? (
            <>
              <SubmitButton name="intent" value="approve">
                {t.approve}
              </SubmitButton>
              <SubmitButton name="intent" value="send_back" kind="plain">
                {t.sendBack}
              </SubmitButton>
            </>
          ) : (
            <>
              {wrote === 'alone' ? null : (
                <SubmitButton name="intent" value="answer_approved">
                  {words.approveAnswer}
                </SubmitButton>
              )}
              <SubmitButton name="intent" value="answer_changes" kind="plain">
                {words.askForChanges}
              </SubmitButton>
            </>
          )}
        </div>
      </Form>
    </section>
  )
}

/** What a review would ask first, each with where to mend it. */
export function CheckList() {
  const data = useRead()
  const t = useMessages(postmortemReviewMessages)
  const mayWrite = useMay('write_postmortem')
  const answers = useAnswers()
  if (data === null || data.postmortem.review === 'approved' || !(mayWrite || answers)) return null
  const { reference } = data.record
  const text = paths.editPostmortem(reference)
  const mendAt: Record<CheckKey, string> = {
    ...mendedInRecord(reference),
    questions: text,
    facts: text,
    blame: `${text}#blame`,
    comments: '#comments',
    reviewers: '#reviewers',
  }
  return (
    <section className="checklist" id="checklist" aria-labelledby="checklist-title">
      <h2 id="checklist-title">{t.checklist}</h2>
      <CheckRows
        checks={data.checks}
        nameOf={(key, name) => (mayWrite ? <Link to={mendAt[key]}>{name}</Link> : name)}
      />
    </section>
  )
}
