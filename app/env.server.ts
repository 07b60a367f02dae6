import { randomBytes } from 'node:crypto'
import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { z } from 'zod'
import { databaseUrl } from '#db/database-url.ts'

/** What the surroundings of the process decide, checked once. */
export interface Environment {
  /** TCP port; 0 lets the system choose a free one. */
  port: number
  /** Address to listen on. Loopback unless said otherwise, so a trial is never reachable from outside by accident. */
  host: string
  /** Origin under which people reach this server (`https://incidents.example.org`), without a slash at the end. */
  publicUrl: string | null
  /** Absolute path of the folder that holds the SQLite file and the secret. */
  dataFolder: string
  /** `file:…` or `postgres://…`. May hold a password: never log it. */
  databaseUrl: string
  logLevel: 'trace' | 'debug' | 'info' | 'warn' | 'error' | 'fatal' | 'silent'
  /** How mail is sent to subscribers; null where it is not set up. */
  mail: MailEnvironment | null
  /** Whether webhooks may go to addresses inside the own network, and there without encryption. */
  webhooksInside: boolean
  /** What has to be sent to read `/metrics`; null where nobody may. */
  metricsToken: string | null
  /** `SAGWA_SECRET`, when given; `readSecret` falls back to the file in the data folder. */
  secret: string | null
}

export interface MailEnvironment {
  /** `smtp://` or `smtps://`. May hold a password: never log it. */
  smtpUrl: string
  /** The sender: an address, or `Name <address>`. */
  from: string
}

/** Thrown when the surroundings are not usable. The message is for the person at the terminal: one line per problem. */
export class EnvironmentError extends Error {
  constructor(lines: string[]) {
    super(lines.join('\n'))
    this.name = 'EnvironmentError'
  }
}

const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const

function isOrigin(text: string): boolean {
  const url = URL.parse(text)
  if (!url || !/^https?:$/.test(url.protocol)) return false
  return url.pathname === '/' && url.search === '' && url.hash === '' && url.username === ''
}

const schema = z.object({
  PORT: z
    .string()
    .regex(/^\d{1,5}$/)
    .refine((text) => Number(text) <= 65535)
    .default('3000'),
  HOST: z
    .string()
    .regex(/^[\w.:-]+$/)
    .default('127.0.0.1'),
  PUBLIC_URL: z.string().refine(isOrigin).optional(),
  SAGWA_DATA: z.string().default('./data'),
  DATABASE_URL: z
    .string()
    .refine((text) => /^file:./.test(text) || (/^postgres(ql)?:\/\/./.test(text) && URL.canParse(text)))
    .optional(),
  SAGWA_SECRET: z.string().min(32).optional(),
  LOG_LEVEL: z.enum(LOG_LEVELS).default('info'),
  SMTP_URL: z.string().refine(isSmtpUrl).optional(),
  MAIL_FROM: z.string().refine(isSender).optional(),
  WEBHOOKS_INSIDE: z.enum(['0', '1']).default('0'),
  METRICS_TOKEN: z
    .string()
    .regex(/^[\w.~+/-]{16,}=*$/)
    .optional(),
})

function isSmtpUrl(text: string): boolean {
  const url = URL.parse(text)
  return url !== null && /^smtps?:$/.test(url.protocol) && url.hostname !== ''
}

/** `Name <address>` or the address alone, without line breaks that could add headers. */
function isSender(text: string): boolean {
  return /^(?:[^<>\r\n]*<[^\s<>@]+@[^\s<>@]+>|[^\s<>@]+@[^\s<>@]+)$/.test(text)
}

const WHAT_WOULD_BE_RIGHT: Record<keyof z.infer<typeof schema>, string> = {
  PORT: 'a whole number from 0 to 65535, such as 3000',
  HOST: 'an address or a host name, such as 127.0.0.1 or 0.0.0.0',
  PUBLIC_URL: 'the address people type, with nothing after the host, such as https://incidents.example.org',
  SAGWA_DATA: 'a folder, such as ./data',
  DATABASE_URL: 'file:./data/sagwa.db or postgres://user:password@host:5432/name',
  SAGWA_SECRET: 'at least 32 characters, for example the output of: openssl rand -hex 32',
  SMTP_URL: 'smtp://user:password@host:587 or smtps://user:password@host:465',
  MAIL_FROM: 'an address, such as "Example <notices@example.org>"',
  WEBHOOKS_INSIDE: '1 to allow webhooks to the own network, or 0',
  METRICS_TOKEN: 'at least 16 letters and digits, for example the output of: openssl rand -hex 16',
  LOG_LEVEL: `one of ${LOG_LEVELS.join(', ')}`,
}

/** Values that may hold a password are not repeated on the screen. */
const NOT_SHOWN = new Set(['DATABASE_URL', 'SAGWA_SECRET', 'SMTP_URL', 'METRICS_TOKEN'])

/**
 * Checks the variables and fills in the defaults; an empty variable counts as not set. Relative paths start at the
 * working directory. Throws `EnvironmentError` that names every wrong variable at once.
 */
export function parseEnvironment(variables: Record<string, string | undefined>): Environment {
  const given = Object.fromEntries(Object.entries(variables).filter(([, value]) => value !== ''))
  const result = schema.safeParse(given)
  if (!result.success) {
    const names = new Set(
      result.error.issues.map((issue) => issue.path[0] as keyof typeof WHAT_WOULD_BE_RIGHT),
    )
    throw new EnvironmentError(
      [...names].map((name) => {
        const value = NOT_SHOWN.has(name) ? 'is not usable' : `is "${given[name] ?? ''}"`
        return `${name} ${value}. It should be ${WHAT_WOULD_BE_RIGHT[name]}.`
      }),
    )
  }
  const { data } = result
  if ((data.SMTP_URL === undefined) !== (data.MAIL_FROM === undefined)) {
    throw new EnvironmentError([
      'SMTP_URL and MAIL_FROM belong together: one says through whom mail is sent, the other from whom. Give both or neither.',
    ])
  }
  return {
    port: Number(data.PORT),
    host: data.HOST,
    publicUrl: data.PUBLIC_URL ? new URL(data.PUBLIC_URL).origin : null,
    dataFolder: resolve(data.SAGWA_DATA),
    databaseUrl: databaseUrl(data),
    logLevel: data.LOG_LEVEL,
    mail: data.SMTP_URL && data.MAIL_FROM ? { smtpUrl: data.SMTP_URL, from: data.MAIL_FROM } : null,
    webhooksInside: data.WEBHOOKS_INSIDE === '1',
    metricsToken: data.METRICS_TOKEN ?? null,
    secret: data.SAGWA_SECRET ?? null,
  }
}

let checked: Environment | undefined

/** The environment of this process, checked at the first call. Throws `EnvironmentError`. */
export function environment(): Environment {
  checked ??= parseEnvironment(process.env)
  return checked
}

/** The origin in addresses that leave this server: `PUBLIC_URL`, else this machine, which is right for a trial. */
export function publicOrigin(
  { publicUrl, port }: Pick<Environment, 'publicUrl' | 'port'> = environment(),
): string {
  return publicUrl ?? (port === 0 || port === 80 ? 'http://localhost' : `http://localhost:${port}`)
}

/**
 * The secret that signs sessions: `SAGWA_SECRET`, else the file `secret` in the data folder, which is made once,
 * readable by its owner only. Throws `EnvironmentError` when the folder cannot be written.
 */
export function readSecret(
  { secret, dataFolder }: Pick<Environment, 'secret' | 'dataFolder'> = environment(),
): string {
  if (secret) return secret
  const file = join(dataFolder, 'secret')
  return readSecretFile(file) ?? makeSecretFile(dataFolder, file)
}

function readSecretFile(file: string): string | undefined {
  try {
    const text = readFileSync(file, 'utf8').trim()
    if (text.length >= 32) return text
  } catch (error) {
    // A folder that is no folder is for whoever makes the file to complain about.
    if (['ENOENT', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '')) return undefined
    throw new EnvironmentError([`The secret in ${file} cannot be read: ${(error as Error).message}.`])
  }
  throw new EnvironmentError([
    `The secret in ${file} is shorter than 32 characters. Delete the file to get a new one (everyone signs in again).`,
  ])
}

function makeSecretFile(dataFolder: string, file: string): string {
  // Written beside and linked into place: of two processes that start at once, both end with the same whole secret.
  const draft = `${file}.${process.pid}`
  try {
    mkdirSync(dataFolder, { recursive: true, mode: 0o700 })
    writeFileSync(draft, `${randomBytes(32).toString('hex')}\n`, { mode: 0o600 })
    try {
      linkSync(draft, file)
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    } finally {
      rmSync(draft, { force: true })
    }
  } catch (error) {
    throw new EnvironmentError([
      `The data folder ${dataFolder} cannot be written (${(error as Error).message}). ` +
        'Set SAGWA_DATA to a folder that this user may write, or give SAGWA_SECRET and DATABASE_URL.',
    ])
  }
  const made = readSecretFile(file)
  if (made === undefined)
    throw new EnvironmentError([`The secret in ${file} vanished while it was being made.`])
  return made
}
