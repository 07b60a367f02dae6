/**
 * What publishing costs those who publish, those who write meanwhile, and those who read.
 *
 *   npm run build && npm run bench:notice
 *
 * Needs Linux (`/proc`), and about two minutes. As in `bench.ts` everything stands beside something bare of the same run.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { connect, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { cookieOf, sendForm } from '#tests/setup/people.ts'
import { runSagwa } from '#tests/setup/server.ts'
import type { BareAnswer } from './bare-server.mjs'
import { ask, hammer } from './client.ts'
import { openDataFolder } from './many-incidents.ts'
import { processorTime, PUBLIC_SITE, startBare, startSagwa, type Started } from './processes.ts'

const PASSWORD = 'only for this measurement'
const REFERENCE = '2020-002'
const NOTICE = `/notices/${REFERENCE}`
/** Stays as it is while the notice is published again and again. */
const NOTICE_AS_IT_WAS = `${NOTICE}/v/1`
const BROTLI = { 'Accept-Encoding': 'br' }
const READERS = 50
const SLOW_CONNECTIONS = 10_000
const SCRATCH = mkdtempSync(path.join(tmpdir(), 'sagwa-bench-'))

const rows: string[][] = [
  ['Measure', 'Sagwa', 'Beside it'],
  ['---', '---', '---'],
]

function add(what: string, ours: string, beside = ''): void {
  rows.push([what, ours, beside])
  process.stderr.write(`${what}: ${ours} ${beside}\n`)
}

async function signIn({ url }: Started): Promise<string> {
  const answer = await sendForm(`${url}/sign-in`, { email: 'admin@example.com', password: PASSWORD })
  if (answer.status !== 302) throw new Error(`The sign-in was answered ${answer.status}.`)
  return cookieOf(answer)
}

const KOREAN =
  '서버를 늘리는 동안 일부 이용자의 메시지가 늦게 전달되었습니다. 보낸 메시지는 모두 차례로 전달했습니다.\n\n'
const ENGLISH =
  'While servers were added, messages of some users arrived late. All of them were delivered in order.\n\n'

/** Publishes one more revision of the same notice, in two languages, and returns the milliseconds of that request. */
function publisher({ url }: Started, cookie: string) {
  const address = `${url}/incidents/${REFERENCE}/notices`
  let version = 1
  let number = 0
  return async (): Promise<number> => {
    number += 1
    const texts = {
      title_ko: `메시지 전송 장애 안내 ${number}`,
      body_ko: `{{impact.start}}에 시작된 장애는 {{impact.end}}에 끝났습니다. (${number})\n\n${KOREAN.repeat(6)}`,
      title_en: `Messages were not sent ${number}`,
      body_en: `The outage began at {{impact.start}} and ended at {{impact.end}}. (${number})\n\n${ENGLISH.repeat(6)}`,
    }
    await expectRedirect(sendForm(address, { ...texts, version: String(version) }, { cookie }))
    const begin = performance.now()
    const fields = { intent: 'publish_alone', emergency: 'bench', version: String(version + 1) }
    await expectRedirect(sendForm(address, fields, { cookie }))
    version += 2
    return performance.now() - begin
  }
}

async function expectRedirect(answer: Promise<Response>): Promise<void> {
  const { status } = await answer
  if (status !== 302) throw new Error(`A form was answered ${status}.`)
}

/** How long another process waits for the write lock, again and again until `done`. */
async function waits(dataFolder: string, work: () => Promise<unknown>): Promise<number[]> {
  const sqlite = openDataFolder(dataFolder)
  const times: number[] = []
  let done = false
  const working = work().finally(() => (done = true))
  while (!done) {
    const begin = performance.now()
    sqlite.exec('begin immediate')
    sqlite.exec('commit')
    times.push(performance.now() - begin)
    await sleep(1)
  }
  sqlite.close()
  await working
  return times
}

async function repeat(times: number, work: () => Promise<number>): Promise<number[]> {
  const results: number[] = []
  for (let i = 0; i < times; i += 1) results.push(await work())
  return results
}

async function publishing(dataFolder: string, publish: () => Promise<number>): Promise<void> {
  const first = await publish()
  const latencies: number[] = []
  const longest: number[] = []
  for (let round = 0; round < 15; round += 1) {
    const waited = await waits(dataFolder, async () => latencies.push(await publish()))
    longest.push(Math.max(...waited))
  }
  const quiet = await waits(dataFolder, () => sleep(1_000))
  add(
    'Publishing, two languages: middle, longest; first of a process',
    `${ms(median(latencies))}, ${ms(Math.max(...latencies))}; ${ms(first)}`,
  )
  add(
    'Longest wait of another writer in one publication: middle, longest',
    `${ms(median(longest))}, ${ms(Math.max(...longest))}`,
    `${ms(Math.max(...quiet))} while nobody publishes`,
  )
}

async function load({ port, pid }: Started, address: string, headers: Record<string, string>, count: number) {
  const before = processorTime(pid)
  const took = await hammer(port, address, { headers, count, connections: 16 })
  return { processor: processorTime(pid) - before, perSecond: (count / took) * 1000 }
}

/** Turn by turn against a server that sends the same bytes; the middle of `rounds`. */
async function against(
  what: string,
  ours: Started,
  address: string,
  headers: Record<string, string>,
  rounds = 5,
) {
  const page = await ask(ours.port, address, headers)
  const file = path.join(SCRATCH, 'answer.json')
  const sent: BareAnswer = {
    status: Number(page.head.split(' ')[1]),
    headers: headersOf(page.head),
    body: page.body.toString('base64'),
  }
  writeFileSync(file, JSON.stringify(sent))
  const bare = await startBare(file)
  const speeds: number[] = []
  const ratios: number[] = []
  const processor: number[] = []
  for (let round = 0; round <= rounds; round += 1) {
    const [a, b] = [await load(ours, address, headers, 15_000), await load(bare, address, headers, 15_000)]
    // The first is for the compiler.
    if (round === 0) continue
    speeds.push(a.perSecond)
    ratios.push(a.perSecond / b.perSecond)
    processor.push(b.processor / a.processor)
  }
  await bare.stop()
  add(
    what,
    `${Math.round(median(speeds))} a second, ${(page.bytes / 1000).toFixed(1)} KB`,
    `${median(ratios).toFixed(2)} of bare, by processor ${median(processor).toFixed(2)}`,
  )
}

function headersOf(head: string): string[] {
  return head
    .split('\r\n')
    .slice(1)
    .map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 2)] as const)
    .filter(([name]) => !['Date', 'Connection', 'Keep-Alive'].includes(name))
    .flat()
}

/** The times of single reads, one after the other, until `work` is done. */
async function readsDuring({ port }: Started, work: () => Promise<unknown>): Promise<number[]> {
  const times: number[] = []
  let done = false
  const working = work().finally(() => (done = true))
  while (!done) {
    const begin = performance.now()
    const { head } = await ask(port, NOTICE, BROTLI)
    if (!head.includes(' 200 ')) throw new Error(`The notice was answered:\n${head}`)
    times.push(performance.now() - begin)
    await sleep(2)
  }
  await working
  return times
}

function reads(what: string, times: number[], quiet: number[]): void {
  add(
    what,
    `${ms(median(times))}, ${ms(quantile(times, 0.99))}, ${ms(Math.max(...times))}`,
    `${ms(median(quiet))}, ${ms(quantile(quiet, 0.99))}, ${ms(Math.max(...quiet))} while nothing else happens`,
  )
}

/** People who read pages of the tool, each one once a second. */
async function signedInReaders({ url }: Started, cookie: string, seconds: number): Promise<void> {
  const until = performance.now() + seconds * 1000
  await Promise.all(
    Array.from({ length: READERS }, async (_, number) => {
      await sleep((number * 1000) / READERS)
      while (performance.now() < until) {
        const answer = await fetch(`${url}/incidents/${REFERENCE}`, { headers: { cookie } })
        await answer.text()
        if (answer.status !== 200) throw new Error(`A page was answered ${answer.status}.`)
        await sleep(1000)
      }
    }),
  )
}

/** Connections that send a request one letter a second and never end it. Returns how many could be opened. */
async function openSlowly({ port }: Started): Promise<{ opened: number; close: () => void }> {
  const sockets: Socket[] = []
  let opened = 0
  let refused = false
  for (let i = 0; i < SLOW_CONNECTIONS && !refused; i += 1) {
    const socket = connect(port, '127.0.0.1', () => {
      opened += 1
      socket.write('GET /notices HTTP/1.1\r\nHost: a\r\nX-')
    })
    socket.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EMFILE' || error.code === 'EADDRNOTAVAIL') refused = true
    })
    sockets.push(socket)
    if (i % 200 === 199) await sleep(20)
  }
  await sleep(1_000)
  const timer = setInterval(() => sockets.forEach((socket) => socket.writable && socket.write('a')), 1_000)
  return {
    opened,
    close() {
      clearInterval(timer)
      for (const socket of sockets) socket.destroy()
    },
  }
}

function median(values: number[]): number {
  return quantile(values, 0.5)
}

function quantile(values: number[], share: number): number {
  return values.toSorted((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * share))]!
}

function ms(value: number): string {
  return `${value < 10 ? value.toFixed(1) : value.toFixed(0)} ms`
}

try {
  const dataFolder = mkdtempSync(path.join(SCRATCH, 'data-'))
  await runSagwa(['demo', '--password', PASSWORD], { dataFolder, env: { PUBLIC_URL: PUBLIC_SITE } })
  const writer = await startSagwa(dataFolder)
  const cookie = await signIn(writer)
  const publish = publisher(writer, cookie)
  await publishing(dataFolder, publish)

  // A process that nobody has signed in to, as one that serves readers only.
  const ours = await startSagwa(dataFolder)
  const { head } = await ask(ours.port, NOTICE, BROTLI)
  const [, etag = ''] = /^ETag: (.*)$/im.exec(head) ?? []
  await against('Notice, alone', ours, NOTICE, BROTLI)
  await against('The same, not modified (304)', ours, NOTICE, { ...BROTLI, 'If-None-Match': etag })
  await against('Atom feed', ours, '/notices/feed.atom', BROTLI, 3)
  await against('Summary of the status API', ours, '/api/v2/summary.json', BROTLI, 3)
  await ours.stop()

  const quiet = await readsDuring(writer, () => sleep(2_000))
  reads(
    'A notice while publications run: middle, 99 of 100, longest',
    await readsDuring(writer, () => repeat(8, publish)),
    quiet,
  )
  const reading = signedInReaders(writer, cookie, 25)
  reads(
    `A notice with ${READERS} signed-in readers: the same`,
    await readsDuring(writer, () => sleep(4_000)),
    quiet,
  )
  reads('With them, while publications run', await readsDuring(writer, () => repeat(5, publish)), quiet)
  await against(`Notice, ${READERS} signed-in readers in the same process`, writer, NOTICE, BROTLI, 3)
  await reading
  const publications = { running: true }
  const publishingOn = (async () => {
    while (publications.running) await publish()
  })()
  await against('Notice, publications in the same process', writer, NOTICE_AS_IT_WAS, BROTLI, 3)
  publications.running = false
  await publishingOn

  const slow = await openSlowly(writer)
  reads(
    `A notice beside ${slow.opened} connections opened slowly`,
    await readsDuring(writer, () => sleep(4_000)),
    quiet,
  )
  slow.close()
  await writer.stop()
  process.stdout.write(rows.map((cells) => `| ${cells.join(' | ')} |\n`).join(''))
} finally {
  rmSync(SCRATCH, { recursive: true, force: true })
}
