import { stringify } from 'csv-stringify/sync'
import { csvCells, csvHead, type CsvColumns } from '#app/domain/csv.ts'

/** Without it Excel reads UTF-8 as the code page of the machine, and Korean as noise. */
const BYTE_ORDER_MARK = '\ufeff'

/**
 * Rows as CSV by RFC 4180 in UTF-8: a head line, CRLF, quotes only where a cell needs them. One piece of text for the
 * head and one for each page of rows, so that no more than a page is in memory.
 */
export async function* csvText<Row>(
  columns: CsvColumns<Row>,
  pages: Iterable<readonly Row[]> | AsyncIterable<readonly Row[]>,
): AsyncGenerator<string, void, undefined> {
  yield BYTE_ORDER_MARK + lines([csvHead(columns)])
  for await (const rows of pages) {
    if (rows.length > 0) yield lines(rows.map((row) => csvCells(columns, row)))
  }
}

function lines(cells: string[][]): string {
  return stringify(cells, {
    record_delimiter: '\r\n',
    // By itself the library looks for the whole delimiter only, and a line break alone would end the line.
    quoted_match: /[\r\n]/,
  })
}

/**
 * The answer with a CSV file for download. Its first pieces are made before it begins, so a failure of the database is
 * still an answer of its own; one in the middle breaks the connection off, and nobody takes half a file for a whole one.
 *
 * @param name of the file, without its ending; ASCII
 */
export async function csvAnswer(
  name: string,
  text: AsyncGenerator<string, void, undefined>,
): Promise<Response> {
  const encoder = new TextEncoder()
  const begun = [await text.next(), await text.next()]
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      const { value, done } = begun.shift() ?? (await text.next())
      if (done) controller.close()
      else controller.enqueue(encoder.encode(value))
    },
    async cancel() {
      await text.return()
    },
  })
  return new Response(body, {
    headers: {
      'Content-Type': 'text/csv; charset=utf-8; header=present',
      'Content-Disposition': `attachment; filename="${name}.csv"`,
      'Cache-Control': 'no-store',
    },
  })
}
