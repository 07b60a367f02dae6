import { redirect, type ActionFunctionArgs } from '@remix-run/node'
import { isSecure } from '#app/auth.server.ts'
import { isLanguage, languageCookie } from '#app/language.server.ts'
import { localPath, paths } from '#app/paths.ts'
import { readForm } from '#app/submission.server.ts'

/** `POST /language` with `language` and `next`: remembers the choice in this browser and goes back. */
export async function action({ request }: ActionFunctionArgs) {
  const form = await readForm(request)
  const language = form.get('language')
  if (!isLanguage(language)) throw new Response(null, { status: 400 })
  throw redirect(localPath(form.get('next')), {
    headers: { 'Set-Cookie': languageCookie(language, isSecure()) },
  })
}

/** Somebody who reloads the address itself is led back. */
export function loader() {
  throw redirect(paths.home())
}
