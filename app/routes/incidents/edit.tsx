import { getFormProps, useForm } from '@conform-to/react'
import {
  redirect,
  type ActionFunctionArgs,
  type LoaderFunctionArgs,
  type MetaFunction,
} from '@remix-run/node'
import { Form, Link, useActionData, useLoaderData, type ShouldRevalidateFunction } from '@remix-run/react'
import { clockNow } from '#app/clock.server.ts'
import { FieldsOrConflict } from '#app/components/forms/conflict.tsx'
import { CheckboxGroup, RadioGroup, TextArea, TextField } from '#app/components/forms/fields.tsx'
import {
  ErrorSummary,
  FormActions,
  SubmitButton,
  summaryErrors,
  UnsavedGuard,
} from '#app/components/forms/form.tsx'
import { IncidentFormHeader } from '#app/components/incident-header.tsx'
import { Confirm, Section } from '#app/components/layout/page.tsx'
import { nameIn, useMay, useMessages, useReader } from '#app/components/reader.tsx'
import { FACTORS } from '#app/domain/factors.ts'
import { INCIDENT_KINDS, SEVERITIES, type IncidentRecord } from '#app/domain/incident-record.ts'
import { incidentDetailsInput, removalInput } from '#app/domain/record-input.ts'
import { languageOf } from '#app/language.server.ts'
import { factorMessages } from '#app/messages/factors.ts'
import { formMessages } from '#app/messages/forms.ts'
import { incidentMessages } from '#app/messages/incidents.ts'
import { shellMessages } from '#app/messages/shell.ts'
import { changeIncident, getIncidentRecord, removeIncident } from '#app/models/incident.server.ts'
import { listServices } from '#app/models/service.server.ts'
import { paths } from '#app/paths.ts'
import { actorOf, requireRole, requireUser } from '#app/session.server.ts'
import { found, readForm, readSubmission, submit } from '#app/submission.server.ts'

export async function loader({ request, params }: LoaderFunctionArgs) {
  await requireRole(request, 'responder')
  const record = await found(getIncidentRecord(params.reference!))
  const touched = new Set(record.services.map((service) => service.id))
  const services = (await listServices()).filter(
    (service) => service.retiredAt === null || touched.has(service.id),
  )
  return { record, services }
}

export async function action({ request, params }: ActionFunctionArgs) {
  await requireUser(request)
  const form = await readForm(request)
  const removing = form.get('intent') === 'remove'
  const user = await requireRole(request, removing ? 'publisher' : 'responder')
  const language = languageOf(request, user)
  const record = await found(getIncidentRecord(params.reference!))
  const by = { incidentId: record.id, actor: actorOf(user), now: clockNow() }

  if (removing) {
    const submission = readSubmission(form, removalInput, language)
    if (!submission.ok) return submission.refusal
    return submit(submission, async ({ version, reason }) => {
      await removeIncident({ ...by, reason, expectedVersion: version })
      return redirect(paths.incident(record.reference))
    })
  }
  const submission = readSubmission(form, incidentDetailsInput, language)
  if (!submission.ok) return submission.refusal
  return submit(submission, async ({ version, ...details }) => {
    await changeIncident({ ...by, ...details, expectedVersion: version })
    return redirect(paths.incident(record.reference))
  })
}

/** After a conflict the page shows the services and factors of today beside those that were chosen here. */
export const shouldRevalidate: ShouldRevalidateFunction = ({ actionStatus, defaultShouldRevalidate }) =>
  actionStatus === 409 || defaultShouldRevalidate

export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: `${data?.record.reference ?? ''} · Sagwa` },
]

type Row = Pick<IncidentRecord, 'title' | 'summary' | 'cause' | 'severity' | 'kind' | 'version'>

export default function EditIncident() {
  const { record, services } = useLoaderData<typeof loader>()
  const t = useMessages(incidentMessages)
  const words = useMessages(shellMessages)
  const factors = useMessages(factorMessages)
  const { conflict } = useMessages(formMessages)
  const { language } = useReader()
  const mayRemove = useMay('remove_incident')
  const answer = useActionData<typeof action>()
  const current = (answer?.current ?? null) as Row | null
  const [form, fields] = useForm({
    id: 'incident',
    lastResult: answer?.result,
    defaultValue: {
      title: record.title,
      severity: record.severity,
      kind: record.kind,
      summary: record.summary,
      cause: record.cause,
      factors: record.factors,
      serviceIds: record.services.map((service) => service.id),
    },
  })
  return (
    <div className="page-narrow">
      <IncidentFormHeader reference={record.reference} title={t.edit.title(record.reference)} />
      <Form method="post" {...getFormProps(form)} noValidate className="form">
        <UnsavedGuard />
        <ErrorSummary
          errors={summaryErrors(form, [
            fields.title,
            fields.severity,
            fields.kind,
            fields.summary,
            fields.cause,
            fields.factors,
          ])}
        />
        <FieldsOrConflict<Row>
          version={record.version}
          current={current}
          sent={answer?.result.initialValue}
          disputed={(row) => [
            { field: fields.title, label: t.log.name, theirs: row.title },
            {
              field: fields.severity,
              label: t.log.severity,
              theirs: row.severity,
              word: (value) => words.severity[value as Row['severity']],
            },
            {
              field: fields.kind,
              label: t.log.kind,
              theirs: row.kind,
              word: (value) => t.kinds[value as Row['kind']],
            },
            { field: fields.summary, label: t.edit.summary, theirs: row.summary },
            { field: fields.cause, label: t.edit.cause, theirs: row.cause },
          ]}
        >
          <TextField field={fields.title} label={t.log.name} />
          <RadioGroup
            field={fields.severity}
            label={t.log.severity}
            inline
            options={SEVERITIES.map((value) => ({ value, label: words.severity[value] }))}
          />
          <RadioGroup
            field={fields.kind}
            label={t.log.kind}
            inline
            options={INCIDENT_KINDS.map((value) => ({ value, label: t.kinds[value] }))}
          />
          <TextArea
            field={fields.summary}
            label={t.edit.summary}
            hint={t.edit.summaryHint}
            optional
            rows={4}
          />
          <TextArea field={fields.cause} label={t.edit.cause} hint={t.edit.causeHint} optional rows={3} />
        </FieldsOrConflict>
        <CheckboxGroup
          field={fields.factors}
          label={factors.title}
          hint={
            current === null
              ? factors.hint
              : `${conflict.theirs}: ${record.factors.map((factor) => factors.names[factor]).join(', ') || conflict.empty}`
          }
          optional
          inline
          options={FACTORS.map((value) => ({ value, label: factors.names[value] }))}
        />
        {services.length === 0 ? null : (
          <CheckboxGroup
            field={fields.serviceIds}
            label={t.log.services}
            hint={
              current === null
                ? undefined
                : `${conflict.theirs}: ${record.services.map((service) => nameIn(language, service)).join(', ') || conflict.empty}`
            }
            inline
            options={services.map((service) => ({ value: service.id, label: nameIn(language, service) }))}
          />
        )}
        <FormActions>
          <SubmitButton>{t.edit.save}</SubmitButton>
          <Link to={paths.incident(record.reference)}>{t.edit.cancel}</Link>
        </FormActions>
      </Form>

      {mayRemove && record.removedAt === null ? (
        <Section id="remove" title={t.edit.remove}>
          <Confirm summary={t.edit.remove} destroys={[t.edit.removes(record.reference)]}>
            <Form method="post" className="stack">
              <input type="hidden" name="intent" value="remove" />
              <input type="hidden" name="version" value={record.version} />
              <TextField
                field={{ name: 'reason', id: 'remove-reason' }}
                label={t.edit.removeReason}
                required
              />
              <SubmitButton kind="danger">{t.edit.removeButton(record.reference)}</SubmitButton>
            </Form>
          </Confirm>
        </Section>
      ) : null}
    </div>
  )
}
