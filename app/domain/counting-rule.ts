import type { Instant } from './instant.ts'
import { SEVERITIES, type IncidentKind, type Severity } from './incident-record.ts'

/** What counts as an incident in a yearly figure. A figure without its rule says nothing. */
export interface CountingRule {
  /** Service ids, or all of them. */
  services: 'all' | string[]
  severities: Severity[]
  /** Shortest downtime that counts, in whole minutes; incidents of unknown length are kept when it is 0 only. */
  minimumMinutes: number
  maintenance: boolean
  /** IANA zone that decides the year; null is the organisation's. */
  zone: string | null
  /** Who does the counting, in a few words. */
  whoCounts: string
}

/** One version of a rule, as every figure made under it names it. */
export interface RuleInForce {
  id: string
  version: number
  nameKo: string
  nameEn: string
  definition: CountingRule
  /** What the rule says, in words; see `ruleWords`. */
  words: { ko: string; en: string }
}

/** Every incident of every service, planned maintenance left out, in the organisation's zone. */
export const DEFAULT_COUNTING_RULE: CountingRule = {
  services: 'all',
  severities: [...SEVERITIES],
  minimumMinutes: 0,
  maintenance: false,
  zone: null,
  whoCounts: '',
}

/** The part of an incident that a rule looks at. */
export interface Countable {
  kind: IncidentKind
  severity: Severity
  serviceIds: readonly string[]
  startedAt: Instant | null
  endedAt: Instant | null
}

/**
 * Whether an incident counts. `length_unknown` is one that would count if it were known to have lasted long enough:
 * it is left out of the count and named beside it, neither of which a plain no would allow.
 */
export function countsUnder(rule: CountingRule, incident: Countable): 'yes' | 'no' | 'length_unknown' {
  if (incident.kind === 'maintenance' && !rule.maintenance) return 'no'
  if (!rule.severities.includes(incident.severity)) return 'no'
  const { services } = rule
  if (services !== 'all' && !incident.serviceIds.some((id) => services.includes(id))) return 'no'
  if (rule.minimumMinutes === 0) return 'yes'
  const length = knownLength(incident)
  if (length === null) return 'length_unknown'
  return length >= rule.minimumMinutes * 60_000 ? 'yes' : 'no'
}

/** How long an incident lasted, in milliseconds; null without both ends, or when they are the wrong way round. */
export function knownLength(incident: { startedAt: Instant | null; endedAt: Instant | null }): number | null {
  if (incident.startedAt === null || incident.endedAt === null) return null
  return incident.endedAt < incident.startedAt ? null : incident.endedAt - incident.startedAt
}

const SEVERITY_WORDS = {
  ko: { critical: '심각', major: '중대', minor: '경미' },
  en: { critical: 'critical', major: 'major', minor: 'minor' },
} as const

/**
 * What a rule says, as one line to stand beside a figure.
 *
 * @param context `zone` is the organisation's, for rules without their own; `serviceName` names a service by its id.
 */
export function ruleWords(
  rule: CountingRule,
  language: 'ko' | 'en',
  context: { zone: string; serviceName: (id: string) => string },
): string {
  const zone = rule.zone ?? context.zone
  const services = rule.services === 'all' ? null : rule.services.map(context.serviceName).join(', ')
  const all = SEVERITIES.every((severity) => rule.severities.includes(severity))
  const severities = all
    ? null
    : rule.severities.map((severity) => SEVERITY_WORDS[language][severity]).join(', ')
  const parts =
    language === 'ko'
      ? [
          services === null ? '모든 서비스' : `서비스: ${services}`,
          severities === null ? '모든 심각도' : `심각도: ${severities}`,
          rule.minimumMinutes === 0 ? '지속 시간과 관계없이' : `${rule.minimumMinutes}분 이상`,
          rule.maintenance ? '예정된 점검 포함' : '예정된 점검 제외',
          `시작 시각 기준(${zone})`,
          ...(rule.whoCounts === '' ? [] : [`집계: ${rule.whoCounts}`]),
        ]
      : [
          services === null ? 'all services' : `services: ${services}`,
          severities === null ? 'all severities' : `severity: ${severities}`,
          rule.minimumMinutes === 0 ? 'of any length' : `${rule.minimumMinutes} min or longer`,
          rule.maintenance ? 'planned maintenance included' : 'planned maintenance left out',
          `by the time they began (${zone})`,
          ...(rule.whoCounts === '' ? [] : [`counted by ${rule.whoCounts}`]),
        ]
  return parts.join(' · ')
}
