import type { Language } from './define.ts'
import { timeBarMessages } from './time-bar.ts'

type Params = Record<string, string | number>
type Sentences = Record<string, (p: Params) => string>

const WEEKDAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday']
const KOREAN_WEEKDAYS = ['월', '화', '수', '목', '금', '토', '일']

function markerName(language: Language, key: string | number | undefined): string {
  const names: Record<string, string> = timeBarMessages[language].markers
  return names[String(key)] ?? String(key)
}

const en = (key: string | number | undefined) => markerName('en', key)
const ko = (key: string | number | undefined) => markerName('ko', key)

/** Sentences for what can be wrong with a time, a zone, a marker or a duration, by problem code. */
export const timeProblems: Record<Language, Sentences> = {
  en: {
    time_empty: () => 'Enter a time, such as 2020-03-02 08:58.',
    time_too_long: (p) => `This is ${p.length} characters long; a time has at most ${p.most}.`,
    time_control_character: () =>
      'There is an invisible or control character in the time. Type it again without copying.',
    time_unknown_text: (p) =>
      `“${p.text}” could not be read as part of a time. Write it as 2020-03-02 08:58.`,
    time_date_missing: () => 'The day is missing. Write it as 2020-03-02 08:58.',
    time_of_day_missing: () => 'The time of day is missing. Write it as 2020-03-02 08:58.',
    time_year_missing: (p) => `The year is missing. Write it before month ${p.month}, day ${p.day}.`,
    time_date_unclear: (p) =>
      `“${p.text}” can be read as more than one day. Write year, month, day: 2020-03-02.`,
    time_year_out_of_range: (p) => `There is no year ${p.year} here. Write it with four digits.`,
    time_month_out_of_range: (p) => `There is no month ${p.month}. Months go from 1 to 12.`,
    time_day_out_of_range: (p) =>
      `Month ${p.month} of ${p.year} has no day ${p.day}. Its last day is ${p.last}.`,
    time_weekday_wrong: (p) =>
      `${p.year}-${p.month}-${p.day} is a ${WEEKDAYS[Number(p.right) - 1]}, not a ${WEEKDAYS[Number(p.weekday) - 1]}. Correct the day or the weekday.`,
    time_hour_out_of_range: (p) => `There is no hour ${p.hour}. Hours go from 0 to 23.`,
    time_hour_24: () => 'For 24:00 write 00:00 of the next day.',
    time_minute_out_of_range: (p) => `There is no minute ${p.minute}. Minutes go from 0 to 59.`,
    time_second_out_of_range: (p) => `There is no second ${p.second}. Seconds go from 0 to 59.`,
    time_half_day_with_24h: (p) =>
      `“${p.half}” and hour ${p.hour} say the same thing twice. Write “${p.half} ${p.twelve}” or hour ${p.hour} alone.`,
    time_half_day_contradiction: (p) =>
      `“${p.half}” does not go with hour ${p.hour}. Write the hour from 0 to 23 without it.`,
    time_midnight_unclear: (p) =>
      `“${p.text}” can be the beginning or the end of the day, or noon. Write 00:00 or 12:00 with the day it belongs to.`,
    time_in_gap: (p) =>
      `On ${p.date} the clocks in ${p.zone} skipped ${p.time}. The nearest times are ${p.before} and ${p.after}.`,
    time_shown_twice: (p) =>
      `On ${p.date} the clocks in ${p.zone} showed ${p.time} twice. Write ${p.first} or ${p.second}.`,
    time_zone_unknown: (p) =>
      `“${p.text}” is not a zone name used in ${p.zone} at that time. Write the offset instead, such as +09:00.`,
    time_offset_out_of_range: (p) => `There is no offset “${p.text}”. Offsets look like +09:00.`,
    time_offset_or_range: (p) =>
      `“${p.text}” can be a range or a time with an offset. Write a range with ~, or the offset after a full time with T.`,
    time_range_open: () => 'The end of the range is missing. Write both ends, or the beginning alone.',
    time_range_reversed: (p) => `The range ends (${p.until}) before it begins (${p.from}). Check both ends.`,
    time_about_range: () => 'A range is already approximate. Write either a range or one time with “about”.',
    time_out_of_range: (p) => `Times lie in the years ${p.from} to ${p.until}.`,
    time_rfc3339_invalid: (p) =>
      `“${p.text}” is not a time with an offset, such as 2020-03-02T08:58:00+09:00.`,
    time_no_such_clock: (p) => `There is no ${p.year}-${p.month}-${p.day} ${p.hour}:${p.minute}:${p.second}.`,
    zone_unknown: (p) => `There is no time zone “${p.zone}”. Zones are named like Asia/Seoul.`,
    marker_range_reversed: (p) => `The range for “${en(p.marker)}” ends before it begins.`,
    marker_in_future: (p) => `“${en(p.marker)}” lies in the future. Check the day and the time.`,
    marker_value_but_not_applicable: (p) =>
      `“${en(p.marker)}” has a value although it is marked as not applicable.`,
    marker_end_before_start: (p) =>
      `“${en(p.later)}” lies before “${en(p.earlier)}”. Check both times; nothing was swapped.`,
    marker_end_may_be_before_start: (p) =>
      `As recorded, “${en(p.later)}” may lie before “${en(p.earlier)}”. Narrow the ranges if you can.`,
    marker_window_over_a_year: (p) =>
      `From “${en(p.earlier)}” to “${en(p.later)}” there are ${p.days} days, more than a year. Check the years.`,
    marker_far_from_start: (p) =>
      `“${en(p.later)}” is ${p.days} days away from “${en(p.earlier)}”. Check the years.`,
    marker_order_unusual: (p) =>
      `“${en(p.later)}” lies before “${en(p.earlier)}”. This happens; check that it is meant.`,
    duration_marker_missing: (p) => `“${en(p.marker)}” has no time yet.`,
    duration_marker_undecided: (p) => `“${en(p.marker)}” has readings, but none is chosen yet.`,
    duration_marker_not_applicable: (p) => `“${en(p.marker)}” does not apply: ${p.reason}`,
    duration_negative: (p) => `“${en(p.to)}” lies before “${en(p.from)}”.`,
    duration_partly_negative: (p) =>
      `The ranges of “${en(p.from)}” and “${en(p.to)}” overlap, so the shortest length is taken as 0.`,
  },
  ko: {
    time_empty: () => '시각을 입력해 주세요. 예: 2020-03-02 08:58',
    time_too_long: (p) => `${p.length}자예요. 시각은 ${p.most}자까지 쓸 수 있어요.`,
    time_control_character: () =>
      '보이지 않는 문자나 제어 문자가 들어 있어요. 복사하지 말고 다시 입력해 주세요.',
    time_unknown_text: (p) => `‘${p.text}’ 부분을 시각으로 읽을 수 없어요. 2020-03-02 08:58처럼 써 주세요.`,
    time_date_missing: () => '날짜가 없어요. 2020-03-02 08:58처럼 써 주세요.',
    time_of_day_missing: () => '몇 시인지가 없어요. 2020-03-02 08:58처럼 써 주세요.',
    time_year_missing: (p) => `연도가 없어요. ${p.month}월 ${p.day}일 앞에 연도를 써 주세요.`,
    time_date_unclear: (p) =>
      `‘${p.text}’만으로는 어느 날인지 알 수 없어요. 2020-03-02처럼 연, 월, 일 순서로 써 주세요.`,
    time_year_out_of_range: (p) => `${p.year}년은 쓸 수 없어요. 연도를 네 자리로 써 주세요.`,
    time_month_out_of_range: (p) => `${p.month}월은 없어요. 월은 1부터 12까지예요.`,
    time_day_out_of_range: (p) =>
      `${p.year}년 ${p.month}월에는 ${p.day}일이 없어요. 마지막 날은 ${p.last}일이에요.`,
    time_weekday_wrong: (p) =>
      `${p.year}년 ${p.month}월 ${p.day}일은 ${KOREAN_WEEKDAYS[Number(p.weekday) - 1]}요일이 아니라 ${KOREAN_WEEKDAYS[Number(p.right) - 1]}요일이에요. 날짜나 요일을 고쳐 주세요.`,
    time_hour_out_of_range: (p) => `${p.hour}시는 없어요. 시는 0부터 23까지예요.`,
    time_hour_24: () => '24시는 다음 날 0시로 써 주세요.',
    time_minute_out_of_range: (p) => `${p.minute}분은 없어요. 분은 0부터 59까지예요.`,
    time_second_out_of_range: (p) => `${p.second}초는 없어요. 초는 0부터 59까지예요.`,
    time_half_day_with_24h: (p) =>
      `‘${p.half} ${p.hour}시’는 같은 말이 겹쳐요. ‘${p.half} ${p.twelve}시’나 ‘${p.hour}시’로 써 주세요.`,
    time_half_day_contradiction: (p) =>
      `‘${p.half}’ 다음에 ${p.hour}시는 올 수 없어요. 0시부터 23시까지로만 써 주세요.`,
    time_midnight_unclear: (p) =>
      `‘${p.text}’만으로는 어느 때인지 알 수 없어요. 자정이면 그날의 ‘0시’로, 한낮이면 ‘낮 12시’로 써 주세요.`,
    time_in_gap: (p) =>
      `${p.date}에 ${p.zone}에서는 시계를 앞당겨서 이 시각(${p.time})이 없었어요. 가까운 시각: ${p.before}, ${p.after}`,
    time_shown_twice: (p) =>
      `${p.date}에 ${p.zone}에서는 시계를 되돌려서 이 시각(${p.time})이 두 번 있었어요. 둘 가운데 하나로 써 주세요: ${p.first}, ${p.second}`,
    time_zone_unknown: (p) =>
      `그때 ${p.zone}에서 쓰는 시간대 이름이 아니에요: ‘${p.text}’. +09:00처럼 시차로 써 주세요.`,
    time_offset_out_of_range: (p) => `이런 시차는 없어요: ‘${p.text}’. +09:00처럼 써 주세요.`,
    time_offset_or_range: (p) =>
      `‘${p.text}’ 부분은 범위로도, 시차가 붙은 시각으로도 읽혀요. 범위는 ~로, 시차는 날짜와 시각 사이에 T를 넣어 써 주세요.`,
    time_range_open: () => '범위의 끝이 없어요. 양쪽을 다 쓰거나 시작만 써 주세요.',
    time_range_reversed: (p) =>
      `범위의 끝(${p.until})이 시작(${p.from})보다 앞서요. 두 시각을 확인해 주세요.`,
    time_about_range: () =>
      '범위에는 ‘약’이나 ‘경’을 함께 쓸 수 없어요. 범위나 어림 시각 가운데 하나로 써 주세요.',
    time_out_of_range: (p) => `시각은 ${p.from}년부터 ${p.until}년까지만 쓸 수 있어요.`,
    time_rfc3339_invalid: (p) =>
      `‘${p.text}’: 시차가 있는 시각이 아니에요. 2020-03-02T08:58:00+09:00처럼 써 주세요.`,
    time_no_such_clock: (p) =>
      `${p.year}년 ${p.month}월 ${p.day}일 ${p.hour}시 ${p.minute}분 ${p.second}초라는 시각은 없어요.`,
    zone_unknown: (p) => `이런 시간대는 없어요: ‘${p.zone}’. Asia/Seoul처럼 써 주세요.`,
    marker_range_reversed: (p) => `‘${ko(p.marker)}’ 시각 범위의 끝이 시작보다 앞서요.`,
    marker_in_future: (p) => `‘${ko(p.marker)}’ 시각이 아직 오지 않았어요. 날짜와 시각을 확인해 주세요.`,
    marker_value_but_not_applicable: (p) => `‘${ko(p.marker)}’ 시각은 해당 없음인데 값이 있어요.`,
    marker_end_before_start: (p) =>
      `‘${ko(p.later)}’ 시각이 ‘${ko(p.earlier)}’ 시각보다 앞서요. 두 시각을 확인해 주세요. 서로 바꾸지 않았어요.`,
    marker_end_may_be_before_start: (p) =>
      `적힌 대로라면 ‘${ko(p.later)}’ 시각이 ‘${ko(p.earlier)}’ 시각보다 앞설 수 있어요. 범위를 좁힐 수 있으면 좁혀 주세요.`,
    marker_window_over_a_year: (p) =>
      `‘${ko(p.earlier)}’ 시각부터 ‘${ko(p.later)}’ 시각까지 ${p.days}일로 1년이 넘어요. 연도를 확인해 주세요.`,
    marker_far_from_start: (p) =>
      `‘${ko(p.later)}’ 시각이 ‘${ko(p.earlier)}’ 시각에서 ${p.days}일 떨어져 있어요. 연도를 확인해 주세요.`,
    marker_order_unusual: (p) =>
      `‘${ko(p.later)}’ 시각이 ‘${ko(p.earlier)}’ 시각보다 앞서요. 그럴 수도 있지만 맞는지 확인해 주세요.`,
    duration_marker_missing: (p) => `‘${ko(p.marker)}’ 시각이 아직 없어요.`,
    duration_marker_undecided: (p) => `‘${ko(p.marker)}’ 시각의 기록 가운데 아직 고른 것이 없어요.`,
    duration_marker_not_applicable: (p) => `‘${ko(p.marker)}’ 시각은 해당 없음이에요: ${p.reason}`,
    duration_negative: (p) => `‘${ko(p.to)}’ 시각이 ‘${ko(p.from)}’ 시각보다 앞서요.`,
    duration_partly_negative: (p) =>
      `‘${ko(p.from)}’ 시각과 ‘${ko(p.to)}’ 시각의 범위가 겹쳐서 가장 짧은 길이를 0으로 봤어요.`,
  },
}
