/**
 * Pictures as files: what they are by their own bytes, how large, and their bytes without what they tell of the place,
 * the camera and the person. What the picture shows stays to the bit.
 */
import { DomainError, type Problem } from './errors.ts'

export const PICTURE_TYPES = ['image/png', 'image/jpeg', 'image/gif', 'image/webp'] as const
export type PictureType = (typeof PICTURE_TYPES)[number]

/** Bytes of a file, as it is sent. */
export const LARGEST_PICTURE_BYTES = 5 * 1024 * 1024
/** Pixels in all: what a browser unpacks them to is four bytes each. */
const LARGEST_PICTURE_PIXELS = 40_000_000

export interface PictureFile {
  type: PictureType
  /** Pixels, as it is shown: a photograph that is turned counts as turned. */
  width: number
  height: number
  /** Without EXIF, XMP, IPTC and comments; colours and, of a photograph, which side is up are kept. */
  bytes: Uint8Array
}

/**
 * Reads a picture by its own signature; what its name or its sender calls it counts for nothing.
 *
 * @throws DomainError `invalid` under `picture`, for what is too large, no picture of a known type, or broken
 */
export function readPicture(bytes: Uint8Array): PictureFile {
  if (bytes.length === 0) throw refusal({ code: 'picture_missing' })
  if (bytes.length > LARGEST_PICTURE_BYTES) {
    const params = { max: megabytes(LARGEST_PICTURE_BYTES), actual: megabytes(bytes.length) }
    throw refusal({ code: 'picture_too_large', params })
  }
  const file = new Bytes(bytes)
  let read: PictureFile
  try {
    read = readAs(file) ?? unknownType(file)
  } catch (error) {
    if (!(error instanceof RangeError)) throw error
    throw refusal({ code: 'picture_broken' })
  }
  const { width, height } = read
  if (width === 0 || height === 0) throw refusal({ code: 'picture_broken' })
  if (width * height > LARGEST_PICTURE_PIXELS) {
    const params = { width, height, max: LARGEST_PICTURE_PIXELS / 1_000_000 }
    throw refusal({ code: 'picture_too_many_pixels', params })
  }
  return read
}

function refusal(problem: Problem): DomainError {
  return new DomainError('invalid', { picture: [problem] })
}

function megabytes(bytes: number): number {
  return Math.ceil((bytes / 1024 / 1024) * 10) / 10
}

function readAs(file: Bytes): PictureFile | null {
  if (file.startsWith('\x89PNG\r\n\x1a\n')) return png(file)
  if (file.startsWith('\xff\xd8\xff')) return jpeg(file)
  if (file.startsWith('GIF87a') || file.startsWith('GIF89a')) return gif(file)
  if (file.startsWith('RIFF') && file.text(8, 4) === 'WEBP') return webp(file)
  return null
}

function unknownType(file: Bytes): never {
  const opening = file.text(0, Math.min(file.length, 1000))
  const vector = /<svg[\s>]/i.test(opening)
  throw refusal(vector ? { code: 'picture_vector' } : { code: 'picture_type_unknown' })
}

/** Reads that go beyond the end throw a RangeError, because the file ends too early. */
class Bytes {
  readonly all: Uint8Array
  readonly #view: DataView

  constructor(all: Uint8Array) {
    this.all = all
    this.#view = new DataView(all.buffer, all.byteOffset, all.byteLength)
  }

  get length(): number {
    return this.all.length
  }

  uint8(at: number): number {
    return this.#view.getUint8(at)
  }

  uint16(at: number, little = false): number {
    return this.#view.getUint16(at, little)
  }

  uint32(at: number, little = false): number {
    return this.#view.getUint32(at, little)
  }

  text(at: number, length: number): string {
    return String.fromCharCode(...this.part(at, length))
  }

  startsWith(text: string): boolean {
    return this.length >= text.length && this.text(0, text.length) === text
  }

  part(at: number, length: number): Uint8Array {
    if (length < 0 || at + length > this.length) throw new RangeError('the file ends before its picture does')
    return this.all.subarray(at, at + length)
  }
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const all = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0))
  let at = 0
  for (const part of parts) {
    all.set(part, at)
    at += part.length
  }
  return all
}

/** Chunks that hold words, times and what a camera writes. */
const PNG_WORDS = new Set(['eXIf', 'tEXt', 'zTXt', 'iTXt', 'tIME'])

/** PNG, third edition: chunks of length, name, content and checksum, from IHDR to IEND. */
function png(file: Bytes): PictureFile {
  if (file.text(12, 4) !== 'IHDR') throw new RangeError('no header')
  const parts = [file.part(0, 8)]
  for (let at = 8; ;) {
    const length = file.uint32(at) + 12
    const name = file.text(at + 4, 4)
    const chunk = file.part(at, length)
    if (!PNG_WORDS.has(name)) parts.push(chunk)
    if (name === 'IEND') break
    at += length
  }
  return { type: 'image/png', width: file.uint32(16), height: file.uint32(20), bytes: joined(parts) }
}

/** GIF89a: the size stands in the screen descriptor; the file ends with a semicolon. */
function gif(file: Bytes): PictureFile {
  if (file.length < 14) throw new RangeError('no screen')
  return { type: 'image/gif', width: file.uint16(6, true), height: file.uint16(8, true), bytes: file.all }
}

/** Frames that say how large the picture is (ITU-T T.81, table B.1). */
const JPEG_FRAMES = new Set([0xc0, 0xc1, 0xc2, 0xc3, 0xc5, 0xc6, 0xc7, 0xc9, 0xca, 0xcb, 0xcd, 0xce, 0xcf])
const [APP1, APP2, APP13, COMMENT, SCAN] = [0xe1, 0xe2, 0xed, 0xfe, 0xda]

/** ITU-T T.81, annex B: segments up to the first scan, after which everything is the picture. */
function jpeg(file: Bytes): PictureFile {
  const kept: Uint8Array[] = []
  let size: { width: number; height: number } | null = null
  let turned = 1
  for (let at = 2; ;) {
    if (file.uint8(at) !== 0xff) throw new RangeError('no marker')
    const marker = file.uint8(at + 1)
    // Fill bytes may stand before any marker.
    if (marker === 0xff) {
      at++
      continue
    }
    if (marker === SCAN) {
      kept.push(file.part(at, file.length - at))
      break
    }
    const length = file.uint16(at + 2) + 2
    const segment = file.part(at, length)
    if (JPEG_FRAMES.has(marker)) size = { height: file.uint16(at + 5), width: file.uint16(at + 7) }
    if (marker === APP1) turned = orientation(new Bytes(segment)) ?? turned
    const others = marker === APP2 && new Bytes(segment).text(4, 3) === 'MPF'
    if (![APP1, APP13, COMMENT].includes(marker) && !others) kept.push(segment)
    at += length
  }
  if (size === null) throw new RangeError('no frame')
  const parts = [file.part(0, 2), ...(turned === 1 ? [] : [orientationOnly(turned)]), ...kept]
  const { width, height } = turned >= 5 ? { width: size.height, height: size.width } : size
  return { type: 'image/jpeg', width, height, bytes: joined(parts) }
}

const ORIENTATION = 0x0112

/** Which side of a photograph is up, 1 to 8 (Exif 2.32, 4.6.4); null where it does not say. */
function orientation(segment: Bytes): number | null {
  try {
    if (segment.text(4, 6) !== 'Exif\0\0') return null
    const start = 10
    const little = segment.text(start, 2) === 'II'
    const directory = start + segment.uint32(start + 4, little)
    for (let entry = 0; entry < segment.uint16(directory, little); entry++) {
      const at = directory + 2 + entry * 12
      const value = segment.uint16(at + 8, little)
      if (segment.uint16(at, little) === ORIENTATION) return value >= 1 && value <= 8 ? value : null
    }
    return null
  } catch (error) {
    // Broken words about a picture do not break the picture.
    if (error instanceof RangeError) return null
    throw error
  }
}

/** An Exif segment that says nothing but which side is up. */
function orientationOnly(turned: number): Uint8Array {
  const directory = [0x4d, 0x4d, 0, 0x2a, 0, 0, 0, 8, 0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, turned, 0, 0]
  const content = [...'Exif\0\0'].map((sign) => sign.charCodeAt(0)).concat(directory, [0, 0, 0, 0])
  return Uint8Array.from([0xff, APP1, 0, content.length + 2, ...content])
}

/** Bits of a WebP header that promise Exif and XMP. */
const WEBP_WORDS = 0x08 | 0x04

/** RFC 9649: chunks of name, length and content, padded to even lengths. */
function webp(file: Bytes): PictureFile {
  const parts: Uint8Array[] = []
  let size: { width: number; height: number } | null = null
  const end = Math.min(file.length, file.uint32(4, true) + 8)
  for (let at = 12; at + 8 <= end;) {
    const name = file.text(at, 4)
    const length = file.uint32(at + 4, true)
    const chunk = file.part(at, Math.min(8 + length + (length % 2), file.length - at))
    if (chunk.length < 8 + length) throw new RangeError('a chunk is cut off')
    size ??= webpSize(new Bytes(chunk), name)
    if (name === 'VP8X') {
      const header = Uint8Array.from(chunk)
      header[8] = (header[8] ?? 0) & ~WEBP_WORDS
      parts.push(header)
    } else if (name !== 'EXIF' && name !== 'XMP ') parts.push(chunk)
    at += 8 + length + (length % 2)
  }
  if (size === null) throw new RangeError('no frame')
  const body = joined(parts)
  const header = new Uint8Array(12)
  header.set(file.part(0, 12))
  new DataView(header.buffer).setUint32(4, body.length + 4, true)
  return { type: 'image/webp', ...size, bytes: joined([header, body]) }
}

function webpSize(chunk: Bytes, name: string): { width: number; height: number } | null {
  if (name === 'VP8X') {
    const side = (at: number) => chunk.uint16(at, true) + (chunk.uint8(at + 2) << 16) + 1
    return { width: side(12), height: side(15) }
  }
  if (name === 'VP8L') {
    const bits = chunk.uint32(9, true)
    return { width: (bits & 0x3fff) + 1, height: ((bits >>> 14) & 0x3fff) + 1 }
  }
  if (name !== 'VP8 ') return null
  return { width: chunk.uint16(14, true) & 0x3fff, height: chunk.uint16(16, true) & 0x3fff }
}
