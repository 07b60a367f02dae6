import { Form } from '@remix-run/react'
import { useEffect, useMemo, useState } from 'react'
import { TextArea } from '#app/components/forms/fields.tsx'
import { ErrorSummary, SubmitButton } from '#app/components/forms/form.tsx'
import { Section } from '#app/components/layout/page.tsx'
import { useMessages, useReader } from '#app/components/reader.tsx'
import { writeFacts } from '#app/domain/facts.ts'
import { NOTICE_LANGUAGES, type NoticeLanguage } from '#app/domain/language.ts'
import type { Finding, NoticeToCheck } from '#app/domain/notice-checks.ts'
import { findingText } from '#app/messages/notice-checks.ts'
import { noticeMessages } from '#app/messages/notices.ts'
import type { NoticeFinding } from '#app/models/notice-content.server.ts'
import type { Desk } from '#app/models/notice-desk.server.ts'
import type { NoticeTexts } from '#app/models/notice.server.ts'
import { answerTo, errorsOf, type Answer } from './notice-forms.tsx'
import { useDraftSaving, useSavedTextsOnly } from './notice-saving.tsx'

type Check = (notice: NoticeToCheck) => Finding[]

/** A place in the draft. */
export interface Place {
  language: NoticeLanguage
  part: 'title' | 'body'
  start: number
  end: number
}

export interface LiveFindings {
  gaps: NoticeFinding[]
  findings: Finding[]
  /** How many stand in the way. */
  blocking: number
}

/**
 * What is wrong with the texts as they are on the screen. The server has looked at what is saved; in the browser the same
 * code follows what is typed, loaded with the first letter: whoever only reads goes without.
 */
export function useLiveFindings(desk: Desk, languages: readonly NoticeLanguage[]): LiveFindings {
  const { live } = useDraftSaving()
  const [check, setCheck] = useState<Check | null>(null)
  const { input, notice } = desk
  const own = useMemo(() => !sameTexts(live.texts, notice.texts), [live, notice.texts])
  const wanted = own && input !== null
  useEffect(() => {
    if (!wanted) return
    import('#app/domain/notice-checks.ts').then(
      (loaded) => setCheck(() => loaded.checkNotice),
      // Out of reach: what the server finds with the next save has to do.
      () => undefined,
    )
  }, [wanted])
  return useMemo(() => {
    const findings =
      check && input && own
        ? check({ ...input, texts: live.texts, ...correctionOf(input, live) })
        : desk.checks
    const gaps = own ? gapsIn(live.texts, desk, languages) : desk.findings
    const kept = new Set(desk.keptFindings.map(({ fingerprint }) => fingerprint))
    const must = findings.filter(({ severity, fingerprint }) => severity === 'must' && !kept.has(fingerprint))
    return { gaps, findings, blocking: gaps.length + must.length }
  }, [check, input, live, own, desk, languages])
}

/** The same but for what surrounds a text: an editor that opens one may end it otherwise. */
function sameTexts(a: NoticeTexts, b: NoticeTexts): boolean {
  const said = (texts: NoticeTexts, language: NoticeLanguage) => {
    const { title = '', body = '' } = texts[language] ?? {}
    return `${title.trim()}\n${body.trim()}`
  }
  return NOTICE_LANGUAGES.every((language) => said(a, language) === said(b, language))
}

function correctionOf(input: NoticeToCheck, live: { correction: NoticeToCheck['correction'] }) {
  return input.correction ? { correction: live.correction ?? {} } : {}
}

function gapsIn(texts: NoticeTexts, desk: Desk, languages: readonly NoticeLanguage[]): NoticeFinding[] {
  const { facts } = desk.notice
  const left = desk.findings.filter(({ code }) => code === 'empty_correction')
  return [
    ...languages.flatMap((language) => {
      const { title, body } = texts[language] ?? { title: '', body: '' }
      const written = {
        title: writeFacts(title, facts, language, { markdown: false }),
        body: writeFacts(body, facts, language),
      }
      return [
        ...(title.trim() === '' ? [{ code: 'empty_title' as const, language }] : []),
        ...(body.trim() === '' ? [{ code: 'empty_body' as const, language }] : []),
        ...(['title', 'body'] as const).flatMap((part) =>
          written[part].findings.map((finding) => ({ ...finding, language, part })),
        ),
      ]
    }),
    ...left,
  ]
}

const ORDER = ['must', 'should', 'may'] as const
/** Findings that only advise, beyond which the rest is folded away. */
const ADVICE_IN_SIGHT = 6

/** Everything to settle or to consider, each with its place, the reason and better words. */
export function ChecksPanel({
  desk,
  live: { gaps, findings },
  answer,
  reveal,
}: {
  desk: Desk
  live: LiveFindings
  answer: Answer
  reveal: (place: Place) => void
}) {
  const t = useMessages(noticeMessages)
  const kept = new Set(desk.keptFindings.map(({ fingerprint }) => fingerprint))
  const open = findings.filter(({ fingerprint }) => !kept.has(fingerprint))
  const must = open.filter(({ severity }) => severity === 'must')
  const advice = ORDER.slice(1).flatMap((severity) => open.filter((finding) => finding.severity === severity))
  const inTheWay = gaps.length + must.length
  return (
    <Section
      title={t.checks}
      id="checks"
      note={
        inTheWay + advice.length === 0
          ? t.checksNone
          : [
              inTheWay > 0 ? t.checksBlock(inTheWay) : null,
              advice.length > 0 ? t.checksAdvise(advice.length) : null,
            ]
              .filter(Boolean)
              .join(' · ')
      }
    >
      <div aria-live="polite" className="visually-hidden">
        {inTheWay > 0 ? t.checksBlock(inTheWay) : t.checksNone}
      </div>
      <ErrorSummary
        errors={['keep_finding', 'reopen_finding'].flatMap((intent) => errorsOf(answerTo(intent, answer)))}
      />
      <ul className="findings">
        {gaps.map((gap, index) => (
          <Gap key={`${gap.code} ${index}`} gap={gap} desk={desk} reveal={reveal} />
        ))}
        {must.map((finding) => (
          <FindingItem key={finding.fingerprint} finding={finding} reveal={reveal} />
        ))}
        {advice.slice(0, ADVICE_IN_SIGHT).map((finding) => (
          <FindingItem key={finding.fingerprint} finding={finding} reveal={reveal} />
        ))}
      </ul>
      {advice.length > ADVICE_IN_SIGHT ? (
        <details className="more">
          <summary>{t.checksAdvise(advice.length - ADVICE_IN_SIGHT)}</summary>
          <ul className="findings">
            {advice.slice(ADVICE_IN_SIGHT).map((finding) => (
              <FindingItem key={finding.fingerprint} finding={finding} reveal={reveal} />
            ))}
          </ul>
        </details>
      ) : null}
      <KeptFindings desk={desk} />
    </Section>
  )
}

function Gap({ gap, desk, reveal }: { gap: NoticeFinding; desk: Desk; reveal: (place: Place) => void }) {
  const t = useMessages(noticeMessages)
  const { live } = useDraftSaving()
  const language = t.languages[gap.language]
  if (!('part' in gap)) {
    const text = {
      empty_title: t.findingEmptyTitle,
      empty_body: t.findingEmptyBody,
      empty_correction: t.findingEmptyCorrection,
    }[gap.code]
    return (
      <li className="finding finding-must">
        <p className="finding-place">{language}</p>
        <p>{text}</p>
      </li>
    )
  }
  const text = {
    gap: t.findingGap(gap.label),
    unknown_fact: t.findingUnknownFact(gap.placeholder),
    unknown_particle: t.findingUnknownParticle(gap.placeholder),
  }[gap.code]
  const source = (live.texts[gap.language] ?? desk.notice.texts[gap.language])?.[gap.part] ?? ''
  const start = offsetOf(source, gap.line, gap.column)
  const end = start + Math.max(source.slice(start).indexOf('}}') + 2, 0)
  return (
    <li className="finding finding-must">
      <p className="finding-place">
        {gap.part === 'title' ? t.findingInTitle(language) : t.findingPlace(language, gap.line)}
        <ShowButton onClick={() => reveal({ language: gap.language, part: gap.part, start, end })} />
      </p>
      <p>{text}</p>
    </li>
  )
}

/** Where a line and column, both counted from 1, stand in a text. */
function offsetOf(text: string, line: number, column: number): number {
  const before = text.split('\n').slice(0, line - 1)
  return before.reduce((sum, one) => sum + one.length + 1, 0) + column - 1
}

function FindingItem({ finding, reveal }: { finding: Finding; reveal: (place: Place) => void }) {
  const t = useMessages(noticeMessages)
  const { language: own } = useReader()
  const { reason, instead } = findingText(finding, own)
  const { language, part, start, end, quote } = finding
  const place = language === null ? t.wholeNotice : t.languages[language]
  return (
    <li className={`finding finding-${finding.severity}`}>
      <p className="finding-place">
        <span>
          {t.severities[finding.severity]} · {place}
          {part === 'title' ? ` · ${t.inTitle}` : ''}
        </span>
        {language !== null && part !== null && end > start ? (
          <ShowButton onClick={() => reveal({ language, part, start, end })} />
        ) : null}
      </p>
      {quote ? (
        <p className="finding-quote" lang={language ?? undefined}>
          {quote.length > 120 ? `${quote.slice(0, 119)}…` : quote}
        </p>
      ) : null}
      <p>{reason}</p>
      {instead ? (
        <p className="finding-better">
          <span className="quiet">{t.better}:</span> {instead}
        </p>
      ) : null}
      <KeepFinding finding={finding} />
    </li>
  )
}

function ShowButton({ onClick }: { onClick: () => void }) {
  const t = useMessages(noticeMessages)
  return (
    <button type="button" className="link-button needs-script" onClick={onClick}>
      {t.goThere}
    </button>
  )
}

function KeepFinding({ finding }: { finding: Finding }) {
  const t = useMessages(noticeMessages)
  const { onSubmit, hint } = useSavedTextsOnly()
  return (
    <details className="keep">
      <summary>{t.keep}</summary>
      <Form method="post" className="stack" onSubmit={onSubmit} preventScrollReset>
        {hint}
        <input type="hidden" name="key" value={finding.fingerprint} />
        <TextArea
          field={{ name: 'reason', id: `keep-${finding.fingerprint}` }}
          label={t.keepReason}
          rows={2}
        />
        <SubmitButton name="intent" value="keep_finding" kind="plain">
          {t.keepButton}
        </SubmitButton>
      </Form>
    </details>
  )
}

function KeptFindings({ desk }: { desk: Desk }) {
  const t = useMessages(noticeMessages)
  const { language } = useReader()
  const kept = desk.keptFindings
  if (kept.length === 0) return null
  return (
    <details className="more">
      <summary>{t.keptList(kept.length)}</summary>
      <ul className="findings">
        {kept.map((one) => {
          const finding = desk.checks.find(({ fingerprint }) => fingerprint === one.fingerprint)
          return (
            <li key={one.fingerprint} className="finding finding-kept">
              {one.quote ? <p className="finding-quote">{one.quote}</p> : null}
              {finding ? <p>{findingText(finding, language).reason}</p> : null}
              <p>
                {one.reason} <span className="quiet">({t.keptBy(one.by)})</span>
              </p>
              <Form method="post" preventScrollReset>
                <input type="hidden" name="key" value={one.fingerprint} />
                <SubmitButton name="intent" value="reopen_finding" kind="quiet">
                  {t.reopen}
                </SubmitButton>
              </Form>
            </li>
          )
        })}
      </ul>
    </details>
  )
}
