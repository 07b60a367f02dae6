import { Link } from '@remix-run/react'
import { useMemo, useRef, type RefObject } from 'react'
import { CopyButton } from '#app/components/copy-button.tsx'
import { IncidentDuties } from '#app/components/incident-duties.tsx'
import { Section } from '#app/components/layout/page.tsx'
import { useMay, useMessages, useReader } from '#app/components/reader.tsx'
import { TimeText } from '#app/components/time-text.tsx'
import type { Duty } from '#app/domain/duties.ts'
import { FACT_LABELS } from '#app/domain/facts.ts'
import type { NoticeLanguage } from '#app/domain/language.ts'
import type { Finding } from '#app/domain/notice-checks.ts'
import type { ShortTexts } from '#app/domain/notice-text/short.ts'
import type { EditorMark } from '#app/editor/notice-editor.tsx'
import { actionItemMessages } from '#app/messages/action-items.ts'
import { dutyMessages } from '#app/messages/duties.ts'
import { noticeMessages } from '#app/messages/notices.ts'
import { publishedMessages } from '#app/messages/published.ts'
import type { Desk } from '#app/models/notice-desk.server.ts'
import type { Notice } from '#app/models/notice.server.ts'
import { paths } from '#app/paths.ts'
import { ChecksPanel, useLiveFindings, type Place } from './notice-checks-panel.tsx'
import { DriftBox } from './notice-drift-box.tsx'
import {
  answerTo,
  DraftLanguages,
  FollowPromises,
  RedraftForm,
  TextsForm,
  WithdrawForm,
  type Answer,
} from './notice-forms.tsx'
import { DraftSavingProvider, useDraftSaving } from './notice-saving.tsx'
import { Standing } from './notice-steps.tsx'

interface DeskProps {
  desk: Desk
  /** The organisation's, in its order. */
  languages: NoticeLanguage[]
  short: Partial<Record<NoticeLanguage, ShortTexts>> | null
  /** Null where the organisation has not said what it is. */
  duties: readonly Duty[] | null
  answer: Answer
}

/** Where a notice is written: what is next, the texts, and beside them what to settle, the facts and the previews. */
export function NoticeDesk(props: DeskProps) {
  return (
    <DraftSavingProvider notice={props.desk.notice} refused={answerTo('save', props.answer)}>
      <DeskOfDraft {...props} />
    </DraftSavingProvider>
  )
}

function DeskOfDraft({ desk, languages, short, duties, answer }: DeskProps) {
  const { notice } = desk
  const saving = useDraftSaving()
  const mayDraft = useMay('draft_notice') && notice.state !== 'withdrawn'
  const mayPublish = useMay('publish_notice') && notice.state !== 'withdrawn'
  const editing = mayDraft && (notice.review === 'draft' || saving.isHeld)
  const place = useRef<HTMLDivElement>(null)
  const live = useLiveFindings(desk, languages)
  const marks = useMemo(() => marksOf(live.findings, desk), [live.findings, desk])
  const form = { notice, languages, answer }
  return (
    <>
      <Standing desk={desk} languages={languages} blocking={live.blocking} answer={answer} />
      <DriftBox desk={desk} languages={languages} answer={answer} />
      <div className="page-with-side notice-desk">
        <div>
          {editing ? (
            <>
              <DraftLanguages {...form} />
              <TextsForm {...form} place={place} marks={marks} />
            </>
          ) : (
            <ReadTexts desk={desk} languages={languages} />
          )}
          {desk.promises.length > 0 ? <Promises desk={desk} editing={editing} answer={answer} /> : null}
          <Revisions notice={notice} />
        </div>
        <aside className="side">
          {mayDraft ? (
            <ChecksPanel
              desk={desk}
              live={live}
              answer={answer}
              reveal={(where) => showPlace(place, where)}
            />
          ) : null}
          <Duties duties={duties} />
          {mayDraft ? <Previews notice={notice} languages={languages} /> : null}
          {editing ? <FactList notice={notice} languages={languages} place={place} /> : null}
          {short ? (
            <ShortForms short={short} languages={languages} published={notice.revisions.length > 0} />
          ) : null}
          {editing ? <RedraftForm notice={notice} /> : null}
          {mayPublish && notice.revisions.length > 0 ? <WithdrawForm {...form} /> : null}
        </aside>
      </div>
    </>
  )
}

/** Findings in the bodies that nobody has kept, for the editors to underline. */
function marksOf(findings: readonly Finding[], { keptFindings }: Desk) {
  const kept = new Set(keptFindings.map(({ fingerprint }) => fingerprint))
  const marks: Partial<Record<NoticeLanguage, EditorMark[]>> = {}
  for (const { language, part, start, end, severity, fingerprint } of findings) {
    if (language === null || part !== 'body' || end <= start || kept.has(fingerprint)) continue
    ;(marks[language] ??= []).push({ start, end, severity, fingerprint })
  }
  return marks
}

/** What an editor that stands over a textarea hears, and answers by preventing the default. */
const REVEAL = 'sagwa:reveal'
const INSERT = 'sagwa:insert'

/** Brings a place of the draft into sight and selects it, on a phone in the language that it is in. */
function showPlace(form: RefObject<HTMLDivElement>, { language, part, start, end }: Place) {
  const root = form.current
  const tab = root?.querySelector<HTMLInputElement>(`input[name=shown-language][value=${language}]`)
  if (tab) tab.checked = true
  const field = root?.querySelector<HTMLInputElement | HTMLTextAreaElement>(`[name=${part}_${language}]`)
  if (!field) return
  const event = new CustomEvent(REVEAL, { detail: { start, end }, cancelable: true })
  if (!field.dispatchEvent(event)) return
  field.focus({ preventScroll: true })
  field.setSelectionRange(start, end)
  field.scrollIntoView({ block: 'center' })
  // A textarea scrolls itself to its cursor only while somebody types.
  const line = field.value.slice(0, start).split('\n').length
  if (field instanceof HTMLTextAreaElement) {
    const lines = field.value.split('\n').length
    field.scrollTop = (field.scrollHeight * (line - 1)) / Math.max(lines, 1) - field.clientHeight / 3
  }
}

/** The draft as customers will read it, where it is not edited. */
function ReadTexts({ desk, languages }: { desk: Desk; languages: NoticeLanguage[] }) {
  const t = useMessages(noticeMessages)
  return (
    <div className="languages read-texts">
      {languages.map((language) => {
        const text = desk.read?.[language]
        if (!text) return null
        const correction = desk.content.correction[language]
        return (
          <article key={language} className="letter" lang={language} aria-label={t.languages[language]}>
            <p className="letter-date">{t.languages[language]}</p>
            {correction ? (
              <aside className="letter-correction">
                <strong>{publishedMessages[language].correction}</strong>
                <p>{correction}</p>
              </aside>
            ) : null}
            <h2 className="letter-title">{text.title}</h2>
            <div className="prose" dangerouslySetInnerHTML={{ __html: text.html }} />
          </article>
        )
      })}
    </div>
  )
}

/** What was promised in public, and whether it was kept. */
function Promises({
  desk: { notice, promises },
  editing,
  answer,
}: {
  desk: Desk
  editing: boolean
  answer: Answer
}) {
  const t = useMessages(noticeMessages)
  const { standings } = useMessages(actionItemMessages)
  return (
    <Section title={t.promises} id="promises">
      <ul className="lines">
        {promises.map(({ id, title, dueOn, standing }) => (
          <li key={id}>
            <Link to={paths.actionItem(notice.reference, id)}>{title}</Link>
            <span className={standing === 'late' ? 'late' : 'quiet'}>
              {standings[standing]}
              {dueOn ? ` · ${dueOn}` : ''}
            </span>
          </li>
        ))}
      </ul>
      {editing ? (
        <FollowPromises shown={notice.showsPromises} answer={answer} />
      ) : (
        <p className="quiet small">{notice.showsPromises ? t.promisesShown : t.promisesHidden}</p>
      )}
    </Section>
  )
}

function Duties({ duties }: { duties: readonly Duty[] | null }) {
  const t = useMessages(dutyMessages)
  return (
    <details className="more" id="duties">
      <summary>
        {t.title}
        {duties === null ? '' : ` (${duties.length})`}
      </summary>
      <IncidentDuties duties={duties} />
    </details>
  )
}

function Previews({ notice, languages }: { notice: Notice; languages: NoticeLanguage[] }) {
  const t = useMessages(noticeMessages)
  return (
    <Section title={t.preview} note={t.previewHint}>
      <ul className="lines">
        {languages.map((language) => (
          <li key={language}>
            <a href={paths.noticePreview(notice.reference, language)} target="_blank" rel="noreferrer">
              {t.previewTitle(t.languages[language])}
            </a>
            <a
              href={`${paths.noticePreview(notice.reference, language)}.md`}
              target="_blank"
              rel="noreferrer"
            >
              {t.markdownPreview}
            </a>
            {notice.nextKind === 'typo' ? null : (
              <span className="feed-previews">
                <span className="quiet">{t.feedPreview}</span>
                {Object.entries({ atom: 'Atom', rss: 'RSS', json: 'JSON' }).map(([form, name]) => (
                  <a
                    key={form}
                    href={`${paths.noticePreview(notice.reference, language)}.${form}`}
                    target="_blank"
                    rel="noreferrer"
                  >
                    {name}
                  </a>
                ))}
              </span>
            )}
          </li>
        ))}
      </ul>
    </Section>
  )
}

function FactList({
  notice,
  languages,
  place,
}: {
  notice: Notice
  languages: NoticeLanguage[]
  place: RefObject<HTMLDivElement>
}) {
  const t = useMessages(noticeMessages)
  const { language: own } = useReader()
  const { touch } = useDraftSaving()
  const shown = languages.includes(own) ? own : (languages[0] ?? own)
  const known = notice.facts.filter((fact) => fact.texts[shown].length > 0)
  const unknown = notice.facts.filter((fact) => fact.texts[shown].length === 0)
  return (
    <details className="more">
      <summary>{t.facts}</summary>
      <p className="quiet small">{t.factsHint}</p>
      <dl className="fact-list">
        {[...known, ...unknown].map((fact) => (
          <div key={fact.key}>
            <dt>
              <span>{FACT_LABELS[fact.key][own]}</span> <code>{`{{${fact.key}}}`}</code>
            </dt>
            <dd>
              {fact.texts[shown].length === 0 ? (
                <span className="quiet">{t.factUnknown}</span>
              ) : (
                <span lang={shown}>{fact.texts[shown].join(' · ')}</span>
              )}
              {/* Before the press, so that the cursor of the text is still where it was. */}
              <button
                type="button"
                className="link-button needs-script"
                onMouseDown={(event) => event.preventDefault()}
                onClick={() => insertFact(place, fact.key) && touch()}
              >
                {t.insertFact}
              </button>
            </dd>
          </div>
        ))}
      </dl>
    </details>
  )
}

/** Puts a fact where the cursor is, in the field that had it last; false where there is none. */
function insertFact(form: RefObject<HTMLDivElement>, key: string): boolean {
  const root = form.current
  if (!root) return false
  const shown = root.querySelector<HTMLInputElement>('input[name=shown-language]:checked')?.value
  const language = root.dataset.writing ?? shown
  const part = root.dataset.part ?? 'body'
  const field = root.querySelector<HTMLTextAreaElement | HTMLInputElement>(
    language ? `[name=${part}_${language}]` : '[name^=body_]',
  )
  if (!field) return false
  const event = new CustomEvent(INSERT, { detail: { key }, cancelable: true })
  if (!field.dispatchEvent(event)) return true
  field.setRangeText(`{{${key}}}`, field.selectionStart ?? 0, field.selectionEnd ?? 0, 'end')
  field.dispatchEvent(new Event('input', { bubbles: true }))
  field.focus()
  return true
}

function ShortForms({
  short,
  languages,
  published,
}: {
  short: NonNullable<DeskProps['short']>
  languages: NoticeLanguage[]
  published: boolean
}) {
  const t = useMessages(noticeMessages)
  return (
    <details className="more short-forms">
      <summary>{t.shortForms}</summary>
      <p className="quiet small">{published ? t.shortFormsHint : t.shortFormsUnpublished}</p>
      {languages.map((language) => {
        const forms = short[language]
        if (!forms) return null
        return (
          <div key={language}>
            <h3>{t.languages[language]}</h3>
            <ShortForm name={t.shortNames.post} language={language} text={forms.post.text}>
              {t.shortSizes.post(forms.post.size, forms.post.limit)}
            </ShortForm>
            <ShortForm name={t.shortNames.chat} language={language} text={forms.chat} />
            <ShortForm name={t.shortNames.sms} language={language} text={forms.sms.text}>
              {t.shortSizes.sms(forms.sms)}
            </ShortForm>
          </div>
        )
      })}
    </details>
  )
}

function ShortForm({
  name,
  language,
  text,
  children,
}: {
  name: string
  language: NoticeLanguage
  text: string
  /** How long it is, as its channel counts. */
  children?: string
}) {
  return (
    <div className="short-form">
      <p className="short-form-head">
        <span>
          {name} {children ? <span className="quiet small">{children}</span> : null}
        </span>{' '}
        <CopyButton text={text} />
      </p>
      <p className="short-form-text" lang={language}>
        {text}
      </p>
    </div>
  )
}

function Revisions({ notice }: { notice: Notice }) {
  const t = useMessages(noticeMessages)
  if (notice.revisions.length === 0) return null
  const address = paths.publishedNotice(notice.slug)
  return (
    <Section title={t.revisions} id="revisions">
      <ul className="lines">
        <li>
          <a href={address}>{t.openPublic}</a>
          <a href={`${address}.md`}>{t.downloadMarkdown}</a>
        </li>
        {notice.revisions.toReversed().map((revision) => (
          <li key={revision.number}>
            <a href={`${address}/v/${revision.number}`}>{t.revision(revision.number)}</a>
            <span className="quiet">
              {t.kinds[revision.kind]} · <TimeText at={revision.publishedAt} as="compact" seconds={false} /> ·{' '}
              {t.publishedBy(revision.publishedBy)}
              {revision.approvedBy ? ` · ${t.approvedByLine(revision.approvedBy)}` : ''}
              {revision.emergencyReason ? ` · ${t.aloneLine(revision.emergencyReason)}` : ''}
            </span>
          </li>
        ))}
      </ul>
    </Section>
  )
}
