import { getFormProps, useForm } from '@conform-to/react'
import {
  redirect,
  type ActionFunctionArgs,
  type LoaderFunctionArgs,
  type MetaFunction,
} from '@remix-run/node'
import type { Selectable } from 'kysely'
import { Form, Link, useActionData, useLoaderData } from '@remix-run/react'
import { clockNow } from '#app/clock.server.ts'
import { FieldsOrConflict } from '#app/components/forms/conflict.tsx'
import {
  ErrorSummary,
  FormActions,
  SubmitButton,
  summaryErrors,
  UnsavedGuard,
} from '#app/components/forms/form.tsx'
import { PageHeader } from '#app/components/layout/page.tsx'
import { nameIn, useMessages, useReader } from '#app/components/reader.tsx'
import { ServiceFields } from '#app/components/service-fields.tsx'
import { serviceInput, version } from '#app/domain/record-input.ts'
import { languageOf } from '#app/language.server.ts'
import { settingsMessages } from '#app/messages/settings.ts'
import { changeService, getService } from '#app/models/service.server.ts'
import { paths } from '#app/paths.ts'
import { actorOf, requireRole } from '#app/session.server.ts'
import { found, readForm, readSubmission, submit } from '#app/submission.server.ts'
import type { ServiceTable } from '#db/schema.ts'

const serviceForm = serviceInput.safeExtend({ version })

export async function loader({ request, params }: LoaderFunctionArgs) {
  await requireRole(request, 'admin')
  return { service: await found(getService(params.id!)), zones: Intl.supportedValuesOf('timeZone') }
}

export async function action({ request, params }: ActionFunctionArgs) {
  const user = await requireRole(request, 'admin')
  await found(getService(params.id!))
  const submission = readSubmission(await readForm(request), serviceForm, languageOf(request, user))
  if (!submission.ok) return submission.refusal
  return submit(submission, async ({ version: expectedVersion, ...service }) => {
    await changeService({
      id: params.id!,
      ...service,
      expectedVersion,
      actor: actorOf(user),
      now: clockNow(),
    })
    return redirect(paths.serviceSettings())
  })
}

export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: `${(data && (data.service.nameEn || data.service.nameKo)) ?? ''} · Sagwa` },
]

export default function EditService() {
  const { service, zones } = useLoaderData<typeof loader>()
  const t = useMessages(settingsMessages)
  const { language } = useReader()
  const answer = useActionData<typeof action>()
  const [form, fields] = useForm({
    id: 'service',
    lastResult: answer?.result,
    defaultValue: {
      nameKo: service.nameKo,
      nameEn: service.nameEn,
      nameJa: service.nameJa,
      zone: service.zone ?? '',
    },
  })
  return (
    <div className="page-narrow">
      <PageHeader title={t.services.editTitle(nameIn(language, service))} />
      <Form method="post" {...getFormProps(form)} noValidate className="form">
        <UnsavedGuard />
        <ErrorSummary
          errors={summaryErrors(form, [fields.nameKo, fields.nameEn, fields.nameJa, fields.zone])}
        />
        <FieldsOrConflict<Selectable<ServiceTable>>
          version={service.version}
          current={answer?.current}
          sent={answer?.result.initialValue}
          disputed={(row) => [
            { field: fields.nameKo, label: t.services.nameKo, theirs: row.name_ko },
            { field: fields.nameEn, label: t.services.nameEn, theirs: row.name_en },
            { field: fields.nameJa, label: t.services.nameJa, theirs: row.name_ja },
            { field: fields.zone, label: t.services.zone, theirs: row.zone ?? '' },
          ]}
        >
          <ServiceFields fields={fields} zones={zones} />
        </FieldsOrConflict>
        <FormActions>
          <SubmitButton>{t.save}</SubmitButton>
          <Link to={paths.serviceSettings()}>{t.cancel}</Link>
        </FormActions>
      </Form>
    </div>
  )
}
