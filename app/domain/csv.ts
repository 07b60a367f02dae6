/** What stands in the cells of a CSV file. How cells become lines is `app/csv.server.ts`. */

/** What a cell may be made from: words, a number, or null where nothing is known. */
export type CsvValue = string | number | null

// What Excel, LibreOffice and Google Sheets read as the beginning of a formula, the full-width forms of a Korean or
// Japanese keyboard included; a tab or a line break before it is skipped by some of them.
const FORMULA = /^[=+\-@\uff1d\uff0b\uff0d\uff20\t\r\n]/

/**
 * A value as a spreadsheet shows it and does not compute it: words that would begin a formula get an apostrophe before
 * them, as OWASP advises against CSV injection. Numbers stay numbers, negative ones too; what is not known is an empty
 * cell and never 0.
 *
 * @throws RangeError for a number that is not finite, which no figure of the record is.
 */
export function csvCell(value: CsvValue): string {
  if (value === null) return ''
  if (typeof value === 'string') return FORMULA.test(value) ? `'${value}` : value
  if (!Number.isFinite(value)) throw new RangeError(`${value} is no number for a cell`)
  return String(value)
}

/** Columns by their name in the head line, each with what it takes from a row. */
export type CsvColumns<Row> = Readonly<Record<string, (row: Row) => CsvValue>>

/** The head line. */
export function csvHead<Row>(columns: CsvColumns<Row>): string[] {
  return Object.keys(columns)
}

/** The cells of a row, in the order of the head line. */
export function csvCells<Row>(columns: CsvColumns<Row>, row: Row): string[] {
  return Object.values(columns).map((read) => csvCell(read(row)))
}
