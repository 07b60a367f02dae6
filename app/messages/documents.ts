import type { IncidentMarkdownWords } from '#app/domain/incident-markdown.ts'
import type { TrendFiguresWords } from '#app/domain/trend-markdown-figures.ts'
import type { TrendMarkdownWords } from '#app/domain/trend-markdown.ts'
import { actionItemMessages } from './action-items.ts'
import type { Language } from './define.ts'
import { factorMessages } from './factors.ts'
import { incidentHeadingMessages } from './incident-heading.ts'
import { incidentMessages } from './incidents.ts'
import { wordingMessages } from './public-wording.ts'
import { shellMessages } from './shell.ts'
import { timeBarMessages } from './time-bar.ts'
import { trendFilterMessages } from './trend-filters.ts'
import { trendMessages } from './trends.ts'

/**
 * Texts of the Markdown documents. Names are those of the pages; whole sentences are written anew in Korean, because a
 * report speaks in 합쇼체 and the tool does not.
 */
export const incidentDocumentMessages: Record<Language, IncidentMarkdownWords> = {
  en: {
    ...namesOfRecord('en'),
    removed: (reason) => `This incident was removed and is in no list and no figure: ${reason}`,
    timesIn: (zone) => `times in ${zone}`,
    decision: 'Decision',
    undecided: 'readings disagree and none is chosen',
    notChosen: 'not chosen',
    withoutDuration: (names) =>
      `Without a value, because a time is missing, undecided or does not apply: ${names}.`,
    recordedLater: (when, by) => (by === '' ? `added ${when}` : `added ${when} by ${by}`),
    noDate: 'no due date',
  },
  ko: {
    ...namesOfRecord('ko'),
    removed: (reason) => `삭제되어 목록과 집계에서 빠진 장애입니다: ${reason}`,
    timesIn: (zone) => `${zone} 시각`,
    decision: '선택',
    undecided: '기록이 서로 다르고 아직 선택하지 않음',
    notChosen: '선택 안 함',
    withoutDuration: (names) => `시각이 없거나, 정해지지 않았거나, 해당하지 않아 값이 없음: ${names}.`,
    recordedLater: (when, by) => (by === '' ? `${when} 추가` : `${when} ${by} 추가`),
    noDate: '기한 없음',
  },
}

export const trendDocumentMessages: Record<Language, TrendMarkdownWords> = {
  en: {
    ...namesOfTrend('en'),
    title: (years) => `Incidents per year, ${years}`,
    ruleAndAsOf: (rule, version, words, asOf) =>
      `As of ${asOf}, counted to the end of that day. Counting rule: ${rule}, version ${version} (${words}).`,
    unknowns: trendMessages.en.page,
  },
  ko: {
    ...namesOfTrend('ko'),
    title: (years) => `연도별 장애 건수, ${years}`,
    ruleAndAsOf: (rule, version, words, asOf) =>
      `${asOf} 기준이며, 이날이 끝날 때까지 집계했습니다. 집계 기준: ${rule} ${version}판(${words}).`,
    unknowns: {
      unknownYears: (years) =>
        `${years}: 기록도 이전 집계도 없습니다. 0건이라는 뜻이 아니라 알 수 없다는 뜻입니다.`,
      onlyCounts: (years) =>
        `${years}: 건수만 알려져 있고 날짜와 지속 시간은 알 수 없습니다. 그래서 같은 기간의 건수와 중단 시간이 없습니다.`,
      daysNotStated: (year, count) =>
        `${year}년: 기록된 장애는 ${count}건이지만 언제 빠짐없이 기록했는지 적혀 있지 않습니다. 더 있었을 수 있습니다.`,
      partOfYear: (year, days, all) =>
        `${year}년: ${all}일 중 ${days}일만 빠짐없이 기록했습니다. 나머지 날은 알 수 없습니다.`,
      partOfYearSoFar: (year, days) =>
        `${year}년: 지금까지 ${days}일만 빠짐없이 기록했습니다. 그 앞이나 사이의 날은 알 수 없습니다.`,
      withoutLength: (year, count) =>
        `${year}년: 장애 ${count}건은 지속 시간을 알 수 없어 중단 시간에 더하지 않았습니다.`,
      leftOut: (year, count) =>
        `${year}년: 장애 ${count}건은 최소 지속 시간을 넘겼는지 알 수 없어 건수에서 뺐습니다.`,
      undated: (count) => `시작 시각이 없는 장애 ${count}건은 어느 해에도 넣지 않았습니다.`,
    },
  },
}

function namesOfRecord(language: Language) {
  const { record, event, kinds } = incidentMessages[language]
  const { open, closed } = incidentHeadingMessages[language]
  const bar = timeBarMessages[language]
  const shell = shellMessages[language]
  return {
    ...record,
    kinds,
    factors: factorMessages[language],
    wording: wordingMessages[language],
    doneOn: actionItemMessages[language].doneOn,
    severities: shell.severity,
    open,
    closed,
    markers: bar.markers,
    beforeRecovery: record.durationBeforeRecovery,
    contradictory: shell.duration.invalid,
    surfaces: bar.surfaces,
    symptomKind: record.kind,
    symptomKinds: bar.kinds,
    when: record.window,
    timelineKinds: event.kinds,
  }
}

function namesOfTrend(language: Language) {
  const t = trendMessages[language]
  return {
    year: t.table.year,
    count: t.table.count,
    interval: t.table.interval,
    samePeriod: (month: number, day: number) => t.table.samePeriod(t.day(month, day)),
    timeLost: t.table.downtime,
    lengthUnknown: t.table.unknown,
    basis: t.table.basis,
    kinds: t.kinds,
    notKnown: t.notKnown,
    partOf: t.runningDays,
    daysNotStated: t.daysNotStated,
    otherRecorded: t.table.otherRecorded,
    otherReported: t.table.otherReported,
    unknown: t.page.unknown,
    figures: figuresOfTrend(language),
  }
}

function figuresOfTrend(language: Language): TrendFiguresWords {
  const t = trendMessages[language]
  const { charts } = t
  const filters = trendFilterMessages[language]
  return {
    periods: {
      quarter: charts.counts.title.quarter,
      month: charts.counts.title.month,
      period: charts.period,
      days: filters.document.days,
    },
    count: t.table.count,
    timeLost: t.table.downtime,
    lengthUnknown: t.table.unknown,
    notKnown: t.notKnown,
    lengths: filters.document.lengths,
    length: charts.length,
    durations: filters.document.durations,
    distribution: charts.distribution,
    number: filters.document.number,
    cuts: {
      service: charts.service,
      severity: charts.severity,
      factor: charts.factor,
      surface: charts.surface,
    },
    overlapping: filters.document.overlapping,
    severities: t.severity,
    factors: factorMessages[language].names,
    surfaces: filters.document.surfaces,
    repeats: charts.repeats.title,
    repeatKinds: charts.repeats.kinds,
    findings: t.page.findings,
    finding: filters.document.finding,
    shareWeighted: filters.document.shareWeighted,
    more: filters.document.more,
  }
}
