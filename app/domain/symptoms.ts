import type { Instant } from './instant.ts'

export const SURFACES = ['mobile', 'pc', 'web', 'api', 'other'] as const
export type Surface = (typeof SURFACES)[number]

export const SYMPTOM_KINDS = [
  'unavailable',
  'error',
  'delayed',
  'duplicated',
  'login_failing',
  'wrong_data',
  'other',
] as const
export type SymptomKind = (typeof SYMPTOM_KINDS)[number]

/** What a user saw. A null bound of the window stands for the incident's own. */
export interface Symptom {
  id: string
  serviceId: string | null
  surface: Surface
  kind: SymptomKind
  textKo: string
  textEn: string
  textJa: string
  errorText: string
  startedAt: Instant | null
  endedAt: Instant | null
  /** 0 < share ≤ 100, of the users of the surface. */
  sharePercent: number | null
  users: number | null
  measuredHow: string
  position: number
  version: number
}
