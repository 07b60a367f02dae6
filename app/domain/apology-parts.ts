/**
 * The parts of an apology that works, after Lewicki, Polin & Lount 2016 (Negotiation and Conflict Management Research 9/2):
 * acknowledging responsibility does most, offering repair next, then regret, explanation and repentance about alike; asking
 * for forgiveness does least and is never asked for here. A list to go through, not a score.
 */
import type { IncidentRecord } from './incident-record.ts'
import type { NoticeLanguage } from './language.ts'
import type { NoticeStage } from './notice-text/draft.ts'
import { eachMatch } from './prose.ts'

export const APOLOGY_PARTS = ['responsibility', 'repair', 'regret', 'explanation', 'prevention'] as const
export type ApologyPart = (typeof APOLOGY_PARTS)[number]

/** What a reader of a stage looks for besides the apology itself. */
export type NoticePart = ApologyPart | 'next_update' | 'contact'

export const partPatterns: Record<NoticePart, Record<NoticeLanguage, RegExp>> = {
  responsibility: {
    ko: /(?:저희|당사|우리|회사)[^.\n]{0,30}(?:책임|잘못|부족|미흡|못한\s(?:것|점)|과실)|책임(?:을\s|이\s|은\s)?(?:통감|느끼|지겠|다하|저희|당사|있습니다|있음)|(?:저희|당사)\s?(?:시스템|서비스|쪽|측)의?\s?(?:문제|오류|잘못)/g,
    en: /\b(?:our (?:fault|failure|mistake|error|responsibility)|we (?:failed|let you down|got (?:this|it) wrong|fell short|made a mistake|are responsible|take (?:full |complete )?responsibility|own (?:this|it)|should have)|responsibility (?:is|lies with|for this is) (?:ours|us)|we did not (?:meet|live up|deliver)|we were (?:at fault|not prepared))\b/gi,
    ja: /(?:弊社|当社|私ども|私共|運営)[^。\n]{0,24}(?:責任|責め|不備|至らな|過失|不手際|ミス)|責任を(?:痛感|重く|認)|(?:弊社|当社)(?:の)?(?:システム|設定|サービス)の(?:不備|問題|誤り)/g,
  },
  repair: {
    ko: /보상|환불|배상|크레딧|쿠폰|이용\s?기간\s?연장|무료\s?(?:제공|이용)|피해\s?(?:접수|구제|회복|신고)|재발송|다시\s?(?:발송|보내|전송)|복원|복구해\s?드|감면|면제|요금을?\s?(?:돌려|받지)/g,
    en: /\b(?:compensat\w{0,5}|refund\w{0,3}|credit(?:s|ed|ing)?|reimburse\w{0,4}|extend(?:ed|ing)? your|free of charge|waive[sd]?|make (?:this|it) (?:right|up)|re-?sent|resend|redeliver\w{0,3}|restor(?:ed|ing) (?:your|all|the) (?:data|messages|files|orders)|claim(?:s)? (?:form|process)|service level agreement|SLA credit)\b/gi,
    ja: /補償|返金|払い戻し|返還|クレジット|割引|無償|減免|再送|復元|補填|延長いたし|お詫びの品/g,
  },
  regret: {
    ko: /사과|사죄|죄송|송구|미안|고개\s?숙여/g,
    en: /\b(?:sorry|apolog\w{1,6}|regret)\b/gi,
    ja: /お詫び|おわび|申し訳|謝罪|陳謝/g,
  },
  explanation: {
    ko: /원인|때문|인해|인한|비롯|조사(?:하고|\s중|를)|파악(?:하고|\s중)/g,
    en: /\b(?:cause[ds]?|because|due to|result(?:ed)? (?:of|from)|root|trigger(?:ed)?|investigat\w{1,5}|happened when|introduced|led to)\b/gi,
    ja: /原因|起因|により|ため|調査/g,
  },
  prevention: {
    ko: /재발|방지|예방|개선|강화|보강|점검하겠|대책|되풀이되지|이중화/g,
    en: /\b(?:prevent\w{0,4}|(?:so|ensure) (?:that )?(?:this|it) (?:does|will|can)(?: not|n't)|avoid (?:this|a (?:repeat|recurrence))|recurrence|from happening again|improv\w{1,6}|follow-?up|action items?|we (?:will|are going to|have)\s(?:\w{1,12}\s)?(?:add|chang|introduc|implement|increas|review|automat|updat|fix|replac|remov|strengthen|expand|harden)\w{0,6})/gi,
    ja: /再発防止|防止策|対策|改善|強化|見直し/g,
  },
  next_update: {
    ko: /다음\s(?:안내|공지|업데이트|소식|알림)|\d{1,2}\s?시(?:\s?\d{1,2}\s?분)?[^.\n]{0,12}(?:안내|공지|알려|말씀)|(?:안내|공지|알려)[^.\n]{0,6}드리겠[^.\n]{0,4}/g,
    en: /\bnext (?:update|notice|message)\b|\bupdate (?:you |this page |again )?(?:by|at|in|within|every)\b|\bwill (?:post|provide|share|send|give)[^.\n]{0,24}(?:by|at|in|within|every)\b/gi,
    ja: /次回|続報|次の(?:ご案内|お知らせ)|時[^。\n]{0,12}(?:お知らせ|ご報告|ご案内)/g,
  },
  contact: {
    ko: /문의|고객\s?센터|연락|상담|전화|메일/g,
    en: /\b(?:contact|support|reach (?:us|out)|e-?mail|call us|help (?:desk|cent(?:er|re))|questions)\b/gi,
    ja: /問い合わせ|問合せ|連絡先|窓口|サポート/g,
  },
}

/** The placeholders that bring a part along, because the record supplies its words. */
const PARTS_OF_FACTS: Record<string, NoticePart> = {
  cause: 'explanation',
  promises: 'prevention',
  compensation: 'repair',
  'organisation.contact': 'contact',
}

/** The parts that a text has, each with the place of the words that carry it first. */
export function partsIn(
  text: string,
  language: NoticeLanguage,
  placeholders: readonly { name: string; start: number; end: number }[] = [],
): Map<NoticePart, { start: number; end: number }> {
  const found = new Map<NoticePart, { start: number; end: number }>()
  for (const part of Object.keys(partPatterns) as NoticePart[]) {
    for (const line of linesOf(text)) {
      const first = eachMatch(partPatterns[part][language], line.text)[0]
      if (first === undefined) continue
      found.set(part, { start: line.start + first.start, end: line.start + first.end })
      break
    }
  }
  for (const { name, start, end } of placeholders) {
    const part = PARTS_OF_FACTS[name]
    if (part !== undefined && !found.has(part)) found.set(part, { start, end })
  }
  return found
}

function* linesOf(text: string): Generator<{ start: number; text: string }> {
  let start = 0
  for (const line of text.split('\n')) {
    for (let from = 0; from < line.length; from += 2000) {
      yield { start: start + from, text: line.slice(from, from + 2000) }
    }
    start += line.length + 1
  }
}

/**
 * What a notice of this stage should have, the most telling first. While the outage lasts nobody expects repair or
 * prevention, but everybody a time for the next word; a plan for a minor incident or an announced maintenance would be
 * more than the harm deserves.
 */
export function partsExpected(
  stage: NoticeStage,
  { kind, severity }: Pick<IncidentRecord, 'kind' | 'severity'>,
): NoticePart[] {
  if (stage === 'first_word') return ['regret', 'next_update']
  if (stage === 'update') return ['regret', 'next_update']
  if (kind === 'maintenance') return ['regret']
  if (stage === 'resolved') return ['regret', 'explanation']
  const full: NoticePart[] = ['responsibility', 'repair', 'regret', 'explanation', 'prevention', 'contact']
  return severity === 'minor' ? full.filter((part) => part !== 'repair') : full
}
