/**
 * What of the inside shows in a text: people, hosts, addresses, tickets, guarded words, and characters that a reader cannot
 * see. Code and quotes count too, because they are published like the rest.
 */
import type { FindingCode, FindingSeverity } from './finding.ts'
import { eachMatch } from './prose.ts'

export interface Leak {
  code: FindingCode
  severity: FindingSeverity
  start: number
  end: number
  params: Record<string, string | number>
}

export const leakPatterns = {
  address4: /(?<![\d.])(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})(?![\d.]|\.\d)(?:\/\d{1,2})?(?::\d{1,5})?/g,
  address6:
    /(?<![\w:])(?:[0-9a-f]{1,4}:){3,7}(?::|[0-9a-f]{1,4})(?:[0-9a-f:]{0,20})(?![\w:])|(?<![\w:])(?:fe80|fd[0-9a-f]{2}|fc[0-9a-f]{2}):[0-9a-f:]{2,38}/gi,
  mail: /[\p{L}\d._%+-]{1,64}@[\p{L}\d-]{1,63}(?:\.[\p{L}\d-]{1,63}){1,5}/gu,
  link: /\b(?:https?|ftp|ssh|git|jdbc:\w{1,12}|postgres(?:ql)?|mysql|redis|mongodb|amqp|s3|file):\/\/[^\s<>()"'「」]{1,400}/gi,
  host: /(?<![\w.@/-])(?:[a-z0-9](?:[a-z0-9-]{0,61})\.){1,6}(?:internal|intranet|intra|local|localdomain|lan|corp|private|consul|svc|cluster\.local|home\.arpa|test)(?![\w-])(?:\.[a-z]{2,12}){0,2}/gi,
  machine:
    /(?<![\w./@-])(?=[a-z0-9-]{5,60}(?![\w-]))(?:[a-z]{2,12}\d{0,3}-){1,5}(?:db|sql|mysql|postgres|redis|cache|kafka|queue|web|api|app|node|host|srv|server|master|primary|replica|slave|worker|proxy|lb|gw|gateway|etcd|zk|es|vm|k8s|prod|stg|stage|rack|sw|router|switch|fw|a|b)-?\d{1,4}(?:[a-z]?(?:-\w{1,12}){0,2})(?![\w-])|(?<![\w./@-])ip-\d{1,3}-\d{1,3}-\d{1,3}-\d{1,3}\b/gi,
  ticket: /(?<![\w/.-])([A-Z][A-Z0-9]{1,9})-(\d{1,6})(?![\w-]|\.\d)/g,
  // Zero width and other format characters, the soft hyphen, tags, variation selectors beyond emoji.
  hidden:
    /[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b\u2060-\u2064\u206a-\u206f\u3164\ufeff\uffa0\ufff9-\ufffb]|[\u{e0000}-\u{e0fff}]|[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]/gu,
  joiner: /[\u200c\u200d]/gu,
  turning: /[\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu,
} as const

/** Upper-case prefixes with a number that are no tickets. */
const NOT_TICKETS =
  /^(?:UTF|ISO|IEC|RFC|SHA|MD|AES|RSA|TLS|SSL|HTTP|HTTPS|IPV|CVE|COVID|GPT|EC|RTX|USB|WCAG|PCI|SOC|GDPR|UTC|GMT|KST|JST|SEV|P|Q|H|V|API|TCP|UDP|BGP|AS|AZ|US|EU|AP|CA|SA|ME|AF|WIN|S|M|T|A|B|F|G|IE|OS|ED|CP|UTM|X|PC|LTE|WPA|DDR|SN|NO|TOP|DAY|STEP|PHASE|PART|FIG|TABLE|VER|MP|MPEG|JPEG|HDMI|F-SECURE|GPLV|PM|AM|LTS|B2B|PR|GH|PEP|JEP|RHSA|KB)$/i

/** Web addresses under which nothing internal lives are left alone; these are the internal ones. */
const INTERNAL_HOST =
  /^(?:localhost|[^./:]{1,63}(?=[:/]|$)|(?:[^/:]{0,200}\.)?(?:internal|intranet|intra|local|localdomain|lan|corp|private|svc|test)(?=[:/]|$)|(?:jira|confluence|wiki|grafana|kibana|sentry|jenkins|gitlab|argocd|prometheus|vault|consul|admin|backoffice|intra|vpn|staging|stage|stg|dev)\.[^./:]{1,63}\.[^/:]{1,100}|[^/]{0,60}\.atlassian\.net|[^/]{0,60}\.slack\.com|app\.slack\.com|[^/]{0,60}\.pagerduty\.com|app\.datadoghq\.\w{2,4}|[^/]{0,60}\.datadoghq\.\w{2,4}|docs\.google\.com\/(?!forms)|drive\.google\.com|[^/]{0,60}\.notion\.(?:so|site)|[^/]{0,60}\.sharepoint\.com|console\.aws\.amazon\.com|console\.cloud\.google\.com|portal\.azure\.com)/i

export interface Guarded {
  /** Names of people inside. Names of one syllable or letter are passed over: they are in every text. */
  people: readonly string[]
  /** Words that an organisation wants kept in, such as names of customers. */
  words: readonly string[]
  /** Contacts, references and other words that may stand in public although they look internal. */
  allowed: readonly string[]
}

/** Every leak of a text in order. `text` has its placeholders blanked out; offsets are those of the Markdown. */
export function leaksIn(text: string, { people, words, allowed }: Guarded): Leak[] {
  const found: Leak[] = []
  const add = (
    code: FindingCode,
    severity: FindingSeverity,
    start: number,
    end: number,
    params: Leak['params'] = {},
  ) => {
    if (found.some((leak) => leak.start < end && start < leak.end)) return
    const quote = text.slice(start, end)
    if (
      allowed.some(
        (word) => word !== '' && word.toLowerCase().includes(quote.toLowerCase()) && quote.length > 3,
      )
    )
      return
    found.push({ code, severity, start, end, params })
  }
  for (const chunk of chunksOf(text)) {
    const each = (
      pattern: RegExp,
      visit: (match: ReturnType<typeof eachMatch>[number], start: number, end: number) => void,
    ) => {
      for (const match of eachMatch(pattern, chunk.text))
        visit(match, chunk.start + match.start, chunk.start + match.end)
    }
    each(leakPatterns.mail, (_match, start, end) => add('leak_mail', 'should', start, end))
    each(leakPatterns.link, (match, start, end) => {
      const host = match.text.replace(/^[a-z:]{1,20}\/\/(?:[^/@]{0,100}@)?/i, '')
      const scheme = /^https?:/i.test(match.text)
      if (!scheme || INTERNAL_HOST.test(host) || isPrivate(host) || /\/\/[^/@\s]{0,100}@/.test(match.text)) {
        add('leak_link', 'must', start, end)
      }
    })
    each(leakPatterns.address4, (match, start, end) => {
      const parts = match.groups.slice(0, 4).map(Number)
      if (parts.some((part) => part > 255) || /^(?:0|1|2|3|4)\.\d+\.\d+\.\d+$/.test(match.text)) return
      add('leak_address', isPrivate(match.text) ? 'must' : 'should', start, end)
    })
    each(leakPatterns.address6, (match, start, end) => {
      if (!/^\d{1,2}(?::\d{2}){2,3}$/.test(match.text)) add('leak_address', 'must', start, end)
    })
    each(leakPatterns.host, (_match, start, end) => add('leak_host', 'must', start, end))
    each(leakPatterns.machine, (_match, start, end) => add('leak_host', 'should', start, end))
    each(leakPatterns.ticket, (match, start, end) => {
      if (!NOT_TICKETS.test(match.groups[0]!)) add('leak_ticket', 'should', start, end)
    })
    each(leakPatterns.turning, (match, start, end) =>
      add('turned_characters', 'must', start, end, { point: pointName(match.text) }),
    )
    each(leakPatterns.hidden, (match, start, end) =>
      add('hidden_characters', 'should', start, end, { point: pointName(match.text) }),
    )
    each(leakPatterns.joiner, (match, start, end) => {
      // Joins emoji and letters of scripts that need it; between other letters it only hides.
      const [before, after] = [text.slice(Math.max(0, start - 2), start), text.slice(end, end + 2)]
      const joins =
        /[\p{Extended_Pictographic}\ufe0f\p{sc=Arab}\p{sc=Deva}\p{sc=Beng}\p{sc=Thai}\p{sc=Mlym}\p{EMod}]$/u
      if (!joins.test(before) || after === '')
        add('hidden_characters', 'should', start, end, { point: pointName(match.text) })
    })
  }
  for (const [code, list] of [
    ['leak_guarded_word', words],
    ['leak_person', people],
  ] as const) {
    for (const { start, end, word } of namesIn(text, list)) add(code, 'must', start, end, { word })
  }
  return found.sort((a, b) => a.start - b.start)
}

/** Up to this many names are looked for, so that a long list cannot make every keystroke slow. */
const NAMES_AT_MOST = 1_000

/** Whether a name is long enough to be looked for: three letters, or two syllables in Korean or Japanese. */
export function isFindable(name: string): boolean {
  return [...name].length >= (isLatin(name) ? 3 : 2)
}

function isLatin(name: string): boolean {
  return /^[\p{sc=Latn}\p{sc=Cyrl}\p{sc=Grek}\d]/u.test(name)
}

/**
 * Where names of a list stand, whole words only for Latin letters, whatever follows for Korean and Japanese ones (a
 * particle does), upper and lower case alike.
 */
function namesIn(text: string, names: readonly string[]): { start: number; end: number; word: string }[] {
  const found: { start: number; end: number; word: string }[] = []
  const lower = foldCase(text)
  const seen = new Set<string>()
  for (const raw of names.slice(0, NAMES_AT_MOST)) {
    const name = raw.normalize('NFC').trim()
    const folded = foldCase(name)
    const latin = isLatin(name)
    if (!isFindable(name) || seen.has(folded)) continue
    seen.add(folded)
    for (
      let at = lower.indexOf(folded);
      at !== -1 && found.length < 200;
      at = lower.indexOf(folded, at + folded.length)
    ) {
      const [before, after] = [text[at - 1] ?? ' ', text[at + folded.length] ?? ' ']
      const word = /[\p{L}\d_]/u
      const cut = latin
        ? /[\p{sc=Latn}\d_]/u.test(before) || /[\p{sc=Latn}\d_]/u.test(after)
        : word.test(before) && /[\p{sc=Hang}\p{sc=Han}\p{sc=Kana}]/u.test(before)
      if (!cut) found.push({ start: at, end: at + folded.length, word: name })
    }
  }
  return found
}

/** Lower case without changing any length, so that offsets hold (`İ` has two units in lower case). */
function foldCase(text: string): string {
  const lower = text.toLowerCase()
  return lower.length === text.length ? lower : text.replace(/[A-Z]/g, (letter) => letter.toLowerCase())
}

function isPrivate(host: string): boolean {
  return /^(?:10\.|127\.|0\.0\.0\.0|169\.254\.|192\.168\.|172\.(?:1[6-9]|2\d|3[01])\.|100\.(?:6[4-9]|[7-9]\d|1[01]\d|12[0-7])\.|\[?(?:::1|f[cd][0-9a-f]{2}:|fe80:))/i.test(
    host,
  )
}

function pointName(character: string): string {
  return `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`
}

/** Lines, and pieces of lines that are longer than any address. */
function* chunksOf(text: string): Generator<{ start: number; text: string }> {
  let start = 0
  for (const line of text.split('\n')) {
    for (let from = 0; from < line.length;) {
      let to = Math.min(line.length, from + 2000)
      const space = to < line.length ? line.lastIndexOf(' ', to) : -1
      if (space > from) to = space
      yield { start: start + from, text: line.slice(from, to) }
      from = to
    }
    start += line.length + 1
  }
}
