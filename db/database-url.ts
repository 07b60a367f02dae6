import path from 'node:path'

/** The address in force: `DATABASE_URL`, else the file `sagwa.db` in the data folder (`SAGWA_DATA`, `./data`). */
export function databaseUrl(variables: Record<string, string | undefined> = process.env): string {
  return variables.DATABASE_URL || `file:${path.resolve(variables.SAGWA_DATA || './data', 'sagwa.db')}`
}

/**
 * The absolute path of the SQLite file that a `file:` address names; null for any other address. Relative paths start at
 * the working directory; `%20` and the like are decoded.
 */
export function sqliteFileOf(url: string): string | null {
  if (!url.startsWith('file:')) return null
  return path.resolve(decodeURIComponent(url.slice('file:'.length).replace(/^\/\/(?=\/)/, '')))
}
