import type { ClaimKind } from '#app/domain/claims.ts'
import type { ClaimVerdictWord } from '#app/domain/claim-verdicts.ts'
import type { Problem } from '#app/domain/errors.ts'
import type { Instant } from '#app/domain/instant.ts'
import { particleAfter, type ParticlePair } from '#app/domain/particles.ts'
import { compactDateTime, minutesText, plainDateText } from '#app/domain/time-text.ts'
import { defineMessages, type Language } from './define.ts'
import { timeProblems } from './problems-time.ts'
import { timeBarMessages } from './time-bar.ts'

type Params = Record<string, string | number>
type Sentences = Record<string, (p: Params) => string>

/** Claims of a statement and what they are worth. */
export const claimMessages = defineMessages({
  en: {
    title: 'Held against the record',
    none: 'Nothing in this that the record could confirm or refute.',
    verdicts: {
      supported: 'supported',
      contradicted: 'contradicted',
      conflicting: 'conflicting reading',
      outdated: 'outdated',
      not_checkable: 'not checkable',
      asserted: 'asserted',
    } satisfies Record<ClaimVerdictWord, string>,
    kinds: {
      time: 'time',
      window: 'start and end',
      date: 'day',
      length: 'duration',
      scope: 'who was hit',
      count: 'count of a year',
      trend: 'trend',
      cause: 'cause',
      denied_cause: 'denied cause',
      promise: 'promise',
    } satisfies Record<ClaimKind, string>,
    markedInText: (verdict: string) => `claim, ${verdict}`,
    toTimes: 'Readings of this time',
    toTrend: 'Yearly trend',
    toActions: 'Action items',
  },
  ko: {
    title: '기록과 대조한 결과',
    none: '기록으로 확인하거나 반박할 수 있는 내용이 없어요.',
    verdicts: {
      supported: '기록과 일치',
      contradicted: '기록과 다름',
      conflicting: '다른 출처의 값',
      outdated: '지금은 맞지 않음',
      not_checkable: '확인할 수 없음',
      asserted: '확인되지 않은 주장',
    },
    kinds: {
      time: '시각',
      window: '시작과 끝',
      date: '날짜',
      length: '지속 시간',
      scope: '영향 범위',
      count: '연간 건수',
      trend: '추세',
      cause: '원인',
      denied_cause: '원인 부인',
      promise: '약속',
    },
    markedInText: (verdict: string) => `주장, ${verdict}`,
    toTimes: '이 시각의 출처',
    toTrend: '연도별 추이',
    toActions: '후속 조치',
  },
})

/** A point in time of a parameter, in the zone that stands beside it. */
function whenOf(
  at: string | number | undefined,
  zone: string | number | undefined,
  language: Language,
): string {
  if (!Number.isFinite(Number(at))) return '–'
  return compactDateTime(Number(at) as Instant, String(zone ?? 'UTC'), language)
}

function dayOf(day: string, language: Language): string {
  return /^\d{4}-\d{2}-\d{2}$/.test(day) ? plainDateText(day, language) : day
}

/** Minutes of a parameter, as people say them. */
export function lengthOf(minutes: string | number | undefined, language: Language): string {
  return minutesText(Number(minutes), language)
}

/** What the record calls the thing that has this time. */
function pointName(what: string | number | undefined, language: Language): string {
  const names: Record<string, string> = timeBarMessages[language].markers
  const others: Record<string, Record<Language, string>> = {
    service: { en: 'window of a service', ko: '서비스별 영향 시간' },
    symptom: { en: 'window of a symptom', ko: '증상별 시간' },
    timeline: { en: 'timeline', ko: '타임라인' },
    statement: { en: 'time of a statement', ko: '발표 시각' },
  }
  return names[String(what)] ?? others[String(what)]?.[language] ?? String(what)
}

function pText(p: string | number | undefined): string {
  const value = Number(p)
  return value < 0.001 ? 'p < 0.001' : `p = ${value.toFixed(value < 0.1 ? 3 : 2)}`
}

/** Korean needs the particle that goes with the last sound; a source is quoted, so one form fits all. */
const quotedSource = (source: string | number | undefined, language: Language, without: string) =>
  String(source ?? '') === '' ? without : language === 'ko' ? `‘${source}’` : `“${source}”`

const en: Sentences = {
  time_same: (p) => `The record has ${whenOf(p.recorded, p.zone, 'en')} (${pointName(p.what, 'en')}).`,
  time_about_same: (p) =>
    `The record has ${whenOf(p.recorded, p.zone, 'en')} (${pointName(p.what, 'en')}), close enough for an approximate time.`,
  time_about_known: (p) =>
    `It is said approximately; the record knows it to the minute: ${whenOf(p.recorded, p.zone, 'en')}.`,
  time_exact_unknown: () => 'The record knows this time only approximately.',
  time_upcoming: () => 'A time still to come when it was said; nothing on record can confirm it.',
  time_impossible: (p) => timeProblems.en[String(p.problem)]?.(p) ?? 'This cannot be read as a time.',
  time_not_in_record: () => 'The record has nothing at this time.',
  end_not_in_record: () => 'The start agrees; the record has no end yet.',
  time_elsewhere: () => 'This is about another day than the incident.',
  time_contradicted: (p) =>
    `The record has ${whenOf(p.recorded, p.zone, 'en')} for “${pointName(p.marker, 'en')}”, not ${whenOf(p.said, p.zone, 'en')}.`,
  time_other_reading: (p) =>
    `This is the reading of ${quotedSource(p.source, 'en', 'another source')}. The record has chosen ${whenOf(p.recorded, p.zone, 'en')} for “${pointName(p.marker, 'en')}”.`,
  time_undecided: (p) => `One of several readings of “${pointName(p.marker, 'en')}”; none is chosen yet.`,
  time_was_then: (p) =>
    `This was on record when it was said. Since then ${whenOf(p.recorded, p.zone, 'en')} has been chosen for “${pointName(p.marker, 'en')}”.`,
  window_same: (p) => `The record has ${whenOf(p.from, p.zone, 'en')} to ${whenOf(p.until, p.zone, 'en')}.`,
  window_of_part: () => 'This is the window that the record has for one service or symptom.',
  window_reversed: () => 'The end lies before the start.',
  date_same: (p) => `${dayOf(String(p.day), 'en')} is on record.`,
  date_contradicted: (p) =>
    `The incident began on ${dayOf(String(p.recorded), 'en')}, not on ${dayOf(String(p.day), 'en')}.`,
  date_not_in_record: () => 'The record has nothing on this day.',
  length_same: (p) => `The record has ${lengthOf(p.recorded, 'en')}.`,
  length_rounded: (p) =>
    `The record has ${lengthOf(p.recorded, 'en')}; ${lengthOf(p.stated, 'en')} is an honest rounding.`,
  duration_rounded_unsaid: () => 'It does not say that it is rounded.',
  duration_about_exact: () => 'It says “about” although the figure is exact.',
  duration_exact_unknown: () =>
    'The record knows start or end only approximately, so an exact length claims too much.',
  length_in_range: (p) => `The record allows ${lengthOf(p.min, 'en')} to ${lengthOf(p.max, 'en')}.`,
  length_out_of_range: (p) =>
    `The record allows ${lengthOf(p.min, 'en')} to ${lengthOf(p.max, 'en')}, not ${lengthOf(p.stated, 'en')}.`,
  length_of_part: (p) => `The record has ${lengthOf(p.recorded, 'en')} for one of its shorter windows.`,
  length_not_in_record: () => 'The record has no such length.',
  length_pending: () => 'The record does not know start and end yet.',
  length_was_then: (p) =>
    `This followed from the times on record when it was said. Now they give ${lengthOf(p.recorded, 'en')}.`,
  duration_other_reading: (p) =>
    `This follows from the reading of ${quotedSource(p.source, 'en', 'another source')}. The chosen times give ${lengthOf(p.recorded, 'en')}.`,
  duration_not_of_window: (p) =>
    `The start and end beside it are ${lengthOf(p.recorded, 'en')} apart, not ${lengthOf(p.stated, 'en')}.`,
  duration_contradicted: (p) =>
    `The record has ${lengthOf(p.recorded, 'en')}, not ${lengthOf(p.stated, 'en')}.`,
  duration_rounded_too_far: (p) =>
    `The record has ${lengthOf(p.recorded, 'en')}; ${lengthOf(p.stated, 'en')} is further off than people round.`,
  scope_not_measured: () => 'The record has neither a share nor a number of users to hold against it.',
  scope_share: (p) => `The record has ${p.percent}% of users.`,
  scope_understated: (p) => `The record has ${p.percent}% of users. That is most of them, not some.`,
  scope_contradicted: (p) => `The record has ${p.percent}% of users.`,
  scope_users: (p) => `The record has about ${Number(p.users).toLocaleString('en')} users.`,
  scope_users_contradicted: (p) => `The record has ${Number(p.users).toLocaleString('en')} users.`,
  scope_other_figure: () => 'Probably everybody who uses the service; the record counts who was hit.',
  count_unknown: (p) => `The record has no figure for ${p.year}.`,
  count_recorded: (p) => `The record counts ${p.recorded} in ${p.year} (rule: ${p.ruleEn}).`,
  count_reported: (p) =>
    `Reported by ${quotedSource(p.source, 'en', 'a source')} for ${p.year}; the record itself cannot confirm it.`,
  count_grown: (p) => `The record counts ${p.recorded} in ${p.year} by now (rule: ${p.ruleEn}).`,
  count_other_source: (p) =>
    `One source for ${p.year} says so; the figure in use is ${p.recorded} (rule: ${p.ruleEn}).`,
  count_differs: (p) =>
    `The record has ${p.recorded} for ${p.year}, not ${p.said} (rule: ${p.ruleEn}). Another way of counting gives another number.`,
  trend_unknown: () => 'There are no yearly figures to hold against it.',
  trend_too_few: () => 'The record has fewer than two whole years that were counted in the same way.',
  trend_established: (p) =>
    `${p.counts} from ${p.from} to ${p.to}: more than chance alone would explain (${pText(p.p)}).`,
  trend_not_established: (p) =>
    p.counts === undefined
      ? 'There are no yearly figures that could show a trend.'
      : `${p.counts} from ${p.from} to ${p.to} describes the numbers, but chance alone could do that (${pText(p.p)}). A trend is not established.`,
  trend_against_figures: (p) =>
    `The figures are ${p.counts} from ${p.from} to ${p.to}; they go the other way or nowhere.`,
  trend_leaves_out_year: (p) =>
    `It leaves out the running year: ${p.count} in ${p.year} by ${dayOf(String(p.asOf), 'en')}, as against ${p.lastCount} in all of ${p.lastYear}.`,
  trend_turned_since: (p) =>
    `Since then ${p.year} has come to ${p.count}, after ${p.lastCount} in ${p.lastYear}.`,
  cause_unknown: () => 'The record states no cause.',
  cause_same: (p) => `The record states the same cause: ${p.cause}`,
  cause_not_in_record: (p) => `The record words the cause differently: ${p.cause}`,
  denied_cause_contradicted: (p) => `The record gives it as a cause: ${p.cause}`,
  denied_cause_is_factor: () => 'The record has it among the contributing factors.',
  denied_cause_evidence: (p) => `The record has evidence: ${p.evidence}`,
  denied_cause_unproven: () =>
    'A denial without evidence on record. It stays an assertion until something was measured.',
  promise_has_action: (p) =>
    `Action item: ${p.title} (${{ open: 'open', done: 'done' }[String(p.state)] ?? p.state}${p.due === '' ? '' : `, due ${dayOf(String(p.due), 'en')}`}).`,
  promise_without_action: () => 'No action item stands behind it.',
  promise_vague: () => 'No action, no owner and no date: nobody could tell whether it was kept.',
}

const at = (instant: string | number | undefined, zone: string | number | undefined, pair: ParticlePair) => {
  const text = whenOf(instant, zone, 'ko')
  return text + particleAfter(text, pair)
}

const ko: Sentences = {
  time_same: (p) => `기록에도 ${at(p.recorded, p.zone, '으로/로')} 되어 있어요(${pointName(p.what, 'ko')}).`,
  time_about_same: (p) =>
    `기록에는 ${at(p.recorded, p.zone, '으로/로')} 되어 있고(${pointName(p.what, 'ko')}), 어림한 시각으로 볼 수 있는 범위예요.`,
  time_about_known: (p) =>
    `어림해서 말했지만 기록은 분 단위까지 알고 있어요: ${whenOf(p.recorded, p.zone, 'ko')}.`,
  time_exact_unknown: () => '기록은 이 시각을 어림으로만 알고 있어요.',
  time_upcoming: () => '말할 당시에 아직 오지 않은 시각이라 기록으로 확인할 수 없어요.',
  time_impossible: (p) => timeProblems.ko[String(p.problem)]?.(p) ?? '시각으로 읽을 수 없어요.',
  time_not_in_record: () => '기록에 이 시각이 없어요.',
  end_not_in_record: () => '시작은 일치해요. 끝난 시각은 아직 기록에 없어요.',
  time_elsewhere: () => '이 장애가 아닌 다른 날의 이야기예요.',
  time_contradicted: (p) =>
    `기록의 ‘${pointName(p.marker, 'ko')}’ 시각은 ${at(p.recorded, p.zone, '으로/로')} 되어 있어요. ${at(p.said, p.zone, '이/가')} 아니에요.`,
  time_other_reading: (p) =>
    `${quotedSource(p.source, 'ko', '다른 출처')}에서 나온 값이에요. 기록은 ‘${pointName(p.marker, 'ko')}’ 시각으로 ${at(p.recorded, p.zone, '을/를')} 선택했어요.`,
  time_undecided: (p) =>
    `‘${pointName(p.marker, 'ko')}’ 시각의 여러 값 가운데 하나이고, 아직 선택한 값이 없어요.`,
  time_was_then: (p) =>
    `말할 당시의 기록과는 일치했어요. 그 뒤 ‘${pointName(p.marker, 'ko')}’ 시각이 ${at(p.recorded, p.zone, '으로/로')} 바뀌었어요.`,
  window_same: (p) => `기록도 ${whenOf(p.from, p.zone, 'ko')}부터 ${whenOf(p.until, p.zone, 'ko')}까지예요.`,
  window_of_part: () => '기록에 있는 한 서비스나 증상의 시간과 일치해요.',
  window_reversed: () => '끝난 시각이 시작 시각보다 앞서요.',
  date_same: (p) => `${dayOf(String(p.day), 'ko')}은 기록에 있는 날이에요.`,
  date_contradicted: (p) =>
    `장애가 시작된 날은 ${dayOf(String(p.recorded), 'ko')}이에요. ${dayOf(String(p.day), 'ko')}이 아니에요.`,
  date_not_in_record: () => '기록에 이날의 내용이 없어요.',
  length_same: (p) => `기록도 ${lengthOf(p.recorded, 'ko')}이에요.`,
  length_rounded: (p) =>
    `기록은 ${lengthOf(p.recorded, 'ko')}이고, ${lengthOf(p.stated, 'ko')}은 정직하게 어림한 값이에요.`,
  duration_rounded_unsaid: () => '어림한 값인데 그렇다고 밝히지 않았어요.',
  duration_about_exact: () => '정확한 값인데 ‘약’을 붙였어요.',
  duration_exact_unknown: () =>
    '기록이 시작이나 끝을 어림으로만 알고 있어서, 정확한 길이는 아는 것보다 더 말하는 셈이에요.',
  length_in_range: (p) => `기록으로는 ${lengthOf(p.min, 'ko')}에서 ${lengthOf(p.max, 'ko')} 사이예요.`,
  length_out_of_range: (p) =>
    `기록으로는 ${lengthOf(p.min, 'ko')}에서 ${lengthOf(p.max, 'ko')} 사이예요. ${lengthOf(p.stated, 'ko')}이 아니에요.`,
  length_of_part: (p) => `기록에 있는 더 짧은 구간 하나가 ${lengthOf(p.recorded, 'ko')}이에요.`,
  length_not_in_record: () => '기록에 이런 길이가 없어요.',
  length_pending: () => '기록에 시작이나 끝이 아직 없어요.',
  length_was_then: (p) =>
    `말할 당시의 기록과는 일치했어요. 지금 기록으로는 ${lengthOf(p.recorded, 'ko')}이에요.`,
  duration_other_reading: (p) =>
    `${quotedSource(p.source, 'ko', '다른 출처')}의 시각으로 계산한 값이에요. 선택한 시각으로는 ${lengthOf(p.recorded, 'ko')}이에요.`,
  duration_not_of_window: (p) =>
    `함께 적은 시작과 끝의 간격은 ${lengthOf(p.recorded, 'ko')}이에요. ${lengthOf(p.stated, 'ko')}이 아니에요.`,
  duration_contradicted: (p) =>
    `기록은 ${lengthOf(p.recorded, 'ko')}이에요. ${lengthOf(p.stated, 'ko')}이 아니에요.`,
  duration_rounded_too_far: (p) =>
    `기록은 ${lengthOf(p.recorded, 'ko')}인데, ${lengthOf(p.stated, 'ko')}은 흔히 어림하는 폭을 벗어나요.`,
  scope_not_measured: () => '기록에 이용자 비율도 인원도 없어서 견줄 수 없어요.',
  scope_share: (p) => `기록에는 이용자의 ${p.percent}%로 되어 있어요.`,
  scope_understated: (p) => `기록에는 이용자의 ${p.percent}%로 되어 있어요. ‘일부’가 아니라 대부분이에요.`,
  scope_contradicted: (p) => `기록에는 이용자의 ${p.percent}%로 되어 있어요.`,
  scope_users: (p) => `기록에도 이용자 약 ${Number(p.users).toLocaleString('ko')}명이에요.`,
  scope_users_contradicted: (p) =>
    `기록에는 이용자 ${Number(p.users).toLocaleString('ko')}명으로 되어 있어요.`,
  scope_other_figure: () => '서비스를 쓰는 전체 인원으로 보여요. 기록에는 장애를 겪은 인원만 있어요.',
  count_unknown: (p) => `기록에 ${p.year}년 건수가 없어요.`,
  count_recorded: (p) => `기록으로도 ${p.year}년은 ${p.recorded}건이에요(기준: ${p.rule}).`,
  count_reported: (p) =>
    `${p.year}년은 ${quotedSource(p.source, 'ko', '외부 출처')}에 나온 값이에요. 기록 자체로는 확인할 수 없어요.`,
  count_grown: (p) => `지금 기록으로 ${p.year}년은 ${p.recorded}건이에요(기준: ${p.rule}).`,
  count_other_source: (p) =>
    `${p.year}년을 이렇게 센 출처가 있지만, 쓰고 있는 값은 ${p.recorded}건이에요(기준: ${p.rule}).`,
  count_differs: (p) =>
    `기록으로 ${p.year}년은 ${p.said}건이 아니라 ${p.recorded}건이에요(기준: ${p.rule}). 세는 기준이 다르면 숫자도 달라져요.`,
  trend_unknown: () => '견줄 연도별 건수가 없어요.',
  trend_too_few: () => '같은 기준으로 센 온전한 해가 둘이 안 돼요.',
  trend_established: (p) =>
    `${p.from}~${p.to}년 ${p.counts}건. 우연만으로 보기 어려운 차이예요(${pText(p.p)}).`,
  trend_not_established: (p) =>
    p.counts === undefined
      ? '추세를 말할 수 있는 연도별 건수가 없어요.'
      : `${p.from}~${p.to}년 ${p.counts}건은 숫자 그대로는 맞지만, 변화가 없어도 우연히 나올 수 있는 차이예요(${pText(p.p)}). 추세라고 단정할 수 없어요.`,
  trend_against_figures: (p) => `${p.from}~${p.to}년 ${p.counts}건으로, 말한 방향과 맞지 않아요.`,
  trend_leaves_out_year: (p) =>
    `올해를 빼고 말했어요. ${p.year}년은 ${dayOf(String(p.asOf), 'ko')}까지 ${p.count}건으로, ${p.lastYear}년 한 해 ${p.lastCount}건과 견줘 줄지 않았어요.`,
  trend_turned_since: (p) =>
    `그 뒤 ${p.year}년은 ${p.count}건이 됐어요. ${p.lastYear}년은 ${p.lastCount}건이었어요.`,
  cause_unknown: () => '기록에 원인이 없어요.',
  cause_same: (p) => `기록의 원인과 같아요: ${p.cause}`,
  cause_not_in_record: (p) => `기록에는 원인이 다르게 적혀 있어요: ${p.cause}`,
  denied_cause_contradicted: (p) => `기록은 이것을 원인으로 적고 있어요: ${p.cause}`,
  denied_cause_is_factor: () => '기록의 기여 요인에 들어 있어요.',
  denied_cause_evidence: (p) => `기록에 근거가 있어요: ${p.evidence}`,
  denied_cause_unproven: () => '기록에 근거가 없는 부인이에요. 측정한 값이 나올 때까지는 주장으로만 남아요.',
  promise_has_action: (p) =>
    `후속 조치: ${p.title}(${{ open: '진행 중', done: '완료' }[String(p.state)] ?? p.state}${p.due === '' ? '' : `, ${dayOf(String(p.due), 'ko')}까지`})`,
  promise_without_action: () => '뒷받침하는 후속 조치가 없어요.',
  promise_vague: () => '할 일도 담당도 기한도 없어서, 지켰는지 아무도 알 수 없어요.',
}

const REASONS: Record<Language, Sentences> = { en, ko }

/** The codes that a verdict may give as its reasons. */
export const REASON_CODES = Object.keys(en)

/** Why a claim got its verdict, in the reader's language. */
export function reasonText({ code, params = {} }: Problem, language: Language): string {
  return REASONS[language][code]?.(params) ?? code
}
