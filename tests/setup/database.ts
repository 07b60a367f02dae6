/** One fresh, migrated database per test, on SQLite and on PostgreSQL. */
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { Kysely, PGliteDialect } from 'kysely'
import { inject, test } from 'vitest'
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

/** Runs `work` on a fresh PostgreSQL database, which is dropped afterwards. */
export async function onPostgres(work: Work): Promise<void> {
  const url = inject('postgresUrl')
  if (url === null) return onPglite(work)

  const name = `sagwa_test_${crypto.randomUUID().replaceAll('-', '')}`
  const { default: pg } = await import('pg')
  const admin = new pg.Client({ connectionString: url })
  await admin.connect()
  try {
    await admin.query(`create database ${name} template ${POSTGRES_TEMPLATE}`)
    const database = openDatabase(databaseAt(url, name))
    try {
      await work(database.db, database)
    } finally {
      await database.db.destroy()
      await admin.query(`drop database ${name} with (force)`)
    }
  } finally {
    await admin.end()
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
