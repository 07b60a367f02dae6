/**
 * Lets several people write one draft at once, over WebSockets on the server's own port; `editor/collaboration/wire.ts` says
 * how. An update is told to nobody, not even as saved to the one who wrote it, before it is on disk.
 */
import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { WebSocketServer, type WebSocket } from 'ws'
import {
  applyAwarenessUpdate,
  Awareness,
  encodeAwarenessUpdate,
  modifyAwarenessUpdate,
  removeAwarenessStates,
} from 'y-protocols/awareness'
import { decodeUpdate, Doc, encodeStateAsUpdate, encodeStateVector, mergeUpdates } from 'yjs'
import type { Queryable } from '#db/client.server.ts'
import type { SessionUser } from '#app/auth.server.ts'
import { may, type Role } from '#app/domain/roles.ts'
import { DomainError } from '#app/domain/errors.ts'
import type { Instant } from '#app/domain/instant.ts'
import { PEER_COLOURS } from '#app/editor/collaboration/colours.ts'
import { digestOf } from '#app/editor/collaboration/digest.ts'
import { rescuedText } from '#app/editor/collaboration/rescue.ts'
import { takeIn } from '#app/editor/collaboration/take-in.ts'
import {
  CLOSED,
  decodeClientMessage,
  DRAFT_FORMAT,
  encodeServerMessage,
  type ServerMessage,
} from '#app/editor/collaboration/wire.ts'
import { log } from '#app/logging.server.ts'
import {
  appendToDraft,
  draftHeads,
  draftSince,
  foldDraft,
  openDraft,
} from '#app/models/document-draft.server.ts'

export interface LiveDraftsOptions {
  q: Queryable
  clock: () => Instant
  sessions: {
    /** Who is behind a `Cookie` header; null for nobody. */
    read: (cookie: string) => Promise<SessionUser | null>
    /** What the people behind sessions may do now; without those that have ended. */
    live: (sessionIds: readonly string[], now: Instant) => Promise<Map<string, Role>>
  }
  /** Origin under which people reach the server; null where it is whatever they typed. */
  publicOrigin: string | null
  /** Milliseconds between two looks for what other processes wrote, and for sessions that have ended. */
  lookEvery?: number
  /** Milliseconds without an update until a draft is put together and compared with what people have. */
  foldAfter?: number
}

export interface LiveDrafts {
  /** Answers a request to switch to a WebSocket; the address has to be one of `paths.liveDraft`. */
  upgrade: (request: IncomingMessage, socket: Duplex, head: Buffer) => Promise<void>
  /** Ends all connections and puts all drafts together. Everything acknowledged is on disk before already. */
  stop: () => Promise<void>
}

/** `paths.liveDraft` */
const ADDRESS = /^\/live\/drafts\/([\w-]{1,64})$/
const LOOK_MILLISECONDS = 1_000
/** Milliseconds after an update until the draft is put together, and the longest that it waits while people go on. */
const FOLD_AFTER = 3_000
const FOLD_LATEST = 20_000
/** Bytes of one message, and of a draft with all that was written in it since it was last put together. */
const LARGEST_MESSAGE = 4 * 1024 * 1024
const LARGEST_DRAFT = 16 * 1024 * 1024
const MOST_CONNECTIONS = 500
const MOST_PER_PERSON = 20
/** Messages of one connection in ten seconds; somebody who types sends a hundred at most. */
const MOST_MESSAGES = 2_000
/** A connection that takes nothing away is closed before it fills the memory. */
const LARGEST_BACKLOG = 16 * 1024 * 1024

interface Member {
  socket: WebSocket
  user: SessionUser
  room: Room
  /** Yjs's number of this browser; others it may not speak for. */
  clientId: number | null
  messages: number
  greeted: boolean
}

interface Waiting {
  member: Member
  number: number
  update: Uint8Array
}

export function createLiveDrafts({
  q,
  clock,
  sessions,
  publicOrigin,
  lookEvery = LOOK_MILLISECONDS,
  foldAfter = FOLD_AFTER,
}: LiveDraftsOptions): LiveDrafts {
  const sockets = new WebSocketServer({ noServer: true, maxPayload: LARGEST_MESSAGE, clientTracking: false })
  const rooms = new Map<string, Promise<Room>>()
  const members = new Set<Member>()
  /** Drafts that are put together because everybody has left. */
  const ending = new Set<Promise<void>>()
  let stopping = false
  let looking: Promise<void> | null = null
  const timer = setInterval(() => {
    looking ??= look()
      .catch((error: unknown) => log().error({ err: error }, 'drafts could not be looked at'))
      .finally(() => (looking = null))
  }, lookEvery)
  timer.unref()
  const rates = setInterval(() => members.forEach((member) => (member.messages = 0)), 10_000)
  rates.unref()

  /** What other processes wrote, and who may not write any more. */
  async function look(): Promise<void> {
    if (members.size === 0) return
    const opened = await Promise.all([...rooms.values()])
    const heads = await draftHeads([...new Set([...members].map(({ room }) => room.documentId))], q)
    for (const room of opened) {
      if (room.empty) continue
      const head = heads.get(room.documentId)
      if (head === undefined) room.close(CLOSED.gone)
      else if (head > room.head) await room.catchUp()
    }
    const live = await sessions.live(
      [...members].map(({ user }) => user.sessionId),
      clock(),
    )
    for (const member of members) {
      const role = live.get(member.user.sessionId)
      if (role === undefined) member.socket.close(CLOSED.signedOut)
      else if (!may(role, 'write_postmortem')) member.socket.close(CLOSED.forbidden)
    }
  }

  async function enter(documentId: string): Promise<Room> {
    let room = rooms.get(documentId)
    if (room === undefined) {
      room = Room.open(documentId, { q, clock, foldAfter, onEmpty: () => leave(documentId) })
      rooms.set(documentId, room)
      room.catch(() => rooms.delete(documentId))
    }
    return room
  }

  function leave(documentId: string): void {
    rooms.delete(documentId)
  }

  async function admit(socket: WebSocket, documentId: string, cookie: string): Promise<void> {
    // What comes before the answer is known waits in the socket.
    socket.pause()
    socket.on('error', () => {})
    const user = await sessions.read(cookie)
    if (user === null) return refuse(socket, CLOSED.signedOut)
    if (!may(user.role, 'write_postmortem')) return refuse(socket, CLOSED.forbidden)
    const own = [...members].filter((member) => member.user.id === user.id).length
    if (own >= MOST_PER_PERSON || members.size >= MOST_CONNECTIONS) return refuse(socket, CLOSED.tooMany)
    let room: Room
    try {
      // One that everybody has just left ends while its last words are put together; then the next one begins.
      do room = await enter(documentId)
      while (room.closed)
    } catch (error) {
      if (error instanceof DomainError) return refuse(socket, CLOSED.gone)
      throw error
    }
    if (stopping) return refuse(socket, 1012)
    const member: Member = { socket, user, room, clientId: null, messages: 0, greeted: false }
    members.add(member)
    room.join(member)
    const gone = () => {
      members.delete(member)
      const left = room.leave(member).finally(() => ending.delete(left))
      ending.add(left)
    }
    if (socket.readyState !== 1) return gone()
    socket.on('close', gone)
    socket.on('message', (data, isBinary) => {
      member.messages += 1
      if (!isBinary || member.messages > MOST_MESSAGES) return socket.close(CLOSED.tooMany)
      try {
        room.receive(member, data as Buffer)
      } catch (error) {
        log().warn({ err: error, documentId }, 'a message about a draft could not be read')
        socket.close(1007)
      }
    })
    socket.resume()
  }

  return {
    async upgrade(request, socket, head) {
      socket.on('error', () => {})
      const documentId = ADDRESS.exec(request.url ?? '')?.[1]
      if (documentId === undefined) return refuseUpgrade(socket, '404 Not Found')
      if (!isOwn(request, publicOrigin)) return refuseUpgrade(socket, '403 Forbidden')
      if (stopping) return refuseUpgrade(socket, '503 Service Unavailable')
      const cookie = request.headers.cookie ?? ''
      sockets.handleUpgrade(request, socket, head, (webSocket) => {
        admit(webSocket, documentId, cookie).catch((error: unknown) => {
          log().error({ err: error, documentId }, 'somebody could not be let into a draft')
          refuse(webSocket, 1011)
        })
      })
    },
    async stop() {
      stopping = true
      clearInterval(timer)
      clearInterval(rates)
      await looking
      const opened = await Promise.all([...rooms.values()].map((room) => room.catch(() => null)))
      await Promise.all(opened.flatMap((room) => (room === null ? [] : [room.end()])))
      await Promise.all(ending)
      sockets.close()
    },
  }
}

interface RoomOptions extends Required<Pick<LiveDraftsOptions, 'q' | 'clock' | 'foldAfter'>> {
  onEmpty: () => void
}

/** One draft in memory and those who write it. */
class Room {
  readonly documentId: string
  /** The last update of the table that is in memory. */
  head: number
  #doc: Doc
  readonly #awareness: Awareness
  readonly #q: Queryable
  readonly #clock: () => Instant
  readonly #foldAfter: number
  readonly #onEmpty: () => void
  readonly #members = new Set<Member>()
  #waiting: Waiting[] = []
  #writing: Promise<void> | null = null
  #bytes: number
  #foldTimer: ReturnType<typeof setTimeout> | undefined
  #unfoldedSince = 0
  #folding: Promise<void> = Promise.resolve()
  /** Of what is stored; null while something is written that is not in it. */
  #digest: number | null = null
  /** Nothing is taken any more; whoever comes opens the next one. */
  closed = false

  static async open(documentId: string, of: RoomOptions): Promise<Room> {
    const stored = await openDraft({ documentId, now: of.clock() }, of.q)
    return new Room(documentId, stored, of)
  }

  private constructor(
    documentId: string,
    { head, updates }: { head: number; updates: readonly Uint8Array[] },
    { q, clock, foldAfter, onEmpty }: RoomOptions,
  ) {
    this.documentId = documentId
    this.head = head
    this.#q = q
    this.#clock = clock
    this.#foldAfter = foldAfter
    this.#onEmpty = onEmpty
    this.#doc = docOf(updates)
    this.#bytes = updates.reduce((size, update) => size + update.length, 0)
    this.#awareness = new Awareness(this.#doc)
    this.#awareness.setLocalState(null)
    this.#awareness.on('update', this.#onAwareness)
  }

  get empty(): boolean {
    return this.#members.size === 0
  }

  join(member: Member): void {
    this.#members.add(member)
  }

  /** Resolves when the draft is put together, after the last one has left. */
  async leave(member: Member): Promise<void> {
    this.#members.delete(member)
    if (member.clientId !== null) removeAwarenessStates(this.#awareness, [member.clientId], null)
    if (this.empty) await this.#retire()
  }

  close(code: number): void {
    for (const { socket } of this.#members) socket.close(code)
  }

  /** @throws for bytes that are no message or no update */
  receive(member: Member, data: Uint8Array): void {
    if (this.closed) return
    const message = decodeClientMessage(data)
    switch (message.kind) {
      case 'ping':
        return send(member, { kind: 'saved', number: 0, at: this.#clock() })
      case 'hello':
        if (message.format !== DRAFT_FORMAT) return member.socket.close(CLOSED.otherVersion)
        return this.#greet(member, message.have)
      case 'awareness':
        return this.#hearOf(member, message.update)
      case 'update':
        // Throws for what is none, before any of it is in memory.
        decodeUpdate(message.update)
        if (this.#bytes + message.update.length > LARGEST_DRAFT) return member.socket.close(CLOSED.tooLarge)
        this.#waiting.push({ member, number: message.number, update: Uint8Array.from(message.update) })
        this.#digest = null
        this.#writing ??= this.#write().finally(() => (this.#writing = null))
    }
  }

  /** Takes over what another process wrote. */
  async catchUp(): Promise<void> {
    await this.#writing
    const later = await draftSince({ documentId: this.documentId, after: this.head }, this.#q)
    if (later === null) return this.close(CLOSED.gone)
    this.head = Math.max(this.head, later.head)
    this.#digest = null
    const before = encodeStateVector(this.#doc)
    for (const update of later.updates) takeIn(this.#doc, update)
    this.#tell({ kind: 'update', update: encodeStateAsUpdate(this.#doc, before) })
    this.#foldLater()
  }

  async end(): Promise<void> {
    this.close(1012)
    await this.#writing
    if (!this.closed) await this.#retireNow()
  }

  #greet(member: Member, have: Uint8Array): void {
    member.greeted = true
    send(member, {
      kind: 'sync',
      have: encodeStateVector(this.#doc),
      update: encodeStateAsUpdate(this.#doc, have.length === 0 ? undefined : have),
    })
    const others = [...this.#awareness.getStates().keys()]
    if (others.length > 0) {
      send(member, { kind: 'awareness', update: encodeAwarenessUpdate(this.#awareness, others) })
    }
    if (this.#digest !== null) send(member, { kind: 'digest', digest: this.#digest })
  }

  /** Who is here and where, under the name of the session: nobody can appear as somebody else. */
  #hearOf(member: Member, update: Uint8Array): void {
    const { user } = member
    let foreign = false
    const own = modifyAwarenessUpdate(update, (state: unknown) =>
      state === null
        ? null
        : {
            ...(state as object),
            name: user.name,
            color: this.#colourOf(member),
            awarenessData: { id: user.id },
          },
    )
    const seen = new Awareness(new Doc())
    applyAwarenessUpdate(seen, own, null)
    for (const id of seen.getStates().keys()) {
      if (id === seen.clientID) continue
      member.clientId ??= id
      foreign ||= id !== member.clientId
    }
    seen.destroy()
    if (!foreign) applyAwarenessUpdate(this.#awareness, own, member)
  }

  #colourOf(member: Member): string {
    const people = [...new Set([...this.#members].map(({ user }) => user.id))]
    return PEER_COLOURS[people.indexOf(member.user.id) % PEER_COLOURS.length]!
  }

  #onAwareness = ({ added, updated, removed }: Record<'added' | 'updated' | 'removed', number[]>): void => {
    const update = encodeAwarenessUpdate(this.#awareness, [...added, ...updated, ...removed])
    this.#tell({ kind: 'awareness', update })
  }

  /** Writes what waits in one transaction, then what has come meanwhile in the next. */
  async #write(): Promise<void> {
    // A moment in which what others send comes along: one transaction for all of it.
    await new Promise((resolve) => setImmediate(resolve))
    while (this.#waiting.length > 0 && !this.closed) {
      const { member: first } = this.#waiting[0]!
      // In one transaction as long as one person wrote it: each has their name on what they wrote.
      const together = this.#waiting.findIndex(({ member }) => member.user.id !== first.user.id)
      const batch = this.#waiting.splice(0, together === -1 ? this.#waiting.length : together)
      const { updates, rescued } = this.#apply(batch)
      try {
        if (updates.length > 0) {
          const head = await appendToDraft(
            { documentId: this.documentId, updates, actor: first.user, now: this.#clock() },
            this.#q,
          )
          // Numbers in between are of another process, whose updates the next look brings.
          if (head === this.head + updates.length) this.head = head
        }
      } catch (error) {
        // What is in memory and not on disk has been told to nobody. All come again, and bring it with them.
        log().error({ err: error, documentId: this.documentId }, 'a draft could not be written')
        this.closed = true
        this.#waiting = []
        this.#onEmpty()
        return this.close(error instanceof DomainError ? CLOSED.gone : 1011)
      }
      this.#bytes += updates.reduce((size, update) => size + update.length, 0)
      const at = this.#clock()
      if (updates.length > 0) {
        // One who wrote alone has it already, unless something was brought back.
        const besides = batch.length === 1 && !rescued ? first : null
        this.#tell({ kind: 'update', update: mergeUpdates(updates) }, besides)
      }
      for (const { member, number } of batch) send(member, { kind: 'saved', number, at })
      this.#foldLater()
    }
  }

  /** Takes updates into memory and returns what has to be on disk: those that brought something, and what they bring back. */
  #apply(batch: readonly Waiting[]): { updates: Uint8Array[]; rescued: boolean } {
    const updates: Uint8Array[] = []
    let any = false
    for (const { update } of batch) {
      let changed = false
      const note = () => (changed = true)
      this.#doc.on('update', note)
      const rescued = rescuedText(this.#doc, update)
      this.#doc.off('update', note)
      const { pendingStructs, pendingDs } = this.#doc.store
      if (changed || pendingStructs !== null || pendingDs !== null) updates.push(update)
      if (rescued !== null) updates.push(rescued)
      any ||= rescued !== null
    }
    return { updates, rescued: any }
  }

  #tell(message: ServerMessage, besides: Member | null = null): void {
    const data = encodeServerMessage(message)
    for (const member of this.#members) {
      if (!member.greeted || member === besides) continue
      if (member.socket.bufferedAmount > LARGEST_BACKLOG) member.socket.close(CLOSED.tooMany)
      else member.socket.send(data)
    }
  }

  #foldLater(): void {
    const now = performance.now()
    if (this.#foldTimer === undefined) this.#unfoldedSince = now
    clearTimeout(this.#foldTimer)
    const latest = Math.max(0, this.#unfoldedSince + FOLD_LATEST - now)
    this.#foldTimer = setTimeout(
      () => {
        this.#foldTimer = undefined
        void this.#fold()
      },
      Math.min(this.#foldAfter, latest),
    )
    this.#foldTimer.unref()
  }

  #fold(): Promise<void> {
    this.#folding = this.#folding.then(async () => {
      try {
        const folded = await foldDraft(this.documentId, this.#q)
        if (folded !== null) await this.#compare(folded)
        this.#bytes = encodeStateAsUpdate(this.#doc).length
      } catch (error) {
        // The updates are there as before.
        log().error({ err: error, documentId: this.documentId }, 'a draft could not be put together')
      }
    })
    return this.#folding
  }

  /** What is stored is the truth: if it came out different in memory it is read anew, and all who write are told. */
  async #compare({ head, digest }: { head: number; digest: number }): Promise<void> {
    const isAtRest = () => head === this.head && this.#writing === null && this.#waiting.length === 0
    if (!isAtRest()) return
    if (digestOf(this.#doc) !== digest) {
      log().error({ documentId: this.documentId }, 'a draft in memory differed from the one that is stored')
      const stored = await draftSince({ documentId: this.documentId, after: -1 }, this.#q)
      if (stored === null || stored.head !== head || !isAtRest()) return
      this.#doc = docOf(stored.updates)
    }
    this.#digest = digest
    this.#tell({ kind: 'digest', digest })
  }

  async #retire(): Promise<void> {
    await this.#writing
    if (this.empty && !this.closed) await this.#retireNow()
  }

  async #retireNow(): Promise<void> {
    this.closed = true
    this.#onEmpty()
    clearTimeout(this.#foldTimer)
    await this.#fold()
    this.#awareness.destroy()
    this.#doc.destroy()
  }
}

function docOf(updates: readonly Uint8Array[]): Doc {
  // What was deleted keeps its place for as long as people are here, so that late words can be brought back to it.
  const doc = new Doc({ gc: false })
  for (const update of updates) takeIn(doc, update)
  return doc
}

function send(member: Member, message: ServerMessage): void {
  if (member.socket.readyState === 1) member.socket.send(encodeServerMessage(message))
}

/** Closes a connection that is not let in. One that stays paused never hears the answer to that, and hangs for half a minute. */
function refuse(socket: WebSocket, code: number): void {
  socket.close(code)
  socket.resume()
}

/** Whether a page of ours asks. Browsers always say whose page it is, and nothing else has a session. */
function isOwn({ headers }: IncomingMessage, publicOrigin: string | null): boolean {
  const { origin } = headers
  if (origin === undefined) return false
  return origin === publicOrigin || URL.parse(origin)?.host === headers.host
}

/** Answers a request to switch in the way of plain HTTP. */
function refuseUpgrade(socket: Duplex, status: string): void {
  socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`)
}
