import { defineMessages } from './define.ts'

/** What the filters of a trend leave: before a sentence that is copied into a report, and above the list behind a number. */
export const trendFilterMessages = defineMessages({
  en: {
    behind: (count: number) =>
      count === 1 ? '1 incident behind the number' : `${count} incidents behind the number`,
    counted: (rule: string, version: number) => `Counted under ${rule}, version ${version}`,
    began: (from: string, until: string) => `began from ${from} to ${until}`,
    weekday: (weekday: number) =>
      `on a ${['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'][weekday - 1]}`,
    hour: (hour: number) => `between ${hour}:00 and ${hour + 1}:00`,
    hourUnknown: 'with no time of day on record',
    lengths: {
      known: 'length known',
      unknown: 'without a known end',
      negative: 'ending before they began',
      left_out: 'left out, because nobody knows whether they were long enough',
    },
    /** Of the Markdown document, where the page has other words or none. */
    document: {
      days: 'Days counted',
      number: 'n',
      lengths: 'How long it took',
      durations: {
        detect: 'Until noticed',
        first_public_word: 'Until the first public word',
        mitigate: 'Until mitigated',
        recover: 'Until users had it back',
      },
      overlapping: 'An incident can stand in several rows, so they may add up to more than the whole.',
      surfaces: { mobile: 'Mobile', pc: 'PC', web: 'Web', api: 'API', other: 'Other' },
      shareWeighted: (length: string, known: number, count: number) =>
        `Weighed with the share of users who were hit: ${length}, known for ${known} of ${count} incidents.`,
      more: (count: number) => `and ${count} more`,
      finding: {
        undated: (count: number) => `${count} without a start:`,
        length_unknown: (year: number, count: number) => `${year}: ${count} without a known end:`,
        length_negative: (year: number, count: number) => `${year}: ${count} ending before they began:`,
        left_out: (year: number, count: number) =>
          `${year}: ${count} left out, because nobody knows whether they were long enough:`,
        duration_negative: (year: number, count: number, name: string) =>
          `${year}: ${count} with a negative time (${name}):`,
        service_window_outside: (year: number, count: number) =>
          `${year}: ${count} with a service that is said to have been down when the incident was not:`,
      },
    },
    all: 'Show all incidents',
    kinds: { incident: 'incidents', maintenance: 'planned maintenance' },
    noService: 'without a service',
    service: (name: string) => `service ${name}`,
    severity: (name: string) => `severity ${name}`,
    noFactor: 'without a contributing factor on record',
    factor: (name: string) => `contributing factor “${name}”`,
    noSurface: 'without a symptom on record',
    surface: (name: string) => `seen on ${name}`,
    severities: { critical: 'critical', major: 'major', minor: 'minor' },
    surfaces: { mobile: 'mobile', pc: 'PC', web: 'the web', api: 'the API', other: 'another surface' },
  },
  ko: {
    behind: (count) => `숫자에 포함된 장애 ${count}건`,
    counted: (rule, version) => `집계 기준: ${rule} ${version}판`,
    began: (from, until) => `${from}부터 ${until}까지 시작`,
    weekday: (weekday) => `${['월', '화', '수', '목', '금', '토', '일'][weekday - 1]}요일`,
    hour: (hour) => `${hour}시–${hour + 1}시`,
    hourUnknown: '시작한 시각을 모르는 장애',
    lengths: {
      known: '지속 시간을 아는 장애',
      unknown: '끝난 시각을 모르는 장애',
      negative: '끝이 시작보다 앞선 장애',
      left_out: '최소 지속 시간을 넘겼는지 몰라 뺀 장애',
    },
    document: {
      days: '집계한 날',
      number: 'n',
      lengths: '걸린 시간',
      durations: {
        detect: '감지까지',
        first_public_word: '첫 공개 안내까지',
        mitigate: '완화까지',
        recover: '이용자 복구까지',
      },
      overlapping: '장애 한 건이 여러 줄에 들어갈 수 있어, 더하면 전체보다 많을 수 있습니다.',
      surfaces: { mobile: '모바일', pc: 'PC', web: '웹', api: 'API', other: '기타' },
      shareWeighted: (length, known, count) =>
        `영향을 받은 이용자 비율로 가중한 시간: ${length}. 장애 ${count}건 중 비율을 아는 ${known}건만 계산했습니다.`,
      more: (count) => `외 ${count}건`,
      finding: {
        undated: (count) => `시작 시각이 없는 장애 ${count}건:`,
        length_unknown: (year, count) => `${year}년: 끝난 시각을 모르는 장애 ${count}건:`,
        length_negative: (year, count) => `${year}년: 끝이 시작보다 앞선 장애 ${count}건:`,
        left_out: (year, count) => `${year}년: 최소 지속 시간을 넘겼는지 몰라 뺀 장애 ${count}건:`,
        duration_negative: (year, count, name) => `${year}년: 걸린 시간이 음수인 장애 ${count}건(${name}):`,
        service_window_outside: (year, count) =>
          `${year}년: 서비스의 중단 시간이 장애 시간을 벗어난 장애 ${count}건:`,
      },
    },
    all: '전체 장애 보기',
    kinds: { incident: '장애', maintenance: '예정된 점검' },
    noService: '서비스 없음',
    service: (name) => `서비스: ${name}`,
    severity: (name) => `심각도: ${name}`,
    noFactor: '기여 요인 없음',
    factor: (name) => `기여 요인: ${name}`,
    noSurface: '증상 없음',
    surface: (name) => `이용 환경: ${name}`,
    severities: { critical: '심각', major: '중대', minor: '경미' },
    surfaces: { mobile: '모바일', pc: 'PC', web: '웹', api: 'API', other: '기타' },
  },
})
