import { Form } from '@remix-run/react'
import type { ReactNode } from 'react'
import { TextArea } from '#app/components/forms/fields.tsx'
import { ErrorSummary, SubmitButton } from '#app/components/forms/form.tsx'
import { Confirm } from '#app/components/layout/page.tsx'
import { useMay, useMessages } from '#app/components/reader.tsx'
import { StateWord } from '#app/components/severity-mark.tsx'
import { TimeText } from '#app/components/time-text.tsx'
import type { NoticeLanguage } from '#app/domain/language.ts'
import { noticeMessages } from '#app/messages/notices.ts'
import type { Desk } from '#app/models/notice-desk.server.ts'
import { paths } from '#app/paths.ts'
import { answerTo, errorsOf, StartForm, type Answer } from './notice-forms.tsx'
import { WhatChanged } from './notice-changes.tsx'
import { useSavedTextsOnly } from './notice-saving.tsx'

const STEPS = ['submit', 'approve', 'send_back', 'publish', 'publish_alone', 'take_back', 'correct'] as const

/** Where the notice stands, who has to act, and the one button that is next. */
export function Standing({
  desk,
  languages,
  blocking,
  answer,
}: {
  desk: Desk
  languages: NoticeLanguage[]
  /** Gaps and findings in the way, as they are on the screen. */
  blocking: number
  answer: Answer
}) {
  const t = useMessages(noticeMessages)
  const mayDraft = useMay('draft_notice')
  const mayPublish = useMay('publish_notice')
  const { notice, approvers } = desk
  const step = settledNow(desk, blocking, mayPublish)
  const last = notice.revisions.at(-1)
  const outdated =
    notice.reviewed !== null &&
    JSON.stringify(notice.reviewed) !== JSON.stringify(desk.content) &&
    notice.review !== 'draft'
  const emergency =
    mayPublish &&
    desk.demanded &&
    desk.changed &&
    blocking === 0 &&
    (['submit', 'wait', 'approve', 'resubmit'] as string[]).includes(step)
  return (
    <section className="standing" aria-labelledby="standing-title">
      <h2 id="standing-title" className="visually-hidden">
        {t.title}
      </h2>
      <p className="standing-state">
        <StateWord state={step === 'done' ? 'done' : step === 'over' ? 'done' : 'waiting'}>
          {stateWord(desk, t)}
        </StateWord>
        <span>{t.stages[notice.stage]}</span>
        {notice.review === 'draft' && notice.edited ? (
          <span className="standing-edited quiet">
            {t.stands.savedBy(notice.edited.name)},{' '}
            <TimeText at={notice.edited.at} as="compact" seconds={false} />
          </span>
        ) : null}
        {last && notice.state === 'published' && (desk.changed || notice.review !== 'draft') ? (
          <a href={paths.publishedNotice(notice.slug)}>{t.stands.published(last.number)}</a>
        ) : null}
      </p>
      {notice.reviewComment ? (
        <blockquote className="standing-comment">{t.sentBack(notice.reviewComment)}</blockquote>
      ) : null}
      <ErrorSummary errors={STEPS.flatMap((intent) => errorsOf(answerTo(intent, answer)))} />
      <div className="standing-next">
        <p className="standing-text">{nextText(step, desk, blocking, t)}</p>
        <div className="standing-actions">
          {step === 'approve' || (step === 'wait' && mayPublish) ? (
            <ReadLinks desk={desk} languages={languages} />
          ) : null}
          {(step === 'submit' || step === 'resubmit') && mayDraft ? (
            <Step intent="submit">{step === 'submit' ? t.submit : t.resubmit}</Step>
          ) : null}
          {step === 'approve' ? (
            <Step intent="approve" fingerprint={desk.fingerprint}>
              {t.approve}
            </Step>
          ) : null}
          {step === 'publish' ? <Step intent="publish">{t.publishStep[notice.nextKind]}</Step> : null}
          {notice.review !== 'draft' && mayDraft ? (
            <Step intent="take_back" kind="plain">
              {t.takeBack}
            </Step>
          ) : null}
        </div>
      </div>
      {step === 'over' && mayDraft ? (
        <div className="stack">
          <p className="quiet small">{t.startAgainHint}</p>
          <StartForm stage={notice.stage} again />
        </div>
      ) : null}
      {notice.review !== 'draft' && mayPublish && desk.whyNotApprove === null ? (
        <SendBack answer={answer} />
      ) : null}
      {outdated && notice.reviewed ? (
        <WhatChanged
          title={notice.review === 'approved' ? t.changesSinceApproval : t.changesSinceSubmission}
          before={notice.reviewed}
          after={desk.content}
          languages={languages}
          open
        />
      ) : null}
      {last && notice.review !== 'draft' ? (
        <WhatChanged
          title={t.changesSince(last.number)}
          before={last}
          after={desk.content}
          languages={languages}
        />
      ) : null}
      {emergency ? <Emergency answer={answer} /> : null}
      {approvers.length === 0 && step === 'wait' ? (
        <p className="quiet small">{t.next.waitForNobody}</p>
      ) : null}
    </section>
  )
}

/** What is typed may have settled the last thing, or opened a new one, since the server looked. */
function settledNow({ step, demanded }: Desk, blocking: number, mayPublish: boolean): Desk['step'] {
  if (blocking > 0 && ['submit', 'publish', 'wait_for_publisher'].includes(step)) return 'settle'
  if (blocking > 0 || step !== 'settle') return step
  // Whichever button is pressed saves first, and the server looks once more.
  if (demanded) return 'submit'
  return mayPublish ? 'publish' : 'wait_for_publisher'
}

function stateWord({ notice, changed }: Desk, t: (typeof noticeMessages)['en']): string {
  if (notice.state === 'withdrawn') return t.stands.withdrawn
  if (notice.review === 'in_review') return t.stands.in_review(notice.submitted?.name ?? '–')
  if (notice.review === 'approved') return t.stands.approved(notice.approved?.name ?? '–')
  return notice.revisions.length > 0 && !changed
    ? t.stands.published(notice.revisions.length)
    : t.stands.draft
}

function nextText(
  step: Desk['step'],
  desk: Desk,
  blocking: number,
  t: (typeof noticeMessages)['en'],
): ReactNode {
  if (step === 'settle') return <a href="#checks">{t.next.settle(blocking)}</a>
  if (step === 'wait') {
    return desk.approvers.length > 0 ? t.next.wait(desk.approvers.join(', ')) : t.next.waitForNobody
  }
  if (step === 'resubmit' && desk.isOutdatedByDay) return t.next.resubmitByDay
  if (step === 'publish' && desk.notice.review !== 'approved') {
    return (
      <>
        {t.next.publishAlone} {t.next.publishUnapproved}
      </>
    )
  }
  return t.next[step]
}

/** One press of a button; texts that are not saved yet are saved first. */
export function Step({
  intent,
  fingerprint,
  kind = 'primary',
  children,
}: {
  intent: (typeof STEPS)[number]
  fingerprint?: string
  kind?: 'primary' | 'plain'
  children: ReactNode
}) {
  const { onSubmit, hint, version } = useSavedTextsOnly()
  return (
    <Form method="post" onSubmit={onSubmit}>
      {hint}
      <input type="hidden" name="version" value={version} />
      {fingerprint === undefined ? null : <input type="hidden" name="fingerprint" value={fingerprint} />}
      <SubmitButton name="intent" value={intent} kind={kind}>
        {children}
      </SubmitButton>
    </Form>
  )
}

function ReadLinks({ desk, languages }: { desk: Desk; languages: NoticeLanguage[] }) {
  const t = useMessages(noticeMessages)
  return languages.map((language) => (
    <a
      key={language}
      className="button"
      href={paths.noticePreview(desk.notice.reference, language)}
      target="_blank"
      rel="noreferrer"
    >
      {t.readAsCustomer} ({t.languages[language]})
    </a>
  ))
}

function SendBack({ answer: latest }: { answer: Answer }) {
  const t = useMessages(noticeMessages)
  const answer = answerTo('send_back', latest)
  const { version } = useSavedTextsOnly()
  return (
    <details className="more" open={answer !== undefined}>
      <summary>{t.sendBack}</summary>
      <Form method="post" className="stack">
        <input type="hidden" name="version" value={version} />
        <TextArea
          field={{ name: 'comment', id: 'send-back', initialValue: answer?.result.initialValue?.comment }}
          label={t.comment}
          rows={3}
        />
        <SubmitButton name="intent" value="send_back" kind="plain">
          {t.sendBack}
        </SubmitButton>
      </Form>
    </details>
  )
}

function Emergency({ answer: latest }: { answer: Answer }) {
  const t = useMessages(noticeMessages)
  const answer = answerTo('publish_alone', latest)
  const { onSubmit, hint, version } = useSavedTextsOnly()
  return (
    <Confirm summary={t.emergency} destroys={[t.emergencyExplains.atOnce, t.emergencyExplains.kept]}>
      <Form method="post" className="stack" onSubmit={onSubmit}>
        {hint}
        <input type="hidden" name="version" value={version} />
        <TextArea
          field={{
            name: 'emergency',
            id: 'emergency',
            initialValue: answer?.result.initialValue?.emergency,
          }}
          label={t.emergencyReason}
          rows={2}
        />
        <SubmitButton name="intent" value="publish_alone" kind="danger">
          {t.emergency}
        </SubmitButton>
      </Form>
    </Confirm>
  )
}
