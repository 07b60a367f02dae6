import { parse } from 'csv-parse/sync'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { csvText } from '#app/documents/csv.server.ts'
import { csvCell, type CsvColumns, type CsvValue } from '#app/domain/csv.ts'

/** Whatever people write, with what is dangerous in it more often than chance would bring it. */
const words = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.array(fc.constantFrom(...`="',;+-@＝＋－＠\t\r\n|한글 a1`)).map((signs) => signs.join('')),
)
const value: fc.Arbitrary<CsvValue> = fc.oneof(
  words,
  fc.integer(),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.constant(null),
)

async function written(rows: CsvValue[][], pageSize = rows.length || 1): Promise<string> {
  const columns: CsvColumns<CsvValue[]> = Object.fromEntries(
    (rows[0] ?? []).map((_, index) => [`column_${index}`, (row: CsvValue[]) => row[index] ?? null]),
  )
  const pages = Array.from({ length: Math.ceil(rows.length / pageSize) }, (_, page) =>
    rows.slice(page * pageSize, (page + 1) * pageSize),
  )
  let text = ''
  for await (const part of csvText(columns, pages)) text += part
  return text
}

test.each(['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1', '\n=1', '＝1+1', '＋1', '－1', '＠x'])(
  'the words %j are no formula any more',
  (text) => {
    expect(csvCell(text)).toBe(`'${text}`)
  },
)

test('words that only contain signs of a formula stay as they are', () => {
  for (const text of ['a=1', '2020-03-02', '메시지 -> 실패', "'quoted'", ' =1', ''])
    expect(csvCell(text)).toBe(text)
})

test('numbers stay numbers, what is not known is empty and not 0', () => {
  expect([csvCell(-12), csvCell(0), csvCell(79.5), csvCell(null)]).toEqual(['-12', '0', '79.5', ''])
  expect(() => csvCell(Number.NaN)).toThrow(RangeError)
})

test('a file begins with the byte order mark, its lines end in CRLF, quotes stand where they must', async () => {
  expect(await written([['a,b', 'say "no"', 'one\ntwo', 3, null, '']])).toBe(
    '\ufeffcolumn_0,column_1,column_2,column_3,column_4,column_5\r\n"a,b","say ""no""","one\ntwo",3,,\r\n',
  )
})

test('what a parser reads back is what was guarded, cell by cell', async () => {
  const table = fc
    .integer({ min: 2, max: 5 })
    .chain((width) => fc.array(fc.array(value, { minLength: width, maxLength: width }), { minLength: 1 }))
  await fc.assert(
    fc.asyncProperty(table, fc.integer({ min: 1, max: 4 }), async (rows, pageSize) => {
      const [, ...read] = parse(await written(rows, pageSize), { bom: true, record_delimiter: '\r\n' })
      expect(read).toEqual(rows.map((row) => row.map(csvCell)))
    }),
  )
})

test('no cell begins a formula unless it is a number', () => {
  fc.assert(
    fc.property(words, (text) => {
      expect(csvCell(text)).not.toMatch(/^[=+\-@＝＋－＠\t\r\n]/)
    }),
  )
})
