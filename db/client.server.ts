/**
 * The database handle. SQLite (a file in the data folder) unless `DATABASE_URL` names a PostgreSQL server.
 *
 * Nothing is opened by importing this module: both dialects connect at the first query.
 */
import { Kysely, PostgresDialect } from 'kysely'
import { databaseUrl, sqliteFileOf } from './database-url.ts'
import type { Schema } from './schema.ts'
import { SqliteFileDialect } from './sqlite-dialect.server.ts'

/** The whole database, or an open transaction on it. Every model function takes one as its last argument. */
export type Queryable = Kysely<Schema>

export type DialectName = 'sqlite' | 'postgres'

export interface OpenDatabase {
  db: Kysely<Schema>
  dialect: DialectName
  /** The SQLite file; null on PostgreSQL. */
  file: string | null
}

/** A `DATABASE_URL` that nothing can be opened with. `message` is for the person who set it. */
class DatabaseUrlError extends Error {}

/**
 * Opens the database that a URL names: `file:/path/to.db`, `postgres://…` or `postgresql://…`.
 *
 * @throws DatabaseUrlError when the URL is of no known kind.
 */
export function openDatabase(url: string): OpenDatabase {
  if (/^postgres(ql)?:\/\//.test(url)) {
    if (!URL.canParse(url)) {
      throw new DatabaseUrlError(
        'DATABASE_URL is not a valid PostgreSQL address. It should look like postgres://user:password@host:5432/database.',
      )
    }
    return { db: new Kysely<Schema>({ dialect: postgresDialect(url) }), dialect: 'postgres', file: null }
  }
  const file = sqliteFileOf(url)
  if (file !== null) {
    return { db: new Kysely<Schema>({ dialect: new SqliteFileDialect(file) }), dialect: 'sqlite', file }
  }
  throw new DatabaseUrlError(
    `DATABASE_URL begins with neither file: nor postgres:// (it is ${JSON.stringify(url.replace(/\/\/[^@]*@/, '//…@'))}).`,
  )
}

/** Far above the longest one of ours, the yearly figures of a million incidents that nobody has counted yet. */
const LONGEST_STATEMENT_MILLISECONDS = 120_000

function postgresDialect(url: string) {
  return new PostgresDialect({
    pool: async () => {
      const { default: pg } = await import('pg')
      // int8 and count() come back as strings otherwise; all our numbers stay below 2^53.
      pg.types.setTypeParser(pg.types.builtins.INT8, Number)
      const pool = new pg.Pool({
        connectionString: url,
        max: 10,
        connectionTimeoutMillis: 5_000,
        // By the server itself, and by us where it can no longer say so: a network that swallows packets.
        statement_timeout: LONGEST_STATEMENT_MILLISECONDS,
        query_timeout: LONGEST_STATEMENT_MILLISECONDS + 5_000,
        keepAlive: true,
      })
      // A server restart cuts idle connections. The pool replaces them; without a listener the event ends the process.
      pool.on('error', () => {})
      // While a request has a connection the pool does not listen to it; the query that is under way fails by itself.
      pool.on('connect', (client) => client.on('error', () => {}))
      return pool
    },
  })
}

const opened = openDatabase(databaseUrl())

export const db = opened.db
export const dialect: DialectName = opened.dialect
export const databaseFile = opened.file
