/** PostgreSQL goes away under a running server and comes back; many people write at once. */
import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import pg from 'pg'
import { afterAll, expect, test } from 'vitest'
import { openDatabase, type Queryable } from '#db/client.server.ts'
import { databaseProblems } from '#app/messages/problems-database.ts'
import { frameMessages } from '#app/messages/frame.ts'
import { addPersonTo, openPage, sendForm, signIn } from '#tests/setup/people.ts'
import { databaseAt } from '#tests/setup/databases.global.ts'
import { startPostgres } from '#tests/setup/postgres.ts'
import { makeDataFolder, runSagwa, startTestServer, type TestServer } from '#tests/setup/server.ts'

const cluster = await startPostgres()
afterAll(() => cluster.stop())
const { halt, resume, url } = cluster
const isPrivate = url !== null && halt !== undefined && resume !== undefined
if (!isPrivate) console.log(`Skipped: tests that stop a PostgreSQL server (${cluster.description})`)

const OUTAGE = ['database_unreachable', 'database_not_ready'].map((code) => databaseProblems.ko[code]!({}))

async function administrate(...statements: string[]): Promise<void> {
  const client = new pg.Client({ connectionString: url! })
  await client.connect()
  try {
    for (const statement of statements) await client.query(statement)
  } finally {
    await client.end()
  }
}

interface Desk {
  server: TestServer
  headers: Record<string, string>
  log: (title: string) => Promise<Response>
  asking: <T>(work: (q: Queryable) => Promise<T>) => Promise<T>
}

async function atDesk(name: string, work: (desk: Desk) => Promise<void>): Promise<void> {
  await administrate(`drop database if exists ${name} with (force)`, `create database ${name}`)
  const address = databaseAt(url!, name)
  const server = await startTestServer({ env: { DATABASE_URL: address } })
  const asking: Desk['asking'] = async (question) => {
    const { db } = openDatabase(address)
    try {
      return await question(db)
    } finally {
      await db.destroy()
    }
  }
  try {
    await asking((q) => addPersonTo(q, 'responder'))
    const headers = { cookie: await signIn(server, 'responder'), 'accept-language': 'ko' }
    await expect
      .poll(async () => (await fetch(`${server.url}/notices`)).status, { timeout: 10_000 })
      .toBe(200)
    const log = (title: string) =>
      sendForm(
        `${server.url}/incidents/new`,
        { title, severity: 'major', started: '2020-03-02 09:00', symptom: `증상: ${title}` },
        headers,
      )
    await work({ server, headers, log, asking })
  } finally {
    await server.stop()
  }
}

const titlesIn = async (q: Queryable) =>
  (await q.selectFrom('incident').select('title').orderBy('reference_number').execute()).map(
    (row) => row.title,
  )

test.runIf(isPrivate)(
  'while PostgreSQL is away people are told so, keep what they typed, and go on when it is back',
  () =>
    atDesk('outage', async ({ server, headers, log, asking }) => {
      expect((await log('앞서 저장한 것')).status).toBe(302)
      await halt!()
      try {
        const refused = await log('끊긴 동안 적은 제목')
        const page = await refused.text()
        expect([refused.status, refused.headers.get('retry-after')]).toEqual([503, '5'])
        expect(OUTAGE.some((text) => page.includes(text))).toBe(true)
        expect(page).toContain('lang="ko"')
        expect(page).toContain('name="title" value="끊긴 동안 적은 제목"')
        expect(page).toContain(frameMessages.ko.database.sendAgain)
        for (const address of [
          '/',
          '/incidents',
          '/trends',
          '/sign-in',
          '/incidents.json',
          '/no-such-page.data',
        ]) {
          const answer = await openPage(server.url + address, headers)
          expect(answer.status, address).toBe(address === '/no-such-page.data' ? answer.status : 503)
          expect(await answer.text(), address).not.toContain('ECONNREFUSED')
        }
        const reading = await (await openPage(`${server.url}/incidents`, headers)).text()
        expect(reading).toContain(frameMessages.ko.database.again)
        expect((await fetch(`${server.url}/healthz`)).status).toBe(503)
        expect((await fetch(`${server.url}/notices`)).status).toBe(200)
        const signingIn = await sendForm(
          `${server.url}/sign-in`,
          { email: 'responder@example.com', password: 'a password that stays here' },
          { 'accept-language': 'ko' },
        )
        expect(signingIn.status).toBe(503)
        expect(await signingIn.text()).not.toContain('a password that stays here')
      } finally {
        await resume!()
      }
      expect((await log('끊긴 동안 적은 제목')).status).toBe(302)
      expect((await openPage(`${server.url}/incidents`, headers)).status).toBe(200)
      expect((await fetch(`${server.url}/healthz`)).status).toBe(200)
      expect(await asking(titlesIn)).toEqual(['앞서 저장한 것', '끊긴 동안 적은 제목'])
    }),
)

test.runIf(isPrivate)(
  'PostgreSQL ends in the middle of writing: what was acknowledged is there, the rest is refused',
  () =>
    atDesk('middle', async ({ server, log, asking }) => {
      expect((await log('처음')).status).toBe(302)
      const acknowledged: string[] = []
      const others: number[] = []
      const writing = Array.from({ length: 4 }, async (_, writer) => {
        for (let number = 0; number < 25; number += 1) {
          const title = `${writer}.${number}`
          const { status } = await log(title)
          if (status === 302) acknowledged.push(title)
          else others.push(status)
        }
      })
      await expect.poll(() => acknowledged.length, { interval: 5 }).toBeGreaterThan(8)
      await halt!()
      await resume!()
      await Promise.all(writing)
      expect(
        others.filter((status) => status !== 503),
        JSON.stringify(server.logs().filter((line) => 'err' in line && line.msg !== 'the database failed')),
      ).toEqual([])
      const saved = await asking(titlesIn)
      expect(acknowledged.filter((title) => !saved.includes(title))).toEqual([])
      expect((await log('마지막')).status).toBe(302)
      console.log(
        `PostgreSQL ended once: ${acknowledged.length} acknowledged, 0 lost, ${others.length} refused`,
      )
    }),
)

test.runIf(url !== null)('twenty people log at the same moment and get twenty references', () =>
  atDesk('together', async ({ log, asking }) => {
    expect((await log('처음')).status).toBe(302)
    const answers = await Promise.all(Array.from({ length: 20 }, (_, number) => log(`동시에 ${number}`)))
    expect(answers.map((answer) => answer.status)).toEqual(Array(20).fill(302))
    expect(new Set(answers.map((answer) => answer.headers.get('location'))).size).toBe(20)
    expect(await asking(titlesIn)).toHaveLength(21)
  }),
)

test.runIf(isPrivate)(
  'a PostgreSQL that may only be read is read, the trend too, and a form comes back',
  () =>
    atDesk('readonly', async ({ server, headers, log }) => {
      expect((await log('읽기 전용 전')).status).toBe(302)
      const endOthers = `select pg_terminate_backend(pid) from pg_stat_activity where datname = 'readonly'`
      await administrate('alter database readonly set default_transaction_read_only = on', endOthers)
      // A connection that was cut this moment may still be taken for a living one.
      await expect.poll(async () => (await openPage(`${server.url}/`, headers)).status).toBe(200)
      for (const address of ['/incidents', '/trends'])
        expect((await openPage(server.url + address, headers)).status, address).toBe(200)
      const refused = await log('쓸 수 없는 것')
      const page = await refused.text()
      expect(refused.status).toBe(503)
      expect(page).toContain(databaseProblems.ko.database_read_only!({}))
      expect(page).toContain('value="쓸 수 없는 것"')
      await administrate('alter database readonly reset default_transaction_read_only', endOthers)
      // A connection that was cut this moment may still be taken for a living one.
      await expect.poll(async () => (await log('다시 쓰는 것')).status).toBe(302)
    }),
)

const KO = { PORT: '0', LANG: 'ko_KR.UTF-8' }
const COMMANDS = [['serve'], ['trend'], ['user', 'list'], ['migrate'], ['backup', 'copy.jsonl.gz']]

async function expectOneLine(address: string, line: string, code: 1 | 2): Promise<void> {
  const dataFolder = makeDataFolder()
  for (const words of COMMANDS) {
    const outcome = await runSagwa(words, { dataFolder, env: { ...KO, DATABASE_URL: address } })
    expect(outcome.stderr, words.join(' ')).toMatch(/^[^\n]+\n$/)
    expect(outcome.stderr, words.join(' ')).toContain(line)
    expect(outcome.stderr, words.join(' ')).not.toContain('hunter2')
    expect([outcome.code, outcome.stdout], words.join(' ')).toEqual([code, ''])
  }
  rmSync(dataFolder, { recursive: true })
}

test('a DATABASE_URL of an unknown kind is one line and wrong use, for the server and for commands', () =>
  expectOneLine('mysql://sagwa:hunter2@127.0.0.1/sagwa', 'DATABASE_URL', 2))

test('a server that is not there and a host that nobody knows are one line', async () => {
  await expectOneLine(
    'postgres://sagwa:hunter2@127.0.0.1:1/sagwa',
    databaseProblems.ko.database_unreachable!({}),
    1,
  )
  await expectOneLine(
    'postgres://sagwa:hunter2@no-such-host.invalid/sagwa',
    databaseProblems.ko.database_host_unknown!({}),
    1,
  )
})

test.runIf(url !== null)('a database that is not there is one line', () =>
  expectOneLine(databaseAt(url!, 'no_such_database'), databaseProblems.ko.database_missing!({}), 1),
)

test.runIf(isPrivate)('a wrong password is one line, without the password', async () => {
  const client = new pg.Client({ connectionString: url! })
  await client.connect()
  const { rows } = await client.query<{ file: string }>(`select current_setting('hba_file') as file`)
  const file = rows[0]!.file
  const rules = readFileSync(file, 'utf8')
  await client.query(`create role guarded login password 'the right one'`)
  writeFileSync(file, `host all guarded 127.0.0.1/32 scram-sha-256\n${rules}`)
  await client.query('select pg_reload_conf()')
  await client.end()
  const { host } = new URL(url!)
  await expect
    .poll(() =>
      new pg.Client({ connectionString: `postgres://guarded@${host}/postgres` }).connect().then(
        () => 'let in',
        () => 'refused',
      ),
    )
    .toBe('refused')
  await expectOneLine(
    `postgres://guarded:hunter2@${host}/postgres`,
    databaseProblems.ko.database_sign_in_refused!({}),
    1,
  )
  writeFileSync(file, rules)
})
