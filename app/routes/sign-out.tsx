import {
  redirect,
  type ActionFunctionArgs,
  type LoaderFunctionArgs,
  type MetaFunction,
} from '@remix-run/node'
import { endSession } from '#app/auth.server.ts'
import { Front } from '#app/components/layout/shell.tsx'
import { useMessages } from '#app/components/reader.tsx'
import { languageOf } from '#app/language.server.ts'
import { accountMessages } from '#app/messages/account.ts'
import { paths } from '#app/paths.ts'
import { getReader } from '#app/session.server.ts'

/** A link must not sign anybody out, so it leads to a question. */
export async function loader({ request }: LoaderFunctionArgs) {
  const user = await getReader(request)
  if (!user) throw redirect(paths.signIn())
  return { title: accountMessages[languageOf(request, user)].signOut.title }
}

/** Ends the session of this browser. */
export async function action({ request }: ActionFunctionArgs) {
  const cookies = await endSession(request.headers)
  throw redirect(paths.signIn(), {
    headers: new Headers(cookies.map((cookie): [string, string] => ['Set-Cookie', cookie])),
  })
}

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: `${data?.title ?? ''} · Sagwa` }]

export default function SignOut() {
  const t = useMessages(accountMessages)
  return (
    <Front>
      <h1>{t.signOut.title}</h1>
      <p>{t.signOut.question}</p>
      <form method="post" className="form-actions">
        <button type="submit" className="button button-primary">
          {t.signOut.submit}
        </button>
      </form>
    </Front>
  )
}
