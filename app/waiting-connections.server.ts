import type { Server } from 'node:http'
import type { Socket } from 'node:net'

/**
 * Keeps connections that were opened and say nothing from using up what the process may open: with more than `most` of
 * them the oldest is closed for each new one. Whoever sends a request is no longer among them, so readers are served
 * while thousands hold the door.
 */
export function limitWaitingConnections(server: Server, most: number): void {
  // In the order in which they were opened.
  const waiting = new Set<Socket>()
  server.on('connection', (socket: Socket) => {
    waiting.add(socket)
    socket.once('close', () => waiting.delete(socket))
    if (waiting.size <= most) return
    const [oldest] = waiting
    if (oldest === undefined) return
    waiting.delete(oldest)
    oldest.destroy()
  })
  server.prependListener('request', (request) => {
    if (waiting.size > 0) waiting.delete(request.socket)
  })
}
