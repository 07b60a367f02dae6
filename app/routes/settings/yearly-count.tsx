import { getFormProps, useForm } from '@conform-to/react'
import {
  redirect,
  type ActionFunctionArgs,
  type LoaderFunctionArgs,
  type MetaFunction,
} from '@remix-run/node'
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
import { useMessages } from '#app/components/reader.tsx'
import { YearlyCountFields } from '#app/components/yearly-count-fields.tsx'
import { version, yearlyCountInput } from '#app/domain/record-input.ts'
import { leastRoleFor } from '#app/domain/roles.ts'
import { languageOf } from '#app/language.server.ts'
import { settingsMessages } from '#app/messages/settings.ts'
import { changeYearlyCount, getYearlyCount } from '#app/models/yearly-count.server.ts'
import { paths } from '#app/paths.ts'
import { actorOf, requireRole } from '#app/session.server.ts'
import { found, readForm, readSubmission, submit } from '#app/submission.server.ts'
import type { YearlyCountTable } from '#db/schema.ts'

const countForm = yearlyCountInput.safeExtend({ version })

export async function loader({ request, params }: LoaderFunctionArgs) {
  const user = await requireRole(request, leastRoleFor('enter_yearly_count'))
  const count = await found(getYearlyCount(params.id!))
  return { title: settingsMessages[languageOf(request, user)].counts.editTitle(count.year), count }
}

export async function action({ request, params }: ActionFunctionArgs) {
  const user = await requireRole(request, leastRoleFor('enter_yearly_count'))
  await found(getYearlyCount(params.id!))
  const submission = readSubmission(await readForm(request), countForm, languageOf(request, user))
  if (!submission.ok) return submission.refusal
  return submit(submission, async ({ version: expectedVersion, ...count }) => {
    await changeYearlyCount({
      id: params.id!,
      ...count,
      expectedVersion,
      actor: actorOf(user),
      now: clockNow(),
    })
    return redirect(paths.yearlyCountSettings())
  })
}

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: `${data?.title ?? ''} · Sagwa` }]

export default function EditYearlyCount() {
  const { title, count } = useLoaderData<typeof loader>()
  const t = useMessages(settingsMessages)
  const answer = useActionData<typeof action>()
  const [form, fields] = useForm({
    id: 'count',
    lastResult: answer?.result,
    defaultValue: {
      year: String(count.year),
      count: String(count.count),
      source: count.source,
      sourceUrl: count.sourceUrl,
      ruleStated: count.ruleStated,
    },
  })
  return (
    <div className="page-narrow">
      <PageHeader title={title} />
      <Form method="post" {...getFormProps(form)} noValidate className="form">
        <UnsavedGuard />
        <ErrorSummary
          errors={summaryErrors(form, [
            fields.year,
            fields.count,
            fields.source,
            fields.sourceUrl,
            fields.ruleStated,
          ])}
        />
        <FieldsOrConflict<YearlyCountTable>
          version={count.version}
          current={answer?.current}
          sent={answer?.result.initialValue}
          disputed={(row) => [
            { field: fields.year, label: t.counts.year, theirs: String(row.year) },
            { field: fields.count, label: t.counts.count, theirs: String(row.count) },
            { field: fields.source, label: t.counts.source, theirs: row.source },
            { field: fields.sourceUrl, label: t.counts.sourceUrl, theirs: row.source_url },
            { field: fields.ruleStated, label: t.counts.ruleStated, theirs: row.rule_stated },
          ]}
        >
          <YearlyCountFields fields={fields} />
        </FieldsOrConflict>
        <FormActions>
          <SubmitButton>{t.save}</SubmitButton>
          <Link to={paths.yearlyCountSettings()}>{t.cancel}</Link>
        </FormActions>
      </Form>
    </div>
  )
}
