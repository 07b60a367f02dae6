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
    lengths: {
      known: 'length known',
      unknown: 'without a known end',
      negative: 'ending before they began',
      left_out: 'left out, because nobody knows whether they were long enough',
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
    lengths: {
      known: '지속 시간을 아는 장애',
      unknown: '끝난 시각을 모르는 장애',
      negative: '끝이 시작보다 앞선 장애',
      left_out: '최소 지속 시간을 넘겼는지 몰라 뺀 장애',
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
