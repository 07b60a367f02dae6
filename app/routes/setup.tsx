import { getFormProps, useForm } from '@conform-to/react'
import {
  redirect,
  type ActionFunctionArgs,
  type LoaderFunctionArgs,
  type MetaFunction,
} from '@remix-run/node'
import { Form, useActionData, useLoaderData } from '@remix-run/react'
import { useEffect } from 'react'
import { z } from 'zod'
import { signIn } from '#app/auth.server.ts'
import { clockNow } from '#app/clock.server.ts'
import { CheckboxGroup, Select, TextField } from '#app/components/forms/fields.tsx'
import {
  ErrorSummary,
  FormActions,
  FormSection,
  SubmitButton,
  summaryErrors,
} from '#app/components/forms/form.tsx'
import { Front } from '#app/components/layout/shell.tsx'
import { useMessages } from '#app/components/reader.tsx'
import { encodeProblem } from '#app/domain/errors.ts'
import { organisationInput } from '#app/domain/record-input.ts'
import { isFirstStartCode, needsFirstStartCode } from '#app/first-start.server.ts'
import { languageOf } from '#app/language.server.ts'
import { accountMessages } from '#app/messages/account.ts'
import { completeFirstStart } from '#app/models/first-start.server.ts'
import { PASSWORD_MIN } from '#app/domain/password-length.ts'
import { anybodyExists } from '#app/models/person.server.ts'
import { paths } from '#app/paths.ts'
import { readForm, readSubmission, submit } from '#app/submission.server.ts'

const required = encodeProblem({ code: 'required' })
const setupInput = organisationInput.and(
  z.object({
    name: z.string({ error: () => required }),
    email: z.string({ error: () => required }),
    password: z.string({ error: () => required }),
    code: z.string().default(''),
  }),
)

export async function loader({ request, context }: LoaderFunctionArgs) {
  if (await anybodyExists()) throw redirect(paths.home())
  const language = languageOf(request)
  return {
    title: accountMessages[language].setup.title,
    asksCode: needsFirstStartCode(request, context.clientAddress),
    code: new URL(request.url).searchParams.get('code') ?? '',
    zones: Intl.supportedValuesOf('timeZone'),
    language,
  }
}

export async function action({ request, context }: ActionFunctionArgs) {
  if (await anybodyExists()) throw redirect(paths.signIn())
  const language = languageOf(request)
  const submission = readSubmission(await readForm(request), setupInput, language, { hide: ['password'] })
  if (!submission.ok) return submission.refusal
  const { code, name, email, password, ...organisation } = submission.value
  if (needsFirstStartCode(request, context.clientAddress) && !isFirstStartCode(code)) {
    return submission.refuse({ code: [{ code: 'first_start_code_wrong' }] }, 403)
  }
  return submit(submission, async () => {
    const now = clockNow()
    await completeFirstStart({ organisation, admin: { name, email, password, language: null }, now })
    const outcome = await signIn({
      email,
      password,
      clientAddress: context.clientAddress ?? '',
      userAgent: request.headers.get('user-agent') ?? '',
    })
    const cookies = outcome.kind === 'signed_in' ? outcome.cookies : []
    return redirect(paths.home(), {
      headers: new Headers(cookies.map((cookie): [string, string] => ['Set-Cookie', cookie])),
    })
  })
}

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: `${data?.title ?? ''} · Sagwa` }]

export default function Setup() {
  const t = useMessages(accountMessages)
  const { asksCode, code, zones, language } = useLoaderData<typeof loader>()
  const [form, fields] = useForm<z.input<typeof setupInput>>({
    id: 'setup',
    lastResult: useActionData<typeof action>()?.result,
    defaultValue: { languages: ['ko', 'en'], defaultLanguage: language, code },
  })
  // A proposal that can be seen and changed: whoever sets this up is mostly where the organisation is.
  const zoneId = fields.zone.id
  useEffect(() => {
    const input = document.getElementById(zoneId)
    if (!(input instanceof HTMLInputElement) || input.value !== '') return
    const { timeZone } = Intl.DateTimeFormat().resolvedOptions()
    if (!zones.includes(timeZone)) return
    input.value = timeZone
    input.dispatchEvent(new Event('input', { bubbles: true }))
  }, [zoneId, zones])
  const languages = [
    { value: 'ko', label: t.fields.korean },
    { value: 'en', label: t.fields.english },
    { value: 'ja', label: t.fields.japanese },
  ]
  const inOrder = [
    fields.code,
    fields.nameKo,
    fields.nameEn,
    fields.zone,
    fields.languages,
    fields.defaultLanguage,
    fields.name,
    fields.email,
    fields.password,
  ]
  return (
    <Front>
      <h1>{t.setup.title}</h1>
      <p>{t.setup.intro}</p>
      <Form method="post" className="form" {...getFormProps(form)}>
        <ErrorSummary errors={summaryErrors(form, inOrder)} />
        {asksCode ? (
          <TextField field={fields.code} label={t.setup.code} hint={t.setup.codeHint} autoComplete="off" />
        ) : null}
        <FormSection title={t.setup.organisation}>
          <TextField field={fields.nameKo} label={t.setup.nameKo} hint={t.setup.nameHint} lang="ko" />
          <TextField field={fields.nameEn} label={t.setup.nameEn} lang="en" />
          <TextField
            field={fields.zone}
            label={t.setup.zone}
            hint={t.setup.zoneHint}
            list="zones"
            autoComplete="off"
            spellCheck={false}
          />
          <datalist id="zones">
            {zones.map((zone) => (
              <option key={zone} value={zone} />
            ))}
          </datalist>
          <CheckboxGroup field={fields.languages} label={t.setup.languages} options={languages} inline />
          <Select field={fields.defaultLanguage} label={t.setup.defaultLanguage} options={languages} />
        </FormSection>
        <FormSection title={t.setup.admin}>
          <TextField field={fields.name} label={t.fields.name} autoComplete="name" />
          <TextField field={fields.email} label={t.fields.email} type="email" autoComplete="username" />
          <TextField
            field={fields.password}
            label={t.fields.password}
            hint={t.fields.passwordHint(PASSWORD_MIN)}
            type="password"
            autoComplete="new-password"
          />
        </FormSection>
        <FormActions>
          <SubmitButton>{t.setup.submit}</SubmitButton>
        </FormActions>
      </Form>
    </Front>
  )
}
