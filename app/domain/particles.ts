import { josa } from 'es-hangul'

/** The particle pairs that can follow a value, written consonant form first. */
export const PARTICLE_PAIRS = [
  '은/는',
  '이/가',
  '을/를',
  '과/와',
  '으로/로',
  '이나/나',
  '이란/란',
  '이라/라',
  '으로서/로서',
  '으로써/로써',
  '으로부터/로부터',
] as const
export type ParticlePair = (typeof PARTICLE_PAIRS)[number]

/** Both orders are in use ("와/과" beside "은/는"): whichever was typed, the known pair; null for anything else. */
export function particlePair(text: string): ParticlePair | null {
  const written = text.replace(/\s/g, '')
  const reversed = written.split('/').reverse().join('/')
  return PARTICLE_PAIRS.find((pair) => pair === written || pair === reversed) ?? null
}

/**
 * The particle of `pair` that follows `word` as it is read aloud: 3은, 10은, 카카오톡은, 서버는, URL은, Slack은.
 * A bracket at the end is passed over, because the particle goes with the word before it: 3층(서버실)은.
 * Latin words follow the usual transcription of their ending, which is a rule of thumb, not a dictionary.
 */
export function particleAfter(word: string, pair: ParticlePair): string {
  const syllable = lastSyllable(word)
  // es-hangul has this one pair the other way round.
  return josa.pick(syllable, pair === '과/와' ? '와/과' : pair)
}

const OPEN = '아'
const RIEUL = '알'
const CLOSED = '안'

/** A Hangul syllable that ends as `word` does when it is spoken. */
function lastSyllable(word: string): string {
  const spoken = withoutClosing(word)
  const last = spoken.at(-1)
  if (last === undefined) return OPEN
  if (/[가-힣]/.test(last)) return last
  const number = /[0-9][0-9,]*(?:\.[0-9]+)?$/.exec(spoken)
  if (number) return digitSyllable(number[0])
  const latin = /[A-Za-z]+$/.exec(spoken)
  if (latin) return latinSyllable(latin[0])
  return OPEN
}

function withoutClosing(word: string): string {
  const trimmed = word.replace(/[\s"'”’」』》〉*_`~.!?…]+$/u, '')
  const opened = trimmed.replace(/\s*[([（［][^()[\]（）［］]*[)\]）］]$/u, '')
  if (opened === trimmed) return trimmed.replace(/[)\]）］]$/u, '')
  return opened === '' ? withoutClosing(trimmed.slice(1, -1)) : withoutClosing(opened)
}

/** 영 일 이 삼 사 오 육 칠 팔 구, and 십 백 천 만 억 for the zeros at the end. */
function digitSyllable(number: string): string {
  const digits = number.replace(/,/g, '')
  const last = digits.at(-1) ?? ''
  if (last !== '0' || digits.includes('.') || Number(digits) === 0) {
    return { '1': RIEUL, '7': RIEUL, '8': RIEUL, '2': OPEN, '4': OPEN, '5': OPEN, '9': OPEN }[last] ?? CLOSED
  }
  const zeros = /0+$/.exec(digits)?.[0].length ?? 0
  // 조 (10¹² to 10¹⁵) is the one unit without a final consonant.
  return zeros >= 12 && zeros < 16 ? OPEN : CLOSED
}

function latinSyllable(word: string): string {
  if (word === word.toUpperCase()) {
    const last = word.at(-1) ?? ''
    if (last === 'L' || last === 'R') return RIEUL
    return last === 'M' || last === 'N' ? CLOSED : OPEN
  }
  const lower = word.toLowerCase()
  if (/(?:l|le)$/.test(lower)) return RIEUL
  if (/(?:[mn]|ng|[aeiou][mn]e)$/.test(lower)) return CLOSED
  if (/(?:(?:^|[^aeiou])[aeiou](?:ck|[kptb])|ook)$/.test(lower)) return CLOSED
  return OPEN
}
