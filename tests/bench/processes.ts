/** Processes to measure: started, asked for their first byte, and weighed by what Linux says of them. */
import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { connect, createServer, type AddressInfo } from 'node:net'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

const root = path.resolve(import.meta.dirname, '../..')

export interface Started {
  url: string
  port: number
  pid: number
  /** Milliseconds from the start of the process to the first byte of the address that was waited for. */
  firstByte: number
  /** What the process wrote about its requests, one parsed line each. */
  logs: () => Record<string, unknown>[]
  stop: () => Promise<void>
}

/** Where all of them say that they are: otherwise each would render the public pages anew for its own port. */
export const PUBLIC_SITE = 'http://localhost:3000'

/** The built server on the data in a folder; waits for the first byte of `address`. */
export function startSagwa(dataFolder: string, address = '/healthz'): Promise<Started> {
  return start([path.join(root, 'app/cli/bin.mjs'), 'serve'], address, {
    SAGWA_DATA: dataFolder,
    PUBLIC_URL: PUBLIC_SITE,
  })
}

/** The server that everything is held against; `file` is what it sends. */
export function startBare(file?: string): Promise<Started> {
  return start([path.join(root, 'tests/bench/bare-server.mjs'), 'PORT', ...(file ? [file] : [])], '/', {})
}

/** Ended with this process, also when a measurement fails. */
const running = new Set<ChildProcess>()
process.once('exit', () => running.forEach((child) => child.kill()))

async function start(words: string[], address: string, env: Record<string, string>): Promise<Started> {
  const port = await freePort()
  const begin = performance.now()
  const child = spawn(
    process.execPath,
    words.map((word) => (word === 'PORT' ? String(port) : word)),
    {
      env: { PATH: process.env.PATH, NODE_ENV: 'production', PORT: String(port), HOST: '127.0.0.1', ...env },
      stdio: ['ignore', 'ignore', 'pipe'],
    },
  )
  running.add(child)
  let log = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => (log += text))
  while (!(await answers(port, address))) {
    if (child.exitCode !== null) throw new Error(`${words[0]} ended with ${child.exitCode}:\n${log}`)
    await sleep(2)
  }
  const firstByte = performance.now() - begin
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    pid: child.pid!,
    firstByte,
    logs: () => parseLines(log),
    stop: () => stop(child),
  }
}

async function stop(child: ChildProcess): Promise<void> {
  running.delete(child)
  const exited = once(child, 'exit')
  child.kill()
  await exited
}

function parseLines(text: string): Record<string, unknown>[] {
  return text
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line) as Record<string, unknown>)
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}

/** Whether anything comes back from there; false while nobody listens. */
function answers(port: number, address: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => {
      socket.write(`GET ${address} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n`)
    })
    socket.once('data', () => {
      socket.destroy()
      resolve(true)
    })
    socket.once('error', () => resolve(false))
    socket.once('end', () => resolve(false))
  })
}

/** Milliseconds of processor time that a process has used so far, in steps of 10 (Linux counts hundredths). */
export function processorTime(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
    .replace(/^.*\) /s, '')
    .split(' ')
  return (Number(fields[11]) + Number(fields[12])) * 10
}

/** Megabytes (10^6) of a process in memory, shared libraries included. */
export function residentMegabytes(pid: number): number {
  const [, kilobytes] = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? []
  return (Number(kilobytes) * 1024) / 1e6
}
