import { NoticeBox, Section } from '#app/components/layout/page.tsx'
import { useMay, useMessages, useReader } from '#app/components/reader.tsx'
import { StateWord } from '#app/components/severity-mark.tsx'
import { TimeText } from '#app/components/time-text.tsx'
import { FACT_LABELS } from '#app/domain/facts.ts'
import type { NoticeLanguage } from '#app/domain/language.ts'
import { noticeMessages } from '#app/messages/notices.ts'
import type { Notice } from '#app/models/notice.server.ts'
import type { NoticeFinding } from '#app/models/notice-publication.server.ts'
import { paths } from '#app/paths.ts'
import { PublishForm, RedraftForm, TextsForm, WithdrawForm, type Answer } from './notice-forms.tsx'

/** Where a notice is written: the texts, and beside them what is missing, the facts, the preview and publishing. */
export function NoticeDesk({
  notice,
  languages,
  findings,
  changed,
  answer,
}: {
  notice: Notice
  /** The organisation's, in its order. */
  languages: NoticeLanguage[]
  findings: NoticeFinding[]
  /** Whether the public would read anything new. */
  changed: boolean
  answer: Answer
}) {
  const t = useMessages(noticeMessages)
  const mayDraft = useMay('draft_notice') && notice.state !== 'withdrawn'
  const mayPublish = useMay('publish_notice') && notice.state !== 'withdrawn'
  const form = { notice, languages, answer }
  return (
    <div className="page-with-side">
      <div>
        <p className="cluster">
          <strong>{t.stages[notice.stage]}</strong>
          <StateWord state={notice.state === 'draft' ? 'waiting' : 'done'}>
            {t.states[notice.state]}
          </StateWord>
          {notice.state === 'published' && changed ? <span className="quiet">{t.unpublished}</span> : null}
        </p>
        {mayDraft ? <TextsForm {...form} /> : null}
        <Revisions notice={notice} />
      </div>
      <aside className="side stack">
        {mayDraft ? <Findings findings={findings} /> : null}
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
              </li>
            ))}
          </ul>
        </Section>
        {mayPublish && changed ? <PublishForm {...form} /> : null}
        {mayDraft ? <FactList notice={notice} /> : null}
        {mayDraft ? <RedraftForm notice={notice} /> : null}
        {mayPublish && notice.revisions.length > 0 ? <WithdrawForm {...form} /> : null}
      </aside>
    </div>
  )
}

function Findings({ findings }: { findings: NoticeFinding[] }) {
  const t = useMessages(noticeMessages)
  return (
    <NoticeBox title={findings.length === 0 ? t.noFindings : t.findings} urgent={findings.length > 0}>
      {findings.length === 0 ? null : (
        <ul>
          {findings.map((finding, index) => (
            <li key={index}>
              <FindingText finding={finding} />
            </li>
          ))}
        </ul>
      )}
    </NoticeBox>
  )
}

function FindingText({ finding }: { finding: NoticeFinding }) {
  const t = useMessages(noticeMessages)
  const language = t.languages[finding.language]
  if (!('part' in finding)) {
    return finding.code === 'empty_title'
      ? `${t.findingInTitle(language)}: ${t.findingEmptyTitle}`
      : `${language}: ${t.findingEmptyBody}`
  }
  const place = finding.part === 'title' ? t.findingInTitle(language) : t.findingPlace(language, finding.line)
  const text = {
    gap: t.findingGap(finding.label),
    unknown_fact: t.findingUnknownFact(finding.placeholder),
    unknown_particle: t.findingUnknownParticle(finding.placeholder),
  }[finding.code]
  return (
    <>
      {text} <span className="quiet">({place})</span>
    </>
  )
}

function FactList({ notice }: { notice: Notice }) {
  const t = useMessages(noticeMessages)
  const { language } = useReader()
  return (
    <details className="more">
      <summary>{t.facts}</summary>
      <p className="quiet small">{t.factsHint}</p>
      <dl className="fact-list">
        {notice.facts.map((fact) => (
          <div key={fact.key}>
            <dt>
              <code>{`{{${fact.key}}}`}</code>{' '}
              <span className="quiet">{FACT_LABELS[fact.key][language]}</span>
            </dt>
            <dd>
              {fact.texts[language].length === 0 ? (
                <span className="quiet">{t.factUnknown}</span>
              ) : (
                fact.texts[language].join(' · ')
              )}
            </dd>
          </div>
        ))}
      </dl>
    </details>
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
            </span>
          </li>
        ))}
      </ul>
    </Section>
  )
}
