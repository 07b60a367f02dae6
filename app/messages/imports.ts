import type { ImportFindingCode } from '#app/importers/draft.ts'
import type { Language } from './define.ts'
import { defineMessages } from './define.ts'

type Params = Record<string, string | number>

/** What an importer found, one sentence each; the file or incident stands before it. */
export const importFindingTexts: Record<Language, Record<ImportFindingCode, (params: Params) => string>> = {
  en: {
    unreadable: ({ expected }) => `cannot be read as ${expected}`,
    no_identity: () => 'has no id of its own',
    twice_in_source: () => 'stands twice in the source; the first one is taken',
    start_missing: ({ field }) => `no start (${field})`,
    start_unreadable: ({ field, text }) => `${field} is no time: ${text}`,
    start_in_future: ({ field, text }) => `${field} has not come yet: ${text}`,
    end_missing: ({ field }) => `called over, without an end (${field})`,
    end_unreadable: ({ field, text }) => `${field} is no time: ${text}`,
    end_in_future: ({ field, text }) => `${field} has not come yet: ${text}`,
    end_before_start: ({ start, end }) => `ends (${end}) before it starts (${start})`,
    end_equals_start: ({ start }) => `ends when it starts (${start})`,
    end_over_a_year: ({ start, end }) => `lasts longer than a year (${start} to ${end})`,
    update_without_time: ({ text }) => `an update without a time that can be: ${text}`,
    list_expected: ({ field }) => `${field} is no list`,
    start_is_posting: ({ text }) => `no start; about when it was posted (${text})`,
    one_digit_hour: ({ text }) => `hour of one digit: ${text}`,
    no_offset: ({ text, zone }) => `no offset, read in ${zone}: ${text}`,
    unknown_offset: ({ text }) => `offset -00:00, read as UTC: ${text}`,
    looks_planned: ({ severity }) =>
      `read as maintenance (severity there: ${severity === '' ? '–' : severity})`,
    severity_unknown: ({ text, read }) => `unknown severity: ${text === '' ? '–' : text} → ${read}`,
    no_title: ({ instead }) => `no title; called ${instead}`,
    text_cut: ({ actual, most }) => `text of ${actual} characters cut to ${most}`,
    no_services: () => 'names no service',
    other_title: ({ reference, title }) => `on record as ${reference}; the source now says: ${title}`,
  },
  ko: {
    unreadable: ({ expected }) => `${expected} 형식으로 읽을 수 없어요`,
    no_identity: () => '자신의 ID가 없어요',
    twice_in_source: () => '원본에 두 번 나와요. 첫 번째 것만 가져와요',
    start_missing: ({ field }) => `시작 시각(${field})이 없어요`,
    start_unreadable: ({ field, text }) => `${field} 값이 시각이 아니에요: ${text}`,
    start_in_future: ({ field, text }) => `${field} 값이 아직 오지 않은 시각이에요: ${text}`,
    end_missing: ({ field }) => `끝났다고 하지만 끝난 시각(${field})이 없어요`,
    end_unreadable: ({ field, text }) => `${field} 값이 시각이 아니에요: ${text}`,
    end_in_future: ({ field, text }) => `${field} 값이 아직 오지 않은 시각이에요: ${text}`,
    end_before_start: ({ start, end }) => `끝난 시각(${end})이 시작 시각(${start})보다 앞서요`,
    end_equals_start: ({ start }) => `시작 시각과 끝난 시각이 같아요(${start})`,
    end_over_a_year: ({ start, end }) => `1년이 넘게 이어져요(${start}부터 ${end}까지)`,
    update_without_time: ({ text }) => `쓸 수 있는 시각이 없는 소식이 있어요: ${text}`,
    list_expected: ({ field }) => `${field} 값이 목록이 아니에요`,
    start_is_posting: ({ text }) => `시작 시각이 없어 게시한 무렵으로 읽었어요(${text})`,
    one_digit_hour: ({ text }) => `시가 한 자리예요: ${text}`,
    no_offset: ({ text, zone }) => `시간대가 없어 ${zone} 시각으로 읽었어요: ${text}`,
    unknown_offset: ({ text }) => `-00:00을 UTC로 읽었어요: ${text}`,
    looks_planned: ({ severity }) => `점검으로 읽었어요(원본의 심각도: ${severity === '' ? '–' : severity})`,
    severity_unknown: ({ text, read }) => `알 수 없는 심각도: ${text === '' ? '–' : text} → ${read}`,
    no_title: ({ instead }) => `제목이 없어 ${instead} 이름을 썼어요`,
    text_cut: ({ actual, most }) => `글 ${actual}자를 ${most}자로 줄였어요`,
    no_services: () => '서비스를 밝히지 않았어요',
    other_title: ({ reference, title }) => `${reference} 장애로 이미 있어요. 지금 원본의 제목: ${title}`,
  },
}

/** Everything else that `sagwa import` says. */
export const importMessages = defineMessages({
  en: {
    levels: {
      refused: 'Not loaded',
      left_out: 'Loaded without a value',
      read_as: 'Loaded, read in this way',
    },
    read: (count: number) => `read ${count}`,
    added: (count: number) => `added ${count}`,
    wouldAdd: (count: number) => `would add ${count}`,
    known: (count: number) => `on record already ${count}`,
    refused: (count: number) => `refused ${count}`,
    newServices: (names: string) => `New services: ${names}`,
    unknownLength: (count: number) =>
      count === 1
        ? 'Of 1 incident the length is not known; it counts, and no minute of it is in a sum.'
        : `Of ${count} incidents the length is not known; they count, and no minute of them is in a sum.`,
    more: (count: number) => `and ${count} more (all of them with --json)`,
    nothing: 'There is no file to read.',
    tooLarge: (name: string, most: number) => `${name} is larger than ${most} MB`,
    createOfPostmortems:
      '--create and --severity belong to --from postmortems; a status page always makes incidents.',
    oneFile: 'A Statuspage export is one JSON file; give its path.',
  },
  ko: {
    levels: {
      refused: '가져오지 못함',
      left_out: '이 값을 빼고 가져옴',
      read_as: '이렇게 읽어서 가져옴',
    },
    read: (count) => `읽음 ${count}건`,
    added: (count) => `추가 ${count}건`,
    wouldAdd: (count) => `추가 예정 ${count}건`,
    known: (count) => `이미 있음 ${count}건`,
    refused: (count) => `거절 ${count}건`,
    newServices: (names) => `새 서비스: ${names}`,
    unknownLength: (count) =>
      `장애 ${count}건은 지속 시간을 알 수 없어요. 건수에는 들어가지만 시간 합계에는 들어가지 않아요.`,
    more: (count) => `외 ${count}건(--json으로 모두 볼 수 있어요)`,
    nothing: '읽을 파일이 없어요.',
    tooLarge: (name, most) => `${name} 파일이 ${most}MB보다 커요`,
    createOfPostmortems:
      '--create와 --severity는 --from postmortems에만 써요. 상태 페이지는 언제나 장애를 만들어요.',
    oneFile: 'Statuspage 내보내기는 JSON 파일 하나예요. 그 경로를 적어 주세요.',
  },
})
