import { redirect, type ActionFunctionArgs } from '@remix-run/node'
import { environment } from '#app/env.server.ts'
import { languageCookie } from '#app/language.server.ts'
import { localPath, paths } from '#app/paths.ts'

/** `POST /language` with `language` and `returnTo`: remembers the choice in this browser and goes back. */
export async function action({ request }: ActionFunctionArgs) {
  const form = await request.formData()
  const language = form.get('language')
  if (language !== 'ko' && language !== 'en') throw new Response(null, { status: 400 })
  const secure = environment().publicUrl?.startsWith('https:') ?? false
  throw redirect(localPath(form.get('returnTo')), {
    headers: { 'Set-Cookie': languageCookie(language, secure) },
  })
}

/** Somebody who reloads the address itself is led back. */
export function loader() {
  throw redirect(paths.home())
}
