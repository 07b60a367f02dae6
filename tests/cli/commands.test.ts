/** `sagwa` as people and programs start it: the built program in a process of its own, with a folder of its own. */
import { cpSync, existsSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import Sqlite from 'better-sqlite3'
import { afterAll, expect, test } from 'vitest'
import { parse as parseYaml } from 'yaml'
import type { IncidentJson } from '#app/domain/incident-json.ts'
import type { Trend } from '#app/domain/trend.ts'
import { makeDataFolder, runSagwa } from '#tests/setup/server.ts'

const PASSWORD = 'a password for the demo'

let loaded: Promise<string> | undefined
const folders: string[] = []

afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true })
})

function emptyFolder(): string {
  const folder = makeDataFolder()
  folders.push(folder)
  return folder
}

/** A folder with the demo record, loaded once. For tests that only read. */
function demoFolder(): Promise<string> {
  loaded ??= (async () => {
    const folder = emptyFolder()
    const { code, stderr } = await runSagwa(['demo', '--password', PASSWORD], { dataFolder: folder })
    if (code !== 0) throw new Error(stderr)
    return folder
  })()
  return loaded
}

/** A copy of it, for tests that write. */
async function ownDemoFolder(): Promise<string> {
  const folder = emptyFolder()
  cpSync(await demoFolder(), folder, { recursive: true })
  return folder
}

async function sagwa(
  words: string[],
  { folder, env }: { folder?: string; env?: Record<string, string> } = {},
) {
  return runSagwa(words, { dataFolder: folder ?? (await demoFolder()), env })
}

async function json<T = Record<string, unknown>>(words: string[], folder?: string): Promise<T> {
  const { stdout, stderr } = await sagwa([...words, '--json'], { folder })
  expect(stderr).toBe('')
  return JSON.parse(stdout) as T
}

interface IncidentPage {
  incidents: Record<string, unknown>[]
  next: string | null
}

interface Examination {
  ok: boolean
  checks: { check: string; outcome: string; detail: string }[]
}

async function userCount(folder: string): Promise<number> {
  return (await json<{ users: unknown[] }>(['user', 'list'], folder)).users.length
}

/** A refusal is one line for people: no stack, nothing on standard output. */
async function refused(words: string[], options: { folder?: string; env?: Record<string, string> } = {}) {
  const { code, stdout, stderr } = await sagwa(words, options)
  expect(stdout).toBe('')
  expect(stderr).not.toMatch(/^\s+at /m)
  expect(stderr.trim().split('\n')).toHaveLength(1)
  return { code, stderr }
}

test('the trend sets the reported years beside the recorded part of the running one', async () => {
  const trend = await json<Trend>(['trend', '--from', '2017', '--to', '2020', '--as-of', '2020-03-02'])
  expect(trend).toMatchObject({
    zone: 'Asia/Seoul',
    asOf: '2020-03-02',
    years: [
      { year: 2017, kind: 'reported', count: 6, days: 365, downtimeMinutes: null },
      { year: 2018, kind: 'reported', count: 5, days: 365, downtimeMinutes: null },
      { year: 2019, kind: 'reported', count: 2, days: 365, downtimeMinutes: null },
      { year: 2020, kind: 'recorded', count: 2, days: 62, daysInYear: 366, downtimeMinutes: 214 },
    ],
  })
  expect(trend.rule).toHaveProperty('definition')
  expect(trend).toHaveProperty('samePeriod')
  expect(trend.sentence.ko).toMatch(/[가-힣]/)
  expect(trend.sentence.en).toContain('62 days')
})

test('the trend counts no day after the end of what the record covers', async () => {
  const of = (day: string) => json<Trend>(['trend', '--from', '2020', '--to', '2020', '--as-of', day])
  expect((await of('2020-03-01')).years).toMatchObject([{ year: 2020, count: 1, days: 61 }])
  const next = await of('2020-03-03')
  expect(next.covered[0]).toEqual({ from: '2020-01-01', until: '2020-03-02' })
  expect(next.years).toMatchObject([
    { year: 2020, count: 2, days: 62, covered: [{ from: '2020-01-01', until: '2020-03-02' }] },
  ])
})

test('an incident shows both readings of its start, its durations, symptoms and statements', async () => {
  const incident = await json<IncidentJson>(['incident', 'show', '2020-002'])
  const start = incident.markers.find((marker) => marker.key === 'impact_start')
  expect(start?.chosen?.at).toBe('2020-03-02T08:58:00+09:00')
  expect(start?.readings).toMatchObject([
    { chosen: true, shape: 'instant', at: '2020-03-02T08:58:00+09:00' },
    { chosen: false, shape: 'about', at: '2020-03-02T09:00:00+09:00' },
  ])
  expect(incident.durations).toContainEqual({
    key: 'impact',
    outcome: 'recorded',
    minutes: 79,
    approximate: false,
  })
  expect(incident.symptoms).toHaveLength(6)
  expect(incident.statements).toHaveLength(4)
  expect((await json<IncidentJson>(['incident', 'show', '2020-001'])).durations).toContainEqual(
    expect.objectContaining({ key: 'impact', minutes: 135 }),
  )
})

test('the list gives pages, and the New Year outage is in 2020', async () => {
  const first = await json<IncidentPage>(['incident', 'list', '--year', '2020', '--limit', '1'])
  expect(first.incidents).toMatchObject([{ reference: '2020-002', state: 'closed' }])
  const second = await json<IncidentPage>([
    'incident',
    'list',
    '--year',
    '2020',
    '--limit',
    '1',
    '--after',
    first.next!,
  ])
  expect(second.incidents).toMatchObject([{ reference: '2020-001', startedAt: '2020-01-01T00:00:00+09:00' }])
  expect(second.next).toBeNull()
  expect((await json<IncidentPage>(['incident', 'list', '--year', '2019'])).incidents).toEqual([])
})

test('a notice is Markdown under YAML that says when, how long and that it is not published', async () => {
  const { code, stdout } = await sagwa(['notice', '2020-002', '--lang', 'ko'])
  expect(code).toBe(0)
  const [, yaml = '', ...rest] = stdout.split('---\n')
  expect(parseYaml(yaml)).toMatchObject({
    reference: '2020-002',
    start: '2020-03-02T08:58:00+09:00',
    end: '2020-03-02T10:17:00+09:00',
    duration_minutes: 79,
    language: 'ko',
    version: 0,
    published: null,
    services: ['카카오톡'],
  })
  const body = rest.join('---\n')
  expect(body).toContain('2020년 3월 2일(월) 오전 8시 58분부터 10시 17분까지')
  expect(body).toContain('1시간 19분')
  expect(body).not.toContain('1시간 20분')
  expect((await sagwa(['notice', '2020-002', '--lang', 'en'])).stdout).toContain('KST')
  expect((await sagwa(['notice', '2020-002', '--language', 'ja'])).stdout).toContain('（韓国時間）')
})

test('people get text, in Korean where they ask for it or their surroundings are Korean', async () => {
  expect((await sagwa(['incident', 'show', '2020-002'])).stdout).toContain('1h 19m (79 min)')
  expect((await sagwa(['incident', 'show', '2020-002', '--lang', 'ko'])).stdout).toContain('1시간 19분')
  expect(
    (await sagwa(['trend', '--as-of', '2020-03-02'], { env: { LANG: 'ko_KR.UTF-8' } })).stdout,
  ).toContain('366일 중 62일')
})

test('the help of every command ends with an example', async () => {
  const commands = ['demo', 'trend', 'notice', 'migrate', 'backup', 'restore', 'doctor', 'incident show']
  for (const command of [
    ...commands,
    'incident list',
    'user add',
    'user list',
    'user role',
    'user password',
  ]) {
    const { code, stdout } = await sagwa([...command.split(' '), '--help'])
    expect([command, code]).toEqual([command, 0])
    expect(stdout).toMatch(/Example:\n {2}\$ .*sagwa /)
  }
})

test('wrong use ends with 2, a refusal with 1', async () => {
  expect((await sagwa(['nonsense'])).code).toBe(2)
  expect((await sagwa([])).code).toBe(2)
  expect((await sagwa(['incident'])).code).toBe(2)
  expect((await sagwa(['trend', '--lang', 'fr'])).code).toBe(2)
  for (const wrong of [
    ['--limit', '0'],
    ['--limit', '101'],
    ['--after', 'xyz'],
  ]) {
    expect([wrong, (await refused(['incident', 'list', ...wrong])).code]).toEqual([wrong, 2])
  }
  expect((await refused(['trend', '--from', 'soon'])).code).toBe(2)
  expect((await refused(['user', 'role', 'admin@example.com', 'boss'])).code).toBe(2)
  expect((await refused(['trend'], { env: { PORT: 'eighty' } })).code).toBe(2)
  expect((await refused(['trend'], { env: { DATABASE_URL: 'mysql://user:secret@host/x' } })).code).toBe(2)
  expect((await refused(['incident', 'show', '2020-009'])).code).toBe(1)
  expect((await refused(['trend', '--as-of', '2020-13-01'])).code).toBe(2)
  expect((await refused(['trend', '--from', '2020', '--to', '2017'])).code).toBe(2)
})

test('a command that only asks leaves no database behind', async () => {
  const folder = emptyFolder()
  const { code, stderr } = await refused(['trend'], { folder })
  expect(code).toBe(1)
  expect(stderr).toContain(path.join(folder, 'sagwa.db'))
  expect((await sagwa(['migrate', '--check'], { folder })).code).toBe(1)
  expect((await sagwa(['doctor'], { folder })).code).toBe(0)
  expect(readdirSync(folder)).toEqual([])
})

test('the demo is loaded once, and says how to sign in', async () => {
  const folder = emptyFolder()
  const { code, stdout } = await sagwa(['demo'], { folder, env: { PORT: '4321' } })
  expect(code).toBe(0)
  expect(stdout).toContain('http://127.0.0.1:4321/sign-in')
  expect(stdout).toContain('admin@example.com')
  expect(stdout).toMatch(/Password of all four: [a-z0-9]{4}(-[a-z0-9]{4}){3}\n/)
  expect((await refused(['demo'], { folder })).code).toBe(1)
  expect((await sagwa(['demo', '--if-empty'], { folder })).code).toBe(0)
})

test('a password for the demo that is too short is refused and loads nothing', async () => {
  const folder = emptyFolder()
  const { code, stderr } = await refused(['demo', '--password', 'short'], { folder })
  expect(code).toBe(1)
  expect(stderr).toContain('12')
  expect((await sagwa(['demo', '--password', PASSWORD], { folder })).code).toBe(0)
})

test('people are added, given roles, shut out and let in again', async () => {
  const folder = await ownDemoFolder()
  const added = await json<{ password: string }>(
    ['user', 'add', 'Mina@Example.com', '--name', '김미나', '--role', 'viewer'],
    folder,
  )
  expect(added).toMatchObject({ email: 'mina@example.com', role: 'viewer' })
  expect(added.password.length).toBeGreaterThanOrEqual(12)
  expect(await json(['user', 'role', 'mina@example.com', 'publisher'], folder)).toMatchObject({
    role: 'publisher',
  })
  expect(await json(['user', 'disable', 'mina@example.com'], folder)).toMatchObject({ disabled: true })
  expect(await json(['user', 'enable', 'mina@example.com'], folder)).toMatchObject({ disabled: false })
  expect(await userCount(folder)).toBe(5)
  expect((await refused(['user', 'add', 'mina@example.com', '--name', 'X'], { folder })).code).toBe(1)
  expect((await refused(['user', 'role', 'nobody@example.com', 'admin'], { folder })).code).toBe(1)
  expect((await refused(['user', 'disable', 'admin@example.com'], { folder })).code).toBe(1)
})

test('a password from standard input is set and not repeated', async () => {
  const folder = await ownDemoFolder()
  const password = 'typed by somebody'
  const { code, stdout, stderr } = await runSagwa(
    ['user', 'password', 'viewer@example.com', '--password-stdin'],
    {
      dataFolder: folder,
      input: `${password}\n`,
    },
  )
  expect(code).toBe(0)
  expect(stdout + stderr).not.toContain(password)
})

test('a backup is checked, and restoring it brings everything back', async () => {
  const folder = await ownDemoFolder()
  for (const name of ['backup.db', 'backup.jsonl.gz']) {
    const file = path.join(folder, name)
    const report = await json(['backup', file], folder)
    expect(report).toMatchObject({ file, verified: true, rows: { incident: 2, notice: 1, user: 4 } })
    expect((await refused(['backup', file], { folder })).code).toBe(1)

    const other = emptyFolder()
    expect((await json(['restore', file], other)).keptBefore).toBeNull()
    const asked = ['incident', 'show', '2020-002']
    expect(await json(asked, other)).toEqual(await json(asked, folder))
    expect((await sagwa(['doctor'], { folder: other })).code).toBe(0)
  }
})

test('restoring never takes the place of data without --force, and keeps it even then', async () => {
  const folder = await ownDemoFolder()
  const file = path.join(folder, 'backup.db')
  await json(['backup', file], folder)
  await json(['user', 'add', 'later@example.com', '--name', 'Later'], folder)
  expect((await refused(['restore', file], { folder })).code).toBe(1)
  expect(await userCount(folder)).toBe(5)

  const { keptBefore } = await json<{ keptBefore: string }>(['restore', file, '--force'], folder)
  expect(await userCount(folder)).toBe(4)
  const other = emptyFolder()
  await json(['restore', keptBefore], other)
  expect(await userCount(other)).toBe(5)
})

test('what is no backup is refused before anything is touched', async () => {
  const folder = await ownDemoFolder()
  const file = path.join(folder, 'note.txt')
  writeFileSync(file, 'not a backup')
  expect((await refused(['restore', file, '--force'], { folder })).code).toBe(1)
  expect((await refused(['restore', path.join(folder, 'nowhere.db'), '--force'], { folder })).code).toBe(1)
  expect((await refused(['backup', path.join(folder, 'sagwa.db')], { folder })).code).toBe(1)
  expect(await userCount(folder)).toBe(4)
})

test('a damaged database is replaced by a backup, and what was there is kept', async () => {
  const folder = await ownDemoFolder()
  const file = path.join(folder, 'backup.db')
  await json(['backup', file], folder)
  writeFileSync(path.join(folder, 'sagwa.db'), 'x'.repeat(5000))
  expect((await refused(['trend'], { folder })).code).toBe(1)
  expect((await sagwa(['doctor'], { folder })).code).toBe(1)
  const { keptBefore } = await json<{ keptBefore: string }>(['restore', file, '--force'], folder)
  expect(existsSync(keptBefore)).toBe(true)
  expect(await userCount(folder)).toBe(4)
})

test('the doctor finds a column that left its reading and a file that left its checksum', async () => {
  const folder = await ownDemoFolder()
  expect(await json(['doctor'], folder)).toMatchObject({ ok: true })
  const sqlite = new Sqlite(path.join(folder, 'sagwa.db'))
  sqlite.exec(`update incident set ended_at = ended_at + 60000 where reference = '2020-001'`)
  sqlite.exec(`update published_file set body = x'00' where path = '/notices.en'`)
  sqlite.close()
  const { ok, checks } = await json<Examination>(['doctor'], folder)
  expect(ok).toBe(false)
  const failed = checks.filter((check) => check.outcome === 'fail')
  expect(failed).toMatchObject([{ check: 'derived' }, { check: 'published' }])
  expect(failed[0]?.detail).toContain('2020-001')
  expect(failed[1]?.detail).toContain('/notices.en')
})

test('a database of a newer version is not used by an older one', async () => {
  const folder = await ownDemoFolder()
  const sqlite = new Sqlite(path.join(folder, 'sagwa.db'))
  sqlite.exec(`insert into kysely_migration (name, timestamp) values ('999-later', '2030-01-01')`)
  sqlite.close()
  const { checks } = await json<Examination>(['doctor'], folder)
  expect(checks).toContainEqual(expect.objectContaining({ check: 'migrations', outcome: 'fail' }))
  for (const words of [['trend'], ['migrate'], ['serve'], ['demo', '--if-empty']]) {
    expect(await refused(words, { folder, env: { PORT: '0' } })).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('999-later') as string,
    })
  }
})

test('a locked database, a folder that cannot be and a PostgreSQL that is not there are named in one line', async () => {
  const folder = await ownDemoFolder()
  const file = path.join(folder, 'a-file')
  writeFileSync(file, '')
  const inAFile = await refused(['demo'], { folder, env: { SAGWA_DATA: path.join(file, 'data') } })
  expect(inAFile).toMatchObject({ code: 1, stderr: expect.stringContaining('SAGWA_DATA') as string })

  const nobody = await refused(['trend'], {
    folder,
    env: { DATABASE_URL: 'postgres://u:secret@127.0.0.1:1/x' },
  })
  expect(nobody).toMatchObject({ code: 1, stderr: expect.stringContaining('PostgreSQL') as string })
  expect(nobody.stderr).not.toContain('secret')

  const sqlite = new Sqlite(path.join(folder, 'sagwa.db'))
  sqlite.exec('begin immediate')
  const locked = await refused(['user', 'role', 'viewer@example.com', 'admin'], { folder })
  sqlite.close()
  expect(locked).toMatchObject({ code: 1, stderr: expect.stringContaining('locked') as string })
})

test('a folder that cannot be written is named in one line', async () => {
  const folder = emptyFolder()
  // A file in its way stops everybody; missing rights do not stop root, who runs the tests in many containers.
  const closed = path.join(folder, 'closed')
  writeFileSync(closed, '')
  const { code, stderr } = await refused(['demo'], { folder, env: { SAGWA_DATA: path.join(closed, 'data') } })
  expect(code).toBe(1)
  expect(stderr).toContain('SAGWA_DATA')
})

test('an incident is checked against its record, and a text in a file as a notice', async () => {
  const folder = await ownDemoFolder()
  const checked = await sagwa(['check', '2020-002', '--json'], { folder })
  expect(checked.code).toBe(1)
  const { statements } = JSON.parse(checked.stdout) as {
    statements: { claims: { kind: string; verdict: string }[] }[]
  }
  const claims = statements.flatMap((statement) => statement.claims)
  expect(claims).toContainEqual(expect.objectContaining({ kind: 'length', verdict: 'supported' }))
  expect(claims).toContainEqual(expect.objectContaining({ kind: 'denied_cause', verdict: 'asserted' }))
  expect(claims).toContainEqual(expect.objectContaining({ kind: 'trend', verdict: 'outdated' }))

  const file = path.join(folder, 'notice.md')
  writeFileSync(file, '오전 9시부터 10시 17분까지 장애가 있었습니다.')
  const text = await sagwa(['check', '--file', file, '--incident', '2020-002', '--lang', 'en'], { folder })
  expect(text.code).toBe(1)
  expect(text.stdout).toContain('오전 9시부터 10시 17분까지')
  expect((await sagwa(['check'], { folder })).code).toBe(2)
})
