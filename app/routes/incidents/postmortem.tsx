import {
  redirect,
  type ActionFunctionArgs,
  type LoaderFunctionArgs,
  type MetaFunction,
} from '@remix-run/node'
import { Form, Link, useActionData, useLoaderData, useSearchParams } from '@remix-run/react'
import { READING } from '#app/asleep.ts'
import { clockNow } from '#app/clock.server.ts'
import { RadioGroup, TextArea } from '#app/components/forms/fields.tsx'
import { ErrorSummary, SubmitButton } from '#app/components/forms/form.tsx'
import { IncidentHeader } from '#app/components/incident-header.tsx'
import { EmptyState, Toast } from '#app/components/layout/page.tsx'
import { PrintButton } from '#app/components/print-button.tsx'
import { useMay, useMessages, useReader } from '#app/components/reader.tsx'
import { StateWord } from '#app/components/severity-mark.tsx'
import { TimeText } from '#app/components/time-text.tsx'
import { refuse } from '#app/domain/errors.ts'
import { whyNotApprovePostmortem } from '#app/domain/postmortem-review.ts'
import { POSTMORTEM_TEMPLATES, TEMPLATE_NAMES } from '#app/domain/postmortem-templates/index.ts'
import { postmortemStartInput, postmortemStepInput } from '#app/domain/record-input.ts'
import { writtenPostmortem } from '#app/documents.server.ts'
import { languageOf } from '#app/language.server.ts'
import type { Language } from '#app/messages/define.ts'
import { postmortemMessages } from '#app/messages/postmortem.ts'
import { problemTexts } from '#app/messages/problems.ts'
import { templateMessages } from '#app/messages/templates.ts'
import { getDocumentTemplate, listDocumentTemplates } from '#app/models/document-template.server.ts'
import {
  approvePostmortem,
  getPostmortem,
  saveDocumentRevision,
  sendPostmortemBack,
  submitPostmortem,
  takePostmortemBack,
} from '#app/models/document.server.ts'
import { getIncidentRecord } from '#app/models/incident.server.ts'
import { getOrganisation } from '#app/models/organisation.server.ts'
import { paths } from '#app/paths.ts'
import { blameOf, checklistOf, readPieces, sinceApproval } from '#app/postmortem-page.server.ts'
import { actorOf, requireRole, requireUser } from '#app/session.server.ts'
import { found, readForm, readSubmission, submit } from '#app/submission.server.ts'
import { RecordBlock } from './postmortem-blocks.tsx'
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
  const refused = saved.review === 'in_review' ? whyNotApprovePostmortem(user, saved.edited) : null
  const { markdown: _, ...postmortem } = saved
  return {
    record,
    postmortem,
    read,
    checklist: checklistOf(record, read.findings, await blameOf(record, saved)),
    /** What reads differently from what was approved, because the record has changed. */
    changed: since?.pieces ?? [],
    refused: refused && problemTexts({ '': [{ code: refused }] }, languageOf(request, user))[''],
  }
}

export async function action({ request, params }: ActionFunctionArgs) {
  const form = await readForm(request)
  const intent = form.get('intent')
  const decides = intent === 'approve' || intent === 'send_back'
  const user = await requireRole(request, decides ? 'publisher' : 'responder')
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
      })
      return redirect(paths.editPostmortem(record.reference))
    })
  }
  const submission = readSubmission(form, postmortemStepInput, language)
  if (!submission.ok) return submission.refusal
  return submit(submission, async ({ revision, comment }) => {
    const change = { ...by, expectedRevision: revision }
    if (intent === 'submit') await submitPostmortem(change)
    else if (intent === 'take_back') await takePostmortemBack(change)
    else if (intent === 'send_back') await sendPostmortemBack({ ...change, comment })
    else if (intent === 'approve') {
      const postmortem = await getPostmortem(record.id)
      if (postmortem === null) throw new Response(null, { status: 404 })
      const { text } = writtenPostmortem(record, postmortem, await getOrganisation())
      await approvePostmortem({ ...change, actor: { id: user.id, name: user.name }, role: user.role, text })
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
  const t = useMessages(postmortemMessages)
  const [query] = useSearchParams()
  if (data.postmortem === null) return null
  const { record, postmortem, read, changed } = data
  const ignored = query.get('ignored')
  const outline = read.headings.filter(({ level }) => level <= 3)
  return (
    <>
      {query.has('imported') ? <Toast>{ignored ? t.importedIgnored(ignored) : t.imported}</Toast> : null}
      <Standing />
      <ChangedSinceApproval changed={changed} pieces={read.pieces} />
      <div className="page-with-side postmortem-page">
        <article className="postmortem">
          <header className="postmortem-title print-only">
            <p>{t.printed(record.reference)}</p>
            <p className="postmortem-name">{record.title}</p>
          </header>
          {read.pieces.map((piece, index) => (
            <PieceSinceApproval
              key={index}
              change={changed.find((change) => change.index === index)}
              language={postmortem.language}
            >
              {piece.kind === 'html' ? (
                <div
                  className="prose"
                  lang={postmortem.language}
                  dangerouslySetInnerHTML={{ __html: piece.html }}
                />
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
          <CheckList />
        </aside>
      </div>
    </>
  )
}

/** Where it stands, and the one thing that comes next. */
function Standing() {
  const data = useLoaderData<typeof loader>()
  const t = useMessages(postmortemMessages)
  const answer = useActionData<typeof action>()
  const mayWrite = useMay('write_postmortem')
  if (data.postmortem === null) return null
  const { record, postmortem, refused } = data
  const { reference } = record
  const { review, approved } = postmortem
  const inReview = review === 'in_review'
  const errors = Object.values(answer?.result.error ?? {}).flatMap((list) => list ?? [])
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
          </span>
        ) : (
          <span>{t.approvedEarlier(approved.revision, approved.name)}</span>
        )}
        {inReview && postmortem.submitted ? <span>{t.waitsFor(postmortem.submitted.name)}</span> : null}
      </p>
      {postmortem.reviewComment === null ? null : (
        <div className="standing-comment">
          <strong>{t.sentBack}</strong>
          <p>{postmortem.reviewComment}</p>
        </div>
      )}
      <div className="standing-next no-print">
        <Form method="post" className="standing-actions">
          <input type="hidden" name="revision" value={postmortem.number} />
          {mayWrite ? (
            <Link className="button" to={paths.editPostmortem(reference)}>
              {t.edit}
            </Link>
          ) : null}
          {mayWrite && review === 'draft' ? (
            <SubmitButton name="intent" value="submit">
              {t.submit}
            </SubmitButton>
          ) : null}
          {inReview && refused === null ? (
            <SubmitButton name="intent" value="approve">
              {t.approve}
            </SubmitButton>
          ) : null}
          {inReview && mayWrite ? (
            <SubmitButton name="intent" value="take_back" kind="quiet">
              {t.takeBack}
            </SubmitButton>
          ) : null}
        </Form>
        <p className="standing-links">
          <Link to={paths.postmortemHistory(reference)}>{t.history}</Link>
          <a href={paths.postmortemMarkdown(reference)}>{t.markdown}</a>
          {mayWrite ? (
            <>
              <a href={paths.postmortemMarkdown(reference, 'source')}>{t.markdownSource}</a>
              <Link to={paths.importPostmortem(reference)}>{t.import}</Link>
            </>
          ) : null}
          <PrintButton>{t.print}</PrintButton>
        </p>
      </div>
      {inReview && refused ? <p className="quiet no-print">{refused}</p> : null}
      {inReview && refused === null ? <SendBack revision={postmortem.number} /> : null}
    </div>
  )
}

function SendBack({ revision }: { revision: number }) {
  const t = useMessages(postmortemMessages)
  return (
    <details className="more no-print">
      <summary>{t.sendBack}</summary>
      <Form method="post" className="form">
        <input type="hidden" name="revision" value={revision} />
        <TextArea field={{ name: 'comment', id: 'comment', required: true }} label={t.comment} />
        <SubmitButton name="intent" value="send_back" kind="plain">
          {t.sendBack}
        </SubmitButton>
      </Form>
    </details>
  )
}

function CheckList() {
  const data = useLoaderData<typeof loader>()
  const t = useMessages(postmortemMessages)
  const mayWrite = useMay('write_postmortem')
  if (data.postmortem === null || data.postmortem.review === 'approved' || !mayWrite) return null
  const entries = Object.entries(data.checklist) as [keyof typeof data.checklist, boolean][]
  return (
    <section className="checklist" aria-labelledby="checklist-title">
      <h2 id="checklist-title">{t.checklist}</h2>
      <ul>
        {entries.map(([key, done]) => (
          <li key={key} data-done={done ? '' : undefined}>
            <span className="checklist-mark">{done ? '✓' : '·'}</span>
            <span>
              {t.checks[key]} <span className="visually-hidden">({done ? t.checkDone : t.checkOpen})</span>
            </span>
          </li>
        ))}
      </ul>
    </section>
  )
}
