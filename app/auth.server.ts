/**
 * Sign-in, sessions and their limits, by better-auth on the same database.
 *
 * better-auth is loaded at the first request that has to do with a session (about 25 MB and 0.2 s), so that public pages
 * and the start never pay for it. Its own addresses under /api/auth are not reachable from outside: requests to them are
 * made here, so that its rate limit and its checks apply, and only the cookies go out.
 */
import { sql } from 'kysely'
import { createHash } from 'node:crypto'
import { v7 as uuid } from 'uuid'
import { db, dialect, type Queryable } from '#db/client.server.ts'
import type { Role, Schema } from '#db/schema.ts'
import type { Instant } from '#app/domain/instant.ts'
import { PASSWORD_MAX, PASSWORD_MIN } from '#app/domain/password-length.ts'
import { environment, readSecret } from '#app/env.server.ts'
import { log } from '#app/logging.server.ts'

/** Seconds. The longest that somebody stays signed in; it is not prolonged by use, so reading never writes. */
const SESSION_LIFETIME = 30 * 24 * 60 * 60

/** Sign-ins per minute from one address: offices share addresses, guessing needs thousands. */
const PER_ADDRESS = { window: 60, max: 10 }
/**
 * Sign-ins in a quarter of an hour for one e-mail address, wherever they come from. A success starts it anew. High
 * enough that a stranger who wants to lock somebody out has to keep at it.
 */
const PER_EMAIL = { window: 15 * 60, max: 20 }

const CLIENT_ADDRESS_HEADER = 'x-sagwa-client-address'
/** Only ever seen by better-auth: the cookies belong to whatever host the browser asked. */
const INTERNAL_ORIGIN = 'http://sagwa.internal'

type Auth = Awaited<ReturnType<typeof createAuth>>
let auth: Promise<Auth> | undefined

function getAuth(): Promise<Auth> {
  auth ??= createAuth()
  return auth
}

async function createAuth() {
  const { betterAuth } = await import('better-auth')
  const secure = isSecure()
  return betterAuth({
    appName: 'Sagwa',
    baseURL: environment().publicUrl ?? INTERNAL_ORIGIN,
    secret: readSecret(),
    database: { db, type: dialect },
    telemetry: { enabled: false },
    emailAndPassword: {
      enabled: true,
      disableSignUp: true,
      minPasswordLength: PASSWORD_MIN,
      maxPasswordLength: PASSWORD_MAX,
    },
    user: {
      additionalFields: {
        role: { type: 'string', required: true, input: false, defaultValue: 'viewer' },
        language: { type: 'string', required: false, input: false },
        disabledAt: { type: 'number', bigint: true, required: false, input: false },
      },
    },
    // Every request asks the database, so that a revoked session ends with the next one.
    session: { expiresIn: SESSION_LIFETIME, disableSessionRefresh: true, cookieCache: { enabled: false } },
    rateLimit: {
      enabled: true,
      storage: 'database',
      customRules: {
        '/sign-in/email': PER_ADDRESS,
        // Matches no address: better-auth forgets rows that are older than the longest window it knows.
        '/sign-in/by-email': PER_EMAIL,
      },
    },
    databaseHooks: {
      session: {
        create: { before: async (session) => ((await isDisabled(session.userId)) ? false : undefined) },
      },
    },
    advanced: {
      cookiePrefix: 'sagwa',
      useSecureCookies: secure,
      defaultCookieAttributes: { httpOnly: true, sameSite: 'lax', secure, path: '/' },
      ipAddress: { ipAddressHeaders: [CLIENT_ADDRESS_HEADER] },
      database: { validateSchema: false },
    },
    logger: {
      level: 'error',
      log: (level, message, ...details) => log()[level]({ details }, `better-auth: ${message}`),
    },
  })
}

/** Whether people reach this server by https, so that cookies are marked `Secure`. */
export function isSecure(): boolean {
  return environment().publicUrl?.startsWith('https://') ?? false
}

/** What a session cookie stands for. */
export interface SessionUser {
  id: string
  name: string
  email: string
  role: Role
  language: Schema['user']['language']
  /** Id of the session row of this request. */
  sessionId: string
}

/** The user and session behind a request's cookie; null without one, with an ended one, and for a disabled user. */
export async function readSession(headers: Headers): Promise<SessionUser | null> {
  if (!headers.get('cookie')?.includes('sagwa.session_token=')) return null
  const found = await (await getAuth()).api.getSession({ headers })
  if (!found || found.user.disabledAt != null) return null
  const { id, name, email, role, language } = found.user
  return {
    id,
    name,
    email,
    role: role as Role,
    language: (language ?? null) as SessionUser['language'],
    sessionId: found.session.id,
  }
}

/** Which of these sessions have not ended, and what the people behind them may do now. Disabled people have none. */
export async function listLiveSessions(
  sessionIds: readonly string[],
  now: Instant,
  q: Queryable = db,
): Promise<Map<string, Role>> {
  if (sessionIds.length === 0) return new Map()
  const rows = await q
    .selectFrom('session')
    .innerJoin('user', 'user.id', 'session.userId')
    .select(['session.id', 'user.role'])
    .where('session.id', 'in', sessionIds)
    .where('session.expiresAt', '>', new Date(now).toISOString())
    .where('user.disabledAt', 'is', null)
    .execute()
  return new Map(rows.map(({ id, role }) => [id, role]))
}

export type SignInOutcome =
  /** `cookies` are the values of the `Set-Cookie` headers to send. */
  | { kind: 'signed_in'; cookies: string[] }
  | { kind: 'refused' }
  /** Right password, but the account is disabled. */
  | { kind: 'disabled' }
  | { kind: 'too_many'; retryAfterSeconds: number }

/**
 * Checks e-mail address and password. `clientAddress` is the browser's IP address as the server saw it. A wrong address
 * and a wrong password are answered alike and take equally long.
 */
export async function signIn({
  email,
  password,
  clientAddress,
  userAgent,
}: {
  email: string
  password: string
  clientAddress: string
  userAgent: string
}): Promise<SignInOutcome> {
  const address = email.trim().toLowerCase()
  const key = `sign-in|${createHash('sha256').update(address).digest('hex')}`
  const limited = await consumeLimit(key, PER_EMAIL, Date.now() as Instant)
  if (limited > 0) return { kind: 'too_many', retryAfterSeconds: limited }

  const { handler, options } = await getAuth()
  const answer = await handler(
    new Request(new URL('/api/auth/sign-in/email', options.baseURL), {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'user-agent': userAgent,
        [CLIENT_ADDRESS_HEADER]: clientAddress,
      },
      body: JSON.stringify({ email: address, password }),
    }),
  )
  if (answer.ok) {
    await forgetLimit(key)
    return { kind: 'signed_in', cookies: answer.headers.getSetCookie() }
  }
  if (answer.status === 429) {
    return {
      kind: 'too_many',
      retryAfterSeconds: Number(answer.headers.get('x-retry-after')) || PER_ADDRESS.window,
    }
  }
  const { code } = (await answer.json().catch(() => ({}))) as { code?: string }
  if (code === 'FAILED_TO_CREATE_SESSION') return { kind: 'disabled' }
  if (answer.status >= 500) throw new Error(`better-auth answered ${answer.status} to a sign-in`)
  return { kind: 'refused' }
}

/** Ends the session behind a request's cookie. Returns the `Set-Cookie` values that take the cookie away. */
export async function endSession(headers: Headers): Promise<string[]> {
  const { api } = await getAuth()
  const answer = await api.signOut({ headers, asResponse: true })
  return answer.headers.getSetCookie()
}

/**
 * Counts one attempt under `key` and returns 0, or the seconds to wait when there were `max` in the last `window`
 * seconds already. One statement, so that attempts at the same time cannot slip past each other.
 */
export async function consumeLimit(
  key: string,
  { window, max }: { window: number; max: number },
  now: Instant,
  q: Queryable = db,
): Promise<number> {
  const begin = now - window * 1000
  const row = await q
    .insertInto('rateLimit')
    .values({ id: uuid(), key, count: 1, lastRequest: now })
    .onConflict((conflict) =>
      conflict.column('key').doUpdateSet({
        count: sql`case when ${sql.ref('rateLimit.lastRequest')} <= ${begin} then 1 else ${sql.ref('rateLimit.count')} + 1 end`,
        lastRequest: sql`case when ${sql.ref('rateLimit.lastRequest')} <= ${begin} then ${now} else ${sql.ref('rateLimit.lastRequest')} end`,
      }),
    )
    .returning(['count', 'lastRequest'])
    .executeTakeFirstOrThrow()
  if (row.count <= max) return 0
  return Math.max(1, Math.ceil((row.lastRequest + window * 1000 - now) / 1000))
}

/**
 * Deletes sessions and verifications that have ended, and counts of attempts that no window reaches any more. better-auth
 * deletes an ended row only when somebody comes with it, which most never do.
 */
export async function forgetEnded(now: Instant, q: Queryable = db): Promise<void> {
  // As better-auth writes dates: ISO text on SQLite, which sorts like the time; PostgreSQL reads it as a timestamp.
  const ended = new Date(now).toISOString()
  await q.deleteFrom('session').where('expiresAt', '<', ended).execute()
  await q.deleteFrom('verification').where('expiresAt', '<', ended).execute()
  await q
    .deleteFrom('rateLimit')
    .where('lastRequest', '<', now - PER_EMAIL.window * 1000)
    .execute()
}

async function forgetLimit(key: string): Promise<void> {
  await db.deleteFrom('rateLimit').where('key', '=', key).execute()
}

async function isDisabled(userId: string): Promise<boolean> {
  const user = await db.selectFrom('user').select('disabledAt').where('id', '=', userId).executeTakeFirst()
  return user === undefined || user.disabledAt !== null
}
