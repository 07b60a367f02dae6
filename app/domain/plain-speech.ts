/**
 * Words in a public text that say less than they seem to, and sentences that take an apology back, in Korean, English and
 * Japanese. The rules that keep blame away from people inside are other ones: in public "our fault" is welcome.
 *
 * Sources: notices of Korean, English and Japanese companies and what the press criticised in them; on "any", passive and
 * conditional apologies the public writing on non-apologies; on defence in place of apology Benoit's image repair.
 */
import type { FindingCode } from './finding.ts'
import type { NoticeLanguage } from './language.ts'
import { eachMatch, FACT_MARK, type Piece } from './prose.ts'

export interface SpeechRule {
  code: FindingCode
  language: NoticeLanguage
  /** Global; bounded in length. */
  pattern: RegExp
  /** The sentence that makes the words acceptable: it gives the very thing that they leave out. */
  unless?: RegExp
}

const FIGURE = /\d|\uE000/
const PERCENT_OR_NUMBER = /\d\s?(?:%|퍼센트|명|만|천|percent|人|名|万)|\d[\d,]{2,12}\s\w{1,12}|\uE000/
const TIME = /\d{1,2}\s?[:시時]\s?\d{0,2}|\d\s?(?:분|시간|分|minutes?|hours?|mins?)|\uE000/

export const SPEECH_RULES: readonly SpeechRule[] = [
  // Scope
  {
    code: 'vague_scope',
    language: 'ko',
    pattern:
      /(?:극히\s)?(?:일부|소수|몇몇)(?:의)?\s?(?:이용자|사용자|고객|회원|가입자|분들|서비스|기능|지역)(?:님|들)?(?:의|께서|분들)?/g,
    unless: PERCENT_OR_NUMBER,
  },
  {
    code: 'vague_scope',
    language: 'en',
    pattern:
      /(?<!\bby\s|\bfrom\s)\b(?:some|certain|several|a few|a (?:very\s)?(?:small|limited|tiny)?\s?(?:number|subset|portion|fraction|percentage|group) of|a subset of|a handful of)\s(?:of\s)?(?:our\s|the\s|your\s)?(?:\w{1,16}\s){0,2}?(?:users?|customers?|accounts?|subscribers?|members?|requests?|people)\b/gi,
    unless: PERCENT_OR_NUMBER,
  },
  {
    code: 'vague_scope',
    language: 'ja',
    pattern: /(?:ごく)?一部の(?:お客さま|お客様|ご利用者|利用者|ユーザー?|会員|サービス|機能)(?:さま|様)?/g,
    unless: PERCENT_OR_NUMBER,
  },
  // Length
  {
    code: 'vague_length',
    language: 'ko',
    pattern: /일시적(?:인|으로)?|잠시(?:\s?동안)?|간헐적(?:인|으로)?|단시간|짧은\s시간/g,
    unless: TIME,
  },
  {
    code: 'vague_length',
    language: 'en',
    pattern:
      /\btemporar(?:y|ily)\s(?:\w{1,14}\s){0,1}?(?:unavailab|outage|disrupt|interrupt|issue|problem|error|fail|down|degrad|loss|inab|unable|slow|delay|affect|inaccess|impact)\w{0,8}|\b(?:briefly|a brief|a short (?:time|period|while)|momentar(?:y|ily)|intermittent(?:ly)?|for some time)\b/gi,
    unless: TIME,
  },
  {
    code: 'vague_length',
    language: 'ja',
    pattern: /一時的(?:な|に)|しばらく(?:の間)?|断続的(?:な|に)|短時間/g,
    unless: TIME,
  },
  // Symptom
  {
    code: 'vague_symptom',
    language: 'ko',
    pattern:
      /원활하지\s?(?:않|못)[가-힣]{0,6}(?:\s?(?:현상|문제))?|불안정(?:한|했던|하였던)?\s?(?:현상|상태)?|이용이?\s(?:다소\s)?어려(?:웠|우|운)[가-힣]{0,4}/g,
  },
  {
    code: 'vague_symptom',
    language: 'en',
    pattern:
      /\b(?:may|might) have (?:been\s)?(?:experienc|seen|see|notic|encounter|unable|affect|impact)\w{0,6}|\b(?:may|might) (?:experience|see|notice|encounter|be (?:experiencing|seeing))\b|\bdegraded (?:performance|service|experience|availability)\b|\b(?:some|an|the)\sissues?\swith\s(?:our|the)\s(?:services?|systems?|platform|site|website|app)\b|\bhiccups?\b|\btechnical difficult(?:y|ies)\b/gi,
  },
  {
    code: 'vague_symptom',
    language: 'ja',
    pattern:
      /(?:ご利用|接続|繋がり|つながり)(?:し|が)?(?:づらい|にくい)(?:状態|状況)?|不安定な(?:状態|状況)|不具合が(?:発生|生じ)/g,
  },
  // Cause
  {
    code: 'vague_cause',
    language: 'ko',
    pattern:
      /(?:내부\s?)?(?:시스템|네트워크|서버|서비스|전산)(?:의|상의?|\s)?\s?(?:일시적인?\s)?(?:오류|문제|장애)(?:로|가\s원인|로\s인해|로\s인한|\s발생으로|가\s발생)|알\s수\s없는\s(?:오류|이유|원인)/g,
  },
  {
    code: 'vague_cause',
    language: 'en',
    pattern:
      /\b(?:due to|caused by|because of)\s(?:an?\s|some\s)?(?:unexpected\s|unforeseen\s|internal\s|temporary\s|minor\s)?(?:technical|system|network|server|internal|infrastructure)?\s?(?:issues?|problems?|errors?|glitch(?:es)?|difficult(?:y|ies)|fault)\b(?!\s(?:in|with|on|of|at|where|that|which|when|related|affecting|from|between|introduced|caused|during|involving|inside|within))/gi,
  },
  {
    code: 'vague_cause',
    language: 'ja',
    pattern:
      /(?:システム|ネットワーク|サーバー?|内部)(?:の)?(?:不具合|障害|エラー|トラブル)(?:により|が原因|によるもの|に起因)/g,
  },
  // Promptness
  {
    code: 'vague_promptness',
    language: 'ko',
    pattern:
      /(?:감지|인지|확인|발생)\s?(?:한\s)?(?:즉시|직후)|신속(?:하게|히|한)|즉각(?:적인|적으로)?|조속히|조속한\s시일\s?(?:내|안)에?|곧바로/g,
    unless: /\d{1,2}\s?[:시]\s?\d{0,2}|\d\s?분|\uE000/,
  },
  {
    code: 'vague_promptness',
    language: 'en',
    pattern:
      /\b(?:immediately(?!\s(?:after|before|upon|following|when|prior))|promptly|swiftly|right away|as quickly as possible|without delay)\b/gi,
    unless: TIME,
  },
  {
    code: 'vague_promptness',
    language: 'ja',
    pattern: /直ちに|ただちに|速やかに|すみやかに|早急に|即座に/g,
    unless: TIME,
  },
  // Recovery
  {
    code: 'vague_recovery',
    language: 'ko',
    pattern:
      /(?:현재(?:는)?\s)?(?:모두|전부|완전히|모든\s서비스가?)\s?(?:정상화|복구|해결|정상적으로)[가-힣]{0,6}/g,
    unless: TIME,
  },
  {
    code: 'vague_recovery',
    language: 'en',
    pattern:
      /\b(?:fully|completely|entirely)\s(?:resolved|restored|recovered|operational|fixed)\b|\bthis incident has been resolved\b|\b(?:everything is )?back to normal\b/gi,
    unless: TIME,
  },
  {
    code: 'vague_recovery',
    language: 'ja',
    pattern: /(?:すべて|全て|完全に)(?:復旧|正常化|解消|正常に)/g,
    unless: TIME,
  },
  // Effort
  {
    code: 'vague_effort',
    language: 'ko',
    pattern:
      /최선(?:의\s노력)?을\s?(?:다하|다해|기울)[가-힣]{0,5}|만전을\s?기[가-힣]{0,5}|(?:많은\s|더욱\s|적극\s)?노력(?:을\s기울[가-힣]{0,5}|하겠[가-힣]{0,4}|하고\s있[가-힣]{0,4}|해\s나가[가-힣]{0,5})|심혈을\s기울/g,
  },
  {
    code: 'vague_effort',
    language: 'en',
    pattern:
      /\b(?:do(?:ing)? (?:our|everything|all)[^.\n]{0,16}(?:best|can|power)|our (?:very )?best|every effort|working (?:hard|tirelessly|diligently|around the clock)|strive to|committed to (?:providing|ensuring|improving|delivering))\b/gi,
  },
  {
    code: 'vague_effort',
    language: 'ja',
    pattern:
      /(?:最善|万全|全力)[をの](?:尽く|期)[^。\n]{0,8}|(?:再発防止|改善|向上|品質)[^。\n]{0,12}努めて?(?:まいり|参り|いき)?ます|努力(?:いたし|して)/g,
  },
  // When
  {
    code: 'vague_when',
    language: 'ko',
    pattern:
      /빠른\s시일\s?(?:내|안)에?|이른\s시일|조만간|곧\s(?:안내|공지|복구|다시|알려)|추후\s?(?:에\s)?(?:다시\s)?(?:안내|공지|공유)|최대한\s빨리|빠르게\s?(?:복구|안내|조치)/g,
    unless: TIME,
  },
  {
    code: 'vague_when',
    language: 'en',
    pattern:
      /\bas soon as (?:possible|(?:it|they|this|these) (?:is|are|becomes?) (?:available|ready|known)|more information|we (?:can|have|know))\b|(?<!\bas\s)\bsoon\b(?!-)|\bshortly\b(?!\s(?:after|before|there))|\b(?:asap|in (?:due course|the (?:near|coming) (?:future|days|weeks))|at a later (?:date|time)|when we (?:have|know) more|as (?:more )?information becomes available)\b/gi,
    unless: TIME,
  },
  {
    code: 'vague_when',
    language: 'ja',
    pattern: /(?:近日中|近いうち|追って|後日|できるだけ早く|なるべく早く|まもなく|間もなく)(?:に)?/g,
    unless: TIME,
  },

  // Apologies with a condition
  {
    code: 'apology_conditional',
    language: 'ko',
    pattern:
      /(?:불편|피해|걱정|심려|혼란|오해|불쾌)[가-힣]{0,2}\s?(?:을|를|이|가|함을)?\s?(?:느끼셨|느꼈|겪으셨|있으셨|있었|되셨|드렸|끼쳤)(?:다면|을\s?경우|더라도)|혹시(?:라도|나)?\s[^.\n]{0,24}(?:다면|라면)/g,
  },
  {
    code: 'apology_conditional',
    language: 'en',
    pattern:
      /\b(?:sorry|apologi[sz]e|apologies|regret)\s(?:to you\s)?(?:if|for any (?:customers|users|one) who may)\b|\b(?:those|customers|users|anyone)\s(?:of you\s)?who (?:may|might) have\b/gi,
  },
  {
    code: 'apology_conditional',
    language: 'ja',
    pattern:
      /(?:ご不便|ご迷惑|ご心配|不快)[^。\n]{0,16}(?:とすれば|としたら|のであれば|でしたら|ましたら|た場合)/g,
  },
  {
    code: 'apology_any',
    language: 'en',
    pattern:
      /\bany (?:\w{1,14}\s(?:and\s|or\s)?){0,2}?(?:inconvenience|disruption|trouble|confusion|frustration)\b|(?<=\b(?:sorry|apologi[sz]e|apologies|regret)\b[^.\n]{0,30})\bany (?:\w{1,14}\s){0,2}?(?:impact|issues?|problems?|delays?|concern)\b/gi,
  },
  // Nobody did it
  {
    code: 'apology_passive',
    language: 'ko',
    pattern:
      /본의\s?아니게|의도치\s?않게|그럴\s?(?:뜻|의도)[은는이가]?\s?(?:없|아니)|(?:실수|문제|미흡한\s?점|부족한\s?점)[가이]\s있었(?:던\s?것으로\s?보|던\s?것\s?같)|논란이\s?(?:된|되고)/g,
  },
  {
    code: 'apology_passive',
    language: 'en',
    pattern:
      /\b(?:mistakes|errors|missteps) were made\b|\bit (?:appears|seems) that (?:mistakes|errors)\b|\bwas not our intention\b/gi,
  },
  { code: 'apology_passive', language: 'ja', pattern: /図らずも|意図せず|本意ではな|不本意ながら/g },
  // The reader's feelings are what is regretted
  {
    code: 'apology_feelings',
    language: 'ko',
    pattern:
      /유감(?:스럽|입니다|을\s?표|의\s?뜻|으로\s?생각)[가-힣]{0,4}|오해[를가]\s?(?:불러|일으|빚|사|드|낳|있)[가-힣]{0,6}|심려를?\s?끼[쳐치][가-힣]{0,4}/g,
  },
  {
    code: 'apology_feelings',
    language: 'en',
    pattern:
      /\b(?:regret|sorry) that (?:you|some|users|customers|people)\s(?:feel|felt|were (?:upset|offended|frustrated|confused|disappointed))|\bapologi[sz]e for the (?:confusion|misunderstanding)\b|\bsorry you feel\b/gi,
  },
  {
    code: 'apology_feelings',
    language: 'ja',
    pattern: /誤解を(?:招|与え)[^。\n]{0,8}|遺憾(?:です|に|である|でござい)/g,
  },
  // Smaller than it was
  {
    code: 'apology_belittling',
    language: 'ko',
    pattern:
      /다소(?:의)?\s(?:불편|지연|문제|혼란)|일부\s?불편|경미한|사소한|단순(?:한)?\s?(?:오류|실수|착오|장애)|해프닝/g,
  },
  {
    code: 'apology_belittling',
    language: 'en',
    pattern:
      /\b(?:an isolated|isolated incident|out of an abundance of caution|as (?:some of )?you may have (?:noticed|heard|seen)|only (?:a )?(?:minor|small|brief|limited)|just a (?:minor|small|brief)|a minor (?:issue|glitch|problem|outage|inconvenience)|slight inconvenience)\b/gi,
  },
  {
    code: 'apology_belittling',
    language: 'ja',
    pattern: /多少の(?:ご不便|ご迷惑)|軽微な|単なる(?:ミス|不具合)|些細な/g,
  },
  // Somebody else's fault
  {
    code: 'apology_blames_others',
    language: 'ko',
    pattern:
      /(?:외부|협력|제휴|외주|위탁|타)\s?(?:업체|회사|사|기관|솔루션)(?:의|에서|\s측의?)?\s?[^.,\n]{0,10}(?:문제|장애|과실|실수|오류|귀책|원인)/g,
  },
  {
    code: 'apology_blames_others',
    language: 'en',
    pattern:
      /\b(?:caused by|due to|fault of|on the part of|because of)\s(?:(?:a|an|one of our|our|the)\s)?(?:third[- ]party|upstream|external|(?:\w{1,16}\s)?(?:vendor|partner|supplier|provider|contractor))\b[^.,\n]{0,30}|\bour (?:vendor|partner|supplier|hosting provider|cloud provider)\s(?:caused|failed|made|had)\b/gi,
  },
  {
    code: 'apology_blames_others',
    language: 'ja',
    pattern:
      /(?:外部|委託先|他社|協力会社|ベンダー)(?:の|側の|における)?[^。、\n]{0,10}(?:問題|障害|過失|ミス|不具合|原因)/g,
  },
  {
    code: 'apology_unforeseen',
    language: 'ko',
    pattern:
      /예상치\s?못한|예상하지\s?못한|예기치\s?(?:못한|않은)|예기치\s?않게|불가피(?:하게|한)|부득이(?:하게|한)?|불가항력/g,
  },
  {
    code: 'apology_unforeseen',
    language: 'en',
    pattern:
      /\b(?:unprecedented|unforeseen|unforeseeable|beyond our control|unavoidabl[ey]|could not have been (?:predicted|foreseen))\b/gi,
  },
  {
    code: 'apology_unforeseen',
    language: 'ja',
    pattern: /想定外|予期せぬ|予期しない|やむを得(?:ず|ない)|不可抗力/g,
  },
  {
    code: 'apology_seriously',
    language: 'en',
    pattern:
      /\bwe take [^.\n]{1,50} (?:very |extremely |incredibly )?seriously\b|\bis (?:our|a) (?:top|highest|number one) priority\b/gi,
  },
  {
    code: 'apology_seriously',
    language: 'ko',
    pattern: /(?:엄중히|무겁게|심각하게)\s?(?:받아들이|인식하|생각하)[가-힣]{0,5}/g,
  },
  { code: 'apology_seriously', language: 'ja', pattern: /(?:重く|真摯に|厳粛に)受け止め[^。\n]{0,8}/g },
  {
    code: 'apology_asks_patience',
    language: 'ko',
    pattern:
      /(?:너그러운|넓은|깊은)\s?(?:양해|이해|마음)[가-힣]{0,2}\s?[^.\n]{0,6}(?:부탁|바라|바랍|구)[가-힣]{0,5}|양해(?:해|하여)?\s?(?:주시기|부탁|바랍|바라)[가-힣]{0,5}/g,
  },
  {
    code: 'apology_asks_patience',
    language: 'en',
    pattern:
      /\b(?:thank you for your|appreciate your|ask for your|beg your)\s(?:\w{1,14}\sand\s)?(?:patience|understanding|forbearance|forgiveness)\b/gi,
  },
  {
    code: 'apology_asks_patience',
    language: 'ja',
    pattern: /(?:何卒|どうか)?ご(?:理解|了承|容赦|寛恕)[^。\n]{0,10}(?:お願い|賜)[^。\n]{0,8}/g,
  },
]

export interface SpokenWord {
  code: FindingCode
  start: number
  end: number
  /** Whether the sentence goes on to say the missing thing nearby, so that the words do less harm. */
  figureBeside: boolean
}

/** What the rules of a language find in one sentence; offsets are those of the whole text. Quotes are blanked before. */
export function speechIn({ start: offset, text }: Piece, language: NoticeLanguage): SpokenWord[] {
  const found: SpokenWord[] = []
  for (const rule of SPEECH_RULES) {
    if (rule.language !== language) continue
    for (const match of eachMatch(rule.pattern, text)) {
      if (rule.unless?.test(text) === true) continue
      const trimmed = match.text.trimEnd()
      found.push({
        code: rule.code,
        start: offset + match.start,
        end: offset + match.start + trimmed.length,
        figureBeside: FIGURE.test(text) || text.includes(FACT_MARK),
      })
    }
  }
  return found
}
