import type { YearlyReportWords } from '#app/domain/yearly-report-text.ts'
import { actionItemMessages } from './action-items.ts'
import { defineMessages, type Language } from './define.ts'
import { trendDocumentMessages } from './documents.ts'
import { factorMessages } from './factors.ts'
import { trendMessages } from './trends.ts'

/** What the page says around the report. */
export const yearlyReportMessages = defineMessages({
  en: {
    before: (year: number) => `${year}`,
    after: (year: number) => `${year}`,
    otherYears: 'Other years',
    toTrend: 'Yearly trend',
    asOf: 'As of',
    show: 'Show',
    strips: 'Day by day',
    empty: (year: number) => `Nothing is known of ${year}`,
    emptyBody:
      'No incident of this year is on record, and no count was entered. That is not the same as a year without incidents.',
    enterCount: 'Enter a count for the year',
  },
  ko: {
    before: (year) => `${year}년`,
    after: (year) => `${year}년`,
    otherYears: '다른 해',
    toTrend: '연도별 추이',
    asOf: '기준일',
    show: '보기',
    strips: '날짜별 장애',
    empty: (year) => `${year}년에 대해 알려진 것이 없어요`,
    emptyBody: '이 해의 장애 기록도, 입력한 건수도 없어요. 장애가 없었다는 뜻은 아니에요.',
    enterCount: '그해 건수 입력',
  },
})

/** The report itself; Korean in the noun endings of reports, so that page and document can share it. */
export const yearlyReportWords: Record<Language, YearlyReportWords> = {
  en: {
    ...namesOf('en'),
    title: (year) => `Incident report ${year}`,
    wholeYear: (through) => `The whole year, counted to the end of ${through}.`,
    partOfYear: (through, days, all) =>
      `The year is not over: ${days} of ${all} days, counted to the end of ${through}. Nothing is projected.`,
    standingAsOf: (day) => `Promises and action items as they stand at the end of ${day}.`,
    rule: (name, version, words) => `Counting rule: ${name}, version ${version} (${words}).`,
    none: 'none',
    sections: {
      said: 'In short',
      numbers: 'Number of incidents',
      time: 'Time lost',
      worst: 'Worst incidents',
      factors: 'Contributing factors',
      promises: 'Promises made in public',
      actions: 'Action items',
      changed: 'What changed',
      unknown: 'What is not known',
    },
    lost: (length) => `${length} of downtime; overlapping outages count once.`,
    lostUnknown: 'Not known: of no incident is the length on record.',
    withoutLength: (count) =>
      count === 1
        ? '1 incident of unknown length is not in it.'
        : `${count} incidents of unknown length are not in it.`,
    median: (length, n) =>
      n === 1 ? `One incident with a known length: ${length}.` : `Median length ${length} (n = ${n}).`,
    share: (length, n) =>
      `Weighed with the share of users: ${length} (${n === 1 ? '1 incident states it' : `${n} incidents state it`}).`,
    worstOrder: 'Most severe first; within a severity, the longest known downtime first.',
    unranked: (count) =>
      count === 1
        ? '1 incident of unknown length cannot be put in this order and is not listed.'
        : `${count} incidents of unknown length cannot be put in this order and are not listed.`,
    noWorst: 'No incident with a known length.',
    incident: 'Incident',
    severity: 'Severity',
    began: 'Began',
    length: 'Length',
    factor: 'Factors',
    withoutFactor: 'none stated',
    factorNote:
      'An incident can have several factors, so they do not add up. Counts only: no rates, no percentages.',
    noFactors: 'No incident to state factors of.',
    yearTo: (year, month, day) => `${year}, to ${trendMessages.en.day(month, day)}`,
    noPromises: 'No promise is on record for incidents of this year.',
    promise: 'Promise',
    due: 'By',
    noDay: 'no day set',
    state: 'State',
    moreOf: (count) => `${count} more are on record.`,
    counted: (name, count) => `${name}: ${count}`,
    carried: (open, late) =>
      `From earlier years: ${open} not kept yet${late > 0 ? `, ${late} of them late` : ''}.`,
    ofYearsIncidents: 'Items of incidents that began in this year, public promises among them.',
    noActions: 'No action item is on record for incidents of this year.',
    age: (median, most, n) => `Open ones: median age ${median}, oldest ${most} (n = ${n}).`,
    ageUnknown: (count) => `Open ones of unknown age on that day: ${count}.`,
    late: (median, most) => `Late ones: median ${median} past their day, at most ${most}.`,
    toDone: (median, n) => `Done ones: median ${median} from entry to done (n = ${n}).`,
    toDoneUnknown: (count) => `Done ones of which it is not known how long they took: ${count}.`,
    days: (days) => (days === 1 ? '1 day' : `${days} days`),
    ruleChanged: (day, version, by, reason) =>
      `${day}: counting rule, version ${version}, by ${by}${reason === '' ? '' : ` (${reason})`}`,
    corrected: (when, slug, words) => `notice ${slug} corrected ${when}${words === '' ? '' : `: ${words}`}`,
    withdrawn: (when, slug, words) => `notice ${slug} withdrawn ${when}${words === '' ? '' : `: ${words}`}`,
    noChanges: 'The counting rule did not change, and no notice was corrected.',
    allKnown: 'Nothing that stands in the way of these figures.',
  },
  ko: {
    ...namesOf('ko'),
    title: (year) => `${year}년 장애 보고서`,
    wholeYear: (through) => `한 해 전체(${through}까지 집계)`,
    partOfYear: (through, days, all) =>
      `아직 끝나지 않은 해: ${all}일 중 ${days}일(${through}까지 집계). 남은 기간은 추정하지 않음`,
    standingAsOf: (day) => `약속과 후속 조치는 ${day} 기준`,
    rule: (name, version, words) => `집계 기준: ${name} ${version}판(${words})`,
    none: '없음',
    sections: {
      said: '요약',
      numbers: '장애 건수',
      time: '중단 시간',
      worst: '가장 심각한 장애',
      factors: '기여 요인',
      promises: '공개한 약속',
      actions: '후속 조치',
      changed: '달라진 점',
      unknown: '알 수 없는 점',
    },
    lost: (length) => `중단 시간 ${length}(겹친 시간은 한 번만 셈)`,
    lostUnknown: '알 수 없음: 지속 시간이 기록된 장애가 없음',
    withoutLength: (count) => `지속 시간을 알 수 없는 장애 ${count}건은 더하지 않음`,
    median: (length, n) =>
      n === 1 ? `지속 시간을 아는 장애 1건: ${length}` : `지속 시간 중앙값 ${length}(${n}건)`,
    share: (length, n) => `이용자 비율을 반영한 시간 ${length}(비율을 밝힌 장애 ${n}건)`,
    worstOrder: '심각도가 높은 순, 같은 심각도에서는 확인된 중단 시간이 긴 순',
    unranked: (count) => `지속 시간을 알 수 없는 장애 ${count}건은 순서를 정할 수 없어 표에 없음`,
    noWorst: '지속 시간을 아는 장애 없음',
    incident: '장애',
    severity: '심각도',
    began: '시작',
    length: '지속 시간',
    factor: '요인',
    withoutFactor: '밝혀지지 않음',
    factorNote: '장애 하나에 요인이 여럿일 수 있어 합계가 건수와 다름. 건수만 비교하며 비율은 계산하지 않음',
    noFactors: '요인을 밝힐 장애 없음',
    yearTo: (year, month, day) => `${year}년 ${trendMessages.ko.day(month, day)}까지`,
    noPromises: '이 해의 장애에 기록된 약속 없음',
    promise: '약속',
    due: '기한',
    noDay: '기한 없음',
    state: '상태',
    moreOf: (count) => `그 밖에 ${count}건이 더 있음`,
    counted: (name, count) => `${name} ${count}건`,
    carried: (open, late) =>
      `이전 해의 약속 중 아직 지키지 못한 것 ${open}건${late > 0 ? `(기한이 지난 것 ${late}건)` : ''}`,
    ofYearsIncidents: '이 해에 시작된 장애의 후속 조치이며 공개한 약속을 포함',
    noActions: '이 해의 장애에 기록된 후속 조치 없음',
    age: (median, most, n) => `진행 중: 등록 후 경과 중앙값 ${median}, 최대 ${most}(${n}건)`,
    ageUnknown: (count) => `진행 중: 기준일까지의 경과를 알 수 없는 것 ${count}건`,
    late: (median, most) => `기한 지남: 지난 기간 중앙값 ${median}, 최대 ${most}`,
    toDone: (median, n) => `완료: 등록부터 완료까지 중앙값 ${median}(${n}건)`,
    toDoneUnknown: (count) => `완료: 걸린 기간을 알 수 없는 것 ${count}건`,
    days: (days) => `${days}일`,
    ruleChanged: (day, version, by, reason) =>
      `${day}: 집계 기준 ${version}판, ${by}${reason === '' ? '' : `(${reason})`}`,
    corrected: (when, slug, words) => `공지 ${slug} 정정, ${when}${words === '' ? '' : `: ${words}`}`,
    withdrawn: (when, slug, words) => `공지 ${slug} 철회, ${when}${words === '' ? '' : `: ${words}`}`,
    noChanges: '집계 기준 변경과 공지 정정 없음',
    allKnown: '위 수치에서 빠진 것 없음',
  },
}

function namesOf(language: Language) {
  const t = trendMessages[language]
  return {
    notKnown: t.notKnown,
    year: t.table.year,
    count: t.table.count,
    interval: t.table.interval,
    samePeriod: (month: number, day: number) => t.table.samePeriod(t.day(month, day)),
    timeLost: t.table.downtime,
    lengthUnknown: t.table.unknown,
    basisOfCount: t.table.basis,
    kinds: t.kinds,
    partOf: t.runningDays,
    daysNotStated: t.daysNotStated,
    severities: t.severity,
    factors: factorMessages[language].names,
    standings: actionItemMessages[language].standings,
    unknowns: trendDocumentMessages[language].unknowns,
  }
}
