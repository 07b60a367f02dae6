import {
  applyAwarenessUpdate,
  Awareness,
  encodeAwarenessUpdate,
  removeAwarenessStates,
} from 'y-protocols/awareness'
import { encodeStateAsUpdate, encodeStateVector, mergeUpdates, type Doc } from 'yjs'
import { digestOf } from './digest.ts'
import { takeIn } from './take-in.ts'
import { CLOSED, decodeServerMessage, DRAFT_FORMAT, encodeClientMessage, type ServerMessage } from './wire.ts'

export type LinkStatus =
  | 'connecting'
  | 'live'
  /** What is written is kept here and sent as soon as the server can be reached again. */
  | 'offline'
  /** Nobody is signed in any more, or not with the right to write. */
  | 'signed_out'
  | 'gone'
  | 'too_large'
  /** The page is of another version than the server. */
  | 'other_version'

/** What is said to listeners of a link. */
export interface LinkEvents {
  onStatus?: (status: LinkStatus) => void
  /** Everything written here is on the server's disk, at `at` by its clock. */
  onSaved?: (at: number) => void
  /** Something was written here that is not on the server's disk yet. */
  onUnsaved?: () => void
  /** All that was written is here and on the server's disk, but here it came out as another text. */
  onDiffers?: () => void
}

/** Milliseconds that changes are gathered before they are sent. */
const GATHER = 40
/** Milliseconds until the first new try, doubled up to the longest with each that fails. */
const FIRST_RETRY = 300
const LONGEST_RETRY = 10_000
/** Milliseconds between two questions whether the server is still there, and how long its answer may take. */
const PING_EVERY = 20_000
const SILENCE = 45_000

const FINAL: Partial<Record<number, LinkStatus>> = {
  [CLOSED.signedOut]: 'signed_out',
  [CLOSED.forbidden]: 'signed_out',
  [CLOSED.gone]: 'gone',
  [CLOSED.otherVersion]: 'other_version',
}

/**
 * Keeps a Yjs document in step with the server's. Whatever is written into the document is sent, and sent again after an
 * interruption, until the server has said that it is on disk.
 */
export class DraftLink {
  readonly awareness: Awareness
  status: LinkStatus = 'connecting'
  /** Whether the document has been filled from the server at least once. */
  synced = false
  readonly #doc: Doc
  readonly #open: () => WebSocket
  readonly #events: LinkEvents
  #socket: WebSocket | null = null
  #greeted = false
  #written = 0
  #saved = 0
  #waiting: Uint8Array[] = []
  #held: Uint8Array[] | null = null
  #heard = 0
  #retry = FIRST_RETRY
  #left = false
  #paused = false
  #gathering: ReturnType<typeof setTimeout> | undefined
  #retrying: ReturnType<typeof setTimeout> | undefined
  #pinging: ReturnType<typeof setInterval> | undefined

  /** @param open makes a WebSocket to the address of the draft */
  constructor(doc: Doc, open: () => WebSocket, events: LinkEvents = {}) {
    this.#doc = doc
    this.#open = open
    this.#events = events
    this.awareness = new Awareness(doc)
    doc.on('update', this.#onUpdate)
    this.awareness.on('update', this.#onAwareness)
    this.#connect()
  }

  /** Whether something was written here that the server has not confirmed. */
  get unsaved(): boolean {
    return this.#saved < this.#written
  }

  /** From now on what others write is kept back, as long as somebody is in the middle of a syllable. */
  hold(): void {
    this.#held ??= []
  }

  /** Applies what was kept back. */
  release(): void {
    const held = this.#held
    this.#held = null
    if (held !== null && held.length > 0) takeIn(this.#doc, mergeUpdates(held), this)
  }

  /** Sends what was gathered without waiting for more. */
  flush(): void {
    clearTimeout(this.#gathering)
    this.#gathering = undefined
    if (!this.#greeted || this.#waiting.length === 0) return
    const update = this.#waiting.length === 1 ? this.#waiting[0]! : mergeUpdates(this.#waiting)
    this.#waiting = []
    this.#send({ kind: 'update', number: this.#written, update })
  }

  /** Interrupts the connection until `resume`: what the browser says when it has no network. */
  pause(): void {
    this.#paused = true
    clearTimeout(this.#retrying)
    this.#drop()
    this.#tell('offline')
  }

  /** Tries to connect now instead of after the time that failed tries have to wait. */
  resume(): void {
    this.#paused = false
    if (this.#left || this.#socket !== null) return
    clearTimeout(this.#retrying)
    this.#retry = FIRST_RETRY
    this.#connect()
  }

  /** Ends it. What is not saved yet is sent, but nobody waits for it. */
  leave(): void {
    if (this.#left) return
    this.flush()
    removeAwarenessStates(this.awareness, [this.#doc.clientID], 'left')
    this.#left = true
    clearTimeout(this.#retrying)
    this.#doc.off('update', this.#onUpdate)
    this.#drop()
    this.awareness.destroy()
  }

  #connect(): void {
    if (this.#left || this.#paused) return
    let socket: WebSocket
    try {
      socket = this.#open()
    } catch {
      this.#later()
      return
    }
    socket.binaryType = 'arraybuffer'
    this.#socket = socket
    socket.onopen = () => {
      if (this.#socket !== socket) return
      this.#heard = Date.now()
      this.#pinging = setInterval(() => this.#ping(), PING_EVERY)
      this.#send({ kind: 'hello', format: DRAFT_FORMAT, have: encodeStateVector(this.#doc) })
    }
    socket.onmessage = ({ data }) => {
      if (this.#socket !== socket || !(data instanceof ArrayBuffer)) return
      this.#heard = Date.now()
      this.#receive(decodeServerMessage(new Uint8Array(data)))
    }
    socket.onerror = () => {}
    socket.onclose = ({ code }) => {
      if (this.#socket !== socket) return
      this.#drop()
      const final = FINAL[code]
      if (final === undefined) return this.#later(code === CLOSED.tooLarge ? 'too_large' : 'offline')
      this.#paused = true
      this.#tell(final)
    }
  }

  #later(status: LinkStatus = 'offline'): void {
    this.#tell(status)
    // Many pages lose a server at the same moment; they should not all come back in one.
    const wait = this.#retry * (0.75 + Math.random() / 2)
    this.#retry = Math.min(this.#retry * 2, LONGEST_RETRY)
    clearTimeout(this.#retrying)
    this.#retrying = setTimeout(() => this.#connect(), status === 'too_large' ? LONGEST_RETRY : wait)
  }

  #drop(): void {
    const socket = this.#socket
    this.#socket = null
    this.#greeted = false
    clearInterval(this.#pinging)
    clearTimeout(this.#gathering)
    this.#gathering = undefined
    // Held or not, what came is asked for again by the state vector of what is in the document.
    if (this.#held !== null) this.#held = []
    if (socket !== null) socket.close()
    const others = [...this.awareness.getStates().keys()].filter((id) => id !== this.#doc.clientID)
    removeAwarenessStates(this.awareness, others, this)
  }

  #receive(message: ServerMessage): void {
    switch (message.kind) {
      case 'sync':
        return this.#onSync(message)
      case 'update':
        if (this.#held !== null) this.#held.push(message.update)
        else takeIn(this.#doc, message.update, this)
        return
      case 'awareness':
        return applyAwarenessUpdate(this.awareness, message.update, this)
      case 'saved':
        if (message.number <= this.#saved) return
        this.#saved = message.number
        if (!this.unsaved) this.#events.onSaved?.(message.at)
        return
      case 'digest':
        // What is on its way, or waits for the end of a syllable, is in one of the two only; another digest follows it.
        if (this.unsaved || this.#held !== null || digestOf(this.#doc) === message.digest) return
        this.#events.onDiffers?.()
    }
  }

  #onSync({ have, update }: { have: Uint8Array; update: Uint8Array }): void {
    this.#greeted = true
    this.#retry = FIRST_RETRY
    this.#waiting = []
    // Whether the last ones arrived before the connection broke nobody knows, so all that the server lacks goes again.
    // Before what others did is applied here: words in a paragraph that they deleted would go as deleted ones.
    if (this.unsaved) {
      const lacking = encodeStateAsUpdate(this.#doc, have)
      this.#send({ kind: 'update', number: this.#written, update: lacking })
    }
    if (this.#held !== null && this.synced) this.#held.push(update)
    else takeIn(this.#doc, update, this)
    this.synced = true
    this.#tell('live')
    if (this.awareness.getLocalState() !== null) this.#sendAwareness([this.#doc.clientID])
  }

  #onUpdate = (update: Uint8Array, origin: unknown): void => {
    if (origin === this) return
    this.#written += 1
    if (this.#written === this.#saved + 1) this.#events.onUnsaved?.()
    // Without a connection there is nothing to gather: everything that is missing goes when there is one again.
    if (!this.#greeted) return
    this.#waiting.push(update)
    this.#gathering ??= setTimeout(() => this.flush(), GATHER)
  }

  #onAwareness = (
    { added, updated, removed }: { added: number[]; updated: number[]; removed: number[] },
    origin: unknown,
  ): void => {
    if (origin === this || !this.#greeted) return
    const own = [...added, ...updated, ...removed].filter((id) => id === this.#doc.clientID)
    if (own.length > 0) this.#sendAwareness(own)
  }

  #sendAwareness(clients: number[]): void {
    this.#send({ kind: 'awareness', update: encodeAwarenessUpdate(this.awareness, clients) })
  }

  #ping(): void {
    if (Date.now() - this.#heard <= SILENCE) return this.#send({ kind: 'ping' })
    // A connection that says nothing is gone, whatever the browser thinks of it.
    this.#drop()
    this.#later()
  }

  #send(message: Parameters<typeof encodeClientMessage>[0]): void {
    const socket = this.#socket
    if (socket?.readyState === 1) socket.send(encodeClientMessage(message))
  }

  #tell(status: LinkStatus): void {
    if (this.status === status || this.#left) return
    this.status = status
    this.#events.onStatus?.(status)
  }
}
