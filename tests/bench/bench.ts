/**
 * What Sagwa costs, each figure beside something bare in the same run, because machines differ and ratios hardly do.
 *
 *   npm run build && npm run bench
 *
 * Needs Linux (`/proc`), and about three minutes. Servers and clients are processes of their own on the loopback
 * interface; the load is a fixed number of requests.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type Sqlite from 'better-sqlite3'
import { v7 as newId } from 'uuid'
import { openDatabase } from '#db/client.server.ts'
import type { Instant } from '#app/domain/instant.ts'
import { logIncident } from '#app/models/incident.server.ts'
import { cookieOf, sendForm } from '#tests/setup/people.ts'
import { runSagwa } from '#tests/setup/server.ts'
import type { BareAnswer } from './bare-server.mjs'
import { ask, hammer } from './client.ts'
import { addManyIncidents, openDataFolder } from './many-incidents.ts'
import { processorTime, residentMegabytes, startBare, startSagwa, type Started } from './processes.ts'

const PASSWORD = 'only for this measurement'
const SIZES = [100, 10_000, 100_000]
const SCRATCH = mkdtempSync(path.join(tmpdir(), 'sagwa-bench-'))

interface Row {
  what: string
  ours: string
  beside: string
  aim: string
  met: boolean | null
}

const rows: Row[] = []

async function demoFolder(name: string): Promise<string> {
  const dataFolder = mkdtempSync(path.join(SCRATCH, `${name}-`))
  const { code, stderr } = await runSagwa(['demo', '--password', PASSWORD], { dataFolder })
  if (code !== 0) throw new Error(`The demo record could not be loaded:\n${stderr}`)
  return dataFolder
}

async function signIn({ url }: Started): Promise<string> {
  const answer = await sendForm(`${url}/sign-in`, { email: 'admin@example.com', password: PASSWORD })
  if (answer.status !== 302) throw new Error(`The sign-in was answered ${answer.status}.`)
  return cookieOf(answer)
}

/** A published notice against `node:http` that sends the same bytes: turn by turn, the middle of seven. */
async function publicPage(dataFolder: string): Promise<void> {
  const address = '/notices/2020-002'
  const headers = { 'Accept-Encoding': 'br' }
  const before = await startSagwa(dataFolder)
  await publish(before)
  await before.stop()
  // A process of its own: one that somebody has signed in to is slower, because better-auth follows every request.
  const ours = await startSagwa(dataFolder)
  const page = await ask(ours.port, address, headers)
  if (!page.head.includes(' 200 ')) throw new Error(`The notice was answered:\n${page.head}`)

  const file = path.join(SCRATCH, 'page.json')
  const sent: BareAnswer = { headers: headersOf(page.head), body: page.body.toString('base64') }
  writeFileSync(file, JSON.stringify(sent))
  const bare = await startBare(file)
  const same = (await ask(bare.port, address, headers)).bytes
  if (same !== page.bytes) throw new Error(`The bare server sends ${same} bytes, Sagwa ${page.bytes}.`)

  const rounds: Record<'speed' | 'processor' | 'perSecond', number>[] = []
  for (let round = 0; round < 8; round += 1) {
    const [a, b] = [await load(ours, address, headers), await load(bare, address, headers)]
    // The first is for the compiler.
    if (round === 0) continue
    rounds.push({ speed: b.took / a.took, processor: b.processor / a.processor, perSecond: a.perSecond })
  }
  await Promise.all([ours.stop(), bare.stop()])

  const speed = median(rounds.map((round) => round.speed))
  const processor = median(rounds.map((round) => round.processor))
  const perSecond = Math.round(median(rounds.map((round) => round.perSecond)))
  add('Public page, requests a second', `${perSecond}`, ratio(speed), '≥ 0.95 of bare', speed >= 0.95)
  add('Public page, processor time', '', ratio(processor), '≥ 0.85 of bare', processor >= 0.85)
  add('Public page, over the wire', kilobytes(page.bytes), '', '≤ 14 KB', page.bytes <= 14_000)
}

async function load({ port, pid }: Started, address: string, headers: Record<string, string>) {
  const count = 30_000
  const before = processorTime(pid)
  const took = await hammer(port, address, { headers, count, connections: 16 })
  return { took, processor: processorTime(pid) - before, perSecond: (count / took) * 1000 }
}

/** Publishes the draft of the demo record with texts of the usual length, in which no gap is left. */
async function publish(server: Started): Promise<void> {
  const address = `${server.url}/incidents/2020-002/notices`
  const cookie = await signIn(server)
  const texts = {
    title_ko: '메시지 전송 장애 안내',
    body_ko: `{{impact.start}}에 시작된 장애는 {{impact.end}}에 끝났습니다.\n\n${KOREAN.repeat(4)}`,
    title_en: 'Messages were not sent',
    body_en: `The outage began at {{impact.start}} and ended at {{impact.end}}.\n\n${ENGLISH.repeat(4)}`,
  }
  const steps: Record<string, string>[] = [
    { ...texts, version: '1' },
    { intent: 'publish_alone', emergency: 'bench', version: '2' },
  ]
  for (const fields of steps) {
    const answer = await sendForm(address, fields, { cookie })
    if (answer.status !== 302)
      throw new Error(`Publishing was answered ${answer.status}:\n${await answer.text()}`)
  }
}

const KOREAN = `서버를 늘리는 동안 일부 이용자의 메시지가 늦게 전달되었습니다. 보낸 메시지는 모두 보관되어 있었고 차례로 전달했습니다.

- 휴대전화에서 사진이 보내지지 않음
- PC에서 다시 로그인해야 함

`
const ENGLISH = `While servers were added, messages of some users arrived late. All that was sent was kept and delivered in order.

- Pictures were not sent from phones
- Signing in again was needed on computers

`

function headersOf(head: string): string[] {
  return head
    .split('\r\n')
    .slice(1)
    .map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 2)] as const)
    .filter(([name]) => !['Date', 'Connection', 'Keep-Alive'].includes(name))
    .flat()
}

/** From the start of the process to the first byte, on a data folder that is there already; turn by turn. */
async function starts(dataFolder: string): Promise<void> {
  const addresses = ['/notices/2020-002', '/sign-in']
  const times: number[][] = [[], [], []]
  const processor: number[][] = [[], [], []]
  for (let round = 0; round < 7; round += 1) {
    const ways = [() => startBare(), ...addresses.map((address) => () => startSagwa(dataFolder, address))]
    for (const [i, way] of ways.entries()) {
      const server = await way()
      times[i]!.push(server.firstByte)
      processor[i]!.push(processorTime(server.pid))
      await server.stop()
    }
  }
  const [bare, ...ours] = times.map((list, i) => ({ took: median(list), processor: median(processor[i]!) }))
  const text = ({ took, processor }: { took: number; processor: number }) =>
    `${milliseconds(took)}, processor ${processor} ms`
  for (const [i, address] of addresses.entries()) {
    const one = ours[i]!
    add(`Start to first byte of ${address}`, text(one), text(bare!), '≤ 500 ms', one.took <= 500)
  }
}

async function idle(dataFolder: string): Promise<void> {
  const ours = await startSagwa(dataFolder)
  const bare = await startBare()
  await sleep(10_000)
  const before = residentMegabytes(ours.pid)
  const beside = `${residentMegabytes(bare.pid).toFixed(0)} MB`
  add('Memory, idle for 10 s after the start', `${before.toFixed(0)} MB`, beside, '≤ 90 MB', before <= 90)
  const cookie = await signIn(ours)
  await (await fetch(ours.url, { headers: { cookie } })).text()
  await sleep(10_000)
  add(
    'Memory, idle after a sign-in and a page',
    `${residentMegabytes(ours.pid).toFixed(0)} MB`,
    beside,
    '',
    null,
  )
  await Promise.all([ours.stop(), bare.stop()])
}

/** One incident logged and acknowledged, against the same rows in a transaction without anything around it. */
async function writes(dataFolder: string): Promise<void> {
  const { db } = openDatabase(`file:${path.join(dataFolder, 'sagwa.db')}`)
  const service = await db.selectFrom('service').select('id').orderBy('position').executeTakeFirstOrThrow()
  const log = (i: number) =>
    logIncident(
      {
        title: `Measured ${i}`,
        kind: 'incident',
        severity: 'minor',
        serviceIds: [service.id],
        started: { shape: 'instant', at: (Date.UTC(2021, 0, 1) + i * 1000) as Instant },
        startedSource: 'bench',
        symptom: { surface: 'mobile', kind: 'delayed', textKo: '늦게 와요', textEn: '' },
        actor: { id: null, name: 'bench' },
        now: Date.now() as Instant,
      },
      db,
    )
  const sqlite = openDataFolder(dataFolder)
  const model: number[] = []
  const bare: number[] = []
  for (let i = 0; i < 220; i += 1) {
    let begin = performance.now()
    const { id } = await log(i)
    if (i >= 20) model.push(performance.now() - begin)
    const copy = copyRows(sqlite, id, i)
    begin = performance.now()
    copy()
    if (i >= 20) bare.push(performance.now() - begin)
  }
  sqlite.close()
  await db.destroy()

  const server = await startSagwa(dataFolder)
  const cookie = await signIn(server)
  const fields = {
    title: 'Measured',
    severity: 'minor',
    serviceIds: service.id,
    started: '2021-02-03 09:00',
    symptom: 'late',
  }
  for (let i = 0; i < 60; i += 1) {
    const answer = await sendForm(`${server.url}/incidents/new`, fields, { cookie })
    if (answer.status !== 302) throw new Error(`Logging an incident was answered ${answer.status}.`)
  }
  const http = atTheServer(server, '/incidents/new', 40)
  await server.stop()

  const [ours, beside] = [median(model), median(bare)]
  add('Logging an incident, the model', milliseconds(ours), milliseconds(beside), '≤ 2 ms', ours <= 2)
  add('Logging an incident, the request', milliseconds(http), milliseconds(beside), '', null)
}

/** The rows that logging wrote about an incident, to be written once more under other ids in one transaction. */
function copyRows(sqlite: Sqlite.Database, incidentId: string, i: number): () => void {
  const id = newId()
  const renamed = new Map([[incidentId, id]])
  const statements = ['incident', 'incident_service', 'reading', 'marker', 'symptom', 'audit_event'].flatMap(
    (table) =>
      (
        sqlite
          .prepare(`select * from ${table} where ${table === 'incident' ? 'id' : 'incident_id'} = ?`)
          .all(incidentId) as Record<string, unknown>[]
      ).map((row) => {
        if (table !== 'incident' && typeof row.id === 'string') renamed.set(row.id, newId())
        if (table === 'incident')
          Object.assign(row, { reference: `bare-${i}`, reference_year: 1, reference_number: i })
        const values = Object.values(row).map((value) => renamed.get(value as string) ?? value)
        const places = values.map(() => '?').join(', ')
        return [sqlite.prepare(`insert into ${table} values (${places})`), values] as const
      }),
  )
  const begin = sqlite.prepare('begin immediate')
  const commit = sqlite.prepare('commit')
  return () => {
    begin.run()
    for (const [statement, values] of statements) statement.run(values)
    commit.run()
  }
}

const PAGES = [
  { address: '/incidents.json', what: 'Newest 25 as JSON', aim: 5 },
  { address: '/incidents', what: 'Newest 25 as page', aim: 20 },
  { address: '/trends.json', what: 'Trend as JSON', aim: 5 },
  { address: '/trends', what: 'Trend as page', aim: 20 },
]

async function lists(): Promise<void> {
  const times = new Map<string, number[]>()
  const processor = new Map<string, number[]>()
  const raw: { list: number[]; trend: number[] } = { list: [], trend: [] }
  for (const size of SIZES) {
    const dataFolder = await demoFolder(`many-${size}`)
    addManyIncidents(dataFolder, size)
    const server = await startSagwa(dataFolder)
    const headers = { cookie: await signIn(server), 'accept-encoding': 'br' }
    for (const { address } of PAGES) {
      await open(server, address, headers, 60)
      const before = processorTime(server.pid)
      await open(server, address, headers, 60)
      const each = (processorTime(server.pid) - before) / 60
      processor.set(address, [...(processor.get(address) ?? []), each])
      times.set(address, [...(times.get(address) ?? []), atTheServer(server, address, 60)])
    }
    await server.stop()
    const queries = rawQueries(dataFolder)
    raw.list.push(queries.list)
    raw.trend.push(queries.trend)
  }
  for (const { address, what, aim } of PAGES) {
    const measured = times.get(address)!
    const beside = address.startsWith('/trends') ? raw.trend : raw.list
    const growth = measured.at(-1)! / measured[0]!
    add(
      `${what}, ${SIZES.map((size) => size.toLocaleString('en')).join(' / ')} incidents`,
      `${oneDecimal(measured)} ms (×${growth.toFixed(2)}), processor ${oneDecimal(processor.get(address)!)} ms`,
      `${beside.map((value) => value.toFixed(2)).join(' / ')} ms`,
      `≤ ${aim} ms, ×2`,
      Math.max(...measured) <= aim && growth <= 2,
    )
  }
}

async function open({ url }: Started, address: string, headers: Record<string, string>, count: number) {
  for (let i = 0; i < count; i += 1) {
    const answer = await fetch(url + address, { headers })
    await answer.arrayBuffer()
    if (answer.status !== 200) throw new Error(`${address} was answered ${answer.status}.`)
  }
}

function oneDecimal(values: number[]): string {
  return values.map((value) => value.toFixed(1)).join(' / ')
}

/** The least that has to be asked: the rows of the list with their services, and a count of all years. */
function rawQueries(dataFolder: string): { list: number; trend: number } {
  const sqlite = openDataFolder(dataFolder)
  const newest = sqlite.prepare(
    `select id, reference, title, kind, severity, started_at, ended_at, closed_at from incident
      where removed_at is null and started_at is not null order by started_at desc, id desc limit 26`,
  )
  const services = sqlite.prepare(
    `select incident_id, name_ko, name_en from incident_service join service on service.id = service_id
      where incident_id in (${'?, '.repeat(25)}?)`,
  )
  const years = sqlite.prepare(
    'select year, severity, count(*) from incident where removed_at is null group by year, severity',
  )
  const list = medianOf(() => services.all((newest.all() as { id: string }[]).map(({ id }) => id)))
  const trend = medianOf(() => years.all())
  sqlite.close()
  return { list, trend }
}

function medianOf(work: () => unknown): number {
  const times: number[] = []
  for (let i = 0; i < 25; i += 1) {
    const begin = performance.now()
    work()
    if (i >= 5) times.push(performance.now() - begin)
  }
  return median(times)
}

/** The middle of the last `count` times that the server took for an address, by its own log, compression included. */
function atTheServer(server: Started, address: string, count: number): number {
  const lines = server.logs().filter((line) => line.msg === 'request' && line.path === address)
  return median(lines.slice(-count).map((line) => Number(line.ms)))
}

function median(values: number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]!
}

function add(what: string, ours: string, beside: string, aim: string, met: boolean | null): void {
  rows.push({ what, ours, beside, aim, met })
  process.stderr.write(`${what}: ${ours} ${beside}\n`)
}

function ratio(value: number): string {
  return `${value.toFixed(2)} of bare`
}

function milliseconds(value: number): string {
  return `${value < 10 ? value.toFixed(2) : value.toFixed(0)} ms`
}

function kilobytes(bytes: number): string {
  return `${(bytes / 1000).toFixed(1)} KB`
}

function print(): void {
  const lines = [
    ['Measure', 'Sagwa', 'Beside it', 'Aim', 'Met'],
    ['---', '---', '---', '---', '---'],
    ...rows.map(({ what, ours, beside, aim, met }) => [
      what,
      ours,
      beside,
      aim,
      met === null ? '' : met ? 'yes' : 'no',
    ]),
  ]
  process.stdout.write(lines.map((cells) => `| ${cells.join(' | ')} |\n`).join(''))
}

try {
  const small = await demoFolder('small')
  await publicPage(small)
  await starts(small)
  await idle(small)
  await writes(small)
  await lists()
  print()
} finally {
  rmSync(SCRATCH, { recursive: true, force: true })
}
