// Apart from the rule itself, so that pages which show one do not carry zod.
import { z } from 'zod'
import { encodeProblem } from './errors.ts'
import { SEVERITIES } from './incident-record.ts'
import { isZone } from './instant.ts'

const MINUTES_OF_A_WEEK = 7 * 24 * 60
const LONGEST_WORDS = 200

const minutesOutOfRange = encodeProblem({
  code: 'number_out_of_range',
  params: { min: 0, max: MINUTES_OF_A_WEEK },
})

/** A rule as it comes from a form or a file. An issue's message is a problem in code, as in `record-input.ts`. */
export const countingRuleSchema = z.object({
  services: z.union(
    [
      z.literal('all'),
      z
        .array(z.string().min(1))
        .min(1)
        .transform((ids) => [...new Set(ids)].sort()),
    ],
    // A union tells its own problem only, not those of its parts.
    {
      error: ({ input }) =>
        encodeProblem({
          code: Array.isArray(input) && input.length === 0 ? 'rule_without_service' : 'not_a_choice',
        }),
    },
  ),
  severities: z
    .array(z.enum(SEVERITIES, { error: encodeProblem({ code: 'not_a_choice' }) }))
    .min(1, { error: encodeProblem({ code: 'rule_without_severity' }) })
    .transform((chosen) => SEVERITIES.filter((severity) => chosen.includes(severity))),
  minimumMinutes: z
    .int({ error: minutesOutOfRange })
    .min(0, { error: minutesOutOfRange })
    .max(MINUTES_OF_A_WEEK, { error: minutesOutOfRange }),
  maintenance: z.boolean(),
  zone: z
    .string()
    .refine(isZone, { error: encodeProblem({ code: 'not_a_zone' }) })
    .nullable(),
  whoCounts: z
    .string()
    .trim()
    .max(LONGEST_WORDS, {
      error: (issue) =>
        encodeProblem({
          code: 'too_long',
          params: { max: LONGEST_WORDS, actual: typeof issue.input === 'string' ? issue.input.length : 0 },
        }),
    }),
})
