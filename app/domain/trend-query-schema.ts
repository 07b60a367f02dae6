// Apart from the query itself, so that pages which build links to trends do not carry zod.
import { z } from 'zod'
import { encodeProblem, problemsByField, type FieldProblems } from './errors.ts'
import { FACTORS } from './factors.ts'
import { INCIDENT_KINDS, SEVERITIES } from './incident-record.ts'
import { SURFACES } from './symptoms.ts'
import { DEFAULT_TREND_QUERY, NONE, TREND_GRAINS, TREND_PARAMETERS, type TrendQuery } from './trend-query.ts'

const FIRST_YEAR = 1900
const LAST_YEAR = 2200
const LONGEST_ID = 200

const year = asked(
  z
    .string()
    .regex(/^\d{4}$/)
    .transform(Number)
    .pipe(z.number().min(FIRST_YEAR).max(LAST_YEAR)),
  'not_a_year',
)
const choice = <const T extends readonly [string, ...string[]]>(values: T) =>
  asked(z.enum(values), 'not_a_choice')

/** One way in for addresses and for the options of the command line: texts by the names of `TREND_PARAMETERS`. */
const trendQuerySchema = z
  .object({
    from: year,
    to: year,
    asOf: asked(z.iso.date(), 'not_a_day'),
    rule: asked(z.string().max(LONGEST_ID), 'rule_missing'),
    version: asked(
      z
        .string()
        .regex(/^[1-9]\d{0,5}$/)
        .transform(Number),
      'rule_version_missing',
    ),
    grain: choice(TREND_GRAINS).transform((grain) => grain ?? DEFAULT_TREND_QUERY.grain),
    service: asked(z.string().max(LONGEST_ID), 'not_a_choice'),
    severity: choice(SEVERITIES),
    factor: choice([...FACTORS, NONE]),
    surface: choice([...SURFACES, NONE]),
    kind: choice(INCIDENT_KINDS),
  })
  .superRefine(({ from, to }, context) => {
    if (from === null || to === null || from <= to) return
    context.addIssue({ code: 'custom', path: ['to'], message: encodeProblem({ code: 'years_reversed' }) })
  })

/**
 * Reads a query. What is left out or empty has its default; what cannot be understood is told in `problems` by its
 * name, and then `query` has all defaults but for the rule.
 */
export function readTrendQuery(given: URLSearchParams | Partial<Record<keyof TrendQuery, string>>): {
  query: TrendQuery
  problems: FieldProblems
} {
  const texts = Object.fromEntries(
    TREND_PARAMETERS.map((name) => [
      name,
      (given instanceof URLSearchParams ? given.get(name) : given[name]) ?? '',
    ]),
  )
  const parsed = trendQuerySchema.safeParse(texts)
  if (parsed.success) return { query: parsed.data, problems: {} }
  const rule = parsed.error.issues.some(({ path }) => path[0] === 'rule') ? null : texts.rule?.trim() || null
  const problems = problemsByField(parsed.error.issues)
  // The order of the years is looked at only once every field is sound; but all that is wrong is said at once.
  const [from, to] = [year.safeParse(texts.from).data, year.safeParse(texts.to).data]
  if (from && to && from > to) problems.to = [{ code: 'years_reversed' }]
  return { query: { ...DEFAULT_TREND_QUERY, rule }, problems }
}

/** A text that may be empty; one that is not must be what `schema` takes. */
function asked<T>(schema: z.ZodType<T, string>, problem: string) {
  return z
    .string()
    .trim()
    .transform((text, context): T | null => {
      if (text === '') return null
      const parsed = schema.safeParse(text)
      if (parsed.success) return parsed.data
      context.addIssue({ code: 'custom', message: encodeProblem({ code: problem }) })
      return z.NEVER
    })
}
