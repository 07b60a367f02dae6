import { clockNow } from '#app/clock.server.ts'
import { DomainError, type FieldProblems } from '#app/domain/errors.ts'
import type { Instant } from '#app/domain/instant.ts'
import { readTrendQuery } from '#app/domain/trend-query-schema.ts'
import type { YearlyReport } from '#app/domain/yearly-report.ts'
import { languageOf } from '#app/language.server.ts'
import type { Language } from '#app/messages/define.ts'
import { problemTexts } from '#app/messages/problems.ts'
import { getYearlyReport } from '#app/models/yearly-report.server.ts'

export interface AskedReport {
  /** What was asked for, or the report as of today where it cannot be answered. */
  report: YearlyReport
  /** By the name in the query; empty when it was answered. */
  problems: FieldProblems
}

/**
 * The report for `/trends/:year?asOf&rule&version`.
 *
 * @throws a 404 Response for what is no year and for a year that has not begun
 */
export async function askedReport(
  search: URLSearchParams,
  year: string | undefined,
  now: Instant,
): Promise<AskedReport> {
  if (year === undefined || !/^(19|20|21)\d{2}$/.test(year)) throw new Response(null, { status: 404 })
  const { query, problems } = readTrendQuery(search)
  const asked = { year: Number(year), now }
  if (Object.keys(problems).length === 0) {
    try {
      const { asOf, rule: ruleId, version } = query
      return { report: await getYearlyReport({ ...asked, asOf, ruleId, version }), problems }
    } catch (error) {
      if (!(error instanceof DomainError)) throw error
      Object.assign(problems, toldAtFields(error))
    }
  }
  try {
    return { report: await getYearlyReport(asked), problems }
  } catch (error) {
    if (error instanceof DomainError && error.code === 'not_found') throw new Response(null, { status: 404 })
    throw error
  }
}

/** A year that had not begun on the as-of day is a matter of that day. */
function toldAtFields({ code, problems }: DomainError): FieldProblems {
  const { year, ...others } = problems
  if (year !== undefined) return { ...others, asOf: year }
  return code === 'not_found' && Object.keys(others).length === 0
    ? { version: [{ code: 'rule_version_missing' }] }
    : others
}

/** The report for its forms other than the page: where it cannot be answered, a 400 with the problems by parameter. */
export async function answeredReport(
  request: Request,
  year: string | undefined,
  user: { language: Language | null },
): Promise<YearlyReport | Response> {
  const { report, problems } = await askedReport(new URL(request.url).searchParams, year, clockNow())
  if (Object.keys(problems).length === 0) return report
  return Response.json({ problems: problemTexts(problems, languageOf(request, user)) }, { status: 400 })
}
