import type { NoticeLanguage } from '#app/domain/language.ts'
import { publishedMessages } from '#app/messages/published.ts'
import { siteMessages } from '#app/messages/site.ts'
import { plainOpening, plainText } from './markdown.ts'
import { nameOf, pathIn, statusOf, type PublicNotice, type PublicOrganisation } from './notice-files.ts'
import type { PublicSite } from './site.ts'

/** A notice in the lengths that other channels allow, ready to be copied. */
export interface ShortForms {
  /** For short posts: at most 280 by the weights that X counts with (Hangul, kana and Chinese characters weigh two). */
  post: string
  /** For a chat: title, opening, facts in lines, address. */
  chat: string
  /** For a text message: at most 90 bytes as Korean carriers count them (two for a letter outside ASCII). */
  sms: string
}

/** The newest revision of a notice for other channels; each ends with the address of the whole. */
export function shortForms(
  { origin }: PublicSite,
  organisation: PublicOrganisation,
  notice: PublicNotice,
  language: NoticeLanguage,
): ShortForms {
  const revision = notice.revisions.at(-1)
  if (!revision) throw new RangeError(`notice ${notice.slug} has no revision to shorten`)
  const t = publishedMessages[language]
  const text = revision.texts[language] ?? { title: '', body: '' }
  const url = origin + pathIn(`/notices/${notice.slug}`, language, organisation)
  const withdrawn = statusOf(revision) === 'withdrawn'
  const plainTitle = withdrawn ? t.withdrawn : text.title
  const corrected =
    revision.kind === 'correction' ? siteMessages[language].correctionEntry(plainTitle) : plainTitle
  const wrong = revision.correction[language] ?? ''
  const opening = revision.kind === 'correction' && wrong ? wrong : plainOpening(text.body, 400)
  const name = nameOf(organisation, language)
  const head = `[${name}] ${corrected}`
  return {
    post: fit([head, opening], url, POST_LENGTH, postWeight),
    chat: [
      head,
      '',
      wrong && revision.kind === 'correction' ? `${wrong}\n` : '',
      plainText(text.body),
      '',
      url,
    ]
      .filter((line, index, all) => line !== '' || all[index - 1] !== '')
      .join('\n')
      .trim(),
    sms: fit([head], url, SMS_BYTES, smsBytes),
  }
}

const POST_LENGTH = 280
/** Every address counts as this many, however long it is. */
const POST_ADDRESS = 23
const SMS_BYTES = 90

/** The parts one after the other as far as they fit, cut at a word, with the address whole at the end. */
function fit(parts: string[], url: string, limit: number, weight: (text: string) => number): string {
  const room = limit - (weight === postWeight ? POST_ADDRESS : weight(url)) - 1
  let text = ''
  for (const part of parts.filter((one) => one !== '')) {
    const longer = text === '' ? part : `${text}\n${part}`
    if (weight(longer) <= room) {
      text = longer
      continue
    }
    text = cut(longer, room, weight)
    break
  }
  // An address that leaves no room for words is all there is.
  return text === '' ? url : `${text}\n${url}`
}

function cut(text: string, room: number, weight: (text: string) => number): string {
  const letters = [...text]
  while (letters.length > 0 && weight(`${letters.join('')}…`) > room) letters.pop()
  if (letters.length === 0) return ''
  const short = letters.join('')
  const space = short.lastIndexOf(' ')
  return `${(space > short.length * 0.7 ? short.slice(0, space) : short).trimEnd()}…`
}

/** Latin, punctuation and spaces weigh one, everything else two. */
function postWeight(text: string): number {
  return [...text].reduce(
    (sum, letter) => sum + (/[\u0000-\u10ff\u2000-\u200d\u2010-\u201f\u2032-\u2037]/.test(letter) ? 1 : 2),
    0,
  )
}

function smsBytes(text: string): number {
  return [...text].reduce((sum, letter) => sum + (letter.codePointAt(0)! < 0x80 ? 1 : 2), 0)
}
