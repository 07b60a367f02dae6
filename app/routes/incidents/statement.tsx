import {
  redirect,
  type ActionFunctionArgs,
  type LoaderFunctionArgs,
  type MetaFunction,
} from '@remix-run/node'
import { Link, useActionData, useLoaderData } from '@remix-run/react'
import { clockNow } from '#app/clock.server.ts'
import { IncidentFormHeader } from '#app/components/incident-header.tsx'
import { Section } from '#app/components/layout/page.tsx'
import { useMay, useMessages, useReader } from '#app/components/reader.tsx'
import { ClaimVerdicts, MarkedText } from '#app/components/statement-claims.tsx'
import { TimeText } from '#app/components/time-text.tsx'
import { statementRevisionInput } from '#app/domain/record-input.ts'
import { plainDateText } from '#app/domain/time-text.ts'
import { languageOf } from '#app/language.server.ts'
import { incidentMessages } from '#app/messages/incidents.ts'
import { getIncidentRecord } from '#app/models/incident.server.ts'
import { judgeStatements } from '#app/models/statement-claims.server.ts'
import { listStatementRevisions, reviseStatement } from '#app/models/statement.server.ts'
import { paths } from '#app/paths.ts'
import { actorOf, requireRole, requireUser } from '#app/session.server.ts'
import { found, readForm, readSubmission, submit } from '#app/submission.server.ts'
import { StatementForm } from './statement-form.tsx'
import { timeContext } from './time-context.ts'

export async function loader({ request, params }: LoaderFunctionArgs) {
  await requireUser(request)
  const record = await found(getIncidentRecord(params.reference!))
  const [statement, ...earlier] = await listStatementRevisions(params.id!)
  if (statement === undefined || !record.statements.some((known) => known.id === statement.id)) {
    throw new Response(null, { status: 404 })
  }
  const now = clockNow()
  const claims = (await judgeStatements(record, [statement], now))[statement.id] ?? []
  const day = timeContext(record, now).today!
  return { reference: record.reference, statement, claims, earlier, day }
}

export async function action({ request, params }: ActionFunctionArgs) {
  const user = await requireRole(request, 'responder')
  const record = await found(getIncidentRecord(params.reference!))
  const by = { incidentId: record.id, actor: actorOf(user), now: clockNow() }
  const input = statementRevisionInput(timeContext(record, by.now))
  const submission = readSubmission(await readForm(request), input, languageOf(request, user))
  if (!submission.ok) return submission.refusal
  return submit(submission, async ({ version: expectedVersion, reason, saidAt, ...statement }) => {
    await reviseStatement({
      ...by,
      id: params.id!,
      expectedVersion,
      reason,
      statement: { ...statement, saidAt: saidAt?.at ?? null, saidAtApproximate: saidAt?.shape === 'about' },
    })
    return redirect(paths.incidentStatements(record.reference))
  })
}

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: `${data?.reference ?? ''} · Sagwa` }]

export default function ReviseStatement() {
  const { reference, statement, claims, earlier, day } = useLoaderData<typeof loader>()
  const t = useMessages(incidentMessages)
  const { language } = useReader()
  const mayEdit = useMay('edit_record')
  const answer = useActionData<typeof action>()
  return (
    <div className="page-narrow">
      <IncidentFormHeader reference={reference} title={t.statement.revise} />
      <div className="statement">
        <blockquote className="keep-lines" lang={statement.language}>
          <MarkedText text={statement.text} claims={claims} />
        </blockquote>
        <ClaimVerdicts reference={reference} claims={claims} language={statement.language} />
      </div>
      {mayEdit ? (
        <StatementForm
          statement={statement}
          answer={answer}
          dayText={plainDateText(day, language)}
          cancel={<Link to={paths.incidentStatements(reference)}>{t.edit.cancel}</Link>}
        />
      ) : null}
      {earlier.length === 0 ? null : (
        <Section id="revisions" title={t.statement.revisions}>
          <ol className="lines">
            {[statement, ...earlier].map((revision) => (
              <li key={revision.revision} className="stack">
                <p className="quiet small">
                  {t.record.revision(revision.revision)} ·{' '}
                  <TimeText at={revision.recordedAt} as="compact" seconds={false} /> · {revision.recordedBy}
                  {revision.reason ? ` · ${t.record.because(revision.reason)}` : ''}
                </p>
                <blockquote className="keep-lines" lang={revision.language}>
                  {revision.text}
                </blockquote>
              </li>
            ))}
          </ol>
        </Section>
      )}
    </div>
  )
}
