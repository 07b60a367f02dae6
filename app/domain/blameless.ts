/**
 * Words in an internal postmortem that look for somebody to blame, or that know afterwards what nobody knew then. For
 * Korean and English; deterministic, and each finding has a reason and a better question in `app/messages/blameless.ts`.
 *
 * Quotes, code and addresses are left alone: what somebody said is not rewritten. Public notices have other rules
 * (`plain-speech.ts`), because an organisation may and should say that it was its fault.
 *
 * Sources: Dekker on the old and the new view of human error; the debriefing and postmortem guides of Etsy, Google and
 * PagerDuty; counts over real postmortems decided what is left out ("failed to" is said of machines, "should have" of
 * rules unless a participle follows).
 */
import { withFingerprints } from './fingerprint.ts'
import { CHECKED_AT_MOST, eachMatch, proseOf, sentencesOf, withoutQuotes } from './prose.ts'

export const BLAMELESS_CODES = [
  'counterfactual',
  'person_as_cause',
  'negligence',
  'hindsight',
  'single_cause',
  'shame_remedy',
] as const
export type BlamelessCode = (typeof BLAMELESS_CODES)[number]

export interface BlamelessFinding {
  code: BlamelessCode
  /** Of the words, which may differ from that of the text around them. */
  language: 'ko' | 'en'
  /** Offsets in the Markdown, in UTF-16 units. */
  start: number
  end: number
  quote: string
  /** Stays the same when the text elsewhere changes, so that a decision to keep it holds. */
  fingerprint: string
}

/** More findings than this help nobody. */
const FINDINGS_AT_MOST = 200

interface Rule {
  code: BlamelessCode
  language: 'ko' | 'en'
  /** Global; bounded in length. */
  pattern: RegExp
}

const IRREGULAR =
  'done|made|known|seen|gone|caught|taken|told|left|found|kept|sent|set|put|run|read|built|thought|had|been|cut|shut|held|begun|chosen|written|given|understood|spotted|tested'
const PARTICIPLE = `(?:been\\s)?(?:\\w{2,20}(?:ed|en)|${IRREGULAR})`
/** People and teams. Machines fail to do things all the time, and nobody minds. */
const SOMEBODY =
  '(?:we|I|he|she|they|you|somebody|someone|nobody|no one|(?:the\\s|our\\s|an?\\s)?(?:[\\w-]{2,20}\\s)?(?:team|engineers?|developers?|operators?|admins?|administrators?|on-call|responders?|maintainers?|colleagues?|contractors?|managers?|staff|employees?|people))'
const PERSON_KO =
  '(?:담당자|작업자|운영자|개발자|엔지니어|관리자|당직자|근무자|실무자|신입|직원|[가-힣]{2,4}님|[가-힣A-Za-z]{1,12}팀)'

/** A syllable that ends a verb in the past, as 했 and 봤 do: those with ㅆ at their foot. */
const PAST = `[${Array.from({ length: 399 }, (_, n) => String.fromCharCode(0xac00 + 20 + n * 28)).join('')}]`

const RULES: readonly Rule[] = [
  {
    code: 'counterfactual',
    language: 'en',
    pattern: new RegExp(`\\b(?:should|ought to)(?:n['’]t|\\snot)?\\shave\\s${PARTICIPLE}\\b`, 'gi'),
  },
  {
    code: 'counterfactual',
    language: 'en',
    // "would have" also tells what users saw; only with what did not come about is it a wish.
    pattern: new RegExp(
      `\\b(?:could|might)(?:n['’]t|\\snot)?\\shave\\s${PARTICIPLE}\\b|\\bwould have (?:been )?(?:prevented|avoided|caught|stopped|noticed|spotted|helped|saved|shortened|reduced)\\b`,
      'gi',
    ),
  },
  {
    code: 'counterfactual',
    language: 'en',
    pattern: new RegExp(
      `\\bif\\s(?:only\\s)?${SOMEBODY}\\shad\\s(?:not\\s|only\\s)?${PARTICIPLE}\\b|\\bif only\\b`,
      'gi',
    ),
  },
  {
    code: 'counterfactual',
    language: 'en',
    pattern: new RegExp(`(?<=^|[.,;]\\s)had\\s${SOMEBODY}\\s(?:not\\s|only\\s)?${PARTICIPLE}\\b`, 'gi'),
  },
  {
    code: 'person_as_cause',
    language: 'en',
    pattern: /\b(?:human|operator|user|manual|personal)[\s-](?:error|mistake|failure)s?\b/gi,
  },
  {
    code: 'person_as_cause',
    language: 'en',
    pattern:
      /\b[A-Z][\w-]{1,20}['’]s\s(?:mistake|fault|error|oversight|failure)\b|\b(?:my|his|her|their)\s(?:mistake|fault|oversight)\b|\b(?:fault|mistake) of (?:the|an?)\s\w+/g,
  },
  {
    code: 'person_as_cause',
    language: 'en',
    pattern:
      /\b(?:caused|introduced|broken|triggered|deleted)\sby\s(?:an?\s|the\s|our\s)?(?:\w{2,16}\s)?(?:engineer|developer|operator|admin|administrator|intern|contractor|employee|colleague|person)\b/gi,
  },
  {
    code: 'person_as_cause',
    language: 'en',
    pattern: /\b(?:by (?:mistake|accident)|mistakenly|accidentally)\b/gi,
  },
  {
    code: 'negligence',
    language: 'en',
    pattern:
      /\b(?:careless(?:ly|ness)?|negligen(?:t|tly|ce)|sloppy|incompeten(?:t|ce)|forgot(?:ten)?|neglected|complacen(?:t|cy))\b/gi,
  },
  {
    code: 'negligence',
    language: 'en',
    pattern: new RegExp(
      `\\b${SOMEBODY}\\s(?:had\\s|have\\s)?(?:failed to|overlooked|ignored|missed|did(?:n['’]t|\\snot)\\s(?:check|notice|verify|test|follow|realise|realize|think|bother))\\b`,
      'gi',
    ),
  },
  {
    code: 'hindsight',
    language: 'en',
    pattern:
      /\b(?:obviously|clearly|of course|(?:in|with) hindsight|everyone knows|as everybody knows|predictabl[ey]|(?:it )?was (?:obvious|predictable)|could easily|should simply|just needed to|simply (?:had|needed) to)\b/gi,
  },
  {
    code: 'single_cause',
    language: 'en',
    pattern:
      /\b(?:the|a single|one) root cause(?:\sof\s[^.\n]{1,60}?)?\s(?:was|is)\b|\b(?:sole|only|single)\scause\b|\bdue solely to\b|\bsolely (?:caused|due)\b/gi,
  },
  {
    code: 'shame_remedy',
    language: 'en',
    pattern:
      /\b(?:be(?:ing)? more (?:careful|vigilant|diligent)|pay(?:ing)? more attention|more care (?:must|should|will) be taken|retrain(?:ed|ing)?|disciplin(?:ed|ary)|remind(?:ed|ing)?\s(?:all\s)?(?:staff|engineers|developers|everyone|everybody|people|the team|the teams)|follow the (?:procedure|process|runbook|guidelines))\b/gi,
  },
  {
    code: 'counterfactual',
    language: 'ko',
    pattern: new RegExp(
      `[가-힣]{0,6}${PAST}(?:었)?어야\\s?(?:했|한다|할|하는|됐|되)[가-힣]{0,4}|[가-힣]{0,8}지\\s?말았어야[가-힣\\s]{0,4}`,
      'g',
    ),
  },
  {
    code: 'counterfactual',
    language: 'ko',
    pattern: new RegExp(
      `[가-힣]{0,6}${PAST}더라면|[가-힣]{0,6}${PAST}(?:으면|다면)(?=[^.\\n]{0,60}(?:텐데|수\\s?있었|않았을|막았을|줄였을|것이다|것입니다))|[가-힣]{1,8}지\\s?않은\\s?(?:탓|것이\\s?원인)`,
      'g',
    ),
  },
  {
    code: 'person_as_cause',
    language: 'ko',
    pattern: /휴먼\s?(?:에러|에라|오류)|인적\s?(?:오류|실수|과실|요인에\s?의한)|사람의\s?실수/g,
  },
  {
    code: 'person_as_cause',
    language: 'ko',
    pattern: new RegExp(
      `${PERSON_KO}(?:들)?(?:의|이|가)?\\s?(?:[가-힣]{1,8}\\s)?(?:실수|과실|잘못|착오|부주의|오판|판단\\s?미스)`,
      'g',
    ),
  },
  {
    code: 'person_as_cause',
    language: 'ko',
    pattern: /(?<![가-힣])실수로|(?:누가|누구가)\s[^.\n]{0,20}(?:했|인지|나요|는지)/g,
  },
  {
    code: 'negligence',
    language: 'ko',
    pattern:
      /부주의[가-힣]{0,3}|소홀[가-힣]{0,4}|안일[가-힣]{0,4}|방심[가-힣]{0,3}|태만[가-힣]{0,3}|깜빡[가-힣]{0,4}|간과[가-힣]{0,4}|미숙[가-힣]{0,4}|게을리[가-힣]{0,3}|(?:확인|점검|알림|경보|신호)[을를]\s?놓[쳤친치][가-힣]{0,3}/g,
  },
  {
    code: 'hindsight',
    language: 'ko',
    pattern:
      /당연히|(?<![가-힣])뻔[한히했][가-힣]{0,2}|쉽게\s?(?:예상|예측|막|발견|알\s?수|피할)[가-힣]{0,4}|기본적인\s?(?:실수|확인|점검|절차)[가-힣]{0,2}|조금만\s?(?:더\s?)?(?:주의|신경|살폈|확인|빨리|일찍)[가-힣]{0,4}|충분히\s?(?:예상|예측|막을)[가-힣]{0,4}/g,
  },
  {
    code: 'single_cause',
    language: 'ko',
    pattern:
      /(?:근본|직접적인|유일한|단\s?하나의)\s?원인은|원인은\s?단\s?하나|단순(?:한)?\s?(?:실수|오류|착오)/g,
  },
  {
    code: 'shame_remedy',
    language: 'ko',
    pattern:
      /(?:각별히\s?)?(?:더\s?)?주의(?:를\s?기울이|하)(?:겠|기로|자|도록)[가-힣]{0,4}|(?:보안|직무|담당자|직원)?\s?교육(?:을)?\s?(?:강화|실시|철저)[가-힣]{0,4}|재교육[가-힣]{0,4}|경각심[가-힣]{0,3}|문책[가-힣]{0,3}|징계[가-힣]{0,3}|(?:절차|매뉴얼|지침)[을를]?\s?(?:철저히\s?)?(?:숙지|준수)[가-힣]{0,4}/g,
  },
]

/**
 * What a postmortem says that blames, in order of its place. Reads at most `CHECKED_AT_MOST` characters; never throws.
 *
 * @param people names whose actions are to be told without a verdict: then "Kim forgot" is found, and "Kim noticed" is not
 */
export function checkBlameless(
  markdown: string,
  { people = [] }: { people?: readonly string[] } = {},
): BlamelessFinding[] {
  const read = markdown.slice(0, CHECKED_AT_MOST)
  const rules = [...RULES, ...people.flatMap(rulesFor)]
  const found: Omit<BlamelessFinding, 'fingerprint'>[] = []
  for (const sentence of sentencesOf(withoutQuotes(proseOf(read).text))) {
    for (const { code, language, pattern } of rules) {
      for (const match of eachMatch(pattern, sentence.text)) {
        const lead = match.text.length - match.text.trimStart().length
        const start = sentence.start + match.start + lead
        const end = sentence.start + match.end - (match.text.length - match.text.trimEnd().length)
        found.push({ code, language, start, end, quote: read.slice(start, end) })
      }
    }
  }
  found.sort((a, b) => a.start - b.start || b.end - a.end)
  const apart = found.filter((finding, at) => !found.slice(0, at).some((other) => other.end > finding.start))
  return withFingerprints(apart.slice(0, FINDINGS_AT_MOST))
}

function rulesFor(name: string): Rule[] {
  const words = name.trim()
  if (words.length < 2) return []
  const escaped = words.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
  return [
    {
      code: 'person_as_cause',
      language: 'en',
      pattern: new RegExp(
        `(?<![\\p{L}\\p{N}])${escaped}\\s(?:had\\s)?(?:failed|forgot|missed|ignored|overlooked|broke|caused|did(?:n['’]t|\\snot))(?![\\p{L}])`,
        'gu',
      ),
    },
    {
      code: 'person_as_cause',
      language: 'ko',
      pattern: new RegExp(
        `${escaped}(?:\\s?님|\\s?씨)?(?:이|가|은|는|의)?\\s?(?:[^.\\n]{0,20}\\s)?(?:실수|잘못|착오|놓[쳤친]|빠[뜨트]렸|잊[었은])[가-힣]{0,3}`,
        'g',
      ),
    },
  ]
}
