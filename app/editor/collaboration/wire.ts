/**
 * What browser and server say to each other about a draft that several people write, over one WebSocket per draft. Every
 * message is binary: one byte for its kind, then what is listed here. Numbers are big-endian.
 *
 * The browser begins with `hello`, the server answers `sync`, and from then on each sends what changes with it. The browser
 * numbers its updates; the server answers each with `saved` once it is on disk, and only then passes it on to the others.
 * After an interruption it is the same again: `hello`, `sync`, and an update with what the server lacks. When nobody has
 * written for a moment the server sends a `digest`; a browser whose text makes another one begins anew with the server's.
 */
export type ClientMessage =
  /** Begins, with the Yjs state vector of what the browser has. */
  | { kind: 'hello'; format: number; have: Uint8Array }
  | { kind: 'update'; number: number; update: Uint8Array }
  | { kind: 'awareness'; update: Uint8Array }
  /** Asks for a sign of life, which is `saved` with the number 0. */
  | { kind: 'ping' }

export type ServerMessage =
  /** What the browser lacks, and the state vector of what the server has. */
  | { kind: 'sync'; have: Uint8Array; update: Uint8Array }
  | { kind: 'update'; update: Uint8Array }
  | { kind: 'awareness'; update: Uint8Array }
  /** All updates up to this number are on disk since the instant `at`. */
  | { kind: 'saved'; number: number; at: number }
  /** What is stored after a moment in which nobody wrote, as `digestOf` has it: all that was told so far makes this. */
  | { kind: 'digest'; digest: number }

/**
 * The shape of what is in the Yjs document. Counted up when Lexical or we write it in another way: a page from before an
 * upgrade is then told to load anew before it writes.
 */
export const DRAFT_FORMAT = 1

/** Why the server closes a connection for good; it is of no use to come again with the same page. */
export const CLOSED = {
  /** The session has ended, or there was none. */
  signedOut: 4401,
  /** The person may not write any more. */
  forbidden: 4403,
  /** The postmortem or its incident is gone. */
  gone: 4404,
  /** The draft would become larger than a draft may be. */
  tooLarge: 4413,
  /** The page is of another version. */
  otherVersion: 4426,
  /** Too many connections of one person, or messages on one. */
  tooMany: 4429,
} as const

const KINDS = ['hello', 'sync', 'update', 'awareness', 'saved', 'ping', 'digest'] as const

export function encodeClientMessage(message: ClientMessage): Uint8Array<ArrayBuffer> {
  switch (message.kind) {
    case 'hello':
      return frame('hello', message.format, message.have)
    case 'update':
      return frame('update', message.number, message.update)
    case 'awareness':
      return frame('awareness', null, message.update)
    case 'ping':
      return frame('ping', null)
  }
}

/** @throws RangeError for bytes that are no message */
export function decodeClientMessage(bytes: Uint8Array): ClientMessage {
  const kind = KINDS[bytes[0] ?? -1]
  switch (kind) {
    case 'hello':
      return { kind, format: number32(bytes), have: bytes.subarray(5) }
    case 'update':
      return { kind, number: number32(bytes), update: bytes.subarray(5) }
    case 'awareness':
      return { kind, update: bytes.subarray(1) }
    case 'ping':
      return { kind }
    default:
      throw new RangeError('not a message')
  }
}

export function encodeServerMessage(message: ServerMessage): Uint8Array<ArrayBuffer> {
  switch (message.kind) {
    case 'sync':
      return frame('sync', message.have.length, message.have, message.update)
    case 'update':
      return frame('update', null, message.update)
    case 'awareness':
      return frame('awareness', null, message.update)
    case 'saved':
      return frame('saved', message.number, float64(message.at))
    case 'digest':
      return frame('digest', null, float64(message.digest))
  }
}

/** @throws RangeError for bytes that are no message */
export function decodeServerMessage(bytes: Uint8Array): ServerMessage {
  const kind = KINDS[bytes[0] ?? -1]
  switch (kind) {
    case 'sync': {
      const end = 5 + number32(bytes)
      return { kind, have: bytes.subarray(5, end), update: bytes.subarray(end) }
    }
    case 'update':
    case 'awareness':
      return { kind, update: bytes.subarray(1) }
    case 'saved':
      return { kind, number: number32(bytes), at: view(bytes).getFloat64(5) }
    case 'digest':
      return { kind, digest: view(bytes).getFloat64(1) }
    default:
      throw new RangeError('not a message')
  }
}

function frame(
  kind: (typeof KINDS)[number],
  number: number | null,
  ...parts: Uint8Array[]
): Uint8Array<ArrayBuffer> {
  const head = number === null ? 1 : 5
  const bytes = new Uint8Array(parts.reduce((length, part) => length + part.length, head))
  bytes[0] = KINDS.indexOf(kind)
  if (number !== null) new DataView(bytes.buffer).setUint32(1, number)
  let at = head
  for (const part of parts) {
    bytes.set(part, at)
    at += part.length
  }
  return bytes
}

function float64(number: number): Uint8Array {
  const bytes = new Uint8Array(8)
  view(bytes).setFloat64(0, number)
  return bytes
}

function number32(bytes: Uint8Array): number {
  return view(bytes).getUint32(1)
}

function view(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
}
