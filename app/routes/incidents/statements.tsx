import {
  redirect,
  type ActionFunctionArgs,
  type LoaderFunctionArgs,
  type MetaFunction,
} from '@remix-run/node'
import { Form, useActionData, useLoaderData, useSearchParams } from '@remix-run/react'
import { z } from 'zod'
import { clockNow } from '#app/clock.server.ts'
import { IncidentHeader } from '#app/components/incident-header.tsx'
import { EmptyState, Section } from '#app/components/layout/page.tsx'
import { useMay, useMessages, useReader } from '#app/components/reader.tsx'
import { StatementList } from '#app/components/statement-list.tsx'
import { UndoToast } from '#app/components/undo-toast.tsx'
import { statementInput, version } from '#app/domain/record-input.ts'
import { plainDateText } from '#app/domain/time-text.ts'
import { languageOf } from '#app/language.server.ts'
import { incidentMessages } from '#app/messages/incidents.ts'
import { getIncidentRecord } from '#app/models/incident.server.ts'
import { judgeStatements } from '#app/models/statement-claims.server.ts'
import { addStatement, setStatementRemoved } from '#app/models/statement.server.ts'
import { paths } from '#app/paths.ts'
import { actorOf, requireRole, requireUser } from '#app/session.server.ts'
import { found, readForm, readSubmission, settled, submit } from '#app/submission.server.ts'
import { StatementForm } from './statement-form.tsx'
import { timeContext } from './time-context.ts'
import { removedToken, undoRemoval } from './undo.server.ts'

export async function loader({ request, params }: LoaderFunctionArgs) {
  await requireUser(request)
  const record = await found(getIncidentRecord(params.reference!))
  const now = clockNow()
  const claims = await judgeStatements(record, record.statements, now)
  return { record, claims, day: timeContext(record, now).today! }
}

export async function action({ request, params }: ActionFunctionArgs) {
  const user = await requireRole(request, 'responder')
  const language = languageOf(request, user)
  const record = await found(getIncidentRecord(params.reference!))
  const by = { incidentId: record.id, actor: actorOf(user), now: clockNow() }
  const form = await readForm(request)
  const here = paths.incidentStatements(record.reference)

  if (form.get('intent') === 'undo') return undoRemoval(form, by, here)
  if (form.get('intent') === 'remove') {
    const submission = readSubmission(form, z.object({ id: z.uuid(), version }), language)
    if (!submission.ok) return submission.refusal
    return submit(submission, async ({ id, version: expectedVersion }) => {
      const removed = await settled(setStatementRemoved({ ...by, id, expectedVersion, removed: true }))
      return redirect(removed ? here + removedToken('statement', id, expectedVersion + 1) : here)
    })
  }
  const submission = readSubmission(form, statementInput(timeContext(record, by.now)), language)
  if (!submission.ok) return submission.refusal
  return submit(submission, async ({ saidAt, ...statement }) => {
    await addStatement({
      ...by,
      statement: { ...statement, saidAt: saidAt?.at ?? null, saidAtApproximate: saidAt?.shape === 'about' },
    })
    return redirect(here)
  })
}

export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: `${data?.record.reference ?? ''} · Sagwa` },
]

export default function IncidentStatements() {
  const { record, claims, day } = useLoaderData<typeof loader>()
  const t = useMessages(incidentMessages)
  const { language } = useReader()
  const mayEdit = useMay('edit_record')
  const [query] = useSearchParams()
  const answer = useActionData<typeof action>()
  return (
    <>
      <IncidentHeader incident={record} />
      <UndoToast removed={query.get('removed')} />
      {record.statements.length === 0 ? (
        <EmptyState title={t.record.noStatements} text={t.record.noStatementsBody} />
      ) : (
        <StatementList
          reference={record.reference}
          statements={record.statements}
          claims={claims}
          controls={(statement) => (
            <Form method="post" className="inline-form">
              <input type="hidden" name="id" value={statement.id} />
              <input type="hidden" name="version" value={statement.version} />
              <button className="link-button" name="intent" value="remove">
                {t.statement.remove}
              </button>
            </Form>
          )}
        />
      )}
      {mayEdit ? (
        <Section id="add" title={t.statement.add}>
          <StatementForm
            key={record.statements.length}
            statement={null}
            answer={answer}
            dayText={plainDateText(day, language)}
          />
        </Section>
      ) : null}
    </>
  )
}
