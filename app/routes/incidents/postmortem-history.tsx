import {
  redirect,
  type ActionFunctionArgs,
  type LoaderFunctionArgs,
  type MetaFunction,
} from '@remix-run/node'
import { Form, Link, useActionData, useLoaderData } from '@remix-run/react'
import { READING } from '#app/asleep.ts'
import { clockNow } from '#app/clock.server.ts'
import { DocumentDiff } from '#app/components/document-diff.tsx'
import { Select } from '#app/components/forms/fields.tsx'
import { ErrorSummary, SubmitButton } from '#app/components/forms/form.tsx'
import { IncidentHeader } from '#app/components/incident-header.tsx'
import { Section } from '#app/components/layout/page.tsx'
import { useMay, useMessages } from '#app/components/reader.tsx'
import { ShownPartsContext } from '#app/components/word-diff.tsx'
import { TimeText } from '#app/components/time-text.tsx'
import { documentDiff } from '#app/domain/document-diff.ts'
import { factsOf } from '#app/domain/facts.ts'
import { postmortemFacts } from '#app/domain/postmortem-blocks.ts'
import { shownParts } from '#app/domain/shown-parts.ts'
import { postmortemStepInput } from '#app/domain/record-input.ts'
import { languageOf } from '#app/language.server.ts'
import { documentDiffMessages } from '#app/messages/document-diff.ts'
import { liveDraftMessages } from '#app/messages/live-draft.ts'
import { postmortemMessages } from '#app/messages/postmortem.ts'
import { namesOf } from '#app/models/document-names.server.ts'
import { getPostmortem, listDocumentRevisions, restoreDocumentRevision } from '#app/models/document.server.ts'
import { getIncidentRecord } from '#app/models/incident.server.ts'
import { getOrganisation } from '#app/models/organisation.server.ts'
import { paths } from '#app/paths.ts'
import { plainText } from '#app/publishing/markdown.ts'
import { actorOf, requireRole, requireUser } from '#app/session.server.ts'
import { found, readForm, readSubmission, submit } from '#app/submission.server.ts'

export const handle = READING

export async function loader({ request, params }: LoaderFunctionArgs) {
  await requireUser(request)
  const record = await found(getIncidentRecord(params.reference!))
  const postmortem = await getPostmortem(record.id)
  if (postmortem === null) throw redirect(paths.incidentPostmortem(record.reference))
  const revisions = await listDocumentRevisions(record.id)
  const query = new URL(request.url).searchParams
  const asked = (name: string) => revisions.find(({ number }) => number === Number(query.get(name)))
  // Without a question: what the newest revision changed.
  const to = asked('to') ?? revisions[0]
  const from = asked('from') ?? revisions.find(({ number }) => number < (to?.number ?? 0)) ?? to
  const texts: [string, string] = [from?.markdown ?? '', to?.markdown ?? '']
  return {
    record,
    language: postmortem.language,
    newest: postmortem.number,
    approved: postmortem.approved?.revision ?? null,
    revisions: revisions.map(({ markdown: _, ...revision }) => revision),
    from: from?.number ?? 1,
    to: to?.number ?? 1,
    parts: documentDiff(...texts),
    shown: shownParts(texts, {
      facts: postmortemFacts(factsOf(record, await getOrganisation())),
      language: postmortem.language,
      names: await namesOf({ documentId: postmortem.id, markdown: texts.join('\n') }),
      plain: plainText,
    }),
  }
}

export async function action({ request, params }: ActionFunctionArgs) {
  const user = await requireRole(request, 'responder')
  const language = languageOf(request, user)
  const record = await found(getIncidentRecord(params.reference!))
  const submission = readSubmission(await readForm(request), postmortemStepInput, language)
  if (!submission.ok) return submission.refusal
  return submit(submission, async ({ number = 0, revision }) => {
    await restoreDocumentRevision({
      incidentId: record.id,
      expectedRevision: revision,
      number,
      reason: postmortemMessages[language].restored(number),
      actor: actorOf(user),
      now: clockNow(),
    })
    return redirect(paths.postmortemHistory(record.reference))
  })
}

export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: data ? `${data.record.reference} ${data.record.title} · Sagwa` : 'Sagwa' },
]

export default function PostmortemHistory() {
  const { record, language, newest, approved, revisions, from, to, parts, shown } =
    useLoaderData<typeof loader>()
  const t = useMessages(postmortemMessages)
  const diff = useMessages(documentDiffMessages)
  const live = useMessages(liveDraftMessages)
  const mayWrite = useMay('write_postmortem')
  const answer = useActionData<typeof action>()
  const errors = Object.values(answer?.result.error ?? {}).flatMap((list) => list ?? [])
  const options = revisions.map(({ number }) => ({ value: String(number), label: t.revision(number) }))
  return (
    <>
      <IncidentHeader incident={record} />
      <p>
        <Link to={paths.incidentPostmortem(record.reference)}>← {t.title}</Link>
      </p>
      <ErrorSummary errors={errors.map((message) => ({ fieldId: null, message }))} />
      {/* One revision alone has nothing to be compared with. */}
      {revisions.length < 2 ? null : (
        <Section id="compared" title={t.compared(from, to)}>
          <Form method="get" className="compare-form" preventScrollReset>
            <Select
              field={{ name: 'from', id: 'from', initialValue: String(from), key: `from-${from}` }}
              label={t.compareFrom}
              options={options}
            />
            <Select
              field={{ name: 'to', id: 'to', initialValue: String(to), key: `to-${to}` }}
              label={t.compareTo}
              options={options}
            />
            <button className="button">{t.compare}</button>
          </Form>
          {Object.values(shown).some(({ kind }) => kind === 'live') ? (
            <p className="quiet small">{diff.partsHint}</p>
          ) : null}
          <ShownPartsContext.Provider
            value={{ shown, pictureAt: (id) => paths.postmortemPicture(record.reference, id) }}
          >
            <DocumentDiff parts={parts} language={language} />
          </ShownPartsContext.Provider>
        </Section>
      )}
      <Section id="revisions" title={t.revisions}>
        <ol className="lines revisions">
          {revisions.map((revision) => (
            <li key={revision.number}>
              <span>
                <strong>{t.revision(revision.number)}</strong>{' '}
                {revision.number === newest ? <span className="tag">{t.latest}</span> : null}{' '}
                {revision.number === approved ? (
                  <span className="tag tag-chosen">{t.approvedMark}</span>
                ) : null}
              </span>
              <span className="quiet">
                <TimeText at={revision.recordedAt} as="compact" seconds={false} /> · {revision.recordedBy}
                {revision.authors?.length ? ` · ${live.authors(revision.authors.join(', '))}` : ''}
                {revision.reason === '' ? '' : ` · ${revision.reason}`}
              </span>
              {mayWrite && revision.number !== newest ? (
                <details className="confirm">
                  <summary className="button button-quiet" aria-label={t.restoreName(revision.number)}>
                    {t.restore}
                  </summary>
                  <Form method="post" className="confirm-body">
                    <p>
                      {diff.restoreTo(revision.number, newest + 1)} {diff.restoreKeeps(newest)}
                    </p>
                    <input type="hidden" name="revision" value={newest} />
                    <input type="hidden" name="number" value={revision.number} />
                    <SubmitButton>{t.restoreName(revision.number)}</SubmitButton>
                  </Form>
                </details>
              ) : null}
            </li>
          ))}
        </ol>
      </Section>
    </>
  )
}
