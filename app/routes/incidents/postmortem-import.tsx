import {
  redirect,
  type ActionFunctionArgs,
  type LoaderFunctionArgs,
  type MetaFunction,
} from '@remix-run/node'
import { Form, Link, useActionData, useLoaderData } from '@remix-run/react'
import { clockNow } from '#app/clock.server.ts'
import { TextArea } from '#app/components/forms/fields.tsx'
import { ErrorSummary, SubmitButton, UnsavedGuard } from '#app/components/forms/form.tsx'
import { IncidentFormHeader } from '#app/components/incident-header.tsx'
import { useMessages } from '#app/components/reader.tsx'
import { postmortemImportInput } from '#app/domain/record-input.ts'
import { readPostmortem } from '#app/importers/postmortem-markdown.ts'
import { languageOf } from '#app/language.server.ts'
import { postmortemMessages } from '#app/messages/postmortem.ts'
import { postmortemFolderMessages } from '#app/messages/postmortem-folder.ts'
import { getPostmortem, saveDocumentRevision } from '#app/models/document.server.ts'
import { getIncidentRecord } from '#app/models/incident.server.ts'
import { paths } from '#app/paths.ts'
import { actorOf, requireRole } from '#app/session.server.ts'
import { found, readForm, readSubmission, submit } from '#app/submission.server.ts'

export async function loader({ request, params }: LoaderFunctionArgs) {
  await requireRole(request, 'responder')
  const { id, reference } = await found(getIncidentRecord(params.reference!))
  const postmortem = await getPostmortem(id)
  return { reference, revision: postmortem?.number ?? 0 }
}

export async function action({ request, params }: ActionFunctionArgs) {
  const user = await requireRole(request, 'responder')
  const language = languageOf(request, user)
  const record = await found(getIncidentRecord(params.reference!))
  const form = await readForm(request)
  const file = form.get('file')
  if (file instanceof File) {
    form.delete('file')
    // Bytes that are no text become signs that are refused below.
    if (file.size > 0) form.set('markdown', await file.text())
  }
  const submission = readSubmission(form, postmortemImportInput, language)
  if (!submission.ok) return submission.refusal
  return submit(submission, async ({ markdown: text, revision }) => {
    const read = readPostmortem(text, record.reference)
    const onRecord = await getPostmortem(record.id)
    const { asTheEditorWrites, changedConstructs } =
      await import('#app/editor/markdown/changed-constructs.ts')
    // To the letter it may be on record already, and then it is no change.
    const isOnRecord = read.markdown === onRecord?.markdown.trim()
    const markdown = isOnRecord ? read.markdown : asTheEditorWrites(read.markdown)
    const changed = isOnRecord ? [] : changedConstructs(read.markdown, markdown)
    await saveDocumentRevision({
      incidentId: record.id,
      expectedRevision: revision,
      language: read.language ?? language,
      markdown,
      reason: postmortemMessages[language].importReason,
      actor: actorOf(user),
      now: clockNow(),
    })
    const ignored = read.ignored.slice(0, 20).join(', ').slice(0, 500)
    const query = new URLSearchParams({ imported: '1', ...(ignored === '' ? {} : { ignored }) })
    const { constructs } = postmortemFolderMessages[language]
    const rewritten = [...new Set(changed.map(({ construct }) => constructs[construct]))].join(', ')
    if (rewritten !== '') query.set('rewritten', rewritten)
    return redirect(`${paths.incidentPostmortem(record.reference)}?${query.toString()}`)
  })
}

export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: `${data?.reference ?? ''} Markdown · Sagwa` },
]

/** The revision on which the next try is to be based: after a conflict, the one that was written in between. */
function newestOf(current: unknown): number | null {
  if (typeof current !== 'object' || current === null || !('number' in current)) return null
  return typeof current.number === 'number' ? current.number : null
}

export default function PostmortemImport() {
  const { reference, revision } = useLoaderData<typeof loader>()
  const t = useMessages(postmortemMessages)
  const answer = useActionData<typeof action>()
  const { error, initialValue } = answer?.result ?? {}
  const markdown = error?.markdown ?? undefined
  const errors = Object.entries(error ?? {}).flatMap(([field, list]) =>
    (list ?? []).map((message) => ({ fieldId: field === 'markdown' ? 'markdown' : null, message })),
  )
  return (
    <div className="page-narrow">
      <IncidentFormHeader reference={reference} title={t.importTitle} />
      <Form method="post" encType="multipart/form-data" noValidate className="form">
        <UnsavedGuard />
        <ErrorSummary errors={errors} />
        <p className="quiet">{t.importBody}</p>
        <input type="hidden" name="revision" value={newestOf(answer?.current) ?? revision} />
        <TextArea
          field={{ name: 'markdown', id: 'markdown', errors: markdown, initialValue: initialValue?.markdown }}
          label={t.importPaste}
          rows={14}
        />
        <div className="field">
          <label className="field-label" htmlFor="file">
            {t.importFile}
          </label>
          <input
            className="input"
            type="file"
            id="file"
            name="file"
            accept=".md,.markdown,.txt,text/markdown,text/plain"
          />
        </div>
        <div className="form-actions">
          <SubmitButton>{t.importDo}</SubmitButton>
          <Link to={paths.incidentPostmortem(reference)}>{t.cancel}</Link>
        </div>
      </Form>
    </div>
  )
}
