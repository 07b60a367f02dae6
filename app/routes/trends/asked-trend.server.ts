import { clockNow } from '#app/clock.server.ts'
import { DomainError, type FieldProblems } from '#app/domain/errors.ts'
import { plainDate, type Instant } from '#app/domain/instant.ts'
import type { Trend } from '#app/domain/trend.ts'
import { languageOf } from '#app/language.server.ts'
import type { Language } from '#app/messages/define.ts'
import { problemText } from '#app/messages/problems.ts'
import { getCountingRule, listCountingRules, type ListedRule } from '#app/models/counting-rule.server.ts'
import { getOrganisation } from '#app/models/organisation.server.ts'
import { getTrend } from '#app/models/trend.server.ts'

const FIRST_YEAR = 1900
const LAST_YEAR = 2200

export interface AskedTrend {
  /** What was asked for, or the trend up to today where it cannot be answered. */
  trend: Trend
  /** By the name in the query; empty when it was answered. */
  problems: FieldProblems
  /** Today in the zone of the rule: the last day that may be asked for. */
  today: string
  rules: ListedRule[]
}

/** The trend for `?from&to&asOf&rule` of an address; what is left out or empty takes its default. */
export async function askedTrend(query: URLSearchParams, now: Instant): Promise<AskedTrend> {
  const problems: FieldProblems = {}
  const ruleId = query.get('rule') || undefined
  const rules = (await listCountingRules()).filter((rule) => rule.retiredAt === null || rule.id === ruleId)
  const known = ruleId === undefined || rules.some((rule) => rule.id === ruleId)
  if (!known) problems.rule = [{ code: 'rule_missing' }]
  const rule = await getCountingRule(known ? ruleId : undefined)
  const today = plainDate(now, rule.definition.zone ?? (await getOrganisation()).zone)
  const from = year(query, 'from', problems)
  const to = year(query, 'to', problems)
  if (from !== undefined && to !== undefined && from > to) problems.to = [{ code: 'years_reversed' }]
  const asOf = query.get('asOf')?.trim() || today
  try {
    // Asked for also when something is wrong already, so that all that is wrong is said at once.
    const sound = Object.keys(problems).length === 0
    const trend = await getTrend(sound ? { from, to, asOf, ruleId, now } : { asOf, ruleId: rule.id, now })
    if (sound) return { trend, problems, today, rules }
  } catch (error) {
    if (!(error instanceof DomainError) || error.code !== 'invalid') throw error
    Object.assign(problems, error.problems)
  }
  return { trend: await getTrend({ asOf: today, ruleId: rule.id, now }), problems, today, rules }
}

/**
 * The trend that the address asks for, for its forms other than the page: where it cannot be answered, a 400 with the
 * problems by parameter, as JSON and in the reader's language.
 */
export async function answeredTrend(
  request: Request,
  user: { language: Language | null },
): Promise<Trend | Response> {
  const { trend, problems } = await askedTrend(new URL(request.url).searchParams, clockNow())
  if (Object.keys(problems).length === 0) return trend
  const language = languageOf(request, user)
  const told = Object.entries(problems).map(([parameter, list]) => [
    parameter,
    list.map((problem) => ({ ...problem, text: problemText(problem, language) })),
  ])
  return Response.json({ problems: Object.fromEntries(told) as unknown }, { status: 400 })
}

function year(query: URLSearchParams, name: string, problems: FieldProblems): number | undefined {
  const text = query.get(name)?.trim() ?? ''
  if (text === '') return undefined
  const value = /^\d{4}$/.test(text) ? Number(text) : 0
  if (value >= FIRST_YEAR && value <= LAST_YEAR) return value
  problems[name] = [{ code: 'not_a_year' }]
  return undefined
}
