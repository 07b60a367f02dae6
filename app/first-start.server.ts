/**
 * Who may do the first start. Until there is an account, whoever fills in `/setup` becomes the admin; on an address that
 * others can reach that must be somebody who can read the server's log. So the form asks for a code which the log shows,
 * except where everything says that the browser sits at this machine.
 *
 * One case cannot be told apart: a proxy on this machine that forwards strangers, rewrites `Host` and adds no header
 * about it. With `PUBLIC_URL` set, as it should be behind a proxy, the code is always asked for.
 */
import { createHmac, timingSafeEqual } from 'node:crypto'
import { environment, readSecret, type Environment } from '#app/env.server.ts'
import { anybodyExists } from '#app/models/person.server.ts'
import { paths } from '#app/paths.ts'

const LOOPBACK_ADDRESS = /^(::ffff:)?127\.\d+\.\d+\.\d+$|^::1$/
const LOOPBACK_NAME = /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])(:\d+)?$/i
const PROXY_HEADERS = [
  'forwarded',
  'via',
  'x-forwarded-for',
  'x-forwarded-host',
  'x-forwarded-proto',
  'x-real-ip',
]

/** The code, the same for every process with this secret and after a restart; worthless once there is an account. */
export function firstStartCode(secret = readSecret()): string {
  return createHmac('sha256', secret).update('first start').digest('base64url').slice(0, 24)
}

/** Whether `code` is the one in the log; compared in a time that does not tell how much of it was right. */
export function isFirstStartCode(code: string, secret = readSecret()): boolean {
  const given = createHmac('sha256', secret).update(code.trim()).digest()
  return timingSafeEqual(given, createHmac('sha256', secret).update(firstStartCode(secret)).digest())
}

/** Whether a first start by this request needs the code. `clientAddress` is the peer as the server saw it. */
export function needsFirstStartCode(
  request: Request,
  clientAddress: string | undefined,
  { host, publicUrl }: Pick<Environment, 'host' | 'publicUrl'> = environment(),
): boolean {
  return !(
    publicUrl === null &&
    (LOOPBACK_ADDRESS.test(host) || host === 'localhost') &&
    LOOPBACK_ADDRESS.test(clientAddress ?? '') &&
    LOOPBACK_NAME.test(request.headers.get('host') ?? new URL(request.url).host) &&
    PROXY_HEADERS.every((name) => !request.headers.has(name))
  )
}

/**
 * The link that opens the first start, code included, to be printed when the server starts; null once somebody has an
 * account. `origin` is where people reach the server.
 */
export async function firstStartLink(origin: string): Promise<string | null> {
  if (await anybodyExists()) return null
  return `${origin}${paths.setup()}?code=${firstStartCode()}`
}
