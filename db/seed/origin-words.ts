/**
 * The outage of 2 March 2020 in public words. Korean is what the company said, as press quotes it; English and Japanese
 * say the same. What the sources leave open (how many users, what was measured) is open here too.
 */
import type { DeniedCause, PublicWording, WordsByLanguage } from '#app/domain/public-wording.ts'

export const ORIGIN_WORDING: PublicWording = {
  title: {
    ko: '카카오톡 메시지 수·발신 및 로그인 장애',
    en: 'KakaoTalk messaging and sign-in outage',
    ja: 'カカオトークのメッセージ送受信およびログインの障害',
  },
  cause: {
    ko: '내부 네트워크의 일시적인 오류',
    en: 'A temporary error in our internal network',
    ja: '社内ネットワークの一時的なエラー',
  },
  scope: {
    ko: '일부 이용자의 메시지 수·발신과 PC 버전 로그인(비율과 인원은 확인되지 않음)',
    en: 'Messaging and PC sign-in for some users (neither their share nor their number is known)',
    ja: '一部のご利用者のメッセージ送受信およびPC版へのログイン（割合・人数は未確認）',
  },
  compensation: { ko: '', en: '', ja: '' },
}

/** Asserted only: neither source says what was measured. */
export const ORIGIN_DENIED_CAUSES: Omit<DeniedCause, 'id' | 'version'>[] = [
  {
    textKo: '트래픽 급증',
    textEn: 'a traffic surge',
    textJa: 'アクセスの急増',
    saidBy: '카카오 관계자',
    evidence: '',
  },
  {
    textKo: '재택근무 증가',
    textEn: 'more people working from home',
    textJa: '在宅勤務の増加',
    saidBy: '',
    evidence: '',
  },
]

export const ORIGIN_PROMISE: WordsByLanguage = {
  ko: '앞으로 장애가 반복되지 않도록 최선을 다하겠습니다',
  en: 'We will do our best to keep outages from happening again',
  ja: '今後障害が繰り返されないよう、最善を尽くしてまいります',
}

/** The postmortem of the story: what is known from outside in the places of the template, the rest as open questions. */
export function originPostmortem(template: string): string {
  const said = `{{impact.window}} 일부 이용자가 메시지를 주고받지 못하고 PC 버전에 로그인하지 못했다. 발표된 시각으로는 {{impact.duration}} 동안이며, 기사에는 "약 1시간 20분간"이라고 적혀 있다.

첫 공식 발표는 {{first_public_word}}에 나왔다. 같은 해 1월 1일(#2020-001)에 이은 두 번째 장애다.

{{symptoms}}

{{statements}}
`
  const known = `회사가 밝힌 것은 "{{cause}}"뿐이다. 트래픽이 늘어난 탓이 아니라고 했으나 근거는 나오지 않았다.
`
  return template.replace('{{summary}}\n', said).replace('{{factors}}\n', `{{factors}}\n\n${known}`).trim()
}
