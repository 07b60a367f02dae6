import type { IncomingMessage, Server } from 'node:http'
import type { Socket } from 'node:net'

/**
 * Keeps connections that were opened and say nothing from using up what the process may open: with more than `most` of
 * them the oldest is closed for each new one. Whoever sends a request is no longer among them, so readers are served
 * while thousands hold the door.
 *
 * @returns what has to hear of requests to switch to another protocol, which are none to the server
 */
export function limitWaitingConnections(server: Server, most: number): (request: IncomingMessage) => void {
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
  const forget = ({ socket }: IncomingMessage) => {
    if (waiting.size > 0) waiting.delete(socket)
  }
  server.prependListener('request', forget)
  return forget
}
