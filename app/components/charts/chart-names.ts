/** The pictures of a trend, by the names they have in addresses. */
export const CHART_NAMES = [
  'strips',
  'counts',
  'downtime',
  'services-lost',
  'lengths',
  'durations',
  'service',
  'severity',
  'factor',
  'surface',
  'hours',
] as const
export type ChartName = (typeof CHART_NAMES)[number]
