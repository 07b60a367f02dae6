import { getFormProps, useForm } from '@conform-to/react'
import {
  data,
  redirect,
  type ActionFunctionArgs,
  type LoaderFunctionArgs,
  type MetaFunction,
} from '@remix-run/node'
import { Form, Link, useActionData, useLoaderData } from '@remix-run/react'
import { z } from 'zod'
import { signIn } from '#app/auth.server.ts'
import { clockNow } from '#app/clock.server.ts'
import { TextField } from '#app/components/forms/fields.tsx'
import { ErrorSummary, FormActions, SubmitButton, summaryErrors } from '#app/components/forms/form.tsx'
import { Front } from '#app/components/layout/shell.tsx'
import { useMessages, useReader } from '#app/components/reader.tsx'
import { DomainError, encodeProblem } from '#app/domain/errors.ts'
import { PASSWORD_MIN } from '#app/domain/password-length.ts'
import { languageOf } from '#app/language.server.ts'
import { accountMessages } from '#app/messages/account.ts'
import { acceptInvitation, findInvitation } from '#app/models/invitation.server.ts'
import { paths } from '#app/paths.ts'
import { getReader } from '#app/session.server.ts'
import { readForm, readSubmission, submit } from '#app/submission.server.ts'

const required = encodeProblem({ code: 'required' })
const acceptInput = z.object({
  name: z.string({ error: () => required }),
  password: z.string({ error: () => required }),
})

export async function loader({ request, params }: LoaderFunctionArgs) {
  const t = accountMessages[languageOf(request, await getReader(request))]
  const invitation = await findInvitation(params.token ?? '', clockNow())
  if (!invitation) return data({ title: t.invite.goneTitle, invitation: null }, { status: 404 })
  return data({ title: t.invite.title, invitation: { email: invitation.email, role: invitation.role } })
}

export async function action({ request, params, context }: ActionFunctionArgs) {
  if (await getReader(request)) throw redirect(paths.home())
  const token = params.token ?? ''
  const submission = readSubmission(await readForm(request), acceptInput, languageOf(request), {
    hide: ['password'],
  })
  if (!submission.ok) return submission.refusal
  return submit(submission, async ({ name, password }) => {
    const now = clockNow()
    const person = await acceptInvitation({ token, name, password, language: null, now }).catch(
      (error: unknown) => {
        // The page itself says that the link is used up.
        if (error instanceof DomainError && error.code === 'not_found')
          throw redirect(paths.invitation(token))
        throw error
      },
    )
    const outcome = await signIn({
      email: person.email,
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

export default function Invite() {
  const t = useMessages(accountMessages)
  const { user } = useReader()
  const { title, invitation } = useLoaderData<typeof loader>()
  const [form, fields] = useForm<z.input<typeof acceptInput>>({
    id: 'invite',
    lastResult: useActionData<typeof action>()?.result,
  })
  return (
    <Front>
      <h1>{title}</h1>
      {invitation === null ? (
        <>
          <p>{t.invite.goneBody}</p>
          <p>
            <Link to={paths.signIn()}>{t.invite.toSignIn}</Link>
          </p>
        </>
      ) : user ? (
        <>
          <p>{t.invite.foreign(user.name)}</p>
          <form method="post" action={paths.signOut()}>
            <button type="submit" className="button">
              {t.signOut.submit}
            </button>
          </form>
        </>
      ) : (
        <>
          <p>{t.invite.intro(invitation.email, t.roles[invitation.role])}</p>
          <Form method="post" className="form" {...getFormProps(form)}>
            <ErrorSummary errors={summaryErrors(form, [fields.name, fields.password])} />
            {/* For the browser's password store: the address is what one signs in with. */}
            <input type="hidden" name="username" autoComplete="username" value={invitation.email} />
            <TextField field={fields.name} label={t.fields.name} autoComplete="name" />
            <TextField
              field={fields.password}
              label={t.fields.password}
              hint={t.fields.passwordHint(PASSWORD_MIN)}
              type="password"
              autoComplete="new-password"
            />
            <FormActions>
              <SubmitButton>{t.invite.submit}</SubmitButton>
            </FormActions>
          </Form>
        </>
      )}
    </Front>
  )
}
