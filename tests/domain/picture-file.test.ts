import fc from 'fast-check'
import { expect, test } from 'vitest'
import { DomainError } from '#app/domain/errors.ts'
import { LARGEST_PICTURE_BYTES, readPicture } from '#app/domain/picture-file.ts'
import { runs } from '#tests/setup/properties.ts'
import { gifFile, jpegFile, pngFile, text, webpFile } from '#tests/pictures-made.ts'

const holds = (bytes: Uint8Array, words: string) => Buffer.from(bytes).includes(words)
function problem(bytes: Uint8Array): unknown {
  try {
    readPicture(bytes)
    return null
  } catch (error) {
    if (!(error instanceof DomainError)) throw error
    return error.problems.picture?.[0]
  }
}

test('the size of every kind of picture is read from its bytes', () => {
  expect(readPicture(pngFile(640, 480))).toMatchObject({ type: 'image/png', width: 640, height: 480 })
  expect(readPicture(jpegFile(300, 200))).toMatchObject({ type: 'image/jpeg', width: 300, height: 200 })
  expect(readPicture(gifFile(31, 17))).toMatchObject({ type: 'image/gif', width: 31, height: 17 })
  expect(readPicture(webpFile('VP8X', 5000, 300))).toMatchObject({
    type: 'image/webp',
    width: 5000,
    height: 300,
  })
  expect(readPicture(webpFile('VP8L', 77, 16000))).toMatchObject({ width: 77, height: 16000 })
  expect(readPicture(webpFile('VP8 ', 1280, 720))).toMatchObject({ width: 1280, height: 720 })
})

test('where a photograph was taken and by whom is not kept, which side is up is', () => {
  const read = readPicture(jpegFile(300, 200, { orientation: 6, secret: 'GPS 37.5N 127.0E' }))
  expect(read).toMatchObject({ width: 200, height: 300 })
  expect(holds(read.bytes, 'GPS')).toBe(false)
  expect(holds(read.bytes, 'Exif\0\0')).toBe(true)
  expect(holds(read.bytes, 'ICC_PROFILE')).toBe(true)
  // Taken in again it is the same picture, which side up included.
  expect(readPicture(read.bytes)).toEqual(read)
  const upright = readPicture(jpegFile(300, 200, { orientation: 1, secret: 'GPS' }))
  expect(holds(upright.bytes, 'Exif')).toBe(false)
})

test('words in other kinds of pictures are not kept, and neither is what hangs behind them', () => {
  const png = readPicture(pngFile(2, 2, [text('Author\0Kim')], text('<script>')))
  expect(holds(png.bytes, 'Kim')).toBe(false)
  expect(holds(png.bytes, '<script>')).toBe(false)
  expect(readPicture(png.bytes)).toEqual(png)
  const webp = readPicture(webpFile('VP8X', 9, 9, text('Exif Kim')))
  expect(holds(webp.bytes, 'Kim')).toBe(false)
  expect(readPicture(webp.bytes)).toEqual(webp)
})

test.each([
  ['nothing', new Uint8Array(), { code: 'picture_missing' }],
  ['a page', text('<!doctype html><script>alert(1)</script>'), { code: 'picture_type_unknown' }],
  ['a drawing with programs', text('<?xml version="1.0"?>\n<svg onload="x">'), { code: 'picture_vector' }],
  ['a picture that ends too early', pngFile(9, 9).subarray(0, 40), { code: 'picture_broken' }],
  ['a signature alone', text('GIF89a'), { code: 'picture_broken' }],
  ['a picture without an extent', pngFile(0, 5), { code: 'picture_broken' }],
  [
    'a picture that would fill the memory',
    pngFile(60_000, 60_000),
    { code: 'picture_too_many_pixels', params: { width: 60_000, height: 60_000, max: 40 } },
  ],
  [
    'a file that is too large',
    new Uint8Array(LARGEST_PICTURE_BYTES + 1),
    { code: 'picture_too_large', params: { max: 5, actual: 5.1 } },
  ],
])('%s is refused with the reason', (_, bytes, expected) => {
  expect(problem(bytes)).toEqual(expected)
})

test('any damage is told or leaves a picture, and never fails otherwise', () => {
  const made = [
    pngFile(8, 8, [text('a')]),
    jpegFile(8, 8, { orientation: 3, secret: 'x' }),
    gifFile(8, 8),
    webpFile('VP8X', 8, 8, text('x')),
  ]
  const damage = fc.record({
    file: fc.constantFrom(...made),
    at: fc.nat(200),
    value: fc.nat(255),
    length: fc.nat(300),
  })
  fc.assert(
    fc.property(damage, ({ file, at, value, length }) => {
      const bytes = Uint8Array.from(file.subarray(0, Math.max(1, length)))
      bytes[at % bytes.length] = value
      expect(() => problem(bytes)).not.toThrow()
    }),
    { numRuns: runs(500) },
  )
})
