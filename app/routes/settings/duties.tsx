import { getFormProps, useForm } from '@conform-to/react'
import {
  redirect,
  type ActionFunctionArgs,
  type LoaderFunctionArgs,
  type MetaFunction,
} from '@remix-run/node'
import { Form, useActionData, useLoaderData } from '@remix-run/react'
import { z } from 'zod'
import { clockNow } from '#app/clock.server.ts'
import { CheckboxGroup, RadioGroup } from '#app/components/forms/fields.tsx'
import {
  ErrorSummary,
  FormActions,
  SubmitButton,
  summaryErrors,
  UnsavedGuard,
} from '#app/components/forms/form.tsx'
import { NoticeBox, PageHeader, Toast } from '#app/components/layout/page.tsx'
import { useMessages, useReader } from '#app/components/reader.tsx'
import { DUTY_KINDS } from '#app/domain/duties.ts'
import { version } from '#app/domain/record-input.ts'
import { languageOf } from '#app/language.server.ts'
import { dutyMessages } from '#app/messages/duties.ts'
import { problemText } from '#app/messages/problems.ts'
import { changeDutyProfile, getDutyProfile } from '#app/models/duty-profile.server.ts'
import { paths } from '#app/paths.ts'
import { actorOf, requireRole } from '#app/session.server.ts'
import { readForm, readSubmission, submit } from '#app/submission.server.ts'

const PLACES = ['kr', 'eu', 'jp'] as const
const ANSWERS = ['yes', 'no', 'unknown'] as const

const dutyForm = z.object({
  places: z.array(z.enum(PLACES)).default([]),
  kinds: z.array(z.enum(DUTY_KINDS)).default([]),
  free: z.enum(ANSWERS).default('unknown'),
  large: z.enum(ANSWERS).default('unknown'),
  version,
})

export async function loader({ request }: LoaderFunctionArgs) {
  const user = await requireRole(request, 'admin')
  return {
    title: dutyMessages[languageOf(request, user)].settings.title,
    profile: await getDutyProfile(),
    saved: new URL(request.url).searchParams.has('saved'),
  }
}

export async function action({ request }: ActionFunctionArgs) {
  const user = await requireRole(request, 'admin')
  const submission = readSubmission(await readForm(request), dutyForm, languageOf(request, user))
  if (!submission.ok) return submission.refusal
  return submit(submission, async ({ places, kinds, free, large, version: expectedVersion }) => {
    await changeDutyProfile({
      profile: { places, kinds, free: answer(free), largeInKorea: answer(large) },
      expectedVersion,
      actor: actorOf(user),
      now: clockNow(),
    })
    return redirect(`${paths.dutySettings()}?saved`)
  })
}

function answer(given: (typeof ANSWERS)[number]): boolean | null {
  return given === 'unknown' ? null : given === 'yes'
}

function given(known: boolean | null): (typeof ANSWERS)[number] {
  return known === null ? 'unknown' : known ? 'yes' : 'no'
}

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: `${data?.title ?? ''} · Sagwa` }]

export default function DutySettings() {
  const { profile, saved } = useLoaderData<typeof loader>()
  const t = useMessages(dutyMessages).settings
  const { language } = useReader()
  const answered = useActionData<typeof action>()
  const newer = (answered?.current ?? null) as { version: number } | null
  const [form, fields] = useForm({
    id: 'duties',
    lastResult: answered?.result,
    defaultValue: {
      places: profile.places,
      kinds: profile.kinds,
      free: given(profile.free),
      large: given(profile.largeInKorea),
    },
  })
  const answers = ANSWERS.map((value) => ({ value, label: t[value] }))
  return (
    <div className="page-narrow">
      <PageHeader title={t.title} meta={<span>{t.intro}</span>} />
      {saved && answered === undefined ? <Toast>{t.saved}</Toast> : null}
      <Form method="post" action={paths.dutySettings()} {...getFormProps(form)} noValidate className="form">
        <UnsavedGuard />
        <ErrorSummary
          errors={summaryErrors(form, [fields.places, fields.kinds, fields.free, fields.large])}
        />
        {newer ? <NoticeBox urgent title={problemText({ code: 'changed_by_another' }, language)} /> : null}
        <input type="hidden" name="version" value={newer?.version ?? profile.version} />
        <CheckboxGroup
          field={fields.places}
          label={t.places}
          inline
          options={PLACES.map((value) => ({ value, label: t.placeNames[value] }))}
        />
        <CheckboxGroup
          field={fields.kinds}
          label={t.kinds}
          options={DUTY_KINDS.map((value) => ({ value, label: t.kindNames[value] }))}
        />
        <RadioGroup field={fields.free} label={t.free} inline options={answers} />
        <RadioGroup field={fields.large} label={t.large} inline options={answers} />
        <FormActions>
          <SubmitButton>{t.save}</SubmitButton>
        </FormActions>
      </Form>
    </div>
  )
}
