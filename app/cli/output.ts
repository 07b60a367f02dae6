/** What commands print: data on standard output, everything else on standard error. */
import { InvalidArgumentError, Option, type Command } from 'commander'
import type { Language } from '#app/messages/define.ts'

export interface OutputOptions {
  json?: boolean
  lang?: Language
}

/** Adds `--json` and `--lang`, which every command that prints data has, and an example to its help. */
export function withOutput(command: Command, example: string): Command {
  return command
    .option('--json', 'print JSON instead of text')
    .addOption(new Option('--lang <language>', 'language of what is printed').choices(['en', 'ko']))
    .addHelpText('after', `\nExample:\n  $ ${example}`)
}

/** The asked language, else Korean where the surroundings are Korean, else English. */
export function terminalLanguage(
  asked: string | undefined,
  { LC_ALL, LC_MESSAGES, LANG }: Record<string, string | undefined> = process.env,
): Language {
  if (asked === 'ko' || asked === 'en') return asked
  return /^ko\b|^ko_/.test(LC_ALL || LC_MESSAGES || LANG || '') ? 'ko' : 'en'
}

/** A whole number as an argument; commander turns the refusal into wrong use. */
export function wholeNumber(text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new InvalidArgumentError('It has to be a whole number.')
  return Number(text)
}

/** A whole number from 1 to `most` as an argument. */
export function numberUpTo(most: number): (text: string) => number {
  return (text) => {
    const number = wholeNumber(text)
    if (number < 1 || number > most) throw new InvalidArgumentError(`It has to be 1 to ${most}.`)
    return number
  }
}

/** Prints lines to standard output. */
export function print(...lines: string[]): void {
  process.stdout.write(`${lines.join('\n')}\n`)
}

/** Prints a text that has its own line breaks. */
export function printText(text: string): void {
  process.stdout.write(text)
}

/** Says something beside the data. */
export function note(...lines: string[]): void {
  process.stderr.write(`${lines.join('\n')}\n`)
}

/** Prints a value as JSON for people and programs. */
export function printJson(value: unknown): void {
  print(JSON.stringify(value, null, 2))
}

/**
 * Columns of text, as wide as their widest cell; the last one is left open. Hangul takes two places in a terminal.
 *
 * @param right indices of columns whose figures stand at their right edge
 */
export function columns(rows: string[][], { right = [] }: { right?: number[] } = {}): string[] {
  const count = Math.max(0, ...rows.map((row) => row.length))
  const widths = Array.from({ length: count }, (_, index) =>
    Math.max(...rows.map((row) => width(row[index] ?? ''))),
  )
  return rows.map((row) =>
    row
      .map((cell, index) => {
        const space = ' '.repeat(widths[index]! - width(cell))
        if (right.includes(index)) return space + cell
        return index === row.length - 1 ? cell : cell + space
      })
      .join('  ')
      .trimEnd(),
  )
}

const WIDE =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]/gu

function width(text: string): number {
  return [...text].length + (text.match(WIDE)?.length ?? 0)
}

/** Text of somebody else on one line and without codes that a terminal would obey. */
export function plainLine(text: string): string {
  return text.replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]+/g, ' ').trim()
}

/** A counter on the last line of the terminal for long work; silent where nobody watches. */
export function progress(label: string): { at: (done: number, total?: number) => void; end: () => void } {
  if (!process.stderr.isTTY) return { at: () => {}, end: () => {} }
  let shown = 0
  return {
    at(done, total) {
      const now = performance.now()
      if (now - shown < 100) return
      shown = now
      const part = total === undefined ? String(done) : `${Math.floor((100 * done) / Math.max(1, total))} %`
      process.stderr.write(`\r\u001b[K${label} ${part}`)
    },
    end: () => void process.stderr.write('\r\u001b[K'),
  }
}
