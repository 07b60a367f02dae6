import { getFormProps, useForm } from '@conform-to/react'
import {
  data,
  redirect,
  type ActionFunctionArgs,
  type LoaderFunctionArgs,
  type MetaFunction,
} from '@remix-run/node'
import { Form, useActionData, useLoaderData } from '@remix-run/react'
import { z } from 'zod'
import { signIn } from '#app/auth.server.ts'
import { TextField } from '#app/components/forms/fields.tsx'
import { ErrorSummary, FormActions, SubmitButton, summaryErrors } from '#app/components/forms/form.tsx'
import { Front } from '#app/components/layout/shell.tsx'
import { useMessages } from '#app/components/reader.tsx'
import { encodeProblem } from '#app/domain/errors.ts'
import { languageOf } from '#app/language.server.ts'
import { accountMessages } from '#app/messages/account.ts'
import { anybodyExists } from '#app/models/person.server.ts'
import { localPath, paths } from '#app/paths.ts'
import { getReader } from '#app/session.server.ts'
import { readForm, readSubmission } from '#app/submission.server.ts'

const required = encodeProblem({ code: 'required' })
const signInInput = z.object({
  email: z.string({ error: () => required }),
  password: z.string({ error: () => required }),
  next: z.string().optional(),
})

export async function loader({ request }: LoaderFunctionArgs) {
  const next = localPath(new URL(request.url).searchParams.get('next'))
  if (await getReader(request)) throw redirect(next)
  if (!(await anybodyExists())) throw redirect(paths.setup())
  return { title: accountMessages[languageOf(request)].signIn.title, next }
}

export async function action({ request, context }: ActionFunctionArgs) {
  const submission = readSubmission(await readForm(request), signInInput, languageOf(request), {
    hide: ['password'],
  })
  if (!submission.ok) return submission.refusal
  const { email, password, next } = submission.value
  const outcome = await signIn({
    email,
    password,
    clientAddress: context.clientAddress ?? '',
    userAgent: request.headers.get('user-agent') ?? '',
  })
  switch (outcome.kind) {
    case 'signed_in': {
      const headers = new Headers(outcome.cookies.map((cookie): [string, string] => ['Set-Cookie', cookie]))
      throw redirect(localPath(next), { headers })
    }
    case 'too_many': {
      const minutes = Math.ceil(outcome.retryAfterSeconds / 60)
      const { data: answer } = submission.refuse(
        { '': [{ code: 'too_many_attempts', params: { minutes } }] },
        429,
      )
      return data(answer, { status: 429, headers: { 'Retry-After': String(outcome.retryAfterSeconds) } })
    }
    case 'disabled':
      return submission.refuse({ '': [{ code: 'account_disabled' }] }, 403)
    case 'refused':
      return submission.refuse({ '': [{ code: 'sign_in_refused' }] }, 400)
  }
}

/** For `Retry-After`. */
export function headers({ actionHeaders }: { actionHeaders: Headers }) {
  return actionHeaders
}

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: `${data?.title ?? ''} · Sagwa` }]

export default function SignIn() {
  const t = useMessages(accountMessages)
  const { next } = useLoaderData<typeof loader>()
  const [form, fields] = useForm<z.input<typeof signInInput>>({
    id: 'sign-in',
    lastResult: useActionData<typeof action>()?.result,
  })
  return (
    <Front>
      <h1>{t.signIn.title}</h1>
      <Form method="post" className="form" {...getFormProps(form)}>
        <ErrorSummary errors={summaryErrors(form, [fields.email, fields.password])} />
        <input type="hidden" name="next" value={next} />
        <TextField field={fields.email} label={t.fields.email} type="email" autoComplete="username" />
        <TextField
          field={fields.password}
          label={t.fields.password}
          type="password"
          autoComplete="current-password"
        />
        <FormActions>
          <SubmitButton>{t.signIn.submit}</SubmitButton>
        </FormActions>
      </Form>
      <p className="quiet">{t.signIn.forgotten}</p>
      <p className="quiet">
        {t.signIn.intro} <a href={paths.publishedNotices()}>{t.signIn.notices}</a>
      </p>
    </Front>
  )
}
