import { isWrong, type Drift } from './drift.ts'
import { FACT_LABELS, type FactKey } from './facts.ts'
import type { NoticeLanguage } from './language.ts'
import { particleAfter } from './particles.ts'

/** How a correction calls what was wrong, where the label of the fact does not read well in a sentence. */
const NAMES: Record<string, Record<NoticeLanguage, string>> = {
  'impact.start': { ko: '장애가 시작된 시각', en: 'start of the incident', ja: '発生日時' },
  'impact.end': { ko: '장애가 끝난 시각', en: 'end of the incident', ja: '復旧日時' },
  'impact.duration': { ko: '장애 지속 시간', en: 'length of the incident', ja: '障害の継続時間' },
  'impact.duration.rounded': { ko: '장애 지속 시간', en: 'length of the incident', ja: '障害の継続時間' },
  services: { ko: '대상 서비스', en: 'list of affected services', ja: '対象サービス' },
  detected: { ko: '장애를 확인한 시각', en: 'time of detection', ja: '検知日時' },
  first_public_word: {
    ko: '처음 알려 드린 시각',
    en: 'time of our first public word',
    ja: '第一報の日時',
  },
  mitigated: { ko: '임시 조치를 마친 시각', en: 'time of the temporary fix', ja: '暫定対応の日時' },
  resolved: { ko: '조치를 마친 시각', en: 'time when our work was completed', ja: '対応完了日時' },
  symptoms: { ko: '확인된 증상', en: 'description of what users saw', ja: '発生事象' },
  cause: { ko: '원인', en: 'cause', ja: '原因' },
  promises: { ko: '재발 방지 대책', en: 'list of what we will change', ja: '再発防止策' },
}

/**
 * What a correction says was wrong and what is right, one sentence per fact, in the order in which they are given. It
 * always comes out the same for the same drifts and says nothing of what only became known later. Empty where nothing
 * was wrong in this language.
 */
export function correctionText(drifts: readonly Drift[], language: NoticeLanguage): string {
  const sentences = drifts
    .filter(isWrong)
    .map((drift) => sentence(drift, language))
    .filter((text) => text !== null)
  return sentences.join(language === 'ja' ? '' : ' ')
}

function sentence(drift: Drift, language: NoticeLanguage): string | null {
  const said = listed(drift.said[language], language)
  const known = listed(drift.known[language], language)
  if (said === '') return null
  const name = NAMES[drift.key]?.[language] ?? FACT_LABELS[drift.key as FactKey]?.[language] ?? drift.key
  const opening = {
    ko: `${name}${particleAfter(name, '을/를')} ${quoted(said)}${particleAfter(said, '으로/로')} 알려 드렸으나`,
    en: `We gave the ${name} as ${said}.`,
    ja: `${name}を「${said}」とご案内しておりましたが`,
  }[language]
  if (drift.kind === 'gone' || known === '') {
    return {
      ko: `${opening}, 현재로서는 확인되지 않습니다.`,
      en: `${opening} We can no longer confirm this.`,
      ja: `${opening}、現時点では確認できておりません。`,
    }[language]
  }
  return {
    ko: `${opening}, ${quoted(known)}${particleAfter(known, '이/가')} 맞습니다.`,
    en: `${opening} The correct ${name} is ${known}.`,
    ja: `${opening}、正しくは「${known}」です。`,
  }[language]
}

function quoted(text: string): string {
  return `‘${text}’`
}

function listed(text: string | undefined, language: NoticeLanguage): string {
  return (text ?? '').split('\n').join(language === 'ja' ? '、' : language === 'ko' ? ', ' : '; ')
}
