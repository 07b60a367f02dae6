import http from 'node:http'
import { connect, type AddressInfo, type Socket } from 'node:net'
import { once } from 'node:events'
import { expect, test } from 'vitest'
import { limitWaitingConnections } from '#app/waiting-connections.server.ts'

const MOST = 200

test('readers are answered while thousands of connections are opened that never send a whole request', async () => {
  const server = http.createServer((_request, response) => response.end('the notice'))
  limitWaitingConnections(server, MOST)
  server.on('clientError', (_error, socket) => socket.destroy())
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', 1024, resolve))
  const { port } = server.address() as AddressInfo
  const slow: Socket[] = []
  let open = 0
  try {
    for (let i = 0; i < 2_000; i += 1) {
      const socket = connect(port, '127.0.0.1')
      slow.push(socket)
      socket.on('error', () => {})
      socket.once('close', () => (open -= 1))
      await once(socket, 'connect')
      open += 1
      socket.write('GET /notices HTTP/1.1\r\nHost: slow')
    }
    const answer = await fetch(`http://127.0.0.1:${port}/notices`)
    expect(await answer.text()).toBe('the notice')
    await expect.poll(() => open).toBeLessThanOrEqual(MOST)
    // The newest were not closed: only who came first and said nothing had to go.
    expect(slow.at(-1)?.destroyed).toBe(false)
  } finally {
    for (const socket of slow) socket.destroy()
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  }
})

test('a connection that has sent a request is kept, however many others come', async () => {
  const server = http.createServer((_request, response) => response.end('ok'))
  limitWaitingConnections(server, 5)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const agent = new http.Agent({ keepAlive: true, maxSockets: 1 })
  const ask = () =>
    new Promise<boolean>((resolve, reject) => {
      const request = http.get({ port, host: '127.0.0.1', agent }, (response) => {
        response.resume().once('end', () => resolve(request.reusedSocket))
      })
      request.once('error', reject)
    })
  const others: Socket[] = []
  try {
    expect(await ask()).toBe(false)
    for (let i = 0; i < 20; i += 1) {
      const socket = connect(port, '127.0.0.1').on('error', () => {})
      others.push(socket)
      await once(socket, 'connect')
    }
    expect(await ask()).toBe(true)
  } finally {
    agent.destroy()
    for (const socket of others) socket.destroy()
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  }
})
