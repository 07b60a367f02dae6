/** The built server as a process of its own, with a data folder of its own. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

const root = path.resolve(import.meta.dirname, '../..')

export const SERVER_ENTRY = path.join(root, 'build/server/sagwa.js')

const BIN = path.join(root, 'app/cli/bin.mjs')
const START_MILLISECONDS = 15_000

export interface TestServer {
  url: string
  /** Folder with the database and the secret; deleted by `stop` unless it was given. */
  dataFolder: string
  pid: number
  /** What the server wrote to its log so far, one parsed line each. */
  logs: () => Record<string, unknown>[]
  /** Ends the process (SIGTERM unless told otherwise) and resolves with its exit code; null after a kill. */
  stop: (signal?: NodeJS.Signals) => Promise<number | null>
}

export interface ServerSetup {
  /** A folder to keep, for tests that start twice on the same data. */
  dataFolder?: string
  /** Beside PATH these are all variables the process sees. */
  env?: Record<string, string>
}

/**
 * Starts the built server on a free port of the loopback interface. The test has to call `stop`.
 *
 * @throws when it does not listen within fifteen seconds, with what it wrote.
 */
export async function startTestServer({ dataFolder, env = {} }: ServerSetup = {}): Promise<TestServer> {
  const folder = dataFolder ?? makeDataFolder()
  const child = spawn(process.execPath, [BIN, 'serve'], {
    cwd: folder,
    env: processEnvironment(folder, { PORT: '0', ...env }),
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const exited = once(child, 'exit')
  let output = ''
  let log = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text))
  child.stderr.setEncoding('utf8').on('data', (text: string) => (log += text))

  const stop = async (signal: NodeJS.Signals = 'SIGTERM') => {
    if (child.exitCode === null && child.signalCode === null) child.kill(signal)
    await exited
    if (dataFolder === undefined) rmSync(folder, { recursive: true, force: true })
    return child.exitCode
  }

  const deadline = Date.now() + START_MILLISECONDS
  for (;;) {
    const listening = parseLines(log).find((line) => line.msg === 'listening')
    if (listening)
      return {
        url: String(listening.url),
        dataFolder: folder,
        pid: child.pid!,
        logs: () => parseLines(log),
        stop,
      }
    if (child.exitCode !== null || Date.now() > deadline) {
      await stop('SIGKILL')
      throw new Error(`The server did not start (exit code ${child.exitCode}).\n${output}${log}`)
    }
    await sleep(20)
  }
}

export interface CommandOutcome {
  code: number | null
  stdout: string
  stderr: string
}

/** Runs `sagwa …` to its end with a data folder. `input` is what it reads from standard input. */
export async function runSagwa(
  words: string[],
  { dataFolder, env = {}, input }: { dataFolder: string; env?: Record<string, string>; input?: string },
): Promise<CommandOutcome> {
  const child = spawn(process.execPath, [BIN, ...words], {
    cwd: dataFolder,
    env: processEnvironment(dataFolder, env),
  })
  const outcome: CommandOutcome = { code: null, stdout: '', stderr: '' }
  child.stdout.setEncoding('utf8').on('data', (text: string) => (outcome.stdout += text))
  child.stderr.setEncoding('utf8').on('data', (text: string) => (outcome.stderr += text))
  child.stdin.end(input)
  await once(child, 'close')
  outcome.code = child.exitCode
  return outcome
}

/** An empty folder for one test; the test removes it, or `startTestServer` does when it made it. */
export function makeDataFolder(): string {
  return mkdtempSync(path.join(tmpdir(), 'sagwa-test-'))
}

function processEnvironment(dataFolder: string, env: Record<string, string>): NodeJS.ProcessEnv {
  return {
    NODE_ENV: 'production',
    PATH: process.env.PATH ?? '',
    HOST: '127.0.0.1',
    SAGWA_DATA: dataFolder,
    LOG_LEVEL: 'info',
    ...env,
  }
}

function parseLines(log: string): Record<string, unknown>[] {
  return log.split('\n').flatMap((line) => {
    try {
      return [JSON.parse(line) as Record<string, unknown>]
    } catch {
      return []
    }
  })
}
