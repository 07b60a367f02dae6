import type { Language } from './define.ts'
import type { ProblemSentences } from './problems.ts'

/** Sentences for what counting rules, yearly counts and the trend refuse. */
export const trendProblems: Record<Language, ProblemSentences> = {
  en: {
    rule_missing: () => 'There is no such counting rule.',
    rule_version_missing: () => 'The counting rule has no such version.',
    rule_retired: () => 'This counting rule is retired. Choose one that is in use.',
    rule_without_service: () => 'Choose at least one service, or all of them.',
    rule_without_severity: () => 'Choose at least one severity.',
    default_rule_needed: () => 'This is the default rule. Make another one the default before you retire it.',
    zone_moves_incidents: ({ count }) =>
      `In this zone ${count === 1 ? '1 incident falls' : `${count} incidents fall`} into another year. Confirm below, then save again.`,
    source_has_year: () =>
      'This source has a number for that year already. Change that one, or name the source more exactly.',
    date_in_future: () =>
      'This day has not come yet. Days ahead would count as days without incidents; enter today or earlier.',
    period_ends_before_start: () => 'The last day lies before the first. Check both days.',
    day_in_future: () =>
      'This day has not come yet. Enter today or earlier; leave the last day empty while it is still kept.',
    not_a_year: () => 'Enter a year of four digits, from 1900 to 2200.',
    year_not_begun: ({ year }) => `The year ${year} has not begun on that day. Choose an earlier one.`,
    years_reversed: () => 'The last year lies before the first. Check both years.',
    too_many_years: ({ most }) => `At most ${most} years can be shown at once. Choose a later first year.`,
  },
  ko: {
    rule_missing: () => '없는 집계 기준이에요.',
    rule_version_missing: () => '이 집계 기준에 없는 판이에요.',
    rule_retired: () => '사용을 중지한 집계 기준이에요. 사용 중인 기준에서 골라 주세요.',
    rule_without_service: () => '서비스를 하나 이상 고르거나 모든 서비스를 골라 주세요.',
    rule_without_severity: () => '심각도를 하나 이상 골라 주세요.',
    default_rule_needed: () => '기본 집계 기준이에요. 다른 기준을 기본으로 정한 다음 사용을 중지해 주세요.',
    zone_moves_incidents: ({ count }) =>
      `이 시간대로 바꾸면 장애 ${count}건이 다른 해로 옮겨져요. 아래에서 확인한 뒤 다시 저장해 주세요.`,
    source_has_year: () =>
      '이 출처의 그해 건수가 이미 있어요. 그 건수를 고치거나 출처를 더 자세히 적어 주세요.',
    date_in_future: () =>
      '아직 오지 않은 날이에요. 앞으로의 날이 장애 없는 날로 세어지니 오늘이나 그 전 날짜를 입력해 주세요.',
    period_ends_before_start: () => '마지막 날이 첫날보다 앞서요. 두 날짜를 확인해 주세요.',
    day_in_future: () =>
      '아직 오지 않은 날이에요. 오늘이나 그 전 날짜를 입력하고, 지금도 기록하고 있으면 마지막 날을 비워 두세요.',
    not_a_year: () => '1900부터 2200까지, 네 자리 연도를 입력해 주세요.',
    year_not_begun: ({ year }) => `그날에는 아직 ${year}년이 시작되지 않았어요. 더 앞의 해를 골라 주세요.`,
    years_reversed: () => '마지막 해가 첫해보다 앞서요. 두 연도를 확인해 주세요.',
    too_many_years: ({ most }) => `한 번에 ${most}년까지 볼 수 있어요. 첫해를 더 늦게 골라 주세요.`,
  },
}
