import type { Duty, DutyCode } from '#app/domain/duties.ts'
import { compactDateTime, minutesText, plainDateText } from '#app/domain/time-text.ts'
import { defineMessages, type Language } from './define.ts'

/** Duties of disclosure: always "may apply", never "you must". */
export const dutyMessages = defineMessages({
  en: {
    title: 'Duties that may apply',
    notAdvice: 'Not legal advice. Each may or may not apply to you: check the source.',
    none: 'None of the rules kept here seems to apply to this outage.',
    noProfile:
      'Say in the settings where you have users and what you are, and duties that may apply are shown here.',
    withoutDelay: 'without delay',
    secondary: 'gathered from reports about the rule, not from its text',
    unknown: {
      length: 'start or end is not known',
      other_length: 'how long another stop within the same day lasted is not on record',
      users: 'how many users were affected is not on record, as a share and as a number',
      free: 'free services are exempt, and it is not set whether yours is',
      large: 'only for large services, and it is not set whether yours is',
      deadline_start: 'the term has not begun, or its beginning is not on record',
    } satisfies Record<Duty['unknown'][number], string>,
    settings: {
      title: 'Duties',
      intro:
        'Some laws ask for a notice or a report after an outage. Say what you are, and each incident shows which of the rules kept here may apply, with source and term. Nothing here is legal advice.',
      places: 'Where are your users?',
      placeNames: { kr: 'Korea', eu: 'European Union', jp: 'Japan' },
      kinds: 'What do you run?',
      kindNames: {
        value_added: 'Online service (value-added telecommunications)',
        carrier: 'Network (carrier)',
        cloud: 'Cloud service',
        finance: 'Financial service',
        data_centre: 'Data centre',
      },
      free: 'Is the service free of charge?',
      large: 'Korea: at least KRW 10 billion of sales and a million users a day?',
      yes: 'Yes',
      no: 'No',
      unknown: 'Not known',
      save: 'Save',
      saved: 'Saved.',
      toSettings: 'Say what you are',
    },
    names: {
      kr_telecom_users:
        'Korea: tell users of a value-added or carrier service about the stop, its cause, what is being done and whom to ask',
      kr_telecom_compensation: 'Korea: tell users how damages are handled, within 30 days of recovery',
      kr_cloud_users:
        'Korea: tell users of a cloud service (10 minutes in one go, or two stops of 15 minutes together within a day)',
      kr_finance_report: 'Korea: report to the financial supervisor',
      kr_intrusion_report: 'Korea: report the intrusion within 24 hours of knowing',
      kr_personal_data: 'Korea: report the leak of personal data within 72 hours of knowing',
      eu_dora_initial:
        'EU (DORA): initial notification, 4 hours after it is classified as major and at most 24 hours after awareness',
      eu_dora_final:
        'EU (DORA): intermediate report 72 hours after the initial notification, final report a month after that',
      eu_nis2_warning:
        'EU (NIS2), cloud: early warning within 24 hours (completely unavailable, or limited for many users for more than an hour)',
      eu_nis2_notification: 'EU (NIS2), cloud: notification within 72 hours, final report a month after it',
      eu_nis2_centre_warning:
        'EU (NIS2), data centre: early warning within 24 hours (any complete stop, or limited for more than an hour)',
      eu_nis2_centre_notification:
        'EU (NIS2), data centre: notification within 72 hours, final report a month after it',
      eu_gdpr: 'EU (GDPR): notify the supervisory authority within 72 hours of knowing',
      jp_telecom_report:
        'Japan: report a serious accident (2 hours and 30,000 users; other figures for some services), details within 30 days',
    } satisfies Record<DutyCode, string>,
  },
  ko: {
    title: '해당할 수 있는 고지 의무',
    notAdvice: '법률 자문이 아니에요. 해당하는지는 출처에서 확인해 주세요.',
    none: '여기 담아 둔 규정 가운데 이 장애에 해당할 만한 것은 없어요.',
    noProfile: '설정에서 이용자가 있는 곳과 사업 종류를 고르면 해당할 수 있는 의무를 여기에 보여 드려요.',
    withoutDelay: '지체 없이',
    secondary: '규정 원문이 아니라 이를 다룬 글에서 확인한 내용',
    unknown: {
      length: '시작이나 끝이 기록에 없음',
      other_length: '24시간 안에 있었던 다른 중단의 지속 시간이 기록에 없음',
      users: '영향을 받은 이용자의 비율이나 수가 기록에 없음',
      free: '무료 서비스는 제외되는데 무료인지 설정하지 않음',
      large: '대규모 서비스에만 적용되는데 해당하는지 설정하지 않음',
      deadline_start: '기한이 아직 시작되지 않았거나 시작을 기록에서 알 수 없음',
    },
    settings: {
      title: '고지 의무',
      intro:
        '장애가 나면 공지나 보고를 요구하는 법령이 있어요. 어떤 사업자인지 고르면 장애마다 해당할 수 있는 규정을 출처와 기한과 함께 보여 드려요. 법률 자문은 아니에요.',
      places: '이용자가 어디에 있나요?',
      placeNames: { kr: '한국', eu: '유럽 연합', jp: '일본' },
      kinds: '무엇을 운영하나요?',
      kindNames: {
        value_added: '온라인 서비스(부가통신)',
        carrier: '통신망(기간통신)',
        cloud: '클라우드 서비스',
        finance: '금융 서비스',
        data_centre: '데이터센터',
      },
      free: '무료 서비스인가요?',
      large: '한국: 매출 100억 원 이상이고 하루 이용자 100만 명 이상인가요?',
      yes: '예',
      no: '아니요',
      unknown: '모름',
      save: '저장',
      saved: '저장했어요.',
      toSettings: '어떤 사업자인지 고르기',
    },
    names: {
      kr_telecom_users:
        '한국: 부가통신·기간통신 서비스 이용자에게 중단 사실, 원인, 대응 상황, 상담 연락처 고지',
      kr_telecom_compensation: '한국: 복구 뒤 30일 안에 손해배상 기준과 절차 고지',
      kr_cloud_users:
        '한국: 클라우드 서비스 이용자에게 고지(한 번에 10분 이상, 또는 24시간 안에 2회 이상 합계 15분 이상)',
      kr_finance_report: '한국: 금융감독원 보고',
      kr_intrusion_report: '한국: 침해사고를 안 때부터 24시간 안에 신고',
      kr_personal_data: '한국: 개인정보 유출을 안 때부터 72시간 안에 신고',
      eu_dora_initial: 'EU(DORA): 중대 사고로 분류한 뒤 4시간, 인지한 뒤 최대 24시간 안에 최초 통지',
      eu_dora_final: 'EU(DORA): 최초 통지 뒤 72시간 안에 중간 보고, 그 뒤 한 달 안에 최종 보고',
      eu_nis2_warning:
        'EU(NIS2) 클라우드: 24시간 안에 조기 경보(전면 중단, 또는 많은 이용자에게 1시간 넘는 부분 장애)',
      eu_nis2_notification: 'EU(NIS2) 클라우드: 72시간 안에 통지, 그 뒤 한 달 안에 최종 보고',
      eu_nis2_centre_warning:
        'EU(NIS2) 데이터센터: 24시간 안에 조기 경보(길이와 상관없이 전면 중단, 또는 1시간 넘는 부분 장애)',
      eu_nis2_centre_notification: 'EU(NIS2) 데이터센터: 72시간 안에 통지, 그 뒤 한 달 안에 최종 보고',
      eu_gdpr: 'EU(GDPR): 안 때부터 72시간 안에 감독기관 통지',
      jp_telecom_report:
        '일본: 중대 사고 보고(2시간 이상이고 이용자 3만 명 이상, 서비스에 따라 다름), 상세 내용은 30일 안에',
    },
  },
})

/** A duty in one or two sentences: what, from which length on, by when. Instants are written in `zone`. */
export function dutyText(duty: Duty, zone: string, language: Language): { name: string; detail: string } {
  const t = dutyMessages[language]
  const parts: string[] = []
  if (duty.longerThan !== null) parts.push(thresholdText(duty, language))
  if (duty.together !== null) {
    const { stops, minutes } = duty.together
    parts.push(
      language === 'ko'
        ? `24시간 안에 ${stops}회 중단, 합계 ${minutesText(minutes, language)}`
        : `${stops} stops within 24 hours, ${minutesText(minutes, language)} together`,
    )
  }
  if (duty.users !== null) parts.push(usersText(duty.users, language))
  if (duty.from !== null) {
    const day = plainDateText(duty.from, language)
    parts.push(language === 'ko' ? `${day}부터 시행` : `in force since ${day}`)
  }
  if (duty.withoutDelay) parts.push(t.withoutDelay)
  if (duty.deadline !== null) {
    const by = compactDateTime(duty.deadline, zone, language)
    parts.push(language === 'ko' ? `기한 ${by}` : `by ${by}`)
  }
  parts.push(...duty.unknown.map((reason) => t.unknown[reason]))
  if (duty.certainty === 'secondary') parts.push(t.secondary)
  return { name: t.names[duty.code], detail: parts.join(language === 'ko' ? ' · ' : '; ') }
}

function usersText(
  { percent, count, recorded, above }: NonNullable<Duty['users']>,
  language: Language,
): string {
  const number = (value: number) => value.toLocaleString('en-US')
  const ko = language === 'ko'
  const known = [
    recorded.percent === null ? '' : `${recorded.percent}%`,
    recorded.count === null ? '' : ko ? `${number(recorded.count)}명` : number(recorded.count),
  ].filter((text) => text !== '')
  const limit = ko
    ? `이용자 기준 ${percent}% 또는 ${number(count)}명 초과`
    : `by users: more than ${percent}% or ${number(count)}`
  if (known.length === 0) return limit
  const said = known.join(' · ')
  if (ko) return `${limit}(기록: ${said}${above === true ? ', 넘음' : above === false ? ', 넘지 않음' : ''})`
  return `${limit} (on record: ${said}${above === true ? ', above' : above === false ? ', below' : ''})`
}

function thresholdText({ longerThan, inclusive }: Duty, language: Language): string {
  const length = minutesText(longerThan ?? 0, language)
  if (language === 'ko') return inclusive ? `${length} 이상` : `${length} 초과(정확히 ${length}은 제외)`
  return inclusive ? `${length} or more` : `more than ${length} (exactly ${length} is exempt)`
}
