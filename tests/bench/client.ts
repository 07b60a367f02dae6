/** A client that is cheaper than any server it asks, so that the server is what is measured. */
import { connect, type Socket } from 'node:net'

export interface Answer {
  head: string
  body: Buffer
  /** Bytes over the wire, head included. */
  bytes: number
}

/** One request over a connection of its own, with nothing undone: the body as it was sent. */
export async function ask(port: number, address: string, headers: Record<string, string>): Promise<Answer> {
  const socket = connect(port, '127.0.0.1')
  socket.write(request(address, { ...headers, Connection: 'close' }))
  const chunks: Buffer[] = []
  for await (const chunk of socket as AsyncIterable<Buffer>) chunks.push(chunk)
  const whole = Buffer.concat(chunks)
  const end = whole.indexOf('\r\n\r\n')
  return {
    head: whole.subarray(0, end).toString('latin1'),
    body: whole.subarray(end + 4),
    bytes: whole.length,
  }
}

/**
 * Sends `count` requests over `connections` kept connections, the next one when the answer before is complete. All
 * answers have to be as long as the first, which is how it knows where they end without reading them.
 *
 * @returns milliseconds for all of them
 */
export async function hammer(
  port: number,
  address: string,
  { headers, count, connections }: { headers: Record<string, string>; count: number; connections: number },
): Promise<number> {
  const bytes = Buffer.from(request(address, headers))
  const sockets = await Promise.all(Array.from({ length: connections }, () => opened(port)))
  const length = await answerLength(sockets[0]!, bytes)
  let left = count
  const begin = performance.now()
  await Promise.all(sockets.map((socket) => drive(socket)))
  const took = performance.now() - begin
  for (const socket of sockets) socket.destroy()
  return took

  function drive(socket: Socket): Promise<void> {
    return new Promise((resolve, reject) => {
      let received = 0
      const next = () => {
        if (left === 0) return resolve()
        left -= 1
        socket.write(bytes)
      }
      socket.on('data', (chunk: Buffer) => {
        received += chunk.length
        if (received < length) return
        if (received > length) return reject(new Error('An answer was longer than the first one.'))
        received = 0
        next()
      })
      socket.once('error', reject)
      next()
    })
  }
}

function answerLength(socket: Socket, bytes: Buffer): Promise<number> {
  return new Promise((resolve) => {
    let text = ''
    const read = (chunk: Buffer) => {
      text += chunk.toString('latin1')
      const [empty] = /^HTTP\/1\.1 304 .*?\r\n\r\n/is.exec(text) ?? []
      const [head = '', length] = empty
        ? [empty, '0']
        : (/^.*?\r\nContent-Length: (\d+).*?\r\n\r\n/is.exec(text) ?? [])
      if (length === undefined || text.length < head.length + Number(length)) return
      socket.off('data', read)
      resolve(head.length + Number(length))
    }
    socket.on('data', read)
    socket.write(bytes)
  })
}

function opened(port: number): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect({ port, host: '127.0.0.1', noDelay: true }, () => resolve(socket))
    socket.once('error', reject)
  })
}

function request(address: string, headers: Record<string, string>): string {
  const lines = Object.entries({ Host: '127.0.0.1', ...headers }).map(
    ([name, value]) => `${name}: ${value}\r\n`,
  )
  return `GET ${address} HTTP/1.1\r\n${lines.join('')}\r\n`
}
