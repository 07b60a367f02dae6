import { isUnfiltered, type TrendFilters } from '#app/domain/trend-query.ts'
import { factorMessages } from './factors.ts'
import { trendFilterMessages } from './trend-filters.ts'

/**
 * What the filters of a trend leave, in words; empty where they leave everything. A service that is not among `services` is
 * named by its id.
 */
export function trendFilterWords(
  filters: TrendFilters,
  services: readonly { id: string; nameKo: string; nameEn: string }[],
): { ko: string; en: string } {
  if (isUnfiltered(filters)) return { ko: '', en: '' }
  const found = services.find(({ id }) => id === filters.service)
  const named = (language: 'ko' | 'en') => {
    const t = trendFilterMessages[language]
    const own = language === 'ko' ? found?.nameKo || found?.nameEn : found?.nameEn || found?.nameKo
    const { service, severity, factor, surface, kind } = filters
    return [
      ...(kind === null ? [] : [t.kinds[kind]]),
      ...(service === null ? [] : [service === 'none' ? t.noService : t.service(own ?? service)]),
      ...(severity === null ? [] : [t.severity(t.severities[severity])]),
      ...(factor === null
        ? []
        : [factor === 'none' ? t.noFactor : t.factor(factorMessages[language].names[factor])]),
      ...(surface === null ? [] : [surface === 'none' ? t.noSurface : t.surface(t.surfaces[surface])]),
    ].join(' · ')
  }
  return { ko: named('ko'), en: named('en') }
}
