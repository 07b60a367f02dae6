import { Form } from '@remix-run/react'
import { TextArea } from '#app/components/forms/fields.tsx'
import { ErrorSummary, SubmitButton } from '#app/components/forms/form.tsx'
import { useMay, useMessages, useReader } from '#app/components/reader.tsx'
import { isWrong, type Drift } from '#app/domain/drift.ts'
import { FACT_LABELS, type FactKey } from '#app/domain/facts.ts'
import type { NoticeLanguage } from '#app/domain/language.ts'
import { noticeMessages } from '#app/messages/notices.ts'
import type { Desk } from '#app/models/notice-desk.server.ts'
import { answerTo, errorsOf, type Answer } from './notice-forms.tsx'
import { Step } from './notice-steps.tsx'

/** What was said, what is known now, and the two ways on: say so in public, or leave it with a reason. */
export function DriftBox({
  desk,
  languages,
  answer,
}: {
  desk: Desk
  languages: NoticeLanguage[]
  answer: Answer
}) {
  const t = useMessages(noticeMessages)
  const mayDraft = useMay('draft_notice')
  const mayPublish = useMay('publish_notice')
  const { drift, notice } = desk
  const open = drift.undecided
  if (open.length === 0 && drift.kept.length === 0) return null
  const beingCorrected = notice.nextKind === 'correction' && desk.changed
  return (
    <section className="drift" aria-labelledby="drift-title" id="drift">
      {open.length > 0 ? (
        <>
          <h2 id="drift-title">{t.drift}</h2>
          <ErrorSummary errors={errorsOf(answerTo('keep_drift', answer))} />
          <ul className="drift-facts">
            {open.map((one) => (
              <li key={one.key}>
                <DriftFact drift={one} languages={languages} />
                {mayPublish ? <KeepDrift drift={one} /> : null}
              </li>
            ))}
          </ul>
          {mayDraft && notice.review === 'draft' && !beingCorrected ? (
            <div className="drift-ways">
              {open.some(isWrong) ? (
                <>
                  <Step intent="correct">{t.driftCorrect}</Step>
                  <p className="quiet small">
                    {t.driftCorrectExplains} {hasOwnChanges(desk) ? t.driftReplaces : null}
                  </p>
                </>
              ) : (
                <p>{t.driftUpdate}</p>
              )}
            </div>
          ) : null}
        </>
      ) : (
        <h2 id="drift-title" className="visually-hidden">
          {t.driftKept}
        </h2>
      )}
      {drift.kept.length > 0 ? (
        <details className="more">
          <summary>
            {t.driftKept} ({drift.kept.length})
          </summary>
          <ul className="lines">
            {drift.kept.map((kept) => (
              <li key={kept.factKey}>
                <span>
                  <FactName name={kept.factKey} />: {kept.reason}
                </span>
                <span className="quiet">{t.keptBy(kept.keptBy)}</span>
              </li>
            ))}
          </ul>
        </details>
      ) : null}
    </section>
  )
}

/** Whether the draft holds words that nobody has published, beyond what the record changed in them. */
function hasOwnChanges({ notice }: Desk): boolean {
  const sources = notice.revisions.at(-1)?.sources
  return sources != null && JSON.stringify(sources) !== JSON.stringify(notice.texts)
}

function DriftFact({ drift, languages }: { drift: Drift; languages: NoticeLanguage[] }) {
  const t = useMessages(noticeMessages)
  const { language: own } = useReader()
  // In the reader's language where the notice has it: the fact is the same in all of them.
  const language = languages.includes(own) ? own : (languages[0] ?? own)
  return (
    <dl className="drift-fact">
      <div>
        <dt>
          <FactName name={drift.key} />
        </dt>
      </div>
      <div>
        <dt className="quiet">{t.driftSaid}</dt>
        <dd lang={language}>
          <del>{shown(drift.said[language]) || t.driftUnsaid}</del>
        </dd>
      </div>
      <div>
        <dt className="quiet">{t.driftKnown}</dt>
        <dd lang={language}>
          <ins>{shown(drift.known[language]) || t.driftGone}</ins>
        </dd>
      </div>
    </dl>
  )
}

function shown(text = ''): string {
  return text.split('\n').join(' · ')
}

function FactName({ name }: { name: string }) {
  const { language } = useReader()
  return <strong>{FACT_LABELS[name as FactKey]?.[language] ?? name}</strong>
}

function KeepDrift({ drift }: { drift: Drift }) {
  const t = useMessages(noticeMessages)
  return (
    <details className="keep">
      <summary>{t.driftKeep}</summary>
      <Form method="post" className="stack">
        <input type="hidden" name="key" value={drift.key} />
        <TextArea field={{ name: 'reason', id: `keep-${drift.key}` }} label={t.keepReason} rows={2} />
        <SubmitButton name="intent" value="keep_drift" kind="plain">
          {t.keepButton}
        </SubmitButton>
      </Form>
    </details>
  )
}
