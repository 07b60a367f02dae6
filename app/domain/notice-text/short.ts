import { chosen, factsOf, namesZone, type FactKey, type Speaker } from '../facts.ts'
import type { IncidentRecord } from '../incident-record.ts'
import { wallClock, zoneName, type Instant } from '../instant.ts'
import type { NoticeLanguage } from '../language.ts'
import type { TimeValue } from '../markers.ts'
import { ENGLISH_MONTHS } from '../month-names.ts'
import type { NoticeStage } from './draft.ts'

/*
 * The same facts where there is room for little. Nothing is cut in the middle: a channel gets the fullest of several
 * wordings that fits it. What the record does not know is left out, because these texts are sent as they are.
 */

/** A text for one channel and how long it is as that channel counts. */
export interface ShortText {
  text: string
  size: number
  /** The most that goes out as one message. */
  limit: number
}

export interface SmsText extends ShortText {
  /** Bytes in EUC-KR for Korean (90 as SMS, beyond that LMS), else GSM 7-bit letters (160) or UTF-16 units (70). */
  unit: 'bytes' | 'letters' | 'units'
  kind: 'SMS' | 'LMS'
  messages: number
}

export interface ShortTexts {
  /** For X: at most 280 by its weights. */
  post: ShortText
  /** For a chat such as Slack: lines without markup. */
  chat: string
  sms: SmsText
}

export interface NoticeToShorten {
  record: IncidentRecord
  speaker: Speaker
  stage: NoticeStage
  /** The address of the whole, which stands at the end of each text; null as long as it is not published. */
  url: string | null
  /** That the notice was corrected or withdrawn, and the public words why; these are told in place of the outage. */
  news?: { kind: 'correction' | 'withdrawal'; words: string } | null
}

/** What a notice says, in the lengths of other channels, ready to be copied. */
export function shortTexts(
  { record, speaker, stage, url, news = null }: NoticeToShorten,
  language: NoticeLanguage,
): ShortTexts {
  const facts = new Map(factsOf(record, speaker).map((fact) => [fact.key, fact.texts[language]]))
  const known = (key: FactKey) => facts.get(key)?.join(language === 'ja' ? '、' : ', ') ?? ''
  const over = stage === 'resolved' || stage === 'final_report'
  const told: Told = {
    maintenance: record.kind === 'maintenance',
    over,
    who: known('organisation.name'),
    what: known('services') || NAMELESS[language],
    window: over ? windowWords(record, language) : startWords(record, language),
    length: over ? known('impact.duration') || known('impact.duration.rounded') : '',
    symptoms: facts.get('symptoms') ?? [],
    cause: known('cause'),
  }
  const words = news === null ? WORDS[language](told) : newsWords(told, news, language)
  const post = fullest(
    words.posts.map((text) => (url === null ? text : `${text}\n${url}`)),
    (text) => postWeight(text) <= POST_LIMIT,
  )
  return {
    post: { text: post, size: postWeight(post), limit: POST_LIMIT },
    chat: [...words.chat, url ?? ''].filter((line) => line !== '').join('\n'),
    sms: smsText(
      words.sms.map((text) => (url === null ? text : `${text} ${url}`)),
      language,
    ),
  }
}

interface Told {
  maintenance: boolean
  over: boolean
  who: string
  what: string
  /** Start, or start and end once it is over; empty where not known well enough to be said in a few letters. */
  window: string
  length: string
  symptoms: string[]
  cause: string
}

const NAMELESS: Record<NoticeLanguage, string> = { ko: '서비스', en: 'our service', ja: 'サービス' }

interface Wordings {
  /** Fullest first. */
  posts: string[]
  chat: string[]
  sms: string[]
}

const WORDS: Record<NoticeLanguage, (told: Told) => Wordings> = { ko: korean, en: english, ja: japanese }

function korean({ maintenance, over, who, what, window, length, symptoms, cause }: Told): Wordings {
  const event = maintenance ? '점검' : '장애'
  const head = who === '' ? '' : `[${who}] `
  const state = over
    ? `${what} ${event}${maintenance ? '이 끝났습니다.' : '가 복구되었습니다.'}`
    : maintenance
      ? `${what} 점검을 하고 있습니다.`
      : `${what} 장애가 있어 복구하고 있습니다.`
  const time =
    window === '' ? '' : ` ${over ? '일시' : '시작'}: ${window}${length === '' ? '' : `(${length})`}.`
  const seen = symptoms.length === 0 ? '' : ` 증상: ${symptoms.join(' / ')}.`
  const sorry = ' 불편을 드려 죄송합니다.'
  const short = over
    ? `${what} ${event} ${maintenance ? '완료' : '복구'}`
    : `${what} ${event} ${maintenance ? '중' : '복구 중'}`
  const when = window === '' ? '' : `(${window}${over ? '' : '부터'})`
  return {
    posts: [head + state + time + seen + sorry, head + state + time + sorry, head + state + sorry, short],
    chat: [
      head + state,
      window && `• ${over ? '일시' : '시작'}: ${window}${length && ` (${length})`}`,
      seen && `• 증상: ${symptoms.join(' / ')}`,
      cause && over ? `• 원인: ${cause}` : '',
      `•${sorry}`,
    ],
    sms: [
      `${head}${short}${when}.${sorry}`,
      `${head}${short}${when}. 죄송합니다.`,
      `${head}${short}. 죄송합니다.`,
    ],
  }
}

function english({ maintenance, over, who, what, window, length, symptoms, cause }: Told): Wordings {
  const head = who === '' ? '' : `${who}: `
  const state = over
    ? maintenance
      ? `Maintenance of ${what} is complete.`
      : `${what} is working normally again.`
    : maintenance
      ? `Maintenance of ${what} is in progress.`
      : `We are working on a problem with ${what}.`
  const since = over ? (maintenance ? 'Maintenance' : 'Outage') : 'Since'
  const time =
    window === '' ? '' : ` ${since}${over ? ':' : ''} ${window}${length === '' ? '' : ` (${length})`}.`
  const seen = symptoms.length === 0 ? '' : ` What users ${over ? 'saw' : 'see'}: ${symptoms.join('; ')}.`
  const sorry = ' We are sorry.'
  return {
    posts: [head + state + time + seen + sorry, head + state + time + sorry, head + state + sorry, state],
    chat: [
      head + state,
      window && `• ${since}: ${window}${length && ` (${length})`}`,
      seen && `• What users ${over ? 'saw' : 'see'}: ${symptoms.join('; ')}`,
      cause && over ? `• Cause: ${cause}` : '',
      `•${sorry}`,
    ],
    sms: [head + state + time + sorry, head + state + sorry, state],
  }
}

function japanese({ maintenance, over, who, what, window, length, symptoms, cause }: Told): Wordings {
  const event = maintenance ? 'メンテナンス' : '障害'
  const head = who === '' ? '' : `［${who}］`
  const state = over
    ? `${what}の${event}は${maintenance ? '終了' : '復旧'}いたしました。`
    : maintenance
      ? `${what}のメンテナンスを行っております。`
      : `${what}の障害が発生しており、復旧作業中です。`
  const label = over ? '発生日時・復旧日時' : '発生日時'
  const time = window === '' ? '' : `${label}：${window}${length === '' ? '' : `（${length}）`}。`
  const seen = symptoms.length === 0 ? '' : `事象：${symptoms.join('／')}。`
  const sorry = 'ご迷惑をおかけし、申し訳ございません。'
  const short = `${what}${event}${over ? (maintenance ? '終了' : '復旧') : maintenance ? '中' : '対応中'}`
  const when = window === '' ? '' : `(${window}${over ? '' : 'から'})`
  return {
    posts: [head + state + time + seen + sorry, head + state + time + sorry, head + state + sorry, state],
    chat: [
      head + state,
      window && `・${label}：${window}${length && `（${length}）`}`,
      seen && `・発生事象：${symptoms.join('／')}`,
      cause && over ? `・原因：${cause}` : '',
      `・${sorry}`,
    ],
    sms: [
      `${head}${short}${when}。お詫び申し上げます。`,
      `${head}${short}。お詫び申し上げます。`,
      `${head}${short}。`,
    ],
  }
}

/** What became of the notice itself. The public words are given whole or not at all: half a correction is a new error. */
function newsWords(
  { maintenance, who, what }: Told,
  { kind, words: written }: NonNullable<NoticeToShorten['news']>,
  language: NoticeLanguage,
): Wordings {
  const words = written.replace(/\s+/g, ' ').trim()
  const corrected = kind === 'correction'
  const { head, state } = {
    ko: {
      head: who === '' ? '' : `[${who}] `,
      state: `${what} ${maintenance ? '점검' : '장애'} 공지를 ${corrected ? '정정합니다' : '철회했습니다'}.`,
    },
    en: {
      head: who === '' ? '' : `${who}: `,
      state: `We have ${corrected ? 'corrected' : 'withdrawn'} our notice about ${maintenance ? 'maintenance of' : 'the problem with'} ${what}.`,
    },
    ja: {
      head: who === '' ? '' : `［${who}］`,
      state: `${what}の${maintenance ? 'メンテナンス' : '障害'}に関するお知らせを${corrected ? '訂正' : '取り下げ'}いたしました。`,
    },
  }[language]
  const short = head + state
  const whole = words === '' ? short : short + (language === 'ja' ? '' : ' ') + words
  return { posts: [whole, short, state], chat: [short, words], sms: [whole, short, state] }
}

/** `3/2 08:58`, `Mar 2, 08:58 KST`; empty unless it is one point in time. */
function startWords(record: IncidentRecord, language: NoticeLanguage): string {
  const start = chosen(record, 'impact_start')
  if (start === null || start.shape === 'range') return ''
  const point = `${dayWords(start.at, record.zone, language)}${language === 'en' ? ', ' : ' '}${clockWords(start, record.zone, language)}`
  return point + zoneWords(start.at, record.zone, language)
}

/** `3/2 08:58~10:17`, `Mar 2, 08:58-10:17 KST`; empty unless both ends are one point in time. */
function windowWords(record: IncidentRecord, language: NoticeLanguage): string {
  const [start, end] = [chosen(record, 'impact_start'), chosen(record, 'impact_end')]
  if (start === null || end === null || start.shape === 'range' || end.shape === 'range') return ''
  const { zone } = record
  const [first, second] = [dayWords(start.at, zone, language), dayWords(end.at, zone, language)]
  const gap = language === 'en' ? ', ' : ' '
  const from = first + gap + clockWords(start, zone, language)
  const until = (first === second ? '' : second + gap) + clockWords(end, zone, language)
  // The wave dash and the en dash are in few alphabets of text messages.
  return from + (language === 'en' ? '-' : '~') + until + zoneWords(end.at, zone, language)
}

function dayWords(at: Instant, zone: string, language: NoticeLanguage): string {
  const { month, day } = wallClock(at, zone)
  return language === 'en' ? `${ENGLISH_MONTHS[month - 1]!.slice(0, 3)} ${day}` : `${month}/${day}`
}

function clockWords(value: TimeValue, zone: string, language: NoticeLanguage): string {
  const { hour, minute } = wallClock(value.at, zone)
  const clock = `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`
  if (value.shape !== 'about') return clock
  return { ko: `${clock}경`, en: `about ${clock}`, ja: `${clock}頃` }[language]
}

function zoneWords(at: Instant, zone: string, language: NoticeLanguage): string {
  return namesZone(zone, language) ? ` ${zoneName(zone, at, language)}` : ''
}

function fullest(texts: readonly string[], fits: (text: string) => boolean): string {
  return texts.find(fits) ?? texts.at(-1) ?? ''
}

/** https://docs.x.com/fundamentals/counting-characters, configuration v3: Latin letters weigh one, most others two. */
const POST_LIMIT = 280
const POST_ADDRESS = 23

/** How long X counts a text: by Unicode NFC, an address as 23 whatever its length. */
export function postWeight(text: string): number {
  const addresses = text.match(/https?:\/\/\S+/g) ?? []
  const rest = text.replace(/https?:\/\/\S+/g, '').normalize('NFC')
  let weight = addresses.length * POST_ADDRESS
  for (const letter of rest) {
    const code = letter.codePointAt(0)!
    const light =
      code <= 4351 ||
      (code >= 8192 && code <= 8205) ||
      (code >= 8208 && code <= 8223) ||
      (code >= 8242 && code <= 8247)
    weight += light ? 1 : 2
  }
  return weight
}

function smsText(texts: readonly string[], language: NoticeLanguage): SmsText {
  const sizes = texts.map((text) => smsSize(text, language))
  // Where none fits one message, a longer message carries the fullest.
  return sizes.find(({ messages, kind }) => messages === 1 && kind === 'SMS') ?? sizes[0]!
}

/** The basic alphabet of GSM 03.38; those of its extension count twice. */
const GSM = new Set(
  '@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà',
)
const GSM_EXTENSION = new Set('^{}\\[~]|€\f')

/**
 * How a text goes out as a text message. Korean carriers count bytes in EUC-KR and send more than 90 of them as LMS;
 * elsewhere a message holds 160 letters of the GSM alphabet or 70 UTF-16 units, a part of several 153 or 67.
 */
export function smsSize(text: string, language: NoticeLanguage): SmsText {
  if (language === 'ko') {
    const size = [...text].reduce((sum, letter) => sum + (letter.codePointAt(0)! < 0x80 ? 1 : 2), 0)
    return { text, size, limit: 90, unit: 'bytes', kind: size <= 90 ? 'SMS' : 'LMS', messages: 1 }
  }
  if ([...text].every((letter) => GSM.has(letter) || GSM_EXTENSION.has(letter))) {
    const size = [...text].reduce((sum, letter) => sum + (GSM.has(letter) ? 1 : 2), 0)
    const messages = size <= 160 ? 1 : Math.ceil(size / 153)
    return { text, size, limit: 160, unit: 'letters', kind: 'SMS', messages }
  }
  const size = text.length
  return {
    text,
    size,
    limit: 70,
    unit: 'units',
    kind: 'SMS',
    messages: size <= 70 ? 1 : Math.ceil(size / 67),
  }
}
