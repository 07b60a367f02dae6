import { decodeProblem, type FieldProblems, type Problem } from '#app/domain/errors.ts'
import type { Language } from './define.ts'
import { accountProblems } from './problems-account.ts'
import { databaseProblems } from './problems-database.ts'
import { noticeProblems } from './problems-notice.ts'
import { postmortemProblems } from './problems-postmortem.ts'
import { subscriberProblems } from './problems-subscribers.ts'
import { timeProblems } from './problems-time.ts'
import { trendProblems } from './problems-trend.ts'

type Params = Record<string, string | number>
export type ProblemSentences = Record<string, (params: Params) => string>

const recordProblems: Record<Language, ProblemSentences> = {
  en: {
    required: () => 'Fill this in.',
    too_long: ({ max, actual }) =>
      `This has ${grouped(actual, 'en')} characters; at most ${grouped(max, 'en')} are kept. Shorten it, or move the rest to the timeline.`,
    control_character: () =>
      'There is an invisible control character in this text (such as a NUL byte). Delete it or type the text again.',
    not_a_choice: () => 'Choose one of the values offered.',
    number_out_of_range: ({ min, max }) =>
      `Enter a number from ${grouped(min, 'en')} to ${grouped(max, 'en')}.`,
    not_a_web_address: () => 'Enter a full web address that begins with https:// or http://.',
    not_a_day: () => 'Enter a day that exists, such as 2020-03-02.',
    not_a_zone: () => 'Enter a time zone by its IANA name, such as Asia/Seoul or Europe/London.',
    time_range_not_here: () => 'Enter one point in time here, not a range.',
    time_about_not_here: () => 'Enter an exact time here. An approximate one can be a reading under Times.',
    symptom_without_words: () =>
      'Say what users saw, in at least one language, or give the exact error text.',
    measured_how_missing: () => 'Say how the share or the number was measured.',
    default_language_not_used: () => 'Choose one of the languages you publish in.',
    factor_known_and_not: () =>
      '“Looked into, not found” cannot stand beside other factors. Untick it, or the others.',
    done_day_but_not_done: () =>
      'A day on which it was done goes with the state “Done”. Choose that state, or empty the day.',
    done_day_in_future: () => 'This day has not come yet. Enter the day on which it was done.',
    dropped_without_reason: () => 'Say why it is dropped.',
    time_in_future: () => 'This time has not come yet. Check the date.',
    window_ends_before_start: () => 'The end lies before the start. Check both times.',
    changed_by_another: () =>
      'Somebody else saved this in the meantime. Both versions are shown; decide what should stand.',
    incident_missing: ({ reference }) => `There is no incident ${reference}.`,
    reading_missing: () => 'This reading is no longer there. Reload the page.',
    marker_has_value: () => 'This marker has a chosen time. Take that back first.',
    organisation_missing: () => 'The first start is not finished: the organisation has no name yet.',
    organisation_exists: () => 'The organisation was set up already.',
  },
  ko: {
    required: () => '입력해 주세요.',
    too_long: ({ max, actual }) =>
      `${grouped(actual, 'ko')}자예요. ${grouped(max, 'ko')}자까지만 저장할 수 있으니 줄이거나 나머지를 타임라인에 적어 주세요.`,
    control_character: () => '보이지 않는 제어 문자(NUL 등)가 들어 있어요. 지우거나 다시 입력해 주세요.',
    not_a_choice: () => '제시된 값 중에서 골라 주세요.',
    number_out_of_range: ({ min, max }) =>
      `${grouped(min, 'ko')}부터 ${grouped(max, 'ko')}까지의 숫자를 입력해 주세요.`,
    not_a_web_address: () => 'https:// 또는 http://로 시작하는 전체 주소를 입력해 주세요.',
    not_a_day: () => '2020-03-02처럼 달력에 있는 날짜를 입력해 주세요.',
    not_a_zone: () => 'Asia/Seoul, Europe/London처럼 IANA 시간대 이름을 입력해 주세요.',
    time_range_not_here: () => '여기에는 범위가 아니라 한 시점을 입력해 주세요.',
    time_about_not_here: () =>
      '여기에는 정확한 시각을 입력해 주세요. 어림한 시각은 시각 화면에 기록할 수 있어요.',
    symptom_without_words: () =>
      '이용자가 겪은 일을 한 언어로라도 적거나, 화면에 뜬 오류 문구를 그대로 적어 주세요.',
    measured_how_missing: () => '비율이나 인원을 어떻게 측정했는지 적어 주세요.',
    default_language_not_used: () => '공지에 쓰는 언어 중에서 골라 주세요.',
    factor_known_and_not: () =>
      '‘조사했으나 알 수 없음’은 다른 요인과 함께 고를 수 없어요. 둘 중 한쪽의 선택을 풀어 주세요.',
    done_day_but_not_done: () =>
      '마친 날은 상태가 ‘완료’일 때만 적을 수 있어요. 상태를 바꾸거나 날짜를 비워 주세요.',
    done_day_in_future: () => '아직 오지 않은 날이에요. 실제로 마친 날을 입력해 주세요.',
    dropped_without_reason: () => '중단한 까닭을 적어 주세요.',
    time_in_future: () => '아직 오지 않은 시각이에요. 날짜를 확인해 주세요.',
    window_ends_before_start: () => '끝난 시각이 시작 시각보다 앞서요. 두 시각을 확인해 주세요.',
    changed_by_another: () =>
      '그사이 다른 사람이 저장했어요. 두 내용을 함께 보여 드리니 남길 내용을 정해 주세요.',
    incident_missing: ({ reference }) => `${reference} 장애가 없어요.`,
    reading_missing: () => '이 기록은 더 이상 없어요. 페이지를 새로 고쳐 주세요.',
    marker_has_value: () => '이 시점에는 이미 선택한 시각이 있어요. 먼저 그 시각을 취소해 주세요.',
    organisation_missing: () => '처음 설정이 끝나지 않았어요. 조직 이름이 아직 없어요.',
    organisation_exists: () => '조직은 이미 설정되어 있어요.',
  },
}

const SENTENCES: Record<Language, ProblemSentences> = {
  en: {
    ...recordProblems.en,
    ...timeProblems.en,
    ...accountProblems.en,
    ...trendProblems.en,
    ...databaseProblems.en,
    ...noticeProblems.en,
    ...subscriberProblems.en,
    ...postmortemProblems.en,
  },
  ko: {
    ...recordProblems.ko,
    ...timeProblems.ko,
    ...accountProblems.ko,
    ...trendProblems.ko,
    ...databaseProblems.ko,
    ...noticeProblems.ko,
    ...subscriberProblems.ko,
    ...postmortemProblems.ko,
  },
}

/** The sentence for a problem in the reader's language. */
export function problemText(problem: Problem, language: Language): string {
  const sentence = SENTENCES[language][problem.code]
  return sentence ? sentence(problem.params ?? {}) : problem.code
}

/** A message of a schema: an encoded problem is put into words, any other text is passed on. */
export function messageText(message: string, language: Language): string {
  const problem = decodeProblem(message)
  return problem ? problemText(problem, language) : message
}

/** All sentences of a refusal by field, as forms show them. */
export function problemTexts(problems: FieldProblems, language: Language): Record<string, string[]> {
  return Object.fromEntries(
    Object.entries(problems).map(([field, list]) => [
      field,
      list.map((problem) => problemText(problem, language)),
    ]),
  )
}

/** The codes that have a sentence, for the test that every code in use is among them in both languages. */
export function problemCodes(language: Language): string[] {
  return Object.keys(SENTENCES[language])
}

function grouped(value: string | number | undefined, language: Language): string {
  // Years have four digits and no comma.
  return Number(value).toLocaleString(language, { useGrouping: 'min2' })
}
