import { getFormProps, useForm } from '@conform-to/react'
import {
  redirect,
  type ActionFunctionArgs,
  type LoaderFunctionArgs,
  type MetaFunction,
} from '@remix-run/node'
import { Form, Link, useActionData, useLoaderData } from '@remix-run/react'
import { clockNow } from '#app/clock.server.ts'
import { CoveredPeriodFields } from '#app/components/covered-period-fields.tsx'
import { FieldsOrConflict } from '#app/components/forms/conflict.tsx'
import {
  ErrorSummary,
  FormActions,
  SubmitButton,
  summaryErrors,
  UnsavedGuard,
} from '#app/components/forms/form.tsx'
import { PageHeader } from '#app/components/layout/page.tsx'
import { useMessages } from '#app/components/reader.tsx'
import { coveredPeriodInput, version } from '#app/domain/record-input.ts'
import { leastRoleFor } from '#app/domain/roles.ts'
import { languageOf } from '#app/language.server.ts'
import { settingsMessages } from '#app/messages/settings.ts'
import { changeCoveredPeriod, getCoveredPeriod } from '#app/models/covered-period.server.ts'
import { paths } from '#app/paths.ts'
import { actorOf, requireRole } from '#app/session.server.ts'
import { found, readForm, readSubmission, submit } from '#app/submission.server.ts'
import type { CoveredPeriodTable } from '#db/schema.ts'

const periodForm = coveredPeriodInput.safeExtend({ version })

export async function loader({ request, params }: LoaderFunctionArgs) {
  const user = await requireRole(request, leastRoleFor('enter_yearly_count'))
  const period = await found(getCoveredPeriod(params.id!))
  return { title: settingsMessages[languageOf(request, user)].periods.editTitle, period }
}

export async function action({ request, params }: ActionFunctionArgs) {
  const user = await requireRole(request, leastRoleFor('enter_yearly_count'))
  await found(getCoveredPeriod(params.id!))
  const submission = readSubmission(await readForm(request), periodForm, languageOf(request, user))
  if (!submission.ok) return submission.refusal
  return submit(submission, async ({ version: expectedVersion, ...period }) => {
    await changeCoveredPeriod({
      id: params.id!,
      ...period,
      expectedVersion,
      actor: actorOf(user),
      now: clockNow(),
    })
    return redirect(paths.coveredPeriods())
  })
}

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: `${data?.title ?? ''} · Sagwa` }]

export default function EditCoveredPeriod() {
  const { title, period } = useLoaderData<typeof loader>()
  const t = useMessages(settingsMessages)
  const answer = useActionData<typeof action>()
  const [form, fields] = useForm({
    id: 'period',
    lastResult: answer?.result,
    defaultValue: { from: period.from, until: period.until ?? '', note: period.note },
  })
  return (
    <div className="page-narrow">
      <PageHeader title={title} meta={<span>{t.periods.note}</span>} />
      <Form method="post" {...getFormProps(form)} noValidate className="form">
        <UnsavedGuard />
        <ErrorSummary errors={summaryErrors(form, [fields.from, fields.until, fields.note])} />
        <FieldsOrConflict<CoveredPeriodTable>
          version={period.version}
          current={answer?.current}
          sent={answer?.result.initialValue}
          disputed={(row) => [
            { field: fields.from, label: t.periods.from, theirs: row.from_day },
            {
              field: fields.until,
              label: t.periods.until,
              theirs: row.until_day ?? '',
              word: (value) => value || t.periods.stillKept,
            },
            { field: fields.note, label: t.periods.noteLabel, theirs: row.note },
          ]}
        >
          <CoveredPeriodFields fields={fields} />
        </FieldsOrConflict>
        <FormActions>
          <SubmitButton>{t.save}</SubmitButton>
          <Link to={paths.coveredPeriods()}>{t.cancel}</Link>
        </FormActions>
      </Form>
    </div>
  )
}
