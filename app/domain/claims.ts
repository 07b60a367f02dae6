/**
 * Reads the checkable claims out of a statement or a notice, in Korean, English and Japanese alike: times, lengths, how
 * many were hit, counts per year, trends, causes, denied causes, promises. What a claim is worth says `claim-verdicts.ts`.
 */
import { lengthsIn, type LengthMention } from './claim-lengths.ts'
import { timesIn, windowEnds, type TimeContext, type TimeMention } from './claim-times.ts'
import type { Instant } from './instant.ts'
import { eachMatch, lastAtOrBefore, placesIn, sentencesOf, type Piece } from './prose.ts'

/** What a time is said to be: the words around it decide. */
export type TimeRole = 'start' | 'end' | 'detected' | 'other' | 'upcoming'

/** Whether a length is that of a window beside it, of the outage as a whole, a sum of several, or of something else. */
export type LengthRole = 'window' | 'outage' | 'total' | 'other'

interface Placed {
  /** Offsets in the text, in UTF-16 units. */
  start: number
  end: number
  /** From 1. */
  line: number
  column: number
  quote: string
}

export type Claim = Placed &
  (
    | { kind: 'time'; role: TimeRole; mention: TimeMention; ofOutage: boolean }
    | {
        kind: 'window'
        from: TimeMention
        until: TimeMention
        ends: { from: Instant; until: Instant } | null
        ofOutage: boolean
      }
    | { kind: 'date'; day: string; yearStated: boolean; ofOutage: boolean }
    | {
        kind: 'length'
        role: LengthRole
        length: LengthMention
        window: { from: Instant; until: Instant } | null
      }
    /** A share in percent, a number of users, or a word such as "some" for neither. */
    | { kind: 'scope'; percent: number | null; users: number | null; word: 'some' | 'most' | 'all' | null }
    /** Incidents in a year; `atLeast` for "the second this year". */
    | { kind: 'count'; year: number; count: number; atLeast: boolean }
    | { kind: 'trend'; direction: 'down' | 'up' }
    | { kind: 'cause'; topic: string }
    | { kind: 'denied_cause'; topic: string }
    | { kind: 'promise'; topic: string; vague: boolean; dated: boolean }
  )

export type ClaimKind = Claim['kind']

export const claimPatterns = {
  windowGap:
    /^[*_]{0,3}\s?(?:부터|에서|에 시작(?:해|되어|돼)(?:서)?|~|〜|～|\\~|–|—|-|to|until|till|and|から|より)[*_]{0,3}\s?(?:약\s|about\s|the\s)?$/i,
  windowBetween: /\bbetween\s?$/i,
  untilAfter: /^[*_]{0,3}\s?(?:까지|사이|まで|の間)/,
  startAfter:
    /^[*_]{0,3}\s?(?:부터|から|より|에\s?(?:장애가\s|문제가\s|오류가\s)?(?:시작|발생)|に(?:障害が|問題が)?(?:発生|開始))/,
  endAfter:
    /^[*_]{0,3}\s?(?:까지|まで|에\s?(?:모두\s|모든\s|완전히\s|서비스가\s|정상\s?)?(?:복구|정상화|해소|종료|끝)|に(?:復旧|解消|正常化|完了))/,
  detectedAfter:
    /^[*_]{0,3}\s?(?:에\s?(?:장애를\s|문제를\s|오류를\s|이상을\s)?(?:확인|감지|인지|발견)|に(?:障害を|問題を|異常を)?(?:検知|確認))/,
  startBefore:
    /\b(?:since|from|starting(?:\sat|\sfrom)?|started(?:\sat)?|began(?:\sat)?|beginning(?:\sat)?)\s(?:about\s|around\s|approximately\s|~)?$/i,
  endBefore:
    /\b(?:until|till|(?:restored|recovered|resolved|ended|fixed|mitigated|over|back to normal|fully operational)(?:\sat|\sby|\son))\s(?:about\s|around\s|approximately\s|~)?$/i,
  detectedBefore:
    /\b(?:detected|noticed|alerted|identified|confirmed)[^.\n]{0,30}\s(?:at|on)\s(?:about\s|around\s)?$/i,
  upcomingBefore: /(?:다음\s(?:안내|공지|업데이트|소식)|next update|next notice|次回|続報)[^.\n]{0,30}$/i,
  upcomingAfter: /^[^.\n]{0,12}(?:안내|공지|알려|말씀)\s?(?:드리겠|드릴|하겠|할)/,
  outage:
    /장애|오류|먹통|중단|불가|이용하지 못|접속(?:이|되지)|문제가|영향|outage|incident|disruption|unavailab|unable|degrad|affected|failed|errors?\b|interruption|impact|障害|不具合|停止|ご利用いただけ|エラー|影響/i,
  earlier:
    /지난\s(?:번|달|주|해|\d)|앞선|이전|예전|당시|과거|previous|earlier|last (?:week|month|year)|前回|以前|先日|過去/i,
  percent: /(?<![\d.,])(\d{1,3}(?:\.\d{1,3})?)\s?(?:%|퍼센트|percent|パーセント)/g,
  percentContext:
    /이용자|사용자|고객|회원|가입자|요청|트래픽|users?|customers?|requests?|traffic|accounts?|subscribers?|利用者|お客|ユーザ|リクエスト/i,
  users:
    /(?<![\w.,:])(\d{1,3}(?:,\d{3}){1,3}|\d{1,9})\s?(만|천|억|万|千|k|thousand|million|m)?\s?(?:여\s?)?(?:명의?|분의|人の?|名の?|(?:of our |active |registered )?(?:users|customers|accounts|subscribers|people|members))(?![가-힣]{0,0}[년월])/gi,
  someUsers:
    /(?:일부|소수의?|몇몇|극히 일부의?)\s?(?:의\s)?(?:이용자|사용자|고객|회원|가입자|분)(?:님|들)?|(?:\bsome|\ba (?:small )?(?:number|subset|portion|fraction|percentage) of|\ba few|\bcertain|\bseveral)\s(?:of\s)?(?:our\s|the\s|your\s)?(?:\w{1,14}\s)?(?:users?|customers?|accounts?|subscribers?|members?|requests?)\b|一部の(?:お客|利用者|ご利用者|ユーザ|会員)[様さまー]{0,2}/gi,
  mostUsers:
    /(?:대부분|대다수)의?\s?(?:이용자|사용자|고객|회원)|\bmost\s(?:of\s)?(?:our\s|the\s)?(?:users?|customers?|requests?)\b|(?:ほとんど|大半)の(?:お客|利用者|ご利用者|ユーザ)/gi,
  allUsers:
    /(?:모든|전체|전)\s?(?:이용자|사용자|고객|회원)(?=[가-힣]{0,2}\s[^.\n]{0,30}(?:불가|장애|오류|영향|못|않))|\ball\s(?:of\s)?(?:our\s|the\s)?(?:users?|customers?|requests?)(?=\s[^.\n]{0,30}(?:affected|unable|fail|could not|couldn't))|(?:すべて|全て)の(?:お客|利用者|ご利用者|ユーザ)(?=[^。\n]{0,30}(?:影響|でき|障害))/gi,
  countInYear:
    /(?<!\d)(\d{4})\s?(?:년|年)(?:에는|에도|에|은|는|は|に|の)?\s?:?\s?(?:총\s|모두\s|計)?(\d{1,4})\s?(?:회|건|번|차례|回|件)/g,
  countRelative:
    /(지난해|작년|올해|금년|昨年|前年|今年)(?:에는|에도|에|은|는|は|に)?(?:\s?들어)?\s?(?:총\s|모두\s|벌써\s|현재까지\s)?(\d{1,4})\s?(?:회|건|번(?!째)|차례|回|件)/g,
  countThisYear:
    /(올해|금년|今年)(?:에|는)?\s?(?:들어(?:서만|서)?)?\s?(?:벌써\s|만\s)?(첫|두|세|네|다섯|여섯|일곱|\d{1,3})\s?(?:번째|회째|回目|度目)/g,
  englishCountInYear:
    /\b(\d{1,4}|no|one|two|three|four|five|six|seven|eight|nine|ten)\s(?:\w{1,12}\s){0,1}(?:incidents?|outages?|disruptions?|failures?)\s(?:in|during|for)\s(\d{4}|this year|last year)/gi,
  englishYearCount:
    /\b(?:in\s)?(\d{4}),?\s(?:there were|we had|saw|had)\s(?:only\s)?(\d{1,4}|no|one|two|three|four|five|six|seven|eight|nine|ten)\b/gi,
  englishOrdinal:
    /\b(first|second|third|fourth|fifth|sixth|\d{1,2}(?:st|nd|rd|th))\s(?:\w{1,12}\s){0,2}(?:this year|of the year|of (\d{4}))/gi,
  colonCount: /(?<![\d-])((?:19|20)\d{2}):\s(\d{1,3})(?![\d:])(?=[,;.)\s]|$)/g,
  trendWord:
    /(감소(?:\s?추세|세)?|줄어(?:들|드)\S{0,4}|줄었\S{0,3}|줄고|개선\s?추세|decreas\w{1,4}|declin\w{1,4}|(?:fallen|falling|fewer)|downward|going down|減少\S{0,3}|減って\S{0,3}|減りました)|(증가(?:\s?추세|세)?(?!한\s데이터)|늘어(?:나|났)\S{0,3}|늘었\S{0,3}|늘고|increas\w{1,4}|(?:risen|rising)|upward|going up|増加\S{0,3}|増えて\S{0,3}|増えました)/gi,
  trendTopic:
    /추세|매년|해마다|연간|지난해|작년|전년|올해|\d{4}\s?년|\byears?\b|annual|trend|年々|年間|前年|昨年|\d{4}年/i,
  trendNoun: /장애|오류|사고|먹통|건수|횟수|incidents|outages|disruptions|failures|number of|障害|件数/i,
  trafficGrowth:
    /트래픽|접속자|이용량|사용량|요청|traffic|requests?|load|usage|latency|アクセス|トラフィック/i,
  cause:
    /([^\s.,。、"“”'‘’\n][^.,。、"“”\n]{1,59}?)(?:\s?(?:발생)?(?:으로|로)\s(?:인해|인한|인하여)|\s?때문에|\s?탓에|\s?발생으로|(?:이|가)\s(?:주된\s)?원인(?:이었|입니다|으로|인|이며)|(?:が原因|に起因|によるもの(?:です|でした|と)))/g,
  causeIs:
    /(?:원인은|원인으로는|原因は)\s?([^.。\n]{2,60}?)(?:입니다|이었|였|으로|로\s(?:확인|파악)|です|でした|によ|と判明|[.。\n]|$)/g,
  englishCause:
    /\b(?:caused by|due to|because of|resulted from|the result of|a result of|root cause (?:was|is)|the cause (?:was|is))\s([^.,;\n]{2,70})/gi,
  followsBelow:
    /다음과\s같|아래와\s같|조사|파악|확인\s중|次のとおり|以下の|下記|調査|as follows|investigat|unknown|not yet/i,
  deniedKorean:
    /([^.。"”'’\n]{2,40}?)["”'’]?(?:으로|로)?\s?(?:인한|의한)?\s?(?:것|문제|장애|오류|사고)?(?:은|는|이|가|와는|과는|와|과|도)?\s?(?:사실이\s(?:아니|아닙)|사실과\s(?:다르|다릅)|아닙니다|아니라|아니다|아니며|아닌\s(?:것|것으로)|무관|관련이?\s없|관계가?\s없|없었습니다|없는\s것으로)[가-힣]{0,3}/g,
  deniedTopic:
    /트래픽|접속|폭증|급증|공격|해킹|디도스|침해|유출|재택|원인|과부하|외부|보안|traffic|attack|breach|intrusion|cyber|hack|leak|load|surge|security|malicious|ddos|攻撃|漏洩|漏えい|不正|アクセス|負荷|トラフィック|原因/i,
  deniedEnglish:
    /\b(?:(?:was|were|is|are|did)\s?(?:not|n't)|(?:wasn't|weren't|isn't)|not)\s(?:\w{1,10}\s){0,2}?(?:due to|caused by|because of|related to|the result of|a result of|an? (?:cyber|security|malicious|attack|breach|ddos))\s?([^.,;\n]{0,50})|\b(?:no evidence (?:of|that)|unrelated to|nothing to do with|no indication (?:of|that))\s([^.,;\n]{2,50})|\b((?:it|this) was not (?:traffic|load|an? [a-z]{1,12} attack))/gi,
  deniedJapanese:
    /([^。、\n]{2,40}?)(?:による(?:もの|障害)|が原因|の事実|の問題)?(?:ではありません|ではございません|ではなく|ではない|はありません|はございません|は確認されておりません|とは無関係|は事実ではあ)/g,
  promiseKorean:
    /[^.。\n]{0,120}?(?:하겠습니다|되겠습니다|하겠다|되겠다|겠습니다|할\s(?:예정|계획)(?:입니다|이다)?|하기로\s(?:했|하였)|약속드립니다|나갈\s(?:것|예정)입니다)/g,
  notPromiseKorean:
    /다음\s(?:안내|공지|소식|업데이트)|(?:안내|공지|공유|설명|보고|답변|회신|말씀|알려|사과|감사|부탁|양해)[^.。\n]{0,8}(?:드리겠|드릴|올리겠|하겠|할\s예정)|되셨으면|좋겠습니다|모르겠|여쭙겠|기다리/,
  promiseEnglish:
    /\b(?:we(?:'ll|’ll| will| are going to| plan to| intend to| commit to| are committed to| promise to| are working to)|will be (?:adding|improving|implementing|introducing))\s(?!(?:\w{1,12}\s){0,2}(?:update|provide (?:an?|further|more) update|post|share|restore|resolve|fix this|recover|mitigate|identify|bring|understand|keep you|inform|let you|communicate|continue to (?:keep|monitor|investigate|update|work)|investigat|monitor))[^.\n]{3,120}/gi,
  promiseJapanese:
    /[^。\n]{0,80}?(?:再発防止|改善|強化|見直し|対策|努め|実施|導入)[^。\n]{0,40}?(?:いたします|致します|してまいります|して参ります|する予定です|努めてまいります|努めます)/g,
  vaguePromise:
    /최선|노력|만전|힘쓰|다하겠|강구|do (?:our|everything)|best|strive|effort|努め|努力|万全|尽力/i,
  promiseDate:
    /\d{1,2}\s?월|\d{4}\s?년|\d{1,2}\s?일까지|이번\s(?:주|달)|다음\s(?:주|달)|분기|연내|올해\s안|月末|\d{1,2}月|来月|今月|年内|\bby\s(?:the end|\w{3,9}\s\d|\d|Q[1-4]|next|this)|\bthis (?:week|month|quarter|year)|\bnext (?:week|month|quarter|year)|\b(?:January|February|March|April|May|June|July|August|September|October|November|December)\s\d|\bQ[1-4]\b|\uE000/i,
} as const

const NUMBER_WORDS: Record<string, number> = {
  no: 0,
  one: 1,
  two: 2,
  three: 3,
  four: 4,
  five: 5,
  six: 6,
  seven: 7,
  eight: 8,
  nine: 9,
  ten: 10,
  first: 1,
  second: 2,
  third: 3,
  fourth: 4,
  fifth: 5,
  sixth: 6,
  첫: 1,
  두: 2,
  세: 3,
  네: 4,
  다섯: 5,
  여섯: 6,
  일곱: 7,
}

/**
 * The claims of a text in the order in which they stand there. Nothing is judged. `text` may be prose with blanked
 * parts (`proseOf`); `said` is what quotes are taken from, the text itself unless given.
 */
export function readClaims(text: string, context: TimeContext, said: string = text): Claim[] {
  const claims: Claim[] = []
  const placeOf = placesIn(said)
  const add = (claim: { start: number; end: number } & Record<string, unknown>) => {
    const quote = said.slice(claim.start, claim.end)
    claims.push({ ...claim, quote, ...placeOf(claim.start) } as unknown as Claim)
  }
  const sentences = sentencesOf(text)
  readTimes(text, sentences, context, add)
  for (const piece of sentences) {
    readScope(piece, add)
    readCounts(piece, context, add)
    readCauses(piece, add)
    readPromises(piece, add)
  }
  return claims.sort((a, b) => a.start - b.start || b.end - a.end)
}

type Add = (claim: { start: number; end: number } & Record<string, unknown>) => void

function readTimes(text: string, sentences: readonly Piece[], context: TimeContext, add: Add): void {
  const { times, days } = timesIn(text, context)
  const sentenceAt = (offset: number) =>
    sentences[lastAtOrBefore(sentences, offset, (piece) => piece.start)]?.text ??
    text.slice(offset, offset + 200)
  const windows: { start: number; end: number; ends: { from: Instant; until: Instant } | null }[] = []
  for (let index = 0; index < times.length; index++) {
    const first = times[index]!
    const second = times[index + 1]
    const gap = second === undefined ? null : text.slice(first.end, second.start)
    if (second !== undefined && gap !== null && gap.length <= 24 && claimPatterns.windowGap.test(gap)) {
      const until = claimPatterns.untilAfter.exec(text.slice(second.end, second.end + 12))
      const lead = claimPatterns.windowBetween.exec(text.slice(Math.max(0, first.start - 10), first.start))
      const start = first.start - (lead?.[0].length ?? 0)
      const end = second.end + (until?.[0].length ?? 0)
      const ends = windowEnds(first, second, context)
      const sentence = sentenceAt(first.start)
      const ofOutage = claimPatterns.outage.test(sentence) && !claimPatterns.earlier.test(sentence)
      add({ kind: 'window', start, end, from: first, until: second, ends, ofOutage })
      windows.push({ start, end, ends })
      index += 1
      continue
    }
    const sentence = sentenceAt(first.start)
    const ofOutage = claimPatterns.outage.test(sentence) && !claimPatterns.earlier.test(sentence)
    const role = timeRole(text, first)
    add({ kind: 'time', start: first.start, end: first.end, role, mention: first, ofOutage })
  }
  for (const { start, end, day, yearStated } of days) {
    const sentence = sentenceAt(start)
    add({
      kind: 'date',
      start,
      end,
      day,
      yearStated,
      ofOutage: claimPatterns.outage.test(sentence) && !claimPatterns.earlier.test(sentence),
    })
  }
  for (const length of lengthsIn(text, [...times, ...days])) {
    const beside = windows.findLast(
      (window) =>
        window.end <= length.start &&
        length.start - window.end <= 14 &&
        !/[.\n]/.test(text.slice(window.end, length.start)),
    )
    const sentence = sentenceAt(length.start)
    const role: LengthRole =
      beside !== undefined && !length.distance
        ? 'window'
        : length.distance
          ? 'other'
          : length.total && length.unit <= 60
            ? 'total'
            : length.stretch && claimPatterns.outage.test(sentence) && !claimPatterns.earlier.test(sentence)
              ? 'outage'
              : 'other'
    add({ kind: 'length', start: length.start, end: length.end, role, length, window: beside?.ends ?? null })
  }
}

function timeRole(text: string, { start, end }: TimeMention): TimeRole {
  const before = text.slice(Math.max(0, start - 60), start)
  const after = text.slice(end, end + 24)
  if (claimPatterns.upcomingBefore.test(before) || claimPatterns.upcomingAfter.test(after)) return 'upcoming'
  if (claimPatterns.startAfter.test(after) || claimPatterns.startBefore.test(before)) return 'start'
  if (claimPatterns.detectedAfter.test(after) || claimPatterns.detectedBefore.test(before)) return 'detected'
  if (claimPatterns.endAfter.test(after) || claimPatterns.endBefore.test(before)) return 'end'
  return 'other'
}

function readScope({ start: offset, text }: Piece, add: Add): void {
  const place = (match: { start: number; end: number }) => ({
    start: offset + match.start,
    end: offset + match.end,
  })
  for (const match of eachMatch(claimPatterns.percent, text)) {
    if (!claimPatterns.percentContext.test(text.slice(Math.max(0, match.start - 40), match.end + 40)))
      continue
    add({ kind: 'scope', ...place(match), percent: Number(match.groups[0]), users: null, word: null })
  }
  for (const match of eachMatch(claimPatterns.users, text)) {
    const factor = {
      만: 1e4,
      万: 1e4,
      천: 1e3,
      千: 1e3,
      k: 1e3,
      thousand: 1e3,
      억: 1e8,
      million: 1e6,
      m: 1e6,
    }[(match.groups[1] ?? '').toLowerCase()]
    const users = Number(match.groups[0]!.replaceAll(',', '')) * (factor ?? 1)
    add({ kind: 'scope', ...place(match), percent: null, users, word: null })
  }
  const words = [
    ['some', claimPatterns.someUsers],
    ['most', claimPatterns.mostUsers],
    ['all', claimPatterns.allUsers],
  ] as const
  for (const [word, pattern] of words) {
    for (const match of eachMatch(pattern, text))
      add({ kind: 'scope', ...place(match), percent: null, users: null, word })
  }
}

function readCounts({ start: offset, text }: Piece, { day }: TimeContext, add: Add): void {
  const thisYear = Number(day.slice(0, 4))
  const yearNamed = (name: string) =>
    /^\d{4}$/.test(name) ? Number(name) : /올해|금년|今年|this/i.test(name) ? thisYear : thisYear - 1
  const number = (word: string) => NUMBER_WORDS[word.toLowerCase()] ?? Number.parseInt(word, 10)
  const taken: { start: number; end: number }[] = []
  const count = (match: { start: number; end: number }, year: string, amount: string, atLeast = false) => {
    if (taken.some((other) => other.start < match.end && match.start < other.end)) return
    taken.push(match)
    const place = { start: offset + match.start, end: offset + match.end }
    add({ kind: 'count', ...place, year: yearNamed(year), count: number(amount), atLeast })
  }
  for (const m of eachMatch(claimPatterns.countInYear, text)) count(m, m.groups[0]!, m.groups[1]!)
  for (const m of eachMatch(claimPatterns.countThisYear, text)) count(m, m.groups[0]!, m.groups[1]!, true)
  for (const m of eachMatch(claimPatterns.countRelative, text)) count(m, m.groups[0]!, m.groups[1]!)
  for (const m of eachMatch(claimPatterns.englishCountInYear, text)) count(m, m.groups[1]!, m.groups[0]!)
  for (const m of eachMatch(claimPatterns.englishYearCount, text)) count(m, m.groups[0]!, m.groups[1]!)
  for (const m of eachMatch(claimPatterns.colonCount, text)) count(m, m.groups[0]!, m.groups[1]!)
  for (const m of eachMatch(claimPatterns.englishOrdinal, text)) {
    if (claimPatterns.outage.test(text)) count(m, m.groups[1] ?? 'this year', m.groups[0]!, true)
  }
  for (const m of eachMatch(claimPatterns.trendWord, text)) {
    const near = text.slice(Math.max(0, m.start - 12), m.start)
    const topical =
      taken.length > 0 || (claimPatterns.trendTopic.test(text) && claimPatterns.trendNoun.test(text))
    if (!topical || claimPatterns.trafficGrowth.test(near)) continue
    add({
      kind: 'trend',
      start: offset + m.start,
      end: offset + m.end,
      direction: m.groups[0] === undefined ? 'up' : 'down',
    })
  }
}

function readCauses({ start: offset, text }: Piece, add: Add): void {
  const denials: { start: number; end: number }[] = []
  const deny = (match: { start: number; end: number; text: string }, topic: string) => {
    const clause = topic.trim() || match.text
    if (!claimPatterns.deniedTopic.test(match.text)) return
    const lead = match.text.length - match.text.trimStart().length
    denials.push(match)
    add({ kind: 'denied_cause', start: offset + match.start + lead, end: offset + match.end, topic: clause })
  }
  for (const m of eachMatch(claimPatterns.deniedKorean, text)) deny(m, m.groups[0] ?? '')
  for (const m of eachMatch(claimPatterns.deniedEnglish, text)) deny(m, m.groups.find((group) => group) ?? '')
  for (const m of eachMatch(claimPatterns.deniedJapanese, text)) deny(m, m.groups[0] ?? '')
  const denied = (match: { start: number; end: number }) =>
    denials.some((other) => other.start < match.end && match.start < other.end)
  for (const pattern of [claimPatterns.cause, claimPatterns.causeIs, claimPatterns.englishCause]) {
    for (const m of eachMatch(pattern, text)) {
      if (denied(m) || m.text.includes('\uE000') || claimPatterns.followsBelow.test(m.text)) continue
      const lead = m.text.length - m.text.trimStart().length
      add({
        kind: 'cause',
        start: offset + m.start + lead,
        end: offset + m.end,
        topic: (m.groups[0] ?? '').trim(),
      })
    }
  }
}

function readPromises({ start: offset, text }: Piece, add: Add): void {
  // A heading announces promises and makes none.
  if (/^\s{0,3}#/.test(text)) return
  for (const pattern of [
    claimPatterns.promiseKorean,
    claimPatterns.promiseEnglish,
    claimPatterns.promiseJapanese,
  ]) {
    for (const m of eachMatch(pattern, text)) {
      if (claimPatterns.notPromiseKorean.test(m.text)) continue
      const lead = m.text.length - m.text.replace(/^[\s*#>\-\d.)(“"]{1,20}/, '').length
      add({
        kind: 'promise',
        start: offset + m.start + lead,
        end: offset + m.end,
        topic: m.text.slice(lead),
        vague: claimPatterns.vaguePromise.test(m.text),
        dated: claimPatterns.promiseDate.test(text),
      })
    }
  }
}

/** A window or a total whose own figures do not agree, whatever the record says. */
export interface SelfContradiction {
  code: 'length_not_of_window' | 'total_not_sum'
  claim: Claim
  /** Minutes of the window, or of all windows together. */
  minutes: number
}

/**
 * Where a text contradicts itself: a length beside a window that is not as long, and a total ("총 9시간") that is not the
 * sum of the windows that the text lists.
 */
export function selfContradictions(
  claims: readonly Claim[],
  fits: (claim: Extract<Claim, { kind: 'length' }>, minutes: number) => boolean,
): SelfContradiction[] {
  const found: SelfContradiction[] = []
  const windows = claims.flatMap((claim) =>
    claim.kind === 'window' && claim.ends !== null ? [claim.ends] : [],
  )
  const minutesOf = ({ from, until }: { from: Instant; until: Instant }) => (until - from) / 60_000
  const total = windows.reduce((sum, window) => sum + Math.max(0, minutesOf(window)), 0)
  for (const claim of claims) {
    if (claim.kind !== 'length') continue
    if (claim.role === 'window' && claim.window !== null && minutesOf(claim.window) >= 0) {
      const minutes = minutesOf(claim.window)
      if (!fits(claim, minutes)) found.push({ code: 'length_not_of_window', claim, minutes })
    } else if (claim.role === 'total' && windows.length > 1 && !fits(claim, total)) {
      found.push({ code: 'total_not_sum', claim, minutes: total })
    }
  }
  return found
}
