import { redirect } from '@remix-run/node'
import type { Role } from '#db/schema.ts'
import { readSession, type SessionUser } from '#app/auth.server.ts'
import { SIGNED_OUT, type Interruption } from '#app/components/interruption.tsx'
import { isAtLeast } from '#app/domain/roles.ts'
import { typedFields } from '#app/kept-form.server.ts'
import { languageOf } from '#app/language.server.ts'
import { frameMessages } from '#app/messages/frame.ts'
import type { Actor } from '#app/models/audit.server.ts'
import { anybodyExists } from '#app/models/person.server.ts'
import { paths } from '#app/paths.ts'

export type User = SessionUser

/** Reads under way, by cookie: the loaders of a page run at the same time and ask once. Nothing is kept afterwards. */
const underWay = new Map<string, Promise<User | null>>()

/** Who asks, or null when nobody is signed in. */
export function getReader(request: Request): Promise<User | null> {
  const cookie = request.headers.get('cookie')
  if (cookie === null) return Promise.resolve(null)
  let reader = underWay.get(cookie)
  if (!reader) {
    reader = readSession(request.headers).finally(() => underWay.delete(cookie))
    underWay.set(cookie, reader)
  }
  return reader
}

/**
 * Who asks. For every loader and action that needs somebody but no particular role; in an action before the form is read.
 *
 * @throws a redirect to the sign-in page, which leads back here, or to the first start while nobody has an account; for a
 * form a 401 that keeps what was typed, since nobody signs in and types it all again
 */
export async function requireUser(request: Request): Promise<User> {
  const user = await getReader(request)
  if (user) return user
  if (!(await anybodyExists())) throw redirect(paths.setup())
  const { pathname, search } = new URL(request.url)
  if (request.method === 'POST') throw await signedOutAnswer(request, pathname + search)
  throw redirect(paths.signIn(pathname === '/' && search === '' ? undefined : pathname + search))
}

async function signedOutAnswer(request: Request, address: string): Promise<Response> {
  const language = languageOf(request)
  const message = frameMessages[language].signedOut.body
  const answer: Interruption = {
    problem: { code: SIGNED_OUT },
    language,
    message,
    problems: [message],
    address,
    typed: await typedFields(request).catch(() => []),
  }
  return Response.json(answer, { status: 401 })
}

/**
 * Who asks, with at least `role`. For every loader and action: what a screen offers is no protection.
 *
 * @throws what `requireUser` throws, and a 403 when the role is too low.
 */
export async function requireRole(request: Request, role: Role): Promise<User> {
  const user = await requireUser(request)
  if (!isAtLeast(user.role, role)) throw new Response(null, { status: 403, statusText: 'Forbidden' })
  return user
}

/** The name under which a user's changes are recorded. */
export function actorOf(user: Pick<User, 'id' | 'name'>): Actor {
  return { id: user.id, name: user.name }
}
