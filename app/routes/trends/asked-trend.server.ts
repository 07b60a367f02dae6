import { clockNow } from '#app/clock.server.ts'
import { DomainError, type FieldProblems } from '#app/domain/errors.ts'
import { plainDate, type Instant } from '#app/domain/instant.ts'
import { filtersOf } from '#app/domain/trend-query.ts'
import { readTrendQuery } from '#app/domain/trend-query-schema.ts'
import type { Trend } from '#app/domain/trend-shape.ts'
import { languageOf } from '#app/language.server.ts'
import type { Language } from '#app/messages/define.ts'
import { problemText } from '#app/messages/problems.ts'
import { trendFilterWords } from '#app/messages/trend-filter-words.ts'
import { getCountingRule, listCountingRules, type ListedRule } from '#app/models/counting-rule.server.ts'
import { getOrganisation } from '#app/models/organisation.server.ts'
import { getTrend } from '#app/models/trend.server.ts'

export interface AskedTrend {
  /** What was asked for, or the trend up to today where it cannot be answered. */
  trend: Trend
  /** By the name in the query; empty when it was answered. */
  problems: FieldProblems
  /** Today in the zone of the rule: the last day that may be asked for. */
  today: string
  rules: ListedRule[]
}

/** The trend for the query of an address (see `TrendQuery`); what is left out or empty takes its default. */
export async function askedTrend(search: URLSearchParams, now: Instant): Promise<AskedTrend> {
  const { query, problems } = readTrendQuery(search)
  const rules = (await listCountingRules()).filter(
    (rule) => rule.retiredAt === null || rule.id === query.rule,
  )
  const known = query.rule === null || rules.some((rule) => rule.id === query.rule)
  if (!known) problems.rule = [{ code: 'rule_missing' }]
  const rule = await getCountingRule((known ? query.rule : null) ?? undefined)
  const today = plainDate(now, rule.definition.zone ?? (await getOrganisation()).zone)
  const { from, to, grain, version } = query
  const asked = { asOf: query.asOf ?? today, ruleId: rule.id, now }
  try {
    // Asked for also when something is wrong already, so that all that is wrong is said at once.
    const sound = Object.keys(problems).length === 0
    const trend = await getTrend(
      sound
        ? { ...asked, from, to, version, grain, filters: filtersOf(query), filterWords: trendFilterWords }
        : asked,
    )
    if (sound) return { trend, problems, today, rules }
  } catch (error) {
    if (!(error instanceof DomainError)) throw error
    if (error.code === 'not_found') problems.version = [{ code: 'rule_version_missing' }]
    else if (error.code === 'invalid') Object.assign(problems, error.problems)
    else throw error
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
