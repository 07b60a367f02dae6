/** Vitest global setup of the model tests: one migrated SQLite file to copy, one migrated PostgreSQL to clone. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { TestProject } from 'vitest/node'
import { openDatabase } from '#db/client.server.ts'
import { migrateToLatest } from '#db/migrator.server.ts'
import { startPostgres } from './postgres.ts'

declare module 'vitest' {
  interface ProvidedContext {
    sqliteTemplate: string
    /** Address of the PostgreSQL server; null stands for PGlite. */
    postgresUrl: string | null
  }
}

export const POSTGRES_TEMPLATE = 'sagwa_test_template'

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = mkdtempSync(path.join(tmpdir(), 'sagwa-tests-'))
  const sqliteTemplate = path.join(folder, 'template.db')
  const sqlite = openDatabase(`file:${sqliteTemplate}`)
  await migrateToLatest(sqlite)
  await sqlite.db.destroy()

  const postgres = await startPostgres()
  if (postgres.url !== null) await makeTemplate(postgres.url)
  console.log(`Databases: SQLite (better-sqlite3) and ${postgres.description}`)

  project.provide('sqliteTemplate', sqliteTemplate)
  project.provide('postgresUrl', postgres.url)
  return async () => {
    await postgres.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}

async function makeTemplate(url: string): Promise<void> {
  const { default: pg } = await import('pg')
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  await client.query(`drop database if exists ${POSTGRES_TEMPLATE} with (force)`)
  await client.query(`create database ${POSTGRES_TEMPLATE}`)
  await client.end()

  const template = openDatabase(databaseAt(url, POSTGRES_TEMPLATE))
  await migrateToLatest(template)
  await template.db.destroy()
}

export function databaseAt(url: string, name: string): string {
  const address = new URL(url)
  address.pathname = `/${name}`
  return address.href
}
