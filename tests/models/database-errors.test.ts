import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import Sqlite from 'better-sqlite3'
import { sql } from 'kysely'
import { expect, inject, test } from 'vitest'
import { problemText } from '#app/messages/problems.ts'
import { openDatabase } from '#db/client.server.ts'
import { databaseProblem } from '#db/database-errors.ts'
import { databaseAt } from '#tests/setup/databases.global.ts'

async function inFolder(work: (folder: string) => unknown): Promise<void> {
  const folder = mkdtempSync(path.join(tmpdir(), 'sagwa-test-'))
  try {
    await work(folder)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** The code of the problem that `work` runs into. */
async function trouble(work: () => unknown): Promise<string | undefined> {
  try {
    await work()
  } catch (error) {
    return databaseProblem(error)?.code
  }
  return 'nothing happened'
}

async function asking(url: string): Promise<string | undefined> {
  const database = openDatabase(url)
  try {
    return await trouble(() => sql`select 1`.execute(database.db))
  } finally {
    await database.db.destroy()
  }
}

test('a locked file is told from a read-only one, a full one and a damaged one', () =>
  inFolder(async (folder) => {
    const file = path.join(folder, 'a.db')
    const one = new Sqlite(file, { timeout: 0 })
    one.exec('create table a (b)')
    const two = new Sqlite(file, { timeout: 0 })
    one.exec('begin immediate')
    expect(await trouble(() => two.exec('begin immediate'))).toBe('database_locked')
    one.exec('rollback')
    two.close()

    const reader = new Sqlite(file, { readonly: true })
    expect(await trouble(() => reader.exec('insert into a values (1)'))).toBe('database_read_only')
    reader.close()

    one.pragma('max_page_count = 2')
    expect(await trouble(() => one.prepare('insert into a values (?)').run('x'.repeat(100_000)))).toBe(
      'database_full',
    )
    one.close()

    writeFileSync(
      file,
      'not a database at all, but long enough to have a header of a hundred bytes'.repeat(4),
    )
    expect(await asking(`file:${file}`)).toBe('database_damaged')
  }))

test('a file that cannot be opened or a folder that cannot be made is named as such', () =>
  inFolder(async (folder) => {
    mkdirSync(path.join(folder, 'a.db'))
    expect(await asking(`file:${path.join(folder, 'a.db')}`)).toBe('database_cannot_open')
    writeFileSync(path.join(folder, 'file'), '')
    expect(await asking(`file:${path.join(folder, 'file/data/sagwa.db')}`)).toBe('database_folder_impossible')
  }))

test('a PostgreSQL that is not there, is unknown, or lacks the database is told apart', async () => {
  expect(await asking('postgres://user:secret@127.0.0.1:1/sagwa')).toBe('database_unreachable')
  expect(await asking('postgres://user:secret@sagwa.invalid/sagwa')).toBe('database_host_unknown')
  const url = inject('postgresUrl')
  if (url !== null) expect(await asking(databaseAt(url, 'no_such_database'))).toBe('database_missing')
})

test('a refused password is named, without repeating it', () => {
  const error = Object.assign(new Error('password authentication failed for user "sagwa"'), { code: '28P01' })
  expect(databaseProblem(error)).toEqual({ code: 'database_sign_in_refused' })
})

test('the cause of an error is looked at, and a defect of ours is not taken for trouble of the database', () => {
  const busy = Object.assign(new Error('database is locked'), { code: 'SQLITE_BUSY' })
  expect(databaseProblem(new Error('saving failed', { cause: busy }))?.code).toBe('database_locked')
  expect(databaseProblem(new AggregateError([busy]))?.code).toBe('database_locked')
  expect(databaseProblem(Object.assign(new Error('no such column'), { code: 'SQLITE_ERROR' }))).toBeNull()
  expect(databaseProblem(Object.assign(new Error('syntax error'), { code: '42601' }))).toBeNull()
  expect(databaseProblem(new TypeError('x is not a function'))).toBeNull()
  expect(databaseProblem('text')).toBeNull()
})

test('every kind of trouble has a sentence in both languages', () => {
  for (const code of ['database_locked', 'database_full', 'database_unreachable', 'database_missing']) {
    expect(problemText({ code }, 'en')).toMatch(/\.$/)
    expect(problemText({ code }, 'ko')).toMatch(/[가-힣].*\.$/)
  }
})
