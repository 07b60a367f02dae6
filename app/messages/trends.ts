import { defineMessages } from './define.ts'

/** Texts of the yearly trend: pictures, table, and the note on how it is computed. */
export const trendMessages = defineMessages({
  en: {
    title: 'Yearly trend',
    openIncidents: (year: number, count: number) =>
      `${count} in ${year}: ${count === 1 ? 'show the incident' : 'show the incidents'}`,
    incidents: (count: number) => (count === 1 ? '1 incident' : `${count} incidents`),
    interval: (lower: string, upper: string) => `${lower}–${upper}`,
    intervalTitle: '95% interval',
    day: (month: number, day: number) =>
      `${day} ${['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'][month - 1]}`,
    month: (month: number) =>
      ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'][month - 1] ?? '',
    days: (days: number) => (days === 1 ? '1 day' : `${days} days`),
    runningDays: (days: number, all: number) => `${days} of ${all} days`,
    kinds: { recorded: 'recorded', reported: 'reported', unknown: 'not known' },
    notKnown: 'not known',
    noDates: 'only the number is known',
    noRecord: 'no record',
    notKept: 'not kept',
    daysNotStated: 'days not stated',
    unknownLength: 'length not known',
    asOf: (day: string) => `as of ${day}`,
    chartLabel: 'Incidents per year with their 95% intervals; the table has the same numbers.',
    stripsLabel: 'Incidents on their days, one row per year',
    stripLabel: (year: number, count: string) => `${year}: ${count}`,
    dots: 'A dot is an incident, larger the longer it lasted, hollow when its length is not known.',
    crowded: 'A stroke is a day, taller the more incidents began on it.',
    bars: 'Full: recorded here. Outlined: a number reported by its source. Hatched: only some days of the year. Whiskers: 95% interval.',
    severity: { critical: 'critical', major: 'major', minor: 'minor' },
    page: {
      ask: 'What to show',
      from: 'First year',
      to: 'Last year',
      asOf: 'As of',
      asOfHint: 'counted to the end of this day',
      rule: 'Counting rule',
      show: 'Show',
      reset: 'Back to the default',
      refused: 'This cannot be shown. Below is the trend as of today.',
      said: 'What can be said',
      emptyExample: '2019: 2 · 2020: 2 (62 of 366 days)',
      copyHint: 'May be copied into a report as it is.',
      strips: 'Day by day',
      chart: 'Year by year',
      numbers: 'The numbers',
      counted: 'Counted under',
      version: (version: number) => `version ${version}`,
      zone: (zone: string) => `Days and years in ${zone}.`,
      unknown: 'What is not known',
      unknownYears: (years: string) =>
        `${years}: neither a record nor an earlier count. It is not zero, it is not known.`,
      partOfYear: (year: number, days: number, all: number) =>
        `${year}: the record covers ${days} of ${all} days. Of the other days nothing is known.`,
      partOfYearSoFar: (year: number, days: number) =>
        `${year}: the record covers ${days === 1 ? '1 day' : `${days} days`} so far. Of the days before and between nothing is known.`,
      daysNotStated: (year: number, count: number) =>
        `${year}: ${count === 1 ? '1 incident is' : `${count} incidents are`} on record, but when the record was kept is not stated. There may have been more.`,
      statePeriods: 'State when the record was kept',
      seePeriods: 'When the record was kept',
      onlyCounts: (years: string) =>
        `${years}: only the number is known, without dates or lengths. There is no same period and no time lost.`,
      withoutLength: (year: number, count: number) =>
        `${year}: the length of ${count === 1 ? '1 incident' : `${count} incidents`} is not known and adds nothing to the time lost.`,
      leftOut: (year: number, count: number) =>
        `${year}: ${count === 1 ? '1 incident is' : `${count} incidents are`} left out, because nobody knows whether the rule’s shortest length was reached.`,
      undated: (count: number) =>
        `${count === 1 ? '1 incident has' : `${count} incidents have`} no start yet and ${count === 1 ? 'is' : 'are'} in no year.`,
      undatedLink: 'Enter the start',
      empty: 'Nothing to count yet',
      emptyBody:
        'Every incident on record is counted here by the year in which it began. Counts from before the tool can be entered with their source.',
      log: 'Log an incident',
      enterCounts: 'Enter earlier counts',
    },
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
        'Years are compared only when they were counted in the same way and covered from end to end. The running year is never projected to a whole one: it stands beside the same period of earlier years.',
      downtime:
        'Time lost counts overlapping outages once and is split at New Year. An incident without an end adds nothing to it and is shown as unknown.',
    },
  },
  ko: {
    title: '연도별 추이',
    // The number stands alone, as it does on the screen: voice control finds it by what is seen.
    openIncidents: (year, count) => `${count}, ${year}년 장애 보기`,
    incidents: (count) => `${count}건`,
    interval: (lower, upper) => `${lower}–${upper}`,
    intervalTitle: '95% 구간',
    day: (month, day) => `${month}월 ${day}일`,
    month: (month) => `${month}월`,
    days: (days) => `${days}일`,
    runningDays: (days, all) => `${all}일 중 ${days}일`,
    kinds: { recorded: '기록', reported: '출처 집계', unknown: '알 수 없음' },
    notKnown: '알 수 없음',
    noDates: '건수만 알려져 있어요',
    noRecord: '기록 없음',
    notKept: '기록하지 않음',
    daysNotStated: '기록 기간 모름',
    unknownLength: '지속 시간 모름',
    asOf: (day) => `${day} 기준`,
    chartLabel: '연도별 장애 건수와 95% 구간. 같은 숫자가 표에 있어요.',
    stripsLabel: '날짜별 장애, 한 줄이 한 해예요',
    stripLabel: (year, count) => `${year}년: ${count}`,
    dots: '점 하나가 장애 한 건이에요. 오래 이어질수록 크고, 지속 시간을 모르면 속이 비어 있어요.',
    crowded: '선 하나가 하루예요. 그날 시작한 장애가 많을수록 길어요.',
    bars: '채운 막대는 이곳의 기록, 테두리만 있는 막대는 출처가 밝힌 건수, 빗금은 일부 기간만 집계한 해예요. 세로 선은 95% 구간이에요.',
    severity: { critical: '심각', major: '중대', minor: '경미' },
    page: {
      ask: '조회 조건',
      from: '첫해',
      to: '마지막 해',
      asOf: '기준일',
      asOfHint: '이날이 끝날 때까지 집계해요',
      rule: '집계 기준',
      show: '보기',
      reset: '기본값으로',
      refused: '이대로는 보여 드릴 수 없어요. 아래는 오늘 기준 추이예요.',
      said: '이 숫자로 말할 수 있는 것',
      emptyExample: '2019년 2건 · 2020년 2건(366일 중 62일)',
      copyHint: '보고서에 그대로 옮겨 쓸 수 있어요.',
      strips: '날짜별 장애',
      chart: '연도별 비교',
      numbers: '연도별 숫자',
      counted: '집계 기준',
      version: (version) => `${version}판`,
      zone: (zone) => `날짜와 연도는 ${zone} 시간대를 따라요.`,
      unknown: '알 수 없는 것',
      unknownYears: (years) => `${years}: 기록도 이전 집계도 없어요. 0건이 아니라 모르는 해예요.`,
      partOfYear: (year, days, all) =>
        `${year}년: ${all}일 중 ${days}일만 빠짐없이 기록했어요. 나머지 날은 몰라요.`,
      partOfYearSoFar: (year, days) =>
        `${year}년: 지금까지 ${days}일만 빠짐없이 기록했어요. 그 앞이나 사이의 날은 몰라요.`,
      daysNotStated: (year, count) =>
        `${year}년: 기록된 장애가 ${count}건이지만 언제 빠짐없이 기록했는지 적혀 있지 않아요. 더 있었을 수 있어요.`,
      statePeriods: '기록한 기간 입력하기',
      seePeriods: '기록한 기간 보기',
      onlyCounts: (years) =>
        `${years}: 건수만 알려져 있고 날짜와 지속 시간은 몰라요. 그래서 같은 기간 건수와 중단 시간이 없어요.`,
      withoutLength: (year, count) =>
        `${year}년: 장애 ${count}건은 지속 시간을 몰라 중단 시간에 더하지 않았어요.`,
      leftOut: (year, count) =>
        `${year}년: 장애 ${count}건은 최소 지속 시간을 넘겼는지 몰라 건수에서 뺐어요.`,
      undated: (count) => `시작 시각이 없는 장애 ${count}건은 어느 해에도 넣지 않았어요.`,
      undatedLink: '시작 시각 입력하기',
      empty: '아직 집계할 장애가 없어요',
      emptyBody:
        '기록한 장애를 시작한 해별로 집계해 보여 드려요. 이 도구를 쓰기 전의 건수도 출처와 함께 입력할 수 있어요.',
      log: '장애 기록하기',
      enterCounts: '이전 건수 입력하기',
    },
    table: {
      caption: (rule, version, asOf, words) => `${asOf} 기준. ${rule} ${version}판: ${words}`,
      year: '연도',
      basis: '근거',
      count: '건수',
      interval: '95% 구간',
      samePeriod: (through) => `1월 1일–${through}`,
      downtime: '중단 시간',
      unknown: '시간 모름',
      leftOut: (count) => `지속 시간을 몰라 뺀 장애 ${count}건`,
      otherRecorded: (count) => `기록된 장애 ${count}건`,
      otherReported: (count, source) => `${source}: ${count}건`,
    },
    verdict: {
      nothing_known: '알 수 없음',
      described: '건수만 표시',
      not_established: '단정할 수 없음',
      established: '차이가 있음',
    },
    verdictMeaning: {
      nothing_known: '기록도 이전 집계도 없어요.',
      described: '건수만 보여 줘요. 비교할 해가 없어요.',
      not_established: '건수는 다르지만 우연만으로도 자주 생기는 차이예요.',
      established: '우연만으로는 드물게 생기는 차이예요(p가 0.05보다 작아요).',
    },
    method: {
      title: '계산 방법',
      interval:
        '95% 구간은 관찰한 건수와 어긋나지 않는 연간 발생률의 범위예요. 100번 가운데 95번 이상은 참값을 담아요(Garwood, 1936). 장애가 서로 영향을 주지 않고 생긴다고 보고 계산하므로, 한 장애가 다른 장애를 부르는 경우에는 실제로 더 불확실해요.',
      test: '여러 해를 비교할 때는 해마다 발생률이 같다고 가정하고, 같은 수의 장애가 우연만으로 한쪽에 이만큼 이상 쏠릴 확률을 구해요. 나뉠 수 있는 모든 경우를 세며, p는 양쪽 가운데 작은 쪽 확률의 두 배예요.',
      years:
        '같은 방법으로 한 해를 빠짐없이 집계한 해끼리만 비교해요. 아직 끝나지 않은 해는 한 해 건수로 늘려 잡지 않고, 앞선 해의 같은 기간과 나란히 보여 줘요.',
      downtime:
        '중단 시간은 겹친 장애를 한 번만 더하고 새해 첫날 0시를 기준으로 나눠요. 끝난 시각을 모르는 장애는 시간에 더하지 않고 따로 보여 줘요.',
    },
  },
})
