import {
  redirect,
  type ActionFunctionArgs,
  type LoaderFunctionArgs,
  type MetaFunction,
} from '@remix-run/node'
import { Form, Link, useActionData, useLoaderData, useSearchParams } from '@remix-run/react'
import { useState } from 'react'
import { READING } from '#app/asleep.ts'
import { clockNow } from '#app/clock.server.ts'
import { CommentsPanel } from '#app/components/comments/comments-panel.tsx'
import { RadioGroup } from '#app/components/forms/fields.tsx'
import { SubmitButton } from '#app/components/forms/form.tsx'
import { IncidentHeader } from '#app/components/incident-header.tsx'
import { EmptyState, Toast } from '#app/components/layout/page.tsx'
import { useMay, useMessages, useReader } from '#app/components/reader.tsx'
import { refuse } from '#app/domain/errors.ts'
import { openChecks } from '#app/domain/postmortem-checklist.ts'
import { POSTMORTEM_TEMPLATES, TEMPLATE_NAMES } from '#app/domain/postmortem-templates/index.ts'
import { postmortemStartInput, postmortemStepInput } from '#app/domain/record-input.ts'
import { writtenPostmortem } from '#app/documents/markdown.server.ts'
import type { Role } from '#app/domain/roles.ts'
import { may } from '#app/domain/roles.ts'
import { languageOf } from '#app/language.server.ts'
import type { Language } from '#app/messages/define.ts'
import { TimeText } from '#app/components/time-text.tsx'
import { commentMessages } from '#app/messages/comments.ts'
import { liveDraftMessages } from '#app/messages/live-draft.ts'
import { postmortemMessages } from '#app/messages/postmortem.ts'
import { problemTexts } from '#app/messages/problems.ts'
import { templateMessages } from '#app/messages/templates.ts'
import { writingMessages } from '#app/messages/writing.ts'
import { getDocumentTemplate, listDocumentTemplates } from '#app/models/document-template.server.ts'
import {
  answerReview,
  approvePostmortem,
  changeReviewRequest,
  getPostmortem,
  saveDocumentRevision,
  sendPostmortemBack,
  submitPostmortem,
  takePostmortemBack,
} from '#app/models/document.server.ts'
import { findNewerDraft } from '#app/models/document-draft.server.ts'
import { getIncidentRecord } from '#app/models/incident.server.ts'
import { getOrganisation } from '#app/models/organisation.server.ts'
import { paths } from '#app/paths.ts'
import { headOf } from '#app/documents/postmortem-file.server.tsx'
import { actorOf, requireRole, requireUser } from '#app/session.server.ts'
import { found, readForm, readSubmission, submit } from '#app/submission.server.ts'
import { addActionFromText } from './action-from-text.server.ts'
import { readPieces, sinceApproval, withComments } from './postmortem-pieces.server.ts'
import { reviewOf } from './postmortem-review.server.ts'
import { ActionFromText } from './action-from-text.tsx'
import { RecordBlock } from './postmortem-blocks.tsx'
import { CheckList, Standing, useAnswers } from './postmortem-review.tsx'
import { ChangedSinceApproval, PieceSinceApproval } from './postmortem-since-approval.tsx'

export const handle = READING

export async function loader({ request, params }: LoaderFunctionArgs) {
  const user = await requireUser(request)
  const record = await found(getIncidentRecord(params.reference!))
  const saved = await getPostmortem(record.id)
  if (saved === null) {
    const templates = (await listDocumentTemplates()).filter(({ retiredAt }) => retiredAt === null)
    return { record, postmortem: null, own: templates.map(({ markdown: _, ...template }) => template) }
  }
  const organisation = await getOrganisation()
  const since = sinceApproval(record, saved, organisation)
  const read = readPieces(record, saved, organisation, since?.placeholders)
  const review = await reviewOf(record, saved, { findings: read.findings, user, seen: true })
  const { markdown: _, ...postmortem } = saved
  return {
    record,
    postmortem,
    /** Who has gone on writing since this revision; for those who could as well. */
    draft: may(user.role, 'write_postmortem') ? await findNewerDraft(saved.id, saved) : null,
    read: {
      ...read,
      pieces: withComments(
        read.pieces,
        review.comments.conversations,
        commentMessages[languageOf(request, user)].comment,
      ),
    },
    head: headOf(record, saved),
    ...review,
    /** What reads differently from what was approved, because the record has changed. */
    changed: since?.pieces ?? [],
    refused:
      review.refused && problemTexts({ '': [{ code: review.refused }] }, languageOf(request, user))[''],
  }
}

export async function action({ request, params }: ActionFunctionArgs) {
  await requireUser(request)
  const form = await readForm(request)
  const intent = form.get('intent')
  const user = await requireRole(request, leastRoleOf(intent))
  const language = languageOf(request, user)
  const record = await found(getIncidentRecord(params.reference!))
  const by = { incidentId: record.id, actor: actorOf(user), now: clockNow() }
  const here = paths.incidentPostmortem(record.reference)

  if (intent === 'start') {
    const submission = readSubmission(form, postmortemStartInput, language)
    if (!submission.ok) return submission.refusal
    return submit(submission, async ({ template, language: written }) => {
      const beginning = await templateNamed(template, written)
      await saveDocumentRevision({
        ...by,
        expectedRevision: 0,
        language: beginning.language,
        markdown: beginning.markdown,
        reason: postmortemMessages[beginning.language].fromTemplate(beginning.name),
        isTemplate: true,
      })
      return redirect(paths.editPostmortem(record.reference))
    })
  }
  if (intent === 'action_item') return addActionFromText(form, { ...by, language })
  const submission = readSubmission(form, postmortemStepInput, language)
  if (!submission.ok) return submission.refusal
  return submit(submission, async ({ revision, comment, despite, reviewers, dueOn }) => {
    const change = { ...by, expectedRevision: revision }
    const person = { actor: { id: user.id, name: user.name }, role: user.role }
    if (intent === 'submit') {
      const keptAs = postmortemMessages[language].keptForReview
      await submitPostmortem({ ...change, reviewers, dueOn, keptAs })
    } else if (intent === 'ask') await changeReviewRequest({ ...change, reviewers, dueOn })
    else if (intent === 'answer_approved')
      await answerReview({ ...change, ...person, says: 'approved', comment })
    else if (intent === 'answer_changes')
      await answerReview({ ...change, ...person, says: 'changes', comment })
    else if (intent === 'take_back') await takePostmortemBack(change)
    else if (intent === 'send_back') await sendPostmortemBack({ ...change, comment })
    else if (intent === 'approve') {
      const postmortem = await getPostmortem(record.id)
      if (postmortem === null) throw new Response(null, { status: 404 })
      const organisation = await getOrganisation()
      const { findings } = readPieces(record, postmortem, organisation)
      const { checks } = await reviewOf(record, postmortem, { findings, user, seen: false })
      const { text } = writtenPostmortem(record, postmortem, organisation)
      await approvePostmortem({ ...change, ...person, text, open: openChecks(checks), despite })
    } else throw new Response(null, { status: 400 })
    return redirect(here)
  })
}

/** What a postmortem begins with. @throws DomainError `invalid` for a template that is retired, `not_found` */
async function templateNamed(template: string, language: Language) {
  const name = TEMPLATE_NAMES.find((one) => one === template)
  if (name !== undefined) {
    const markdown = POSTMORTEM_TEMPLATES[name][language].trim()
    return { name: postmortemMessages[language].templates[name], language, markdown }
  }
  const own = await getDocumentTemplate(template)
  if (own.retiredAt !== null) refuse({ template: [{ code: 'not_a_choice' }] })
  return own
}

function leastRoleOf(intent: FormDataEntryValue | null): Role {
  if (intent === 'approve' || intent === 'send_back') return 'publisher'
  return intent === 'answer_approved' || intent === 'answer_changes' ? 'viewer' : 'responder'
}

export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: data ? `${data.record.reference} ${data.record.title} · Sagwa` : 'Sagwa' },
]

export default function PostmortemPage() {
  const { record, postmortem } = useLoaderData<typeof loader>()
  return (
    <>
      <IncidentHeader incident={record} />
      {postmortem === null ? <Start /> : <Reading />}
    </>
  )
}

/** No postmortem yet: what one begins with. */
function Start() {
  const { record, own = [] } = useLoaderData<typeof loader>()
  const t = useMessages(postmortemMessages)
  const templates = useMessages(templateMessages)
  const answer = useActionData<typeof action>()
  const mayWrite = useMay('write_postmortem')
  const { language } = useReader()
  if (!mayWrite) return <EmptyState title={t.none} text={t.noneForReader} />
  return (
    <section className="postmortem-start" aria-labelledby="start-title">
      <h2 id="start-title">{t.none}</h2>
      <p className="quiet">{t.noneBody}</p>
      <Form method="post" className="form">
        <RadioGroup
          field={{
            name: 'template',
            id: 'template',
            initialValue: 'sre',
            errors: answer?.result.error?.template ?? undefined,
          }}
          label={t.template}
          options={[
            ...TEMPLATE_NAMES.map((value) => ({
              value,
              label: t.templates[value],
              hint: t.templateHints[value],
            })),
            ...own.map(({ id, name, language: written }) => ({
              value: id,
              label: name,
              hint: `${templates.own} · ${t.languages[written]}`,
            })),
          ]}
        />
        <RadioGroup
          field={{ name: 'language', id: 'language', initialValue: language }}
          label={t.language}
          hint={own.length > 0 ? templates.languageOfOwn : undefined}
          inline
          options={(['ko', 'en'] as const).map((value) => ({ value, label: t.languages[value] }))}
        />
        <div className="form-actions">
          <SubmitButton name="intent" value="start">
            {t.start}
          </SubmitButton>
          <Link to={paths.importPostmortem(record.reference)}>{t.importInstead}</Link>
        </div>
      </Form>
    </section>
  )
}

function Reading() {
  const data = useLoaderData<typeof loader>()
  const live = useMessages(liveDraftMessages)
  const t = useMessages(postmortemMessages)
  const [query] = useSearchParams()
  const answers = useAnswers()
  const writing = useMessages(writingMessages)
  const mayWrite = useMay('write_postmortem')
  const [sentence, setSentence] = useState<{ text: string } | null>(null)
  const [created, setCreated] = useState<{ id: string; title: string } | null>(null)
  if (data.postmortem === null) return null
  const { record, postmortem, read, head, changed, comments } = data
  const [ignored, rewritten] = [query.get('ignored'), query.get('rewritten')]
  const outline = read.headings.filter(({ level }) => level <= 3)
  const makeAction = (text: string) => {
    setCreated(null)
    setSentence({ text })
  }
  return (
    <>
      {query.has('imported') ? (
        <Toast>
          {ignored ? t.importedIgnored(ignored) : t.imported}
          {rewritten ? ` ${t.importedRewritten(rewritten)}` : null}
        </Toast>
      ) : null}
      <Standing />
      <ChangedSinceApproval changed={changed} pieces={read.pieces} />
      {data.draft ? (
        <p className="quiet no-print">
          {live.newer(data.draft.changedBy)}{' '}
          <TimeText at={data.draft.changedAt} as="compact" seconds={false} />{' '}
          <Link to={paths.editPostmortem(record.reference)}>{live.openDraft}</Link>
        </p>
      ) : null}
      <div className="page-with-side postmortem-page">
        <article
          className="postmortem"
          data-wakes={comments.conversations.some(({ anchor }) => anchor) ? '' : undefined}
          data-wakes-on-selection=""
        >
          <header className="postmortem-title print-only">
            <p>{t.printed(record.reference)}</p>
            <p className="postmortem-name">{record.title}</p>
            <dl>
              {head.map(([name, value]) => (
                <div key={name}>
                  <dt>{name}</dt>
                  <dd>{value}</dd>
                </div>
              ))}
            </dl>
          </header>
          {read.pieces.map((piece, index) => (
            <PieceSinceApproval
              key={index}
              change={changed.find((change) => change.index === index)}
              language={postmortem.language}
              rest={
                piece.kind === 'html' && piece.rest !== '' ? (
                  <Prose html={piece.rest} language={postmortem.language} />
                ) : null
              }
            >
              {piece.kind === 'html' ? (
                <Prose html={piece.html} language={postmortem.language} />
              ) : (
                <RecordBlock block={piece.block} record={record} />
              )}
            </PieceSinceApproval>
          ))}
        </article>
        <aside className="side no-print">
          {outline.length < 3 ? null : (
            <nav aria-label={t.outline} className="outline">
              <h2>{t.outline}</h2>
              <ol>
                {outline.map(({ id, level, text }) => (
                  <li key={id} data-level={level}>
                    <a href={`#${id}`}>{text}</a>
                  </li>
                ))}
              </ol>
            </nav>
          )}
          <CommentsPanel
            reference={record.reference}
            comments={comments}
            root=".postmortem"
            onActionItem={mayWrite ? makeAction : undefined}
          />
          {answers ? null : <CheckList />}
        </aside>
      </div>
      {created ? (
        <Toast>
          {writing.action.created}{' '}
          <Link to={paths.actionItem(record.reference, created.id)}>{created.title}</Link>
        </Toast>
      ) : null}
      <ActionFromText
        to={paths.incidentPostmortem(record.reference)}
        sentence={sentence}
        onLeave={(item) => {
          setSentence(null)
          setCreated(item)
        }}
      />
    </>
  )
}

function Prose({ html, language }: { html: string; language: Language }) {
  return <div className="prose" lang={language} dangerouslySetInnerHTML={{ __html: html }} />
}
