import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { NoticeLanguage } from '#app/domain/language.ts'

/** What the picture of a notice shows when a messenger or a search engine previews its address. */
export interface Card {
  language: NoticeLanguage
  organisation: string
  /** Stage of the notice, or that it corrects or takes back. */
  kind: string
  /** Whether it still lasts; then the kind stands in red. */
  ongoing: boolean
  title: string
  date: string
}

const WIDTH = 1200
const HEIGHT = 630
const MARGIN = 88

/** From the built server, whose chunks lie two folders below, and from the sources. */
const FONT_FOLDERS = ['../../client/fonts/pretendard/', '../../public/fonts/pretendard/']

/**
 * The card as PNG, 1200 × 630. Renderer and fonts are loaded at the first card, and the drawing is made beside the event
 * loop: readers are answered meanwhile. Letters that the fonts lack come from what the machine has.
 */
export async function cardPng(card: Card): Promise<Uint8Array> {
  const { renderAsync } = await import('@resvg/resvg-js')
  const svg = cardSvg(card)
  const image = await renderAsync(svg, {
    fitTo: { mode: 'original' },
    font: {
      fontFiles: fontFiles(card.language),
      loadSystemFonts: !lettersKnown(card),
      defaultFontFamily: 'Pretendard',
      sansSerifFamily: 'Pretendard',
    },
  })
  return image.asPng()
}

/** The drawing of the card: the top of the letter, as the page shows it. */
function cardSvg({ language, organisation, kind, ongoing, title, date }: Card): string {
  const { size, lines } = titleLines(title)
  const top = 246
  const family = language === 'ja' ? 'Pretendard JP, Pretendard' : 'Pretendard'
  const text = (words: string, y: number, fontSize: number, colour: string, weight = 600) =>
    `<text x="${MARGIN}" y="${y}" font-size="${fontSize}" font-weight="${weight}" fill="${colour}">${escapeXml(words)}</text>`
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${HEIGHT}" viewBox="0 0 ${WIDTH} ${HEIGHT}" font-family="${family}">`,
    `<rect width="${WIDTH}" height="${HEIGHT}" fill="#fbfaf7"/>`,
    text(oneLine(organisation, 30, WIDTH - 2 * MARGIN), 112, 30, '#1c1b19'),
    `<rect x="${MARGIN}" y="146" width="${WIDTH - 2 * MARGIN}" height="2" fill="#dcdad4"/>`,
    text(kind, top - 32, 30, ongoing ? '#b4232a' : '#63605a'),
    ...lines.map((line, index) => text(line, Math.round(top + size * (0.95 + index * 1.3)), size, '#1c1b19')),
    text(date, HEIGHT - 72, 28, '#63605a'),
    `</svg>`,
  ].join('')
}

/** As large as three lines allow. */
function titleLines(title: string): { size: number; lines: string[] } {
  const words = title.replace(/\s+/g, ' ').trim()
  for (const size of [72, 64, 56]) {
    const lines = wrap(words, size, WIDTH - 2 * MARGIN)
    if (lines.length <= 3) return { size, lines }
  }
  const lines = wrap(words, 56, WIDTH - 2 * MARGIN)
  return {
    size: 56,
    lines: [...lines.slice(0, 2), oneLine(lines.slice(2).join(' '), 56, WIDTH - 2 * MARGIN)],
  }
}

/** At spaces; inside a word only where it is longer than a line, or between kana and Chinese characters. */
function wrap(text: string, size: number, width: number): string[] {
  const pieces =
    text.match(
      /[\p{sc=Han}\p{sc=Hira}\p{sc=Kana}ー][、。」』）]*|\s|[^\s\p{sc=Han}\p{sc=Hira}\p{sc=Kana}ー]+/gu,
    ) ?? []
  const lines: string[] = []
  let line = ''
  const put = (piece: string) => {
    if (line !== '' && widthOf(line + piece.trimEnd(), size) > width) {
      lines.push(line.trim())
      line = ''
    }
    line += line === '' ? piece.trimStart() : piece
  }
  for (const piece of pieces) {
    if (widthOf(piece, size) <= width) put(piece)
    else for (const letter of piece) put(letter)
  }
  if (line.trim() !== '') lines.push(line.trim())
  return lines
}

function oneLine(text: string, size: number, width: number): string {
  if (widthOf(text, size) <= width) return text
  const letters = [...text]
  while (letters.length > 1 && widthOf(`${letters.join('')}…`, size) > width) letters.pop()
  return `${letters.join('').trimEnd()}…`
}

/** Pixels, a little more than the fonts need. */
function widthOf(text: string, size: number): number {
  let em = 0
  for (const letter of text) {
    if (/[\p{sc=Han}\p{sc=Hira}\p{sc=Kana}\u3000-\u30ff\uff00-\uff60]/u.test(letter)) em += 1
    else if (/\p{sc=Hangul}/u.test(letter)) em += 0.9
    else if (/[A-Z0-9mw%@&]/.test(letter)) em += 0.7
    else em += /[\s.,:;'’iljtf|()[\]]/.test(letter) ? 0.32 : 0.58
  }
  return em * size
}

function fontFiles(language: NoticeLanguage): string[] {
  const names = ['Pretendard-SemiBold.otf']
  if (language === 'ja') names.push('PretendardJP-SemiBold.otf')
  for (const folder of FONT_FOLDERS) {
    const files = names.map((name) => fileURLToPath(new URL(folder + name, import.meta.url)))
    if (files.every((file) => existsSync(file))) return files
  }
  return []
}

let syllables: Set<string> | undefined

/** Whether the brought fonts have every letter: the syllables of KS X 1001, Latin, kana, everyday Chinese characters. */
function lettersKnown({ language, organisation, title, kind, date }: Card): boolean {
  syllables ??= koreanSyllables()
  const known = syllables
  return [...organisation, ...title, ...kind, ...date].every((letter) => {
    if (/\p{sc=Hangul}/u.test(letter)) return known.has(letter)
    if (/[\p{sc=Han}\p{sc=Hira}\p{sc=Kana}]/u.test(letter)) return language === 'ja'
    return /[\u0020-\u017f\u2010-\u2026\u3000-\u301f\uff00-\uff60·ー]/.test(letter)
  })
}

function koreanSyllables(): Set<string> {
  const decoder = new TextDecoder('euc-kr')
  const found = new Set<string>()
  for (let row = 0xb0; row <= 0xc8; row += 1) {
    for (let cell = 0xa1; cell <= 0xfe; cell += 1) found.add(decoder.decode(Uint8Array.of(row, cell)))
  }
  return found
}

function escapeXml(text: string): string {
  return text
    .replace(/[\u0000-\u0008\u000b-\u001f\ufffe\uffff]/g, '')
    .replace(/[&<>"]/g, (sign) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[sign]!)
}
