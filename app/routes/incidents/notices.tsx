import { getFormProps, useForm, type SubmissionResult } from '@conform-to/react'
import {
  redirect,
  type ActionFunctionArgs,
  type LoaderFunctionArgs,
  type MetaFunction,
} from '@remix-run/node'
import { Form, useActionData, useLoaderData, useSearchParams } from '@remix-run/react'
import { clockNow } from '#app/clock.server.ts'
import { FieldsOrConflict } from '#app/components/forms/conflict.tsx'
import { RadioGroup, TextArea, TextField } from '#app/components/forms/fields.tsx'
import {
  ErrorSummary,
  FormActions,
  FormSection,
  SubmitButton,
  summaryErrors,
  UnsavedGuard,
} from '#app/components/forms/form.tsx'
import { IncidentHeader } from '#app/components/incident-header.tsx'
import { Confirm, EmptyState, NoticeBox, Section, StatusLine, Toast } from '#app/components/layout/page.tsx'
import { useMay, useMessages, useReader } from '#app/components/reader.tsx'
import { StateWord } from '#app/components/severity-mark.tsx'
import { TimeText } from '#app/components/time-text.tsx'
import { FACT_LABELS } from '#app/domain/facts.ts'
import { noticeStageInput, noticeTextInput, publishInput } from '#app/domain/record-input.ts'
import { unlessDatabaseFails } from '#app/database-failure.server.ts'
import { languageOf } from '#app/language.server.ts'
import type { Language } from '#app/messages/define.ts'
import { noticeMessages } from '#app/messages/notices.ts'
import { getIncidentRecord } from '#app/models/incident.server.ts'
import {
  getNotice,
  listNotices,
  previewNotice,
  publishNotice,
  redraftNotice,
  saveNoticeText,
  startNotice,
  withdrawNotice,
  type Notice,
  type NoticeFinding,
} from '#app/models/notice.server.ts'
import { getOrganisation } from '#app/models/organisation.server.ts'
import { paths } from '#app/paths.ts'
import { publishedSite } from '#app/published-site.server.ts'
import { actorOf, requireRole, requireUser } from '#app/session.server.ts'
import { found, readForm, readSubmission, submit } from '#app/submission.server.ts'

export async function loader({ request, params }: LoaderFunctionArgs) {
  await requireUser(request)
  const record = await found(getIncidentRecord(params.reference!))
  const { languages } = await getOrganisation()
  const [listed] = await listNotices({ reference: record.reference })
  if (listed === undefined) return { record, languages, notice: null, findings: [], changed: false }
  const { findings, changed } = await previewNotice({ slug: listed.slug, now: clockNow() })
  return { record, languages, notice: await getNotice(listed.slug), findings, changed }
}

/** The form's names of what the model calls by language and part. */
const FIELD_NAMES = {
  'ko.title': 'title_ko',
  'ko.body': 'body_ko',
  'en.title': 'title_en',
  'en.body': 'body_en',
  ko: 'words_ko',
  en: 'words_en',
}

export async function action({ request, params }: ActionFunctionArgs) {
  const form = await readForm(request)
  const intent = form.get('intent')
  const user = await requireRole(
    request,
    intent === 'publish' || intent === 'withdraw' ? 'publisher' : 'responder',
  )
  const language = languageOf(request, user)
  const reference = params.reference!
  const here = paths.incidentNotices(reference)
  const by = { slug: reference, actor: actorOf(user), now: clockNow() }

  switch (intent) {
    case 'start': {
      const submission = readSubmission(form, noticeStageInput, language)
      if (!submission.ok) return submission.refusal
      return submit(submission, async ({ stage }) => {
        await startNotice({ reference, stage, actor: by.actor, now: by.now })
        return redirect(here)
      })
    }
    case 'redraft': {
      const submission = readSubmission(form, noticeStageInput, language)
      if (!submission.ok) return submission.refusal
      return submit(submission, async ({ stage, version }) => {
        await redraftNotice({ ...by, stage, expectedVersion: version ?? 0 })
        return redirect(here)
      })
    }
    case 'publish':
    case 'withdraw': {
      const submission = readSubmission(form, publishInput, language)
      if (!submission.ok) return submission.refusal
      return submit(
        submission,
        async ({ kind, words_ko, words_en, version }) => {
          const words = { ko: words_ko, en: words_en }
          const change = { ...by, expectedVersion: version }
          if (intent === 'publish') await publishNotice({ ...change, kind, correctionText: words })
          else await withdrawNotice({ ...change, reason: words })
          // The person is told that it is online, so it has to be. Once it is published nothing may call it undone: a
          // database that fails now leaves the page to the next look, some seconds later.
          await unlessDatabaseFails(publishedSite.refresh())
          return redirect(`${here}?published=1`)
        },
        FIELD_NAMES,
      )
    }
    default: {
      const submission = readSubmission(form, noticeTextInput, language)
      if (!submission.ok) return submission.refusal
      const { languages } = await getOrganisation()
      return submit(
        submission,
        async ({ version, ...typed }) => {
          const all = {
            ko: { title: typed.title_ko, body: typed.body_ko },
            en: { title: typed.title_en, body: typed.body_en },
          }
          const texts = Object.fromEntries(languages.map((written) => [written, all[written]]))
          await saveNoticeText({ ...by, texts, expectedVersion: version })
          return redirect(`${here}?saved=${by.now}`)
        },
        FIELD_NAMES,
      )
    }
  }
}

export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: `${data?.record.reference ?? ''} · Sagwa` },
]

export default function IncidentNotices() {
  const { record, notice } = useLoaderData<typeof loader>()
  const [query] = useSearchParams()
  const t = useMessages(noticeMessages)
  return (
    <>
      <IncidentHeader incident={record} />
      {query.has('published') && notice ? (
        <Toast>
          <span>{notice.state === 'withdrawn' ? t.states.withdrawn : t.published}</span>{' '}
          <a href={paths.publishedNotice(notice.slug)}>{t.openPublic}</a>
        </Toast>
      ) : null}
      {notice === null ? <StartNotice /> : <NoticeDesk notice={notice} />}
    </>
  )
}

type Stage = Notice['stage']
const STAGES: readonly Stage[] = ['first_word', 'update', 'resolved', 'final_report']

function StageChoice({ id, stage }: { id: string; stage: Stage }) {
  const t = useMessages(noticeMessages)
  return (
    <RadioGroup
      field={{ name: 'stage', id, initialValue: stage }}
      label={t.stage}
      options={STAGES.map((value) => ({ value, label: t.stages[value], hint: t.stageHints[value] }))}
    />
  )
}

function StartNotice() {
  const { record } = useLoaderData<typeof loader>()
  const t = useMessages(noticeMessages)
  const mayDraft = useMay('draft_notice')
  const ended = record.markers.impact_end.chosen !== null
  return (
    <EmptyState
      title={t.none}
      text={t.noneBody}
      action={
        mayDraft ? (
          <Form method="post" className="form">
            <StageChoice id="start-stage" stage={ended ? 'final_report' : 'first_word'} />
            <SubmitButton name="intent" value="start">
              {t.start}
            </SubmitButton>
          </Form>
        ) : null
      }
    />
  )
}

/** Where a notice is written: the texts, and beside them what is missing, the facts, the preview and publishing. */
function NoticeDesk({ notice }: { notice: Notice }) {
  const { changed, languages } = useLoaderData<typeof loader>()
  const t = useMessages(noticeMessages)
  const mayDraft = useMay('draft_notice') && notice.state !== 'withdrawn'
  const mayPublish = useMay('publish_notice') && notice.state !== 'withdrawn'
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
        {mayDraft ? <TextsForm notice={notice} /> : null}
        <Revisions notice={notice} />
      </div>
      <aside className="side stack">
        {mayDraft ? <Findings /> : null}
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
        {mayPublish && changed ? <PublishForm notice={notice} /> : null}
        {mayDraft ? <FactList notice={notice} /> : null}
        {mayDraft ? <RedraftForm notice={notice} /> : null}
        {mayPublish && notice.revisions.length > 0 ? <WithdrawForm notice={notice} /> : null}
      </aside>
    </div>
  )
}

/** The answer to the form that was sent: a page with several forms shows it at that one only. */
function useAnswer(intent: string): { result: SubmissionResult; current: unknown } | undefined {
  const answer = useActionData<typeof action>()
  const sent = answer?.result.initialValue?.intent ?? 'save'
  return sent === intent ? answer : undefined
}

function TextsForm({ notice }: { notice: Notice }) {
  const { languages } = useLoaderData<typeof loader>()
  const t = useMessages(noticeMessages)
  const [query] = useSearchParams()
  const answer = useAnswer('save')
  const [form, fields] = useForm({
    // A new version of the notice is a new form: the texts in it come from the server.
    id: `texts-${notice.version}`,
    lastResult: answer?.result,
    defaultValue: {
      title_ko: notice.texts.ko?.title ?? '',
      body_ko: notice.texts.ko?.body ?? '',
      title_en: notice.texts.en?.title ?? '',
      body_en: notice.texts.en?.body ?? '',
    },
  })
  const inputs = {
    ko: { title: fields.title_ko, body: fields.body_ko },
    en: { title: fields.title_en, body: fields.body_en },
  }
  const saved = query.get('saved')
  return (
    <Form method="post" {...getFormProps(form)} key={notice.version} noValidate className="form form-wide">
      <UnsavedGuard />
      <input type="hidden" name="intent" value="save" />
      <ErrorSummary
        errors={summaryErrors(form, [fields.title_ko, fields.body_ko, fields.title_en, fields.body_en])}
      />
      <FieldsOrConflict<Notice>
        version={notice.version}
        current={answer?.current}
        sent={answer?.result.initialValue}
        disputed={(theirs) =>
          languages.flatMap((language) => [
            {
              field: inputs[language].title,
              label: `${t.draftTitle} (${t.languages[language]})`,
              theirs: theirs.texts[language]?.title ?? '',
            },
            {
              field: inputs[language].body,
              label: `${t.draftBody} (${t.languages[language]})`,
              theirs: theirs.texts[language]?.body ?? '',
            },
          ])
        }
      >
        <p className="quiet small">{t.draftHint}</p>
        <div className="languages">
          {languages.map((language) => (
            <FormSection key={language} title={t.languages[language]}>
              <TextField field={inputs[language].title} label={t.draftTitle} lang={language} />
              <TextArea
                field={inputs[language].body}
                label={t.draftBody}
                lang={language}
                rows={18}
                className="input input-draft"
              />
            </FormSection>
          ))}
        </div>
      </FieldsOrConflict>
      <FormActions>
        <SubmitButton kind="plain">{t.save}</SubmitButton>
        <StatusLine savedAt={saved !== null && /^\d{1,15}$/.test(saved) ? Number(saved) : null} />
      </FormActions>
    </Form>
  )
}

function Findings() {
  const { findings } = useLoaderData<typeof loader>()
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

/** What is said in public beside the text, in every language of the organisation. */
function PublicWords({
  id,
  label,
  hint,
  fields,
}: {
  id: string
  label: string
  hint?: string
  fields?: Partial<Record<Language, { errors?: string[]; initialValue?: unknown }>>
}) {
  const { languages } = useLoaderData<typeof loader>()
  const t = useMessages(noticeMessages)
  return languages.map((language) => (
    <TextArea
      key={language}
      field={{
        name: `words_${language}`,
        id: `${id}-${language}`,
        errors: fields?.[language]?.errors,
        initialValue: fields?.[language]?.initialValue,
      }}
      label={`${label}, ${t.languages[language]}`}
      hint={hint}
      lang={language}
      rows={2}
    />
  ))
}

function PublishForm({ notice }: { notice: Notice }) {
  const t = useMessages(noticeMessages)
  const answer = useAnswer('publish')
  const [form, fields] = useForm({
    id: `publish-${notice.version}`,
    lastResult: answer?.result,
    defaultValue: { kind: notice.revisions.length === 0 ? 'first' : 'update', words_ko: '', words_en: '' },
  })
  const again = notice.revisions.length > 0
  return (
    <Section title={t.publish} id="publish">
      <Form method="post" {...getFormProps(form)} key={notice.version} noValidate className="stack">
        <input type="hidden" name="intent" value="publish" />
        <input type="hidden" name="version" value={notice.version} />
        <ErrorSummary errors={summaryErrors(form, [fields.kind, fields.words_ko, fields.words_en])} />
        {again ? (
          <>
            <RadioGroup
              field={fields.kind}
              label={t.kind}
              options={(['update', 'correction', 'typo'] as const).map((value) => ({
                value,
                label: t.kinds[value],
              }))}
            />
            <div className="correction-words stack">
              <PublicWords
                id="correction"
                label={t.correction}
                hint={t.correctionHint}
                fields={{ ko: fields.words_ko, en: fields.words_en }}
              />
            </div>
          </>
        ) : (
          <input type="hidden" name="kind" value="first" />
        )}
        <SubmitButton>{t.publish}</SubmitButton>
      </Form>
    </Section>
  )
}

function RedraftForm({ notice }: { notice: Notice }) {
  const t = useMessages(noticeMessages)
  return (
    <Confirm summary={t.redraft} destroys={[t.redraftWarning]}>
      <Form method="post" className="stack">
        <input type="hidden" name="version" value={notice.version} />
        <StageChoice id="redraft-stage" stage={notice.stage} />
        <SubmitButton name="intent" value="redraft" kind="plain">
          {t.redraft}
        </SubmitButton>
      </Form>
    </Confirm>
  )
}

function WithdrawForm({ notice }: { notice: Notice }) {
  const t = useMessages(noticeMessages)
  const answer = useAnswer('withdraw')
  const errors = Object.values(answer?.result.error ?? {}).flatMap((messages) => messages ?? [])
  return (
    <Confirm summary={t.withdraw} destroys={[t.withdrawWarning]}>
      <Form method="post" className="stack">
        <input type="hidden" name="version" value={notice.version} />
        <ErrorSummary errors={errors.map((message) => ({ fieldId: null, message }))} />
        <PublicWords id="withdrawal" label={t.withdrawReason} />
        <SubmitButton name="intent" value="withdraw" kind="danger">
          {t.withdraw}
        </SubmitButton>
      </Form>
    </Confirm>
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
