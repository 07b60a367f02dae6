/**
 * The vocabulary of everything that can be refused. A problem carries a code and plain parameters; its sentence is
 * written in the reader's language by `app/messages/problems.ts`, so the domain knows no language.
 */
export interface Problem {
  code: string
  params?: Record<string, string | number>
}

/** Problems by the name of the form field they belong to; the empty name stands for the form as a whole. */
export type FieldProblems = Record<string, Problem[]>

export type DomainErrorCode =
  'not_found' | 'conflict' | 'forbidden' | 'invalid' | 'already_exists' | 'not_empty'

/** Thrown by models for refusals that a person can act on. Routes and CLI translate it; everything else is a defect. */
export class DomainError extends Error {
  readonly code: DomainErrorCode
  readonly problems: FieldProblems
  /** What stands in the database now, where two people saved at once. */
  readonly current: unknown

  constructor(code: DomainErrorCode, problems: FieldProblems = {}, current: unknown = undefined) {
    super(`${code}: ${JSON.stringify(problems)}`)
    this.name = 'DomainError'
    this.code = code
    this.problems = problems
    this.current = current
  }
}

/** @throws DomainError `invalid` when there is any problem. */
export function refuse(problems: FieldProblems): void {
  if (Object.keys(problems).length > 0) throw new DomainError('invalid', problems)
}

/** A problem as one string, for libraries that carry messages as text. `decodeProblem` reads it back. */
export function encodeProblem(problem: Problem): string {
  return JSON.stringify(problem)
}

/** The problem in a message of `encodeProblem`; null for any other text. */
export function decodeProblem(message: string): Problem | null {
  if (!message.startsWith('{"code":')) return null
  return JSON.parse(message) as Problem
}

/** The issues of a schema by the first name in their path; one that carries no problem in code is of no offered value. */
export function problemsByField(
  issues: readonly { path: readonly PropertyKey[]; message: string }[],
): FieldProblems {
  const problems: FieldProblems = {}
  for (const { path, message } of issues) {
    ;(problems[String(path[0] ?? '')] ??= []).push(decodeProblem(message) ?? { code: 'not_a_choice' })
  }
  return problems
}
