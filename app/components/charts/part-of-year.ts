import type { TrendYear } from '#app/domain/trend.ts'
import type { Language } from '#app/messages/define.ts'
import { trendMessages } from '#app/messages/trends.ts'

/** Of how many days a year's count speaks, where it is not the whole year: `62 of 366 days`. */
export function partOfYear({ days, daysInYear }: TrendYear, language: Language): string {
  const t = trendMessages[language]
  return days === 0 ? t.daysNotStated : t.runningDays(days, daysInYear)
}
