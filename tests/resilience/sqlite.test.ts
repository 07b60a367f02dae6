/** A database that fails under a running server: what people are told, what stays, and that it goes on by itself. */
import { execFileSync } from 'node:child_process'
import { mkdirSync, openSync, rmSync, statfsSync, writeFileSync, writeSync, closeSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { openPlain } from '#db/backup.server.ts'
import { databaseProblems } from '#app/messages/problems-database.ts'
import { frameMessages } from '#app/messages/frame.ts'
import { openPage, sendForm, signInAs, withDatabase } from '#tests/setup/people.ts'
import { makeDataFolder, runSagwa, startTestServer, type TestServer } from '#tests/setup/server.ts'
import { mayMount, mounted } from './mounts.ts'

const sentence = (code: string) => databaseProblems.ko[code]!({})

interface Desk {
  server: TestServer
  dataFolder: string
  headers: Record<string, string>
  /** Sends the form that logs an incident. */
  log: (title: string) => Promise<Response>
  titles: () => Promise<string[]>
}

async function atDesk(work: (desk: Desk) => Promise<void>, given?: string): Promise<void> {
  const dataFolder = given ?? makeDataFolder()
  const server = await startTestServer({ dataFolder })
  try {
    const headers = { cookie: await signInAs(server, 'responder'), 'accept-language': 'ko' }
    // The public list is there as soon as the server has looked.
    await expect
      .poll(async () => (await fetch(`${server.url}/notices`)).status, { timeout: 10_000 })
      .toBe(200)
    await work({
      server,
      dataFolder,
      headers,
      log: (title) =>
        sendForm(
          `${server.url}/incidents/new`,
          { title, severity: 'major', started: '2020-03-02 09:00', symptom: `증상: ${title}` },
          headers,
        ),
      titles: () =>
        withDatabase(server, async (q) =>
          (await q.selectFrom('incident').select('title').execute()).map((row) => row.title),
        ),
    })
  } finally {
    await server.stop()
    if (given === undefined) rmSync(dataFolder, { recursive: true, force: true })
  }
}

async function expectOpen({ server, headers }: Desk, ...addresses: string[]): Promise<void> {
  for (const address of addresses)
    expect((await openPage(server.url + address, headers)).status, address).toBe(200)
}

test('while another process holds the write lock, reading goes on, and a form comes back with what was typed', () =>
  atDesk(async (desk) => {
    expect((await desk.log('앞서 저장한 것')).status).toBe(302)
    const other = await openPlain(path.join(desk.dataFolder, 'sagwa.db'))
    other.exec('begin immediate')
    let isAnswered = false
    const sent = desk.log('잠긴 동안 적은 제목').finally(() => {
      isAnswered = true
    })
    // Waiting for the lock must not stop the whole process.
    for (let count = 0; count < 20; count += 1)
      expect((await fetch(`${desk.server.url}/notices`)).status).toBe(200)
    expect(isAnswered).toBe(false)

    const refused = await sent
    const page = await refused.text()
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([503, '5'])
    expect(page).toContain(sentence('database_locked'))
    expect(page).toContain('value="잠긴 동안 적은 제목"')
    expect(page).toContain('증상: 잠긴 동안 적은 제목')
    await expectOpen(desk, '/', '/incidents', '/trends', '/healthz')
    // Many at once are refused together, not one after the other.
    const many = await Promise.all(['가', '나', '다', '라'].map((title) => desk.log(title)))
    expect(many.map((answer) => answer.status)).toEqual([503, 503, 503, 503])

    other.exec('rollback')
    other.close()
    expect((await desk.log('다시 보낸 것')).status).toBe(302)
    expect(await desk.titles()).toEqual(['앞서 저장한 것', '다시 보낸 것'])
  }))

test('a lock that is given back in time costs nobody anything', () =>
  atDesk(async (desk) => {
    const other = await openPlain(path.join(desk.dataFolder, 'sagwa.db'))
    other.exec('begin immediate')
    const sent = desk.log('기다린 것')
    for (let count = 0; count < 10; count += 1) await fetch(`${desk.server.url}/notices`)
    other.exec('commit')
    other.close()
    expect((await sent).status).toBe(302)
    expect(await desk.titles()).toEqual(['기다린 것'])
  }))

test('a database file that is deleted is not written to any more, and a restored one is taken up without a restart', () =>
  atDesk(async (desk) => {
    const file = path.join(desk.dataFolder, 'sagwa.db')
    expect((await desk.log('백업 전')).status).toBe(302)
    const backup = path.join(desk.dataFolder, 'backup.db')
    expect((await runSagwa(['backup', backup], desk)).code).toBe(0)
    for (const suffix of ['', '-wal', '-shm']) rmSync(file + suffix, { force: true })

    const refused = await desk.log('파일이 없을 때 적은 제목')
    const page = await refused.text()
    expect(refused.status).toBe(503)
    expect(page).toContain(sentence('database_gone'))
    expect(page).toContain('lang="ko"')
    expect(page).toContain(frameMessages.ko.database.sendAgain)
    expect(page).toContain('name="title" value="파일이 없을 때 적은 제목"')
    expect((await openPage(`${desk.server.url}/incidents`, desk.headers)).status).toBe(503)
    expect((await openPage(`${desk.server.url}/incidents.json`, desk.headers)).status).toBe(503)
    expect((await fetch(`${desk.server.url}/healthz`)).status).toBe(503)
    expect((await fetch(`${desk.server.url}/notices`)).status).toBe(200)

    expect((await runSagwa(['restore', backup], desk)).code).toBe(0)
    expect((await desk.log('파일이 없을 때 적은 제목')).status).toBe(302)
    await expectOpen(desk, '/incidents', '/healthz')
    expect(await desk.titles()).toEqual(['백업 전', '파일이 없을 때 적은 제목'])
  }))

test('a damaged file is named as such, public pages stay, and a restored one is taken up without a restart', async () => {
  const dataFolder = makeDataFolder()
  const backup = path.join(dataFolder, 'backup.db')
  const file = path.join(dataFolder, 'sagwa.db')
  await atDesk(async (desk) => {
    expect((await desk.log('손상 전')).status).toBe(302)
    expect((await runSagwa(['backup', backup], desk)).code).toBe(0)
    await desk.server.stop()
    const sqlite = await openPlain(file)
    const pages = sqlite
      .prepare<[], { pageno: number }>(`select pageno from dbstat where name = 'incident'`)
      .all()
    const size = sqlite.pragma('page_size', { simple: true }) as number
    sqlite.close()
    const handle = openSync(file, 'r+')
    for (const { pageno } of pages) writeSync(handle, Buffer.alloc(size, 0xa5), 0, size, (pageno - 1) * size)
    closeSync(handle)

    const server = await startTestServer({ dataFolder })
    try {
      const answer = await openPage(`${server.url}/incidents`, desk.headers)
      expect(answer.status).toBe(503)
      expect(await answer.text()).toContain(sentence('database_damaged'))
      expect((await fetch(`${server.url}/notices`)).status).toBe(200)
      const doctor = await runSagwa(['doctor', '--json'], { dataFolder })
      expect(doctor.code).toBe(1)
      expect(JSON.parse(doctor.stdout)).toMatchObject({ ok: false })

      expect((await runSagwa(['restore', backup, '--force'], { dataFolder })).code).toBe(0)
      const page = await openPage(`${server.url}/incidents`, desk.headers)
      expect(page.status).toBe(200)
      expect(await page.text()).toContain('손상 전')
    } finally {
      await server.stop()
    }
  }, dataFolder)
  rmSync(dataFolder, { recursive: true })
})

test('a file of garbage is one line, for the server and for commands', async () => {
  const dataFolder = makeDataFolder()
  writeFileSync(path.join(dataFolder, 'sagwa.db'), 'no database '.repeat(100))
  for (const words of [['serve'], ['trend'], ['incident', 'list'], ['migrate']]) {
    const outcome = await runSagwa(words, { dataFolder, env: { PORT: '0', LANG: 'ko_KR.UTF-8' } })
    expect(outcome.stderr, words.join(' ')).toMatch(/^[^\n]+\n$/)
    expect(outcome.stderr, words.join(' ')).toContain(sentence('database_damaged'))
    expect(outcome.code, words.join(' ')).toBe(1)
  }
  rmSync(dataFolder, { recursive: true })
})

test.runIf(mayMount)('on a full disk nothing acknowledged is lost, and with room again it goes on', () =>
  mounted('size=3m', async (dataFolder) => {
    await atDesk(async (desk) => {
      const saved: string[] = []
      const filler = path.join(dataFolder, 'filler')
      fill(filler, dataFolder)
      let refused: Response | undefined
      // What the log of SQLite still has room for is written.
      for (let number = 0; refused === undefined && number < 200; number += 1) {
        const answer = await desk.log(`꽉 찬 디스크 ${number}`)
        if (answer.status === 302) saved.push(`꽉 찬 디스크 ${number}`)
        else refused = answer
      }
      expect(refused?.status).toBe(507)
      const page = await refused!.text()
      expect(page).toContain(sentence('database_full'))
      expect(page).toContain(`value="꽉 찬 디스크 ${saved.length}"`)
      await expectOpen(desk, '/', '/incidents', '/trends', '/notices')

      rmSync(filler)
      expect((await desk.log('자리가 난 뒤')).status).toBe(302)
      expect(await desk.titles()).toEqual([...saved, '자리가 난 뒤'])
      await expectOpen(desk, '/trends', '/healthz')
    }, dataFolder)
  }),
)

test.runIf(mayMount)(
  'a database that may only be read is read, and a form says why it was not saved',
  async () => {
    const dataFolder = makeDataFolder()
    const file = path.join(dataFolder, 'sagwa.db')
    await atDesk(async (desk) => {
      expect((await desk.log('읽기 전용 전')).status).toBe(302)
      await desk.server.stop()
      execFileSync('mount', ['--bind', file, file])
      execFileSync('mount', ['-o', 'remount,bind,ro', file])
      const server = await startTestServer({ dataFolder })
      try {
        for (const address of ['/', '/incidents', '/trends', '/notices', '/healthz'])
          expect((await openPage(server.url + address, desk.headers)).status, address).toBe(200)
        const answer = await sendForm(
          `${server.url}/incidents/new`,
          { title: '쓸 수 없는 것', severity: 'major' },
          desk.headers,
        )
        const page = await answer.text()
        expect(answer.status).toBe(503)
        expect(page).toContain(sentence('database_read_only'))
        expect(page).toContain('value="쓸 수 없는 것"')
        const words = ['user', 'add', 'mina@example.com', '--name', 'Mina']
        const added = await runSagwa(words, { dataFolder, env: { LANG: 'ko_KR.UTF-8' } })
        expect(added.stderr).toBe(`${sentence('database_read_only')}\n`)
        expect(added.code).toBe(1)
        expect((await runSagwa(['trend'], { dataFolder })).code).toBe(0)
      } finally {
        await server.stop()
        execFileSync('umount', ['-l', file])
      }
      const again = await startTestServer({ dataFolder })
      expect(
        (await sendForm(`${again.url}/incidents/new`, { title: '다시', severity: 'major' }, desk.headers))
          .status,
      ).toBe(302)
      await again.stop()
    }, dataFolder)
  },
)

test.runIf(mayMount)('a data folder that may only be read is one clear line', () =>
  mounted('size=4m', async (place) => {
    const dataFolder = path.join(place, 'data')
    mkdirSync(dataFolder)
    await (await startTestServer({ dataFolder })).stop()
    execFileSync('mount', ['-o', 'remount,ro', place])
    const outcome = await runSagwa(['serve'], { dataFolder, env: { PORT: '0', LANG: 'ko_KR.UTF-8' } })
    expect(outcome.stderr).toBe(`${path.join(dataFolder, 'sagwa.db')}: ${sentence('database_cannot_open')}\n`)
    expect(outcome.code).toBe(1)
    const fresh = await runSagwa(['serve'], {
      dataFolder,
      env: { PORT: '0', SAGWA_DATA: path.join(place, 'fresh'), LANG: 'ko_KR.UTF-8' },
    })
    expect(fresh.stderr).toContain(
      databaseProblems.ko.database_folder_closed!({ path: path.join(place, 'fresh') }),
    )
    expect(fresh.code).toBe(1)
  }),
)

test('sessions that have ended are deleted at the start, those that run are kept', async () => {
  const dataFolder = makeDataFolder()
  const first = await startTestServer({ dataFolder })
  const cookie = await signInAs(first, 'viewer')
  await withDatabase(first, async (q) => {
    const { id: _, ...running } = await q.selectFrom('session').selectAll().executeTakeFirstOrThrow()
    const ended = { ...running, token: 'ended', expiresAt: '2020-03-02T00:00:00.000Z' }
    await q
      .insertInto('session')
      .values({ ...ended, id: 'ended' })
      .execute()
    await q
      .insertInto('rateLimit')
      .values({ id: 'old', key: 'old', count: 1, lastRequest: Date.now() - 60 * 60 * 1000 })
      .execute()
  })
  await first.stop()
  const second = await startTestServer({ dataFolder })
  const left = await withDatabase(second, async (q) => ({
    sessions: (await q.selectFrom('session').select('id').execute()).map((row) => row.id),
    limits: (await q.selectFrom('rateLimit').select('id').execute()).map((row) => row.id),
  }))
  expect(left.sessions).toHaveLength(1)
  expect(left.sessions).not.toContain('ended')
  expect(left.limits).not.toContain('old')
  expect((await openPage(`${second.url}/`, { cookie })).status).toBe(200)
  await second.stop()
  rmSync(dataFolder, { recursive: true })
})

/** Leaves not a byte on the file system of a folder. */
function fill(file: string, folder: string): void {
  const handle = openSync(file, 'w')
  try {
    for (let size = 65_536; size >= 1; size = Math.floor(size / 2)) {
      try {
        while (writeSync(handle, Buffer.alloc(size, 1)) > 0);
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error
      }
    }
  } finally {
    closeSync(handle)
  }
  expect(statfsSync(folder).bavail).toBe(0)
}
