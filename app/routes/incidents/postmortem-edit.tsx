import {
  redirect,
  type ActionFunctionArgs,
  type LoaderFunctionArgs,
  type MetaFunction,
} from '@remix-run/node'
import { Form, Link, useActionData, useLoaderData, useSearchParams } from '@remix-run/react'
import { useEffect, useMemo, useState } from 'react'
import { clockNow } from '#app/clock.server.ts'
import { TextField } from '#app/components/forms/fields.tsx'
import { ErrorSummary, SubmitButton, UnsavedGuard, type SummaryError } from '#app/components/forms/form.tsx'
import { IncidentHeader } from '#app/components/incident-header.tsx'
import { NoticeBox, StatusLine } from '#app/components/layout/page.tsx'
import { useMessages, useReader } from '#app/components/reader.tsx'
import { WordDiff } from '#app/components/word-diff.tsx'
import { FACT_LABELS, factsOf, type Fact } from '#app/domain/facts.ts'
import { BLOCK_LABELS, POSTMORTEM_BLOCKS, postmortemFacts } from '#app/domain/postmortem-blocks.ts'
import { postmortemInput, postmortemStepInput } from '#app/domain/record-input.ts'
import { wordDiff } from '#app/domain/word-diff.ts'
import { NoticeEditor } from '#app/editor/notice-editor.tsx'
import { languageOf } from '#app/language.server.ts'
import { postmortemMessages } from '#app/messages/postmortem.ts'
import {
  getPostmortem,
  keepBlame,
  reopenBlame,
  saveDocumentRevision,
  type DocumentRevision,
} from '#app/models/document.server.ts'
import { getIncidentRecord } from '#app/models/incident.server.ts'
import { getOrganisation } from '#app/models/organisation.server.ts'
import { paths } from '#app/paths.ts'
import { blameOf, namesInCheck, readPieces } from '#app/postmortem-page.server.ts'
import { actorOf, requireRole } from '#app/session.server.ts'
import { found, readForm, readSubmission, submit } from '#app/submission.server.ts'
import { BlamePanel } from './postmortem-blame.tsx'

export async function loader({ request, params }: LoaderFunctionArgs) {
  await requireRole(request, 'responder')
  const record = await found(getIncidentRecord(params.reference!))
  const postmortem = await getPostmortem(record.id)
  if (postmortem === null) throw redirect(paths.incidentPostmortem(record.reference))
  const organisation = await getOrganisation()
  const { findings } = readPieces(record, postmortem, organisation)
  return {
    record,
    postmortem,
    findings,
    facts: postmortemFacts(factsOf(record, organisation)),
    blame: await blameOf(record, postmortem),
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
  const submission = readSubmission(form, postmortemInput, language)
  if (!submission.ok) return submission.refusal
  return submit(submission, async ({ markdown, reason, revision }) => {
    await saveDocumentRevision({ ...by, markdown, reason, expectedRevision: revision })
    return redirect(`${here}?saved=${by.now}`)
  })
}

export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: data ? `${data.record.reference} ${data.record.title} · Sagwa` : 'Sagwa' },
]

/** Of the textarea, and of the editor that may cover it. */
const TEXT = 'markdown'

export default function PostmortemEdit() {
  const { record, postmortem, findings, facts, blame } = useLoaderData<typeof loader>()
  const t = useMessages(postmortemMessages)
  const { language: own } = useReader()
  const [query] = useSearchParams()
  const answer = useActionData<typeof action>()
  const current = (answer?.current ?? null) as DocumentRevision | null
  const sent = answer?.result.initialValue
  const typed = typeof sent?.markdown === 'string' ? sent.markdown.replace(/\r\n?/g, '\n') : null
  const [text, setText] = useState(typed ?? postmortem.markdown)
  const { language } = postmortem
  const insertable = useMemo(
    () => [
      ...POSTMORTEM_BLOCKS.map((key) => ({
        key,
        label: BLOCK_LABELS[key][own],
        text: `▤ ${BLOCK_LABELS[key][own]}`,
      })),
      ...facts
        // A block of the same name stands for the fact as well.
        .filter(({ key }) => !(POSTMORTEM_BLOCKS as readonly string[]).includes(key))
        .map((fact) => ({ key: fact.key, label: FACT_LABELS[fact.key][own], text: textOf(fact, language) })),
    ],
    [facts, own, language],
  )
  const errors = errorsOf(answer?.result.error)
  const saved = query.get('saved')
  return (
    <>
      <IncidentHeader incident={record} />
      <div className="page-with-side notice-desk postmortem-desk">
        <Form method="post" encType="multipart/form-data" noValidate className="form form-wide">
          <UnsavedGuard />
          <ErrorSummary errors={errors} />
          {current ? <Conflict current={current} yours={typed ?? ''} language={language} /> : null}
          <input type="hidden" name="revision" value={current?.number ?? postmortem.number} />
          <NoticeEditor
            name={TEXT}
            id={TEXT}
            language={language}
            defaultValue={typed ?? postmortem.markdown}
            facts={insertable}
            label={t.text}
            hint={t.textHint}
            errors={answer?.result.error?.markdown ?? undefined}
            required
            onChange={setText}
          />
          <TextField
            field={{
              name: 'reason',
              id: 'reason',
              errors: answer?.result.error?.reason ?? undefined,
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
              <StatusLine
                savedAt={
                  current === null && saved !== null && /^\d{1,15}$/.test(saved) ? Number(saved) : null
                }
              />
            </div>
          </div>
        </Form>
        <aside className="side">
          <BlamePanel blame={blame} text={text} answer={answer} field={TEXT} />
          {findings.length === 0 ? null : (
            <details className="more" open>
              <summary>
                {t.notes} ({findings.length})
              </summary>
              <ul className="findings">
                {findings.map(({ code, label, line }, index) => (
                  <li key={index} className="finding">
                    <p>{t.finding[code](label, line)}</p>
                  </li>
                ))}
              </ul>
            </details>
          )}
          <Insertable entries={insertable} />
        </aside>
      </div>
    </>
  )
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

interface Entry {
  key: string
  label: string
  text: string | null
}

/** What may be put into the text, where the cursor is. Without script the words between the braces are typed. */
function Insertable({ entries }: { entries: readonly Entry[] }) {
  const t = useMessages(postmortemMessages)
  const isBlock = ({ key }: Entry) => (POSTMORTEM_BLOCKS as readonly string[]).includes(key)
  return (
    <>
      <details className="more">
        <summary>{t.insertBlock}</summary>
        <p className="quiet small">{t.insertHint}</p>
        <EntryList entries={entries.filter(isBlock)} />
      </details>
      <details className="more">
        <summary>{t.insertFact}</summary>
        <EntryList entries={entries.filter((entry) => !isBlock(entry))} values />
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
