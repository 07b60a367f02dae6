import { defineMessages } from './define.ts'

/** Texts of the yearly trend: pictures, table, and the note on how it is computed. */
export const trendMessages = defineMessages({
  en: {
    title: 'Yearly trend',
    incidents: (count: number) => (count === 1 ? '1 incident' : `${count} incidents`),
    interval: (lower: string, upper: string) => `${lower}–${upper}`,
    intervalTitle: '95% interval',
    day: (month: number, day: number) =>
      `${day} ${['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'][month - 1]}`,
    month: (month: number) =>
      ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'][month - 1] ?? '',
    runningDays: (days: number, all: number) => `${days} of ${all} days`,
    kinds: { recorded: 'recorded', reported: 'reported', unknown: 'not known' },
    notKnown: 'not known',
    noDates: 'only the number is known',
    noRecord: 'no record',
    unknownLength: 'length not known',
    asOf: (day: string) => `as of ${day}`,
    chartLabel: 'Incidents per year with their 95% intervals; the table has the same numbers.',
    stripsLabel: 'Incidents on their days, one row per year',
    stripLabel: (year: number, count: string) => `${year}: ${count}`,
    dots: 'A dot is an incident, larger the longer it lasted, hollow when its length is not known.',
    crowded: 'A stroke is a day, taller the more incidents began on it.',
    bars: 'Full: recorded here. Outlined: a number reported by its source. Hatched: the running year. Whiskers: 95% interval.',
    severity: { critical: 'critical', major: 'major', minor: 'minor' },
    table: {
      caption: (rule: string, version: number, asOf: string, words: string) =>
        `As of ${asOf}. ${rule}, version ${version}: ${words}`,
      year: 'Year',
      basis: 'Basis',
      count: 'Incidents',
      interval: '95% interval',
      samePeriod: (through: string) => `1 Jan to ${through}`,
      downtime: 'Time lost',
      unknown: 'Length not known',
      leftOut: (count: number) => `${count} left out, length not known`,
      otherRecorded: (count: number) => `${count} on record`,
      otherReported: (count: number, source: string) => `${count} in ${source}`,
    },
    verdict: {
      nothing_known: 'Nothing known',
      described: 'Described',
      not_established: 'Not established',
      established: 'Established',
    },
    verdictMeaning: {
      nothing_known: 'There is neither a record nor an earlier count.',
      described: 'The counts are shown; there is nothing to test them against.',
      not_established: 'The counts differ, but chance alone often makes such differences.',
      established: 'Chance alone would rarely make such a difference (p below 0.05).',
    },
    method: {
      title: 'How this is computed',
      interval:
        'The interval says which long-run yearly rates would fit the count that was seen: it holds the true rate in at least 95 of 100 cases (Garwood 1936). It assumes that incidents come independently of each other; where one pulls in the next, the truth is less certain still.',
      test: 'The test over several years asks how often chance alone would spread the same incidents over the years at least as unevenly in one direction, if every year had the same rate. All ways to spread them are counted; p is twice the smaller side.',
      years:
        'Years are compared only when they were counted in the same way. The running year is never projected to a whole one: it stands beside the same period of earlier years.',
      downtime:
        'Time lost counts overlapping outages once and is split at New Year. An incident without an end adds nothing to it and is shown as unknown.',
    },
  },
  ko: {
    title: '연도별 추이',
    incidents: (count) => `${count}건`,
    interval: (lower, upper) => `${lower}–${upper}`,
    intervalTitle: '95% 구간',
    day: (month, day) => `${month}월 ${day}일`,
    month: (month) => `${month}월`,
    runningDays: (days, all) => `${all}일 중 ${days}일`,
    kinds: { recorded: '기록', reported: '출처 집계', unknown: '알 수 없음' },
    notKnown: '알 수 없음',
    noDates: '건수만 알려져 있어요',
    noRecord: '기록 없음',
    unknownLength: '길이를 몰라요',
    asOf: (day) => `${day} 기준`,
    chartLabel: '연도별 장애 건수와 95% 구간. 같은 숫자가 표에 있어요.',
    stripsLabel: '날짜별 장애, 한 줄이 한 해',
    stripLabel: (year, count) => `${year}년: ${count}`,
    dots: '점 하나가 장애 한 건이에요. 오래갈수록 크고, 길이를 모르면 비어 있어요.',
    crowded: '선 하나가 하루예요. 그날 시작한 장애가 많을수록 길어요.',
    bars: '채운 막대는 이곳의 기록, 테두리만 있는 막대는 출처가 밝힌 건수, 빗금은 올해처럼 아직 끝나지 않은 해예요. 세로 선은 95% 구간이에요.',
    severity: { critical: '심각', major: '중대', minor: '경미' },
    table: {
      caption: (rule, version, asOf, words) => `${asOf} 기준. ${rule} ${version}판: ${words}`,
      year: '연도',
      basis: '근거',
      count: '건수',
      interval: '95% 구간',
      samePeriod: (through) => `1월 1일–${through}`,
      downtime: '중단 시간',
      unknown: '길이 모름',
      leftOut: (count) => `길이를 몰라 뺀 장애 ${count}건`,
      otherRecorded: (count) => `기록된 장애 ${count}건`,
      otherReported: (count, source) => `${source}: ${count}건`,
    },
    verdict: {
      nothing_known: '알 수 없음',
      described: '건수만 적음',
      not_established: '단정할 수 없음',
      established: '차이가 있음',
    },
    verdictMeaning: {
      nothing_known: '기록도 이전 집계도 없어요.',
      described: '건수를 보여 줄 뿐, 견줄 해가 없어요.',
      not_established: '건수는 다르지만 우연만으로도 자주 생기는 차이예요.',
      established: '우연만으로는 드물게 생기는 차이예요(p가 0.05보다 작아요).',
    },
    method: {
      title: '계산 방법',
      interval:
        '95% 구간은 관찰한 건수와 어긋나지 않는 연간 발생률의 범위예요. 100번 가운데 95번 이상은 참값을 담아요(Garwood, 1936). 장애가 서로 영향을 주지 않고 생긴다고 보고 계산하므로, 한 장애가 다른 장애를 부르는 경우에는 실제로 더 불확실해요.',
      test: '여러 해를 견줄 때는 해마다 발생률이 같다고 놓고, 같은 수의 장애가 우연만으로 한쪽에 이만큼 이상 쏠릴 확률을 구해요. 나뉠 수 있는 모든 경우를 세며, p는 양쪽 가운데 작은 쪽 확률의 두 배예요.',
      years:
        '같은 방법으로 센 해끼리만 견줘요. 아직 끝나지 않은 해를 한 해 건수로 늘려 잡지 않고, 앞선 해의 같은 기간 옆에 놓아요.',
      downtime:
        '중단 시간은 겹친 장애를 한 번만 세고 새해 첫날 0시에서 나눠요. 끝난 시각을 모르는 장애는 시간에 더하지 않고 따로 보여 줘요.',
    },
  },
})
