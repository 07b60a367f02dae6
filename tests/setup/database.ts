/** One empty, migrated database per test, on SQLite and on PostgreSQL. */
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { Kysely, PGliteDialect } from 'kysely'
import type { Client } from 'pg'
import { afterAll, inject, test } from 'vitest'
import { openDatabase, type OpenDatabase, type Queryable } from '#db/client.server.ts'
import { migrateToLatest } from '#db/migrator.server.ts'
import type { Schema } from '#db/schema.ts'
import { databaseAt, POSTGRES_TEMPLATE } from './databases.global.ts'

type Work = (q: Queryable, database: OpenDatabase) => Promise<void>

/**
 * Declares the same test once per database, each time with a database of its own.
 *
 * @param timeout in milliseconds; the project's default where it is left out.
 */
export function testOnEveryDatabase(title: string, work: Work, timeout?: number): void {
  test(`${title} (SQLite)`, () => onSqlite(work), timeout)
  test(`${title} (PostgreSQL)`, () => onPostgres(work), timeout)
}

/** Runs `work` on a fresh SQLite file, which is deleted afterwards. */
export async function onSqlite(work: Work): Promise<void> {
  const folder = mkdtempSync(path.join(tmpdir(), 'sagwa-test-'))
  const file = path.join(folder, 'sagwa.db')
  copyFileSync(inject('sqliteTemplate'), file)
  const database = openDatabase(`file:${file}`)
  try {
    await work(database.db, database)
  } finally {
    await database.db.destroy()
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Databases on PostgreSQL that tests of this file were given. */
const made: string[] = []
/** Those of them that are empty again: making one takes longer than most of the tests. */
const emptied: string[] = []

afterAll(async () => {
  const url = inject('postgresUrl')
  if (url === null || made.length === 0) return
  await connected(url, async (admin) => {
    for (const name of made) await admin.query(`drop database ${name} with (force)`)
  })
})

/** Runs `work` on an empty PostgreSQL database. The next test may get the same one, emptied, unless `work` failed. */
export async function onPostgres(work: Work): Promise<void> {
  const url = inject('postgresUrl')
  if (url === null) return onPglite(work)

  const name = emptied.pop() ?? (await makePostgres(url))
  const database = openDatabase(databaseAt(url, name))
  try {
    await work(database.db, database)
  } finally {
    await database.db.destroy()
  }
  await connected(databaseAt(url, name), empty)
  emptied.push(name)
}

async function makePostgres(url: string): Promise<string> {
  const name = `sagwa_test_${crypto.randomUUID().replaceAll('-', '')}`
  await connected(url, (admin) => admin.query(`create database ${name} template ${POSTGRES_TEMPLATE}`))
  made.push(name)
  return name
}

/** Takes all rows out in one statement, so that no order has to be kept, and lets rows be counted from 1 again. */
async function empty(client: Client): Promise<void> {
  const { rows } = await client.query<{ table: string }>(
    `select quote_ident(tablename) as table from pg_tables where schemaname = 'public' and tablename not like 'kysely%'`,
  )
  const deletions = rows.map(({ table }, number) => `d${number} as (delete from ${table})`)
  await client.query(`with ${deletions.join(', ')} select 1`)
  await client.query(`select setval(oid, 1, false) from pg_class where relkind = 'S'`)
}

async function connected<T>(url: string, work: (client: Client) => Promise<T>): Promise<T> {
  const { default: pg } = await import('pg')
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}

async function onPglite(work: Work): Promise<void> {
  const { PGlite, types } = await import('@electric-sql/pglite')
  const pglite = new PGlite({ parsers: { [types.INT8]: Number } })
  const database: OpenDatabase = {
    db: new Kysely<Schema>({ dialect: new PGliteDialect({ pglite }) }),
    dialect: 'postgres',
    file: null,
  }
  try {
    await migrateToLatest(database)
    await work(database.db, database)
  } finally {
    await database.db.destroy()
  }
}
