import { duration } from './durations.ts'
import type { IncidentRecord } from './incident-record.ts'
import { inLanguage, NOTICE_LANGUAGES, type NoticeLanguage } from './language.ts'
import { plainDate } from './instant.ts'
import { earliest, latest, type MarkerKey, type TimeValue } from './markers.ts'
import { ENGLISH_MONTHS } from './month-names.ts'
import { particleAfter, particlePair } from './particles.ts'
import { deniedWords, isWorded, type DeniedCause, type WordsByLanguage } from './public-wording.ts'
import type { Surface, Symptom, SymptomKind } from './symptoms.ts'
import {
  dateText,
  minutesRangeText,
  minutesText,
  valueText,
  windowText,
  type MinutesStyle,
} from './time-text.ts'

/**
 * Values of the record as they were written out in a published text: key (`impact.duration`) to text, per language,
 * and the value itself, so that lists of published notices and later comparisons need not read texts back. What was
 * published before there was Japanese has none.
 */
export type FrozenFacts = Record<string, { ko: string; en: string; ja?: string; value?: FactValue }>

/** An instant with its uncertainty, minutes, or the words themselves; null as long as it is unknown. */
export type FactValue = TimeValue | number | string[] | null

/** What a notice says about the organisation that speaks. Contacts may be empty. */
export interface Speaker {
  nameKo: string
  nameEn: string
  nameJa: string
  contactKo: string
  contactEn: string
  contactJa: string
}

export const FACT_KEYS = [
  'organisation.name',
  'organisation.contact',
  'incident.reference',
  'incident.title',
  'services',
  'impact.date',
  'impact.window',
  'impact.start',
  'impact.end',
  'impact.duration',
  'impact.duration.rounded',
  'detected',
  'first_public_word',
  'mitigated',
  'resolved',
  'symptoms',
  'symptoms.surfaces',
  'scope',
  'cause',
  'cause.denied',
  'cause.denied.said',
  'promises',
  'compensation',
  'trend.year_count',
  'trend.same_period',
] as const
export type FactKey = (typeof FACT_KEYS)[number]

/** Counts of the whole record up to a day, which other incidents change too. */
export const TREND_FACTS = ['trend.year_count', 'trend.same_period'] as const satisfies readonly FactKey[]

/**
 * A value of the record as a public text may show it. An empty list of texts is a gap: the record does not know, or
 * does not know it in that language. Nothing internal is a fact: no timeline, summary, source or person.
 */
export interface Fact {
  key: FactKey
  value: FactValue
  /** One text, or one per item of a list. */
  texts: Record<NoticeLanguage, string[]>
}

export const FACT_LABELS: Record<FactKey, Record<NoticeLanguage, string>> = {
  'organisation.name': { ko: '회사 이름', en: 'company name', ja: '会社名' },
  'organisation.contact': { ko: '문의처', en: 'contact', ja: '問い合わせ先' },
  'incident.reference': { ko: '장애 번호', en: 'reference', ja: '障害番号' },
  'incident.title': { ko: '장애 제목', en: 'title of the incident', ja: '件名' },
  services: { ko: '대상 서비스', en: 'services', ja: '対象サービス' },
  'impact.date': { ko: '장애가 난 날', en: 'day of the incident', ja: '発生日' },
  'impact.window': { ko: '장애 시간', en: 'start and end', ja: '発生日時と復旧日時' },
  'impact.start': { ko: '시작된 시각', en: 'start', ja: '発生日時' },
  'impact.end': { ko: '끝난 시각', en: 'end', ja: '復旧日時' },
  'impact.duration': { ko: '지속 시간', en: 'exact duration', ja: '障害時間' },
  'impact.duration.rounded': { ko: '대략의 지속 시간', en: 'rounded duration', ja: 'おおよその障害時間' },
  detected: { ko: '확인한 시각', en: 'time of detection', ja: '検知日時' },
  first_public_word: { ko: '처음 알린 시각', en: 'time of the first public word', ja: '第一報の日時' },
  mitigated: { ko: '임시 조치 시각', en: 'time of mitigation', ja: '暫定対応の日時' },
  resolved: { ko: '조치를 마친 시각', en: 'time of resolution', ja: '対応完了日時' },
  symptoms: { ko: '증상', en: 'what users saw', ja: '発生事象' },
  'symptoms.surfaces': { ko: '증상이 나타난 곳', en: 'where users saw it', ja: '発生箇所' },
  cause: { ko: '확인한 원인', en: 'confirmed cause', ja: '確認した原因' },
  'cause.denied': {
    ko: '원인이 아닌 것으로 확인한 것',
    en: 'what is ruled out as a cause',
    ja: '原因ではないと確認した事項',
  },
  'cause.denied.said': {
    ko: '근거 없이 부인한 원인',
    en: 'denied cause, without evidence',
    ja: '裏付けのない否定',
  },
  scope: { ko: '영향 범위', en: 'how many were affected', ja: '影響範囲' },
  compensation: { ko: '보상', en: 'compensation', ja: '補償' },
  'trend.year_count': { ko: '올해 건수', en: 'count of this year', ja: '今年の件数' },
  'trend.same_period': {
    ko: '지난해 같은 기간 건수',
    en: 'count of the same period last year',
    ja: '前年同期の件数',
  },
  promises: { ko: '재발 방지 대책', en: 'what will be done', ja: '再発防止策' },
}

/** Counts of the organisation's yearly figures as of a day; computed by the caller under its default rule. */
export interface TrendCounts {
  year: number
  /** Last counted day of `year`, `YYYY-MM-DD` in the zone of the rule. */
  asOf: string
  /** From the first day of the year to `asOf`; null where the record does not cover it. */
  count: number | null
  /** The same days of the year before; null where they are not known. */
  samePeriod: number | null
}

/** What facts need beyond the record. */
export interface FactsContext {
  trend?: TrendCounts | null
}

/** The facts of a record in a fixed order, one for each key, known or not. */
export function factsOf(
  record: IncidentRecord,
  speaker: Speaker,
  { trend = null }: FactsContext = {},
): Fact[] {
  const start = chosen(record, 'impact_start')
  const end = chosen(record, 'impact_end')
  const surfaces = [...new Set(record.symptoms.map((symptom) => symptom.surface))].filter(
    (s) => s !== 'other',
  )
  const promises = record.actionItems.filter((item) => item.promise && item.state !== 'dropped')
  const denied = record.deniedCauses.filter((cause) => isWorded(deniedWords(cause)))
  const [ruledOut, onlySaid] = [
    denied.filter(({ evidence }) => evidence.trim() !== ''),
    denied.filter(({ evidence }) => evidence.trim() === ''),
  ]
  return [
    words(
      'organisation.name',
      perLanguage((language) => [inLanguage(language, speaker)]),
    ),
    words('organisation.contact', {
      ko: [speaker.contactKo],
      en: [speaker.contactEn],
      ja: [speaker.contactJa],
    }),
    words(
      'incident.reference',
      perLanguage(() => [record.reference]),
    ),
    words('incident.title', inPublic(record.wording.title, oneLine(record.title))),
    words(
      'services',
      perLanguage((language) => record.services.map((service) => inLanguage(language, service))),
    ),
    dateFact(start, record.zone),
    {
      key: 'impact.window',
      value: null,
      texts: perLanguage((language) => windowOf(start, end, record.zone, language)),
    },
    time('impact.start', start, record.zone),
    time('impact.end', end, record.zone),
    ...durationFacts(record),
    time('detected', chosen(record, 'detected'), record.zone),
    time('first_public_word', chosen(record, 'first_public_word'), record.zone),
    time('mitigated', chosen(record, 'mitigated'), record.zone),
    time('resolved', chosen(record, 'resolved'), record.zone),
    {
      key: 'symptoms',
      value: record.symptoms.map((symptom) => symptom.textKo || symptom.textEn || symptom.textJa),
      texts: perLanguage((language) => symptomTexts(record, language)),
    },
    words(
      'symptoms.surfaces',
      perLanguage((language) => surfaces.map((surface) => SURFACE_NAMES[surface][language])),
    ),
    words('scope', inPublic(record.wording.scope)),
    words('cause', inPublic(record.wording.cause, record.cause)),
    words(
      'cause.denied',
      everyOne(ruledOut, (cause, language) => deniedWords(cause)[language]),
    ),
    words('cause.denied.said', everyOne(onlySaid, deniedSentence)),
    words('promises', everyOne(promises, promiseText)),
    words('compensation', inPublic(record.wording.compensation)),
    ...trendFacts(trend),
  ]
}

/** The minutes from start to end where both are known to the minute; null for a range, an "about", or an open end. */
export function exactImpactMinutes(record: IncidentRecord): number | null {
  const impact = duration('impact', record.markers)
  if (impact.outcome !== 'recorded' || impact.range || impact.approximate) return null
  return impact.minutes ?? null
}

/** What the record chose as the time of a marker; null as long as nothing is chosen or the marker does not apply. */
export function chosen(record: IncidentRecord, key: MarkerKey): TimeValue | null {
  return record.markers[key].chosen?.value ?? null
}

function durationFacts(record: IncidentRecord): Fact[] {
  const impact = duration('impact', record.markers)
  if (impact.outcome !== 'recorded') {
    return [unknown('impact.duration'), unknown('impact.duration.rounded')]
  }
  if (impact.range) {
    const { range } = impact
    const texts = perLanguage((language) => [minutesRangeText(range, language)])
    return [unknown('impact.duration'), { key: 'impact.duration.rounded', value: range.max, texts }]
  }
  const { minutes } = impact
  const written = (style: MinutesStyle) =>
    perLanguage((language) => [minutesText(minutes, language, { style })])
  return [
    impact.approximate
      ? unknown('impact.duration')
      : { key: 'impact.duration', value: minutes, texts: written('exact') },
    {
      key: 'impact.duration.rounded',
      value: minutes,
      texts: written(impact.approximate ? 'approximate' : 'rounded'),
    },
  ]
}

function windowOf(
  start: TimeValue | null,
  end: TimeValue | null,
  zone: string,
  language: NoticeLanguage,
): string[] {
  if (!start || !end) return []
  const options = { weekday: true, zone: namesZone(zone, language) }
  if (start.shape === 'instant' && end.shape === 'instant') {
    return [windowText(start.at, end.at, zone, language, options)]
  }
  const from = valueText(start, zone, language, options)
  const until = valueText(end, zone, language, options)
  return [{ ko: `${from}부터 ${until}까지`, en: `${from} to ${until}`, ja: `${from}〜${until}` }[language]]
}

/** The day for a title, without the year in Korean, where the page names it anyway. A range may touch two days. */
function dateFact(start: TimeValue | null, zone: string): Fact {
  if (!start || plainDate(earliest(start), zone) !== plainDate(latest(start), zone))
    return unknown('impact.date')
  const texts = perLanguage((language) => [
    dateText(start.at, zone, language, { weekday: false, year: language !== 'ko' }),
  ])
  return { key: 'impact.date', value: start, texts }
}

function time(key: FactKey, value: TimeValue | null, zone: string): Fact {
  if (!value) return unknown(key)
  const text = (language: NoticeLanguage) =>
    valueText(value, zone, language, { weekday: true, zone: namesZone(zone, language) })
  return { key, value, texts: perLanguage((language) => [text(language)]) }
}

/** Korean texts leave Korean time unnamed, Japanese ones Japanese time, as notices do. All others name the zone. */
export function namesZone(zone: string, language: NoticeLanguage): boolean {
  return zone !== { ko: 'Asia/Seoul', en: null, ja: 'Asia/Tokyo' }[language]
}

function words(key: FactKey, written: Record<NoticeLanguage, string[]>): Fact {
  const texts = perLanguage((language) => written[language].map(oneLine).filter((text) => text !== ''))
  const value = NOTICE_LANGUAGES.map((language) => texts[language]).find((known) => known.length > 0)
  return { key, value: value ?? null, texts }
}

function unknown(key: FactKey): Fact {
  return { key, value: null, texts: { ko: [], en: [], ja: [] } }
}

function perLanguage(write: (language: NoticeLanguage) => string[]): Record<NoticeLanguage, string[]> {
  return { ko: write('ko'), en: write('en'), ja: write('ja') }
}

/**
 * A part of the record as the public may read it: its public wording, or, as long as there is none in any language, the
 * internal words in the language that they are written in.
 */
function inPublic(worded: WordsByLanguage, internal = ''): Record<NoticeLanguage, string[]> {
  if (isWorded(worded)) return perLanguage((language) => lines(worded[language]))
  return byScript(lines(internal))
}

/**
 * A list, in the languages in which every item has words. With one of them missing the whole list is a gap: a shorter
 * list would tell the readers of that language something else.
 */
function everyOne<T>(
  items: readonly T[],
  write: (item: T, language: NoticeLanguage) => string,
): Record<NoticeLanguage, string[]> {
  return perLanguage((language) => {
    const texts = items.map((item) => oneLine(write(item, language)))
    return texts.includes('') ? [] : texts
  })
}

function promiseText(item: IncidentRecord['actionItems'][number], language: NoticeLanguage): string {
  const text = promiseInPublic(item)[language]
  return text === '' ? '' : withDueDay(text, item.dueOn, language)
}

/** A promise as the public may read it, without its day; empty in a language that it has no words in. */
export function promiseInPublic({
  title,
  promiseWords,
}: Pick<IncidentRecord['actionItems'][number], 'title' | 'promiseWords'>): Record<NoticeLanguage, string> {
  const words = inPublic(promiseWords, title)
  const joined = (language: NoticeLanguage) => words[language].join(' ')
  return { ko: joined('ko'), en: joined('en'), ja: joined('ja') }
}

/** A denial that nothing supports is told as what somebody said, and that nothing supports it. */
function deniedSentence(denied: DeniedCause, language: NoticeLanguage): string {
  const cause = oneLine(deniedWords(denied)[language])
  if (cause === '') return ''
  const who = byScript([oneLine(denied.saidBy)])[language].join('')
  if (language === 'ko') {
    const denial = `${cause}${particleAfter(cause, '이/가')} 원인이 아니라`
    return who === ''
      ? `${denial}는 설명이 있었으나, 이를 뒷받침하는 측정값은 아직 없습니다.`
      : `${who}${particleAfter(who, '은/는')} ${denial}고 설명했으나, 이를 뒷받침하는 측정값은 아직 없습니다.`
  }
  if (language === 'ja') {
    return who === ''
      ? `${cause}は原因ではないとの説明がありましたが、裏付けとなる測定値はまだありません。`
      : `${who}は${cause}が原因ではないと説明しておりますが、裏付けとなる測定値はまだありません。`
  }
  return `${who === '' ? 'It was said' : `${who} said`} that ${cause} was not the cause; no measurement supports this yet.`
}

function trendFacts(trend: TrendCounts | null): Fact[] {
  const month = Number(trend?.asOf.slice(5, 7))
  const day = Number(trend?.asOf.slice(8, 10))
  const yearCount = (language: NoticeLanguage, { year, count }: TrendCounts) =>
    ({
      ko: `${year}년 들어 ${month}월 ${day}일까지 ${count}건`,
      en: `${count} in ${year} up to ${ENGLISH_MONTHS[month - 1]} ${day}`,
      ja: `${year}年は${month}月${day}日までに${count}件`,
    })[language]
  const samePeriod = (language: NoticeLanguage, { year, samePeriod: count }: TrendCounts) =>
    ({
      ko: `${year - 1}년 같은 기간 ${count}건`,
      en: `${count} in the same period of ${year - 1}`,
      ja: `${year - 1}年の同期間は${count}件`,
    })[language]
  const fact = (key: FactKey, value: number | null | undefined, write: typeof yearCount): Fact =>
    trend === null || value === null || value === undefined
      ? unknown(key)
      : { key, value, texts: perLanguage((language) => [write(language, trend)]) }
  return [
    fact('trend.year_count', trend?.count, yearCount),
    fact('trend.same_period', trend?.samePeriod, samePeriod),
  ]
}

/**
 * Free words of the record are written once, in whichever language. With Hangul in them they are Korean, with kana or
 * Chinese characters only Japanese, otherwise English. In the other languages they are a gap, because a translation
 * would be an invention.
 */
function byScript(texts: string[]): Record<NoticeLanguage, string[]> {
  const all = texts.join('\n')
  const written = /[가-힣]/.test(all) ? 'ko' : /[\p{sc=Hira}\p{sc=Kana}\p{sc=Han}]/u.test(all) ? 'ja' : 'en'
  return perLanguage((language) => (language === written ? texts : []))
}

function withDueDay(title: string, dueOn: string | null, language: NoticeLanguage): string {
  const day = dueOn === null ? null : /^(\d{4})-(\d{2})-(\d{2})$/.exec(dueOn)
  if (!day) return title
  const [year, month, date] = [Number(day[1]), Number(day[2]), Number(day[3])]
  if (language === 'ko') return `${title} (${year}년 ${month}월 ${date}일까지)`
  if (language === 'ja') return `${title}（${year}年${month}月${date}日まで）`
  const name = ENGLISH_MONTHS[month - 1] ?? String(month)
  return `${title} (by ${name} ${date}, ${year})`
}

const SURFACE_NAMES: Record<Surface, Record<NoticeLanguage, string>> = {
  mobile: { ko: '모바일', en: 'mobile', ja: 'スマートフォン' },
  pc: { ko: 'PC', en: 'desktop', ja: 'PC' },
  web: { ko: '웹', en: 'web', ja: 'ウェブ' },
  api: { ko: 'API', en: 'API', ja: 'API' },
  other: { ko: '', en: '', ja: '' },
}

/** Words that already tell the reader where it happened, so that the surface is not named twice. */
const SURFACE_WORDS: Record<Surface, RegExp> = {
  mobile: /모바일|휴대|스마트폰|mobile|phone|スマートフォン|スマホ|モバイル|携帯/i,
  pc: /PC|피시|desktop|パソコン/i,
  web: /웹|web|browser|ウェブ|ブラウザ/i,
  api: /API/i,
  other: /^/,
}

const SYMPTOM_WORDS: Record<SymptomKind, Record<NoticeLanguage, string>> = {
  unavailable: { ko: '이용 불가', en: 'Not available', ja: '利用不可' },
  error: { ko: '오류 발생', en: 'Errors', ja: 'エラーの発生' },
  delayed: { ko: '처리 지연', en: 'Delays', ja: '処理の遅延' },
  duplicated: { ko: '중복 처리', en: 'Duplicate sending or processing', ja: '重複送信・重複処理' },
  login_failing: { ko: '로그인 불가', en: 'Sign-in not possible', ja: 'ログイン不可' },
  wrong_data: { ko: '잘못된 내용 표시', en: 'Wrong content shown', ja: '誤った内容の表示' },
  other: { ko: '이용 장애', en: 'Problems in use', ja: '利用上の不具合' },
}

/** One line per symptom; the same words on two surfaces are one line that names both. */
function symptomTexts(record: IncidentRecord, language: NoticeLanguage): string[] {
  const merged = new Map<string, { text: string; detail: string; surfaces: string[] }>()
  for (const symptom of record.symptoms) {
    const own = oneLine({ ko: symptom.textKo, en: symptom.textEn, ja: symptom.textJa }[language])
    const text = own || SYMPTOM_WORDS[symptom.kind][language]
    const detail = symptomDetail(symptom, record.zone, language)
    const surface = SURFACE_WORDS[symptom.surface].test(text) ? '' : SURFACE_NAMES[symptom.surface][language]
    const line = merged.get(text + detail) ?? { text, detail, surfaces: [] }
    if (surface && !line.surfaces.includes(surface)) line.surfaces.push(surface)
    merged.set(text + detail, line)
  }
  const ja = language === 'ja'
  return [...merged.values()].map(({ text, detail, surfaces }) => {
    if (surfaces.length === 0) return text + detail
    return text + (ja ? `（${surfaces.join('、')}）` : ` (${surfaces.join(', ')})`) + detail
  })
}

function symptomDetail(symptom: Symptom, zone: string, language: NoticeLanguage): string {
  const parts: string[] = []
  if (symptom.sharePercent !== null) {
    const share = `${symptom.sharePercent}%`
    parts.push({ ko: `이용자의 ${share}`, en: `${share} of users`, ja: `ご利用者の${share}` }[language])
  }
  if (symptom.users !== null) {
    const users = symptom.users.toLocaleString('en-US')
    parts.push({ ko: `이용자 ${users}명`, en: `${users} users`, ja: `ご利用者${users}名` }[language])
  }
  if (symptom.startedAt !== null && symptom.endedAt !== null) {
    parts.push(
      windowText(symptom.startedAt, symptom.endedAt, zone, language, { zone: namesZone(zone, language) }),
    )
  }
  const message = oneLine(symptom.errorText)
  if (message) {
    const words = {
      ko: `화면 문구 “${message}”`,
      en: `on screen: “${message}”`,
      ja: `画面表示「${message}」`,
    }
    parts.push(words[language])
  }
  const comma = language === 'ja' ? '、' : ', '
  return parts.map((part) => comma + part).join('')
}

function lines(text: string): string[] {
  return text
    .split('\n')
    .map(oneLine)
    .filter((line) => line !== '')
}

/** Control characters and line breaks become single spaces. */
function oneLine(text: string): string {
  return text.replace(/[\s\u0000-\u001f\u007f\u2028\u2029]+/g, ' ').trim()
}

/** A list as one phrase. */
function phrase(texts: readonly string[], language: NoticeLanguage): string {
  if (language === 'en') return new Intl.ListFormat('en', { type: 'conjunction' }).format(texts)
  return texts.join(language === 'ja' ? '、' : ', ')
}

/** Something about a text that has to be settled before it can be published. Line and column count from 1. */
export interface FactFinding {
  code: 'gap' | 'unknown_fact' | 'unknown_particle'
  /** What stands between the braces. */
  placeholder: string
  /** What is missing, in the language of the text. */
  label: string
  line: number
  column: number
}

export interface WrittenFacts {
  text: string
  findings: FactFinding[]
  /** Keys of the facts that were written out, in order of their first appearance. */
  used: FactKey[]
}

const PLACEHOLDER = /\{\{\s*(\??)\s*([^{}|]*?)\s*(?:\|([^{}|]*))?\}\}/g
const LIST_LINE = /^(\s*(?:[-*+]|\d{1,9}[.)])\s+)\{\{\s*([^{}|?]*?)\s*\}\}\s*$/

/**
 * Writes the facts of a record into a text: `{{key}}`, with a Korean particle `{{key|은/는}}`, and `{{?words}}` for a
 * gap that a person has to fill. A list item that consists of one list fact is repeated for each of its entries. What
 * cannot be written stays visible as 【label】 and is reported. Values stay plain whatever characters they hold, except
 * with `markdown: false`, where they are written as they are because the text is not Markdown.
 */
export function writeFacts(
  text: string,
  facts: readonly Fact[],
  language: NoticeLanguage,
  { markdown = true }: { markdown?: boolean } = {},
): WrittenFacts {
  const byKey = new Map<string, Fact>(facts.map((fact) => [fact.key, fact]))
  const findings: FactFinding[] = []
  const used = new Set<FactKey>()
  const plain = (value: string) => (markdown ? escapeMarkdown(value) : value)

  const written = text.split('\n').map((line, index) => {
    const item = LIST_LINE.exec(line)
    const list = item ? byKey.get(item[2] ?? '') : undefined
    if (item && list && list.texts[language].length > 0) {
      used.add(list.key)
      return list.texts[language].map((value) => item[1] + plain(value)).join('\n')
    }
    return line.replace(
      PLACEHOLDER,
      (whole, gap: string, name: string, particle: string | undefined, at: number) => {
        const fact = byKey.get(name)
        const label = fact ? FACT_LABELS[fact.key][language] : name
        const report = (code: FactFinding['code']) => {
          findings.push({
            code,
            placeholder: whole.slice(2, -2).trim(),
            label,
            line: index + 1,
            column: at + 1,
          })
          return `【${label}】`
        }
        if (gap) return report('gap')
        if (!fact) return report('unknown_fact')
        const values = fact.texts[language]
        if (values.length === 0) return report('gap')
        used.add(fact.key)
        const value = phrase(values, language)
        if (particle === undefined || language !== 'ko') return plain(value)
        const pair = particlePair(particle)
        if (!pair) return report('unknown_particle')
        return plain(value) + particleAfter(value, pair)
      },
    )
  })
  return { text: written.join('\n'), findings, used: [...used] }
}

/** The facts a published text used, as they were written, so that a later change of the record can be noticed. */
export function freezeFacts(facts: readonly Fact[], used: Iterable<FactKey>): FrozenFacts {
  const wanted = new Set<FactKey>(used)
  const frozen: FrozenFacts = {}
  for (const fact of facts) {
    if (!wanted.has(fact.key)) continue
    const { ko, en, ja } = fact.texts
    frozen[fact.key] = { ko: ko.join('\n'), en: en.join('\n'), ja: ja.join('\n'), value: fact.value }
  }
  return frozen
}

/**
 * Plain words as Markdown that shows exactly these words. Only what could start a construct is escaped, because the
 * Markdown is read by people too: brackets around a weekday stay as they are. Web and mail addresses become links, as
 * GFM makes them wherever they stand.
 */
export function escapeMarkdown(text: string): string {
  return oneLine(text)
    .replace(/[\\`*_[\]<|~{}]/g, '\\$&')
    .replace(/&(?=#?\w+;)/g, '\\&')
    .replace(/^(?:[#>+=-])/, '\\$&')
    .replace(/^(\d{1,9})([.)])/, '$1\\$2')
}
