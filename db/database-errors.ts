import type { Problem } from '#app/domain/errors.ts'

/** What each kind of trouble looks like: SQLite's result codes, PostgreSQL's SQLSTATE, and what the system says. */
const PATTERNS: [pattern: RegExp, code: string][] = [
  [/^DATABASE_GONE$/, 'database_gone'],
  [/^SQLITE_(BUSY|LOCKED)/, 'database_locked'],
  [/^SQLITE_(READONLY|PERM|AUTH)/, 'database_read_only'],
  [/^SQLITE_FULL/, 'database_full'],
  [/^SQLITE_CANTOPEN/, 'database_cannot_open'],
  [/^SQLITE_(CORRUPT|NOTADB)/, 'database_damaged'],
  [/^SQLITE_IOERR/, 'database_disk_error'],
  [/^(ECONNREFUSED|ECONNRESET|EPIPE|EHOSTUNREACH|ENETUNREACH)$/, 'database_unreachable'],
  [/^(ENOTFOUND|EAI_AGAIN)$/, 'database_host_unknown'],
  [/^ETIMEDOUT$/, 'database_silent'],
  [/^28/, 'database_sign_in_refused'],
  [/^3D000$/, 'database_missing'],
  [/^(42501|25006)$/, 'database_read_only'],
  [/^53100$/, 'database_full'],
  [/^(53300|57P0[123]|53200)$/, 'database_not_ready'],
  [/^(55P03|40P01|40001)$/, 'database_locked'],
]

const FOLDER_TROUBLE: Record<string, string> = {
  EACCES: 'database_folder_closed',
  EPERM: 'database_folder_closed',
  EROFS: 'database_folder_closed',
  ENOSPC: 'database_full',
  ENOTDIR: 'database_folder_impossible',
  ENOENT: 'database_folder_impossible',
  EEXIST: 'database_folder_impossible',
  ENAMETOOLONG: 'database_folder_impossible',
}

/**
 * What happened to the database, as a problem whose sentence also says what to do; null when the error is not of the
 * database, or is a defect of ours such as a broken query. Looks through causes and collected errors.
 */
export function databaseProblem(error: unknown, depth = 0): Problem | null {
  if (!(error instanceof Error) || depth > 5) return null
  const own = ownProblem(error)
  if (own !== null) return own
  const inner: unknown[] = error instanceof AggregateError ? error.errors : []
  for (const next of [error.cause, ...inner]) {
    const problem = databaseProblem(next, depth + 1)
    if (problem !== null) return problem
  }
  return null
}

function ownProblem(error: NodeJS.ErrnoException): Problem | null {
  const { code, syscall, message } = error
  if (typeof code === 'string') {
    const folder = syscall === 'mkdir' ? FOLDER_TROUBLE[code] : undefined
    if (folder !== undefined) return { code: folder, params: { path: error.path ?? '' } }
    const found = PATTERNS.find(([pattern]) => pattern.test(code))
    if (found !== undefined) return { code: found[1] }
  }
  // Some that the PostgreSQL client reports in words only.
  if (/timeout exceeded when trying to connect|connection timeout/i.test(message))
    return { code: 'database_silent' }
  if (/^Connection terminated|connection error and is not queryable|^Client was closed/i.test(message))
    return { code: 'database_unreachable' }
  if (/password must be a string|no password supplied/i.test(message))
    return { code: 'database_sign_in_refused' }
  // And one of better-sqlite3, which has no code either.
  if (/directory does not exist/i.test(message) && error instanceof TypeError)
    return { code: 'database_cannot_open' }
  return null
}
