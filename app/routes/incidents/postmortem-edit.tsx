import {
  redirect,
  type ActionFunctionArgs,
  type LoaderFunctionArgs,
  type MetaFunction,
} from '@remix-run/node'
import { Form, Link, useActionData, useLoaderData, useSearchParams, useSubmit } from '@remix-run/react'
import { useCallback, useEffect, useMemo, useState } from 'react'
import { clockNow } from '#app/clock.server.ts'
import { TextField } from '#app/components/forms/fields.tsx'
import { ErrorSummary, SubmitButton, UnsavedGuard, type SummaryError } from '#app/components/forms/form.tsx'
import { COMMENT_ON_SELECTION, CommentsPanel } from '#app/components/comments/comments-panel.tsx'
import { IncidentHeader } from '#app/components/incident-header.tsx'
import { NoticeBox } from '#app/components/layout/page.tsx'
import { openPanel, SidePanels } from '#app/components/layout/side-panels.tsx'
import { useMessages, useReader } from '#app/components/reader.tsx'
import { useLate } from '#app/components/use-late.ts'
import { WordDiff } from '#app/components/word-diff.tsx'
import { FACT_LABELS, factsOf, type Fact } from '#app/domain/facts.ts'
import {
  BLOCK_LABELS,
  POSTMORTEM_BLOCKS,
  postmortemFacts,
  type PostmortemBlock,
} from '#app/domain/postmortem-blocks.ts'
import { openChecks } from '#app/domain/postmortem-checklist.ts'
import { LONGEST_POSTMORTEM } from '#app/domain/postmortem-review.ts'
import { postmortemInput, postmortemStepInput } from '#app/domain/record-input.ts'
import { wordDiff } from '#app/domain/word-diff.ts'
import { useLiveDraft } from '#app/editor/collaboration/live-draft.ts'
import { PostmortemEditor, type OutlineEntry, type WritingSurface } from '#app/editor/postmortem-editor.tsx'
import { languageOf } from '#app/language.server.ts'
import { postmortemMessages } from '#app/messages/postmortem.ts'
import { problemText } from '#app/messages/problems.ts'
import { writingMessages } from '#app/messages/writing.ts'
import {
  getPostmortem,
  keepBlame,
  keepDraft,
  reopenBlame,
  saveDocumentRevision,
  type DocumentRevision,
} from '#app/models/document.server.ts'
import { getIncidentRecord } from '#app/models/incident.server.ts'
import { getOrganisation } from '#app/models/organisation.server.ts'
import { listPeople } from '#app/models/person.server.ts'
import { paths } from '#app/paths.ts'
import { actorOf, requireRole } from '#app/session.server.ts'
import { found, readForm, readSubmission, submit } from '#app/submission.server.ts'
import { addActionFromText } from './action-from-text.server.ts'
import { readComments } from './postmortem-comments.server.ts'
import { blameOf, namesInCheck } from './postmortem-pieces.server.ts'
import { asWritten, openPointsOf } from './postmortem-review.server.ts'
import { BlamePanel } from './postmortem-blame.tsx'
import { TextFindings, useOpenPoints, WritingChecklist } from './postmortem-open-points.tsx'
import type { PictureAnswer } from './postmortem-pictures.ts'
import { PICTURE_FORM, refusedPicture } from './picture-refused.ts'
import { WritingOutline } from './postmortem-outline.tsx'
import { LiveState } from './postmortem-live.tsx'
import { SavingState } from './postmortem-saving.tsx'

export async function loader({ request, params }: LoaderFunctionArgs) {
  const user = await requireRole(request, 'responder')
  const record = await found(getIncidentRecord(params.reference!))
  const postmortem = await getPostmortem(record.id)
  if (postmortem === null) throw redirect(paths.incidentPostmortem(record.reference))
  const { head, isReadable, ...written } = await asWritten(postmortem)
  const language = languageOf(request, user)
  const picture = refusedPicture(new URL(request.url).searchParams.get('refused'))
  return {
    me: { id: user.id, name: user.name },
    record,
    postmortem: { ...postmortem, names: written.names },
    draft: { markdown: written.markdown, head },
    unreadable: isReadable ? null : problemText({ code: 'draft_of_newer_version' }, language),
    pictureProblem: picture && problemText(picture, language),
    facts: postmortemFacts(factsOf(record, await getOrganisation())),
    points: await openPointsOf(record, written, user),
    blame: await blameOf(record, written),
    comments: await readComments(record, postmortem, user),
    people: (await listPeople()).map(({ id, name }) => ({ id, name })),
  }
}

export async function action({ request, params }: ActionFunctionArgs) {
  const user = await requireRole(request, 'responder')
  const language = languageOf(request, user)
  const record = await found(getIncidentRecord(params.reference!))
  const by = { incidentId: record.id, actor: actorOf(user), now: clockNow() }
  const form = await readForm(request)
  const here = paths.editPostmortem(record.reference)
  const intent = form.get('intent')

  if (intent === 'keep_finding' || intent === 'reopen_finding') {
    const submission = readSubmission(form, postmortemStepInput, language)
    if (!submission.ok) return submission.refusal
    return submit(submission, async ({ fingerprint, reason }) => {
      if (intent === 'reopen_finding') await reopenBlame({ ...by, fingerprint })
      else await keepBlame({ ...by, fingerprint, reason, people: await namesInCheck(record) })
      return redirect(`${here}#blame`)
    })
  }
  if (intent === 'action_item') {
    return addActionFromText(form, { ...by, language })
  }
  const submission = readSubmission(form, postmortemInput, language)
  if (!submission.ok) return submission.refusal
  return submit(submission, async ({ markdown, reason, revision, draft, live }) => {
    // Whoever writes with others keeps what all of them have written, as it is on disk.
    if (live) await keepDraft({ ...by, reason })
    else await saveDocumentRevision({ ...by, markdown, reason, expectedRevision: revision, seenDraft: draft })
    return redirect(`${here}?saved=${by.now}`)
  })
}

export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: data ? `${data.record.reference} ${data.record.title} · Sagwa` : 'Sagwa' },
]

/** Of the textarea, and of the editor that may cover it. */
const TEXT = 'markdown'

export default function PostmortemEdit() {
  const {
    me,
    record,
    postmortem,
    draft,
    unreadable,
    pictureProblem,
    facts,
    points: fromPage,
    blame,
    people,
    comments,
  } = useLoaderData<typeof loader>()
  const t = useMessages(postmortemMessages)
  const words = useMessages(writingMessages)
  const { language: own } = useReader()
  const [query] = useSearchParams()
  const refused = useActionData<typeof action>()
  const current = (refused?.current ?? null) as (DocumentRevision & { draft?: number }) | null
  const sent = refused?.result.initialValue
  const typed = typeof sent?.markdown === 'string' ? sent.markdown.replace(/\r\n?/g, '\n') : null
  const [text, setText] = useState(typed ?? draft.markdown)
  const [outline, setOutline] = useState<readonly OutlineEntry[]>([])
  const [surface, setSurface] = useState<WritingSurface | null>(null)
  const [sentence, setSentence] = useState<{ text: string } | null>(null)
  const [created, setCreated] = useState<{ id: string; title: string } | null>(null)
  const { language } = postmortem
  const editorFacts = useMemo(
    () =>
      facts
        // A block of the same name stands for the fact as well.
        .filter(({ key }) => !isBlock(key))
        .map((fact) => ({ key: fact.key, label: FACT_LABELS[fact.key][own], text: textOf(fact, language) })),
    [facts, own, language],
  )
  const RecordBlock = useLate(surface !== null, loadRecordBlock)
  const ActionFromText = useLate(surface !== null, loadActionFromText)
  const renderBlock = useCallback(
    (name: string) => (RecordBlock && isBlock(name) ? <RecordBlock block={name} record={record} /> : null),
    [RecordBlock, record],
  )
  const store = useCallback((file: File) => storePicture(record.reference, file), [record.reference])
  const errors = errorsOf(refused?.result.error)
  const live = useLiveDraft({
    documentId: postmortem.id,
    user: me,
    markdown: draft.markdown,
  })
  const submitForm = useSubmit()
  const together = live.status === 'live' && current === null
  const saved = query.get('saved')
  const points = useOpenPoints(fromPage, {
    reference: record.reference,
    text,
    live: together && live.joined,
    unsaved: live.unsaved,
  })
  // An editor would have nothing to show: the draft has parts that it does not know.
  if (unreadable !== null) {
    return (
      <>
        <IncidentHeader incident={record} />
        <div className="form form-wide">
          <ErrorSummary errors={errors} />
          <NoticeBox title={words.lastReadable}>
            <p>{unreadable}</p>
          </NoticeBox>
          <textarea
            className="input input-draft"
            readOnly
            rows={24}
            value={typed ?? draft.markdown}
            lang={language}
            aria-label={t.text}
          />
          <p>
            <Link to={paths.incidentPostmortem(record.reference)}>{t.read}</Link>
          </p>
        </div>
      </>
    )
  }
  return (
    <>
      <IncidentHeader incident={record} />
      <div className="page-with-side notice-desk writing-desk">
        <Form
          method="post"
          encType="multipart/form-data"
          noValidate
          preventScrollReset
          className="form form-wide"
          id="writing"
          onSubmit={(event) => {
            // Not by `elements`: Firefox forgets the name there once the editor has taken over the textarea's id.
            const field = event.currentTarget.querySelector<HTMLTextAreaElement>(`textarea[name=${TEXT}]`)
            if (field === null) return
            // A text that will be refused is not made part of the draft, which would take very long.
            if (!together || !live.joined || field.value.length > LONGEST_POSTMORTEM) return
            // What was typed a moment ago is on its way; the server keeps what it has.
            event.preventDefault()
            const form = event.currentTarget
            const { submitter } = event.nativeEvent as SubmitEvent
            void live
              .saved(field.value)
              .then(() =>
                submitForm(submitter instanceof HTMLElement ? (submitter as HTMLButtonElement) : form),
              )
          }}
        >
          <UnsavedGuard />
          {current ? (
            <Conflict current={current} yours={typed ?? ''} language={language} />
          ) : (
            <ErrorSummary errors={errors} />
          )}
          <input type="hidden" name="revision" value={current?.number ?? postmortem.number} />
          <input type="hidden" name="draft" value={current?.draft ?? draft.head} />
          {together && live.joined ? <input type="hidden" name="live" value="1" /> : null}
          <PostmortemEditor
            name={TEXT}
            id={TEXT}
            language={language}
            defaultValue={typed ?? draft.markdown}
            facts={editorFacts}
            people={people}
            names={postmortem.names}
            reference={record.reference}
            renderBlock={renderBlock}
            ready={live.ready}
            fill={live.fill}
            label={t.text}
            markdownHint={t.textHint}
            errors={refused?.result.error?.markdown ?? undefined}
            required
            onChange={setText}
            onOpen={setSurface}
            onOutline={setOutline}
            onActionItem={(found) => {
              setCreated(null)
              setSentence({ text: found })
            }}
            onComment={commentOnSelection}
            storePicture={store}
          />
          <TextField
            field={{
              name: 'reason',
              id: 'reason',
              errors: refused?.result.error?.reason ?? undefined,
              initialValue: sent?.reason,
              key: String(postmortem.number),
            }}
            label={t.reason}
            hint={t.reasonHint}
            optional
          />
          <div className="draft-foot">
            <div className="form-actions">
              <SubmitButton name="intent" value="save">
                {t.save}
              </SubmitButton>
              <Link to={paths.incidentPostmortem(record.reference)}>{t.read}</Link>
              <LiveState live={live} />
              <SavingState
                live={together}
                savedAt={saved !== null && /^\d{1,15}$/.test(saved) ? Number(saved) : null}
                refused={refused !== undefined && sent?.markdown !== undefined}
              />
            </div>
          </div>
        </Form>
        <aside className="side writing-side">
          {created ? (
            <div className="toast writing-toast" role="status">
              {words.action.created}{' '}
              <Link to={paths.actionItem(record.reference, created.id)}>{created.title}</Link>
            </div>
          ) : null}
          <SidePanels
            label={words.panels.label}
            panels={[
              {
                id: 'outline',
                label: words.panels.outline,
                content: <WritingOutline outline={outline} surface={surface} />,
              },
              {
                id: 'checks',
                label: words.panels.checks,
                count: openChecks(points.checks).length,
                content: (
                  <>
                    <WritingChecklist points={points} reference={record.reference} text={text} field={TEXT} />
                    <BlamePanel blame={blame} text={text} answer={refused} field={TEXT} />
                    <TextFindings findings={points.findings} text={text} field={TEXT} />
                  </>
                ),
              },
              {
                id: 'comments',
                label: words.panels.comments,
                count: comments.conversations.filter(({ resolved }) => resolved === null).length,
                content: (
                  <CommentsPanel
                    reference={record.reference}
                    comments={comments}
                    root=".writing-text"
                    onShow={showComments}
                  />
                ),
              },
              {
                id: 'insert',
                label: words.panels.insert,
                content: (
                  <>
                    <Insertable facts={editorFacts} />
                    <PictureForm reference={record.reference} problem={pictureProblem} />
                    <p>
                      <Link to={paths.newActionItem(record.reference)}>{words.newActionItem}</Link>
                    </p>
                  </>
                ),
              },
            ]}
          />
        </aside>
      </div>
      {ActionFromText ? (
        <ActionFromText
          to={paths.editPostmortem(record.reference)}
          sentence={sentence}
          onLeave={(item) => {
            setSentence(null)
            setCreated(item)
            surface?.root.focus()
          }}
        />
      ) : null}
    </>
  )
}

const loadRecordBlock = () => import('./postmortem-blocks.tsx').then(({ RecordBlock }) => RecordBlock)
const loadActionFromText = () => import('./action-from-text.tsx').then(({ ActionFromText }) => ActionFromText)

/** What is selected in the text is taken up by the comments beside it. */
function commentOnSelection(): void {
  showComments()
  document.dispatchEvent(new Event(COMMENT_ON_SELECTION))
}

function showComments(): void {
  openPanel('comments')
}

/** Sends a picture; gives how it stands in the Markdown, or what the server says against it. */
async function storePicture(
  reference: string,
  file: File,
): Promise<{ source: string } | { problem: string }> {
  const body = new FormData()
  body.set('picture', file)
  const headers = { Accept: 'application/json' }
  const response = await fetch(paths.postmortemPictures(reference), { method: 'POST', body, headers })
  const answer = (await response.json()) as PictureAnswer
  return answer.stored ? answer : { problem: answer.problems.join(' ') }
}

function isBlock(key: string): key is PostmortemBlock {
  return (POSTMORTEM_BLOCKS as readonly string[]).includes(key)
}

function textOf(fact: Fact, language: 'ko' | 'en'): string | null {
  return fact.texts[language].length === 0 ? null : fact.texts[language].join(', ')
}

/** Problems at their fields; those of the panel beside stand there. */
function errorsOf(error: Record<string, string[] | null> | null | undefined): SummaryError[] {
  return Object.entries(error ?? {}).flatMap(([field, messages]) =>
    (messages ?? []).map((message) => ({
      fieldId: field === TEXT || field === 'reason' ? field : null,
      message,
    })),
  )
}

/** Somebody else was faster: both texts, and what lies between them. Nothing of either is lost. */
function Conflict({
  current,
  yours,
  language,
}: {
  current: DocumentRevision
  yours: string
  language: 'ko' | 'en'
}) {
  const t = useMessages(postmortemMessages)
  const parts = useMemo(() => wordDiff(current.markdown, yours.trim()), [current.markdown, yours])
  return (
    <NoticeBox urgent title={t.conflict(current.recordedBy)}>
      <p>{t.conflictBody}</p>
      <details className="more" open>
        <summary>{t.theirsToYours}</summary>
        <WordDiff parts={parts} language={language} />
      </details>
      <details className="more">
        <summary>{t.theirs(current.number)}</summary>
        <textarea
          className="input"
          readOnly
          rows={12}
          value={current.markdown}
          lang={language}
          aria-label={t.theirs(current.number)}
        />
      </details>
    </NoticeBox>
  )
}

/** Without script a picture is sent by itself, and its Markdown is put into the text by hand. */
function PictureForm({ reference, problem }: { reference: string; problem: string | null }) {
  const words = useMessages(writingMessages)
  const [query] = useSearchParams()
  const stored = query.get('picture')
  const [awake, setAwake] = useState(false)
  useEffect(() => setAwake(true), [])
  if (awake) return null
  return (
    <form
      method="post"
      action={paths.postmortemPictures(reference)}
      encType="multipart/form-data"
      className="form"
      id={PICTURE_FORM}
    >
      {stored && /^picture:[\w-]{1,64}$/.test(stored) ? (
        <p>
          {words.pictureStored} <code>{`![](${stored})`}</code>
        </p>
      ) : null}
      <label className="field" data-invalid={problem === null ? undefined : ''}>
        <span className="field-label">{words.picture}</span>
        {problem === null ? null : (
          <span className="field-error" id="picture-error">
            {problem}
          </span>
        )}
        <input
          type="file"
          name="picture"
          accept="image/*"
          autoFocus={problem !== null}
          aria-invalid={problem === null ? undefined : true}
          aria-describedby={problem === null ? undefined : 'picture-error'}
        />
      </label>
      <button className="button">{words.sendPicture}</button>
    </form>
  )
}

interface Entry {
  key: string
  label: string
  text: string | null
}

/** What may be put into the text, where the cursor is. Without script the words between the braces are typed. */
function Insertable({ facts }: { facts: readonly Entry[] }) {
  const t = useMessages(postmortemMessages)
  const { language } = useReader()
  return (
    <>
      <details className="more" open>
        <summary>{t.insertBlock}</summary>
        <p className="quiet small">{t.insertHint}</p>
        <EntryList
          entries={POSTMORTEM_BLOCKS.map((key) => ({ key, label: BLOCK_LABELS[key][language], text: '' }))}
        />
      </details>
      <details className="more">
        <summary>{t.insertFact}</summary>
        <EntryList entries={facts} values />
      </details>
    </>
  )
}

function EntryList({ entries, values = false }: { entries: readonly Entry[]; values?: boolean }) {
  const t = useMessages(postmortemMessages)
  const [awake, setAwake] = useState(false)
  useEffect(() => setAwake(true), [])
  return (
    <dl className="fact-list">
      {entries.map(({ key, label, text }) => (
        <div key={key}>
          <dt>
            <span>{label}</span> <code>{`{{${key}}}`}</code>
          </dt>
          <dd>
            {values ? (
              text === null ? (
                <span className="quiet">{t.notKnown}</span>
              ) : (
                <span>{text}</span>
              )
            ) : null}
            {awake ? (
              <button
                type="button"
                className="link-button"
                onMouseDown={(event) => event.preventDefault()}
                onClick={() => insert(key)}
              >
                {t.insert}
                <span className="visually-hidden"> {label}</span>
              </button>
            ) : null}
          </dd>
        </div>
      ))}
    </dl>
  )
}

/** Puts a placeholder where the cursor is; the editor over the textarea hears it first. */
function insert(key: string): void {
  const field = document.querySelector<HTMLTextAreaElement>(`textarea[name=${TEXT}]`)
  if (!field) return
  if (!field.dispatchEvent(new CustomEvent('sagwa:insert', { detail: { key }, cancelable: true }))) return
  field.setRangeText(`{{${key}}}`, field.selectionStart, field.selectionEnd, 'end')
  field.dispatchEvent(new Event('input', { bubbles: true }))
  field.focus()
}
