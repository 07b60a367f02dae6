import { getFormProps, useForm } from '@conform-to/react'
import {
  redirect,
  type ActionFunctionArgs,
  type LoaderFunctionArgs,
  type MetaFunction,
} from '@remix-run/node'
import { Form, Link, useActionData, useLoaderData } from '@remix-run/react'
import { clockNow } from '#app/clock.server.ts'
import {
  CheckboxGroup,
  RadioGroup,
  Select,
  TextArea,
  TextField,
  TimeField,
} from '#app/components/forms/fields.tsx'
import {
  ErrorSummary,
  FormActions,
  SubmitButton,
  summaryErrors,
  UnsavedGuard,
} from '#app/components/forms/form.tsx'
import { SimilarWhileLogging } from '#app/components/similar-incidents.tsx'
import { PageHeader } from '#app/components/layout/page.tsx'
import { nameIn, useMessages, useReader } from '#app/components/reader.tsx'
import { INCIDENT_KINDS, SEVERITIES } from '#app/domain/incident-record.ts'
import { plainDate } from '#app/domain/instant.ts'
import { logIncidentInput } from '#app/domain/record-input.ts'
import { SURFACES, SYMPTOM_KINDS } from '#app/domain/symptoms.ts'
import { languageOf } from '#app/language.server.ts'
import { incidentMessages } from '#app/messages/incidents.ts'
import { shellMessages } from '#app/messages/shell.ts'
import { timeBarMessages } from '#app/messages/time-bar.ts'
import { logIncident } from '#app/models/incident.server.ts'
import { getOrganisation } from '#app/models/organisation.server.ts'
import { listServices } from '#app/models/service.server.ts'
import { paths } from '#app/paths.ts'
import { actorOf, requireRole } from '#app/session.server.ts'
import { readForm, readSubmission, submit } from '#app/submission.server.ts'

export async function loader({ request }: LoaderFunctionArgs) {
  const user = await requireRole(request, 'responder')
  const services = (await listServices()).filter((service) => service.retiredAt === null)
  return { title: incidentMessages[languageOf(request, user)].log.title, services }
}

export async function action({ request }: ActionFunctionArgs) {
  const user = await requireRole(request, 'responder')
  const language = languageOf(request, user)
  const now = clockNow()
  const { zone } = await getOrganisation()
  const input = logIncidentInput({ zone, today: plainDate(now, zone) })
  const submission = readSubmission(await readForm(request), input, language)
  if (!submission.ok) return submission.refusal
  return submit(
    submission,
    async ({ symptom, surface, symptomKind, ...incident }) => {
      const words = language === 'ko' ? { textKo: symptom, textEn: '' } : { textKo: '', textEn: symptom }
      const { reference } = await logIncident({
        ...incident,
        symptom: symptom === '' ? null : { surface, kind: symptomKind, ...words },
        actor: actorOf(user),
        now,
      })
      return redirect(paths.incident(reference))
    },
    { time: 'started' },
  )
}

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: `${data?.title ?? ''} · Sagwa` }]

export default function LogIncident() {
  const { services } = useLoaderData<typeof loader>()
  const t = useMessages(incidentMessages)
  const words = useMessages(shellMessages)
  const names = useMessages(timeBarMessages)
  const { language } = useReader()
  const [form, fields] = useForm({
    id: 'log',
    lastResult: useActionData<typeof action>()?.result,
    defaultValue: {
      title: '',
      severity: 'major',
      kind: 'incident',
      serviceIds: services.length === 1 ? services.map((service) => service.id) : [],
      started: '',
      startedSource: '',
      symptom: '',
      surface: 'other',
      symptomKind: 'other',
    },
  })
  const listed = [
    fields.title,
    fields.serviceIds,
    fields.started,
    fields.symptom,
    fields.severity,
    fields.startedSource,
  ]
  return (
    <div className="page-narrow">
      <PageHeader title={t.log.title} meta={<span>{t.log.intro}</span>} />
      <Form method="post" className="form" {...getFormProps(form)}>
        <UnsavedGuard />
        <ErrorSummary errors={summaryErrors(form, listed)} />
        <TextField field={fields.title} label={t.log.name} hint={t.log.nameHint} autoFocus />
        {services.length === 0 ? (
          <p className="quiet">{t.log.noServices}</p>
        ) : (
          <CheckboxGroup
            field={fields.serviceIds}
            label={t.log.services}
            hint={t.log.servicesHint}
            inline
            options={services.map((service) => ({ value: service.id, label: nameIn(language, service) }))}
          />
        )}
        <TimeField field={fields.started} label={t.log.started} hint={t.log.startedHint} optional />
        <TextArea field={fields.symptom} label={t.log.symptom} hint={t.log.symptomHint} optional rows={2} />
        <SimilarWhileLogging />
        <RadioGroup
          field={fields.severity}
          label={t.log.severity}
          options={SEVERITIES.map((value) => ({
            value,
            label: words.severity[value],
            hint: t.log.severityHints[value],
          }))}
        />
        <details className="more">
          <summary>{t.log.more}</summary>
          <div className="stack">
            <TextField field={fields.startedSource} label={t.log.source} hint={t.log.sourceHint} optional />
            <Select
              field={fields.surface}
              label={t.log.surface}
              options={SURFACES.map((value) => ({ value, label: names.surfaces[value] }))}
            />
            <Select
              field={fields.symptomKind}
              label={t.log.symptomKind}
              options={SYMPTOM_KINDS.map((value) => ({ value, label: names.kinds[value] }))}
            />
            <RadioGroup
              field={fields.kind}
              label={t.log.kind}
              inline
              options={INCIDENT_KINDS.map((value) => ({ value, label: t.kinds[value] }))}
            />
          </div>
        </details>
        <FormActions>
          <SubmitButton>{t.log.submit}</SubmitButton>
          <Link to={paths.incidents()}>{t.edit.cancel}</Link>
        </FormActions>
      </Form>
    </div>
  )
}
