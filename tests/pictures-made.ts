/** Picture files made byte by byte, so that tests know what is in them. */

/** A text as bytes, one for each sign. */
export function text(words: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(words, (sign) => sign.charCodeAt(0))
}

/** A PNG of this size; `chunks` are texts in it, `behind` is what follows its end. */
export function pngFile(
  width: number,
  height: number,
  chunks: readonly Uint8Array[] = [],
  behind: Uint8Array = new Uint8Array(),
): Uint8Array<ArrayBuffer> {
  const header = Buffer.alloc(13)
  header.writeUInt32BE(width, 0)
  header.writeUInt32BE(height, 4)
  header.writeUInt8(8, 8)
  return bytes(
    text('\x89PNG\r\n\x1a\n'),
    chunk('IHDR', header),
    ...chunks.map((words) => chunk('tEXt', words)),
    chunk('IDAT', text('pixels')),
    chunk('IEND', new Uint8Array()),
    behind,
  )
}

function chunk(name: string, content: Uint8Array): Uint8Array {
  const length = Buffer.alloc(4)
  length.writeUInt32BE(content.length)
  return bytes(length, text(name), content, text('sum.'))
}

/** A JPEG of this size; with Exif that says which side is up and something else. */
export function jpegFile(
  width: number,
  height: number,
  exif?: { orientation: number; secret: string },
): Uint8Array<ArrayBuffer> {
  const frame = Buffer.alloc(6)
  frame.writeUInt8(8, 0)
  frame.writeUInt16BE(height, 1)
  frame.writeUInt16BE(width, 3)
  return bytes(
    text('\xff\xd8'),
    segment(0xe0, text('JFIF\0')),
    ...(exif ? [segment(0xe1, exifOf(exif))] : []),
    segment(0xe2, text('ICC_PROFILE\0')),
    segment(0xc0, frame),
    segment(0xda, text('scan')),
    text('pixels\xff\xd9'),
  )
}

function exifOf({ orientation, secret }: { orientation: number; secret: string }): Uint8Array {
  const entry = Buffer.from('120103000100000000000000', 'hex')
  entry.writeUInt16LE(orientation, 8)
  return bytes(text('Exif\0\0II*\0\x08\0\0\0\x01\0'), entry, text('\0\0\0\0'), text(secret))
}

function segment(marker: number, content: Uint8Array): Uint8Array {
  const head = Buffer.alloc(4)
  head.writeUInt16BE(0xff00 + marker, 0)
  head.writeUInt16BE(content.length + 2, 2)
  return bytes(head, content)
}

/** A GIF of this size. */
export function gifFile(width: number, height: number): Uint8Array<ArrayBuffer> {
  const size = Buffer.alloc(4)
  size.writeUInt16LE(width, 0)
  size.writeUInt16LE(height, 2)
  return bytes(text('GIF89a'), size, text('\0\0\0;'))
}

/** A WebP of this size; `exif` is what it says beside the picture. */
export function webpFile(
  kind: 'VP8X' | 'VP8L' | 'VP8 ',
  width: number,
  height: number,
  exif?: Uint8Array,
): Uint8Array<ArrayBuffer> {
  const content = Buffer.alloc(10)
  if (kind === 'VP8X') {
    content.writeUInt8(exif ? 8 : 0, 0)
    content.writeUIntLE(width - 1, 4, 3)
    content.writeUIntLE(height - 1, 7, 3)
  } else if (kind === 'VP8L') {
    content.writeUInt8(0x2f, 0)
    content.writeUInt32LE(((height - 1) << 14) | (width - 1), 1)
  } else {
    content.writeUInt16LE(width, 6)
    content.writeUInt16LE(height, 8)
  }
  const body = bytes(
    text('WEBP'),
    riff(kind, content),
    ...(kind === 'VP8X' ? [riff('VP8 ', text('pixels'))] : []),
    ...(exif ? [riff('EXIF', exif)] : []),
  )
  return bytes(riff('RIFF', body))
}

function riff(name: string, content: Uint8Array): Uint8Array {
  const length = Buffer.alloc(4)
  length.writeUInt32LE(content.length)
  return bytes(text(name), length, content, new Uint8Array(content.length % 2))
}

function bytes(...parts: Uint8Array[]): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(Buffer.concat(parts))
}
