/**
 * A PostgreSQL to test on: the one that TEST_POSTGRES_URL names, else a private cluster made from the system's
 * binaries, else PGlite (the same server compiled to WebAssembly, one connection).
 */
import { execFileSync, spawn } from 'node:child_process'
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

export interface TestPostgres {
  /** Address of a database in which others may be created; null stands for PGlite. */
  url: string | null
  /** What ran, for the line that the test run prints. */
  description: string
  stop: () => Promise<void>
  /** Ends the server and keeps its data; `resume` starts it again at the same address. Only for a private cluster. */
  halt?: () => Promise<void>
  resume?: () => Promise<void>
}

export async function startPostgres(): Promise<TestPostgres> {
  const given = process.env.TEST_POSTGRES_URL
  if (given) return { url: given, description: 'PostgreSQL named by TEST_POSTGRES_URL', stop: async () => {} }

  const binaries = findBinaries()
  if (binaries === null) {
    return { url: null, description: 'PGlite (no PostgreSQL binaries on this machine)', stop: async () => {} }
  }
  return startCluster(binaries)
}

function findBinaries(): string | null {
  const debian = '/usr/lib/postgresql'
  const versions = existsSync(debian) ? readdirSync(debian).sort((a, b) => Number(b) - Number(a)) : []
  const candidates = [
    ...versions.map((version) => path.join(debian, version, 'bin')),
    '/opt/homebrew/bin',
    '/usr/local/bin',
    '/usr/bin',
  ]
  return (
    candidates.find((folder) =>
      ['initdb', 'postgres'].every((name) => existsSync(path.join(folder, name))),
    ) ?? null
  )
}

async function startCluster(binaries: string): Promise<TestPostgres> {
  const folder = mkdtempSync(path.join(tmpdir(), 'sagwa-postgres-'))
  // PostgreSQL refuses to run as root, so root hands the folder to the system's postgres account.
  const account = process.getuid?.() === 0 ? postgresAccount() : null
  if (account) chownSync(folder, account.uid, account.gid)

  const data = path.join(folder, 'data')
  const run = { ...account, cwd: folder, stdio: 'pipe' as const }
  execFileSync(
    path.join(binaries, 'initdb'),
    ['-D', data, '-U', 'sagwa', '--auth=trust', '--no-sync', '-E', 'UTF8', '--locale=C'],
    run,
  )

  const port = await freePort()
  const settings = ['fsync=off', 'full_page_writes=off', 'synchronous_commit=off', 'max_connections=200']
  const url = `postgres://sagwa@127.0.0.1:${port}/postgres`
  const words = ['-D', data, '-p', String(port), '-h', '127.0.0.1', '-k', folder]
  words.push(...settings.flatMap((value) => ['-c', value]))
  let end: () => Promise<void>
  const begin = async () => {
    const server = spawn(path.join(binaries, 'postgres'), words, { ...account, cwd: folder, stdio: 'ignore' })
    const exited = new Promise<void>((resolve) => server.once('exit', () => resolve()))
    end = async () => {
      // SIGINT asks for a fast shutdown: open connections are cut.
      server.kill('SIGINT')
      await exited
    }
    await untilReady(url)
  }
  await begin()

  const version = execFileSync(path.join(binaries, 'postgres'), ['--version'], run).toString().trim()
  return {
    url,
    description: `${version.replace('postgres (PostgreSQL)', 'PostgreSQL')}, private cluster on port ${port}`,
    halt: () => end(),
    resume: begin,
    stop: async () => {
      await end()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

function postgresAccount(): { uid: number; gid: number } {
  const id = (flag: string) => Number(execFileSync('id', [flag, 'postgres']).toString().trim())
  return { uid: id('-u'), gid: id('-g') }
}

async function untilReady(url: string): Promise<void> {
  const { default: pg } = await import('pg')
  let last: unknown
  for (let attempt = 0; attempt < 150; attempt += 1) {
    const client = new pg.Client({ connectionString: url })
    try {
      await client.connect()
      await client.end()
      return
    } catch (error) {
      last = error
      await sleep(100)
    }
  }
  throw new Error('The private PostgreSQL cluster did not start within 15 seconds.', { cause: last })
}

/** A port of the loopback interface that was free a moment ago. */
async function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer()
    probe.once('error', reject)
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address()
      probe.close(() =>
        address && typeof address === 'object' ? resolve(address.port) : reject(new Error('no port')),
      )
    })
  })
}
