import { DomainError } from '#app/domain/errors.ts'
import { EnvironmentError } from '#app/env.server.ts'
import { commandLineMessages } from '#app/messages/command-line.ts'
import type { Language } from '#app/messages/define.ts'
import { problemText, problemTexts } from '#app/messages/problems.ts'
import { databaseProblem } from '#db/database-errors.ts'

/** A command that does not do what was asked, for a reason in the words of the person at the terminal. */
export class Refusal extends Error {}

/** A value of an option that there is not, found out only beside the record. */
export class WrongUse extends Error {}

/** What to say about an error, and the exit code: 1 refused or failed, 2 wrong use or wrong surroundings. */
export function failure(error: unknown, language: Language): { message: string; exitCode: 1 | 2 } {
  if (error instanceof EnvironmentError) return { message: error.message, exitCode: 2 }
  if (error instanceof WrongUse) return { message: error.message, exitCode: 2 }
  if (error instanceof Refusal) return { message: error.message, exitCode: 1 }
  if (error instanceof DomainError) return { message: refusalText(error, language), exitCode: 1 }
  const problem = databaseProblem(error)
  if (problem !== null) return { message: problemText(problem, language), exitCode: 1 }
  return { message: whatWentWrong(error, language), exitCode: 1 }
}

function refusalText(error: DomainError, language: Language): string {
  const lines = Object.entries(problemTexts(error.problems, language)).flatMap(([field, texts]) =>
    texts.map((text) => (field === '' ? text : `${field}: ${text}`)),
  )
  return lines.length > 0 ? lines.join('\n') : commandLineMessages[language].refused[error.code]
}

function whatWentWrong(error: unknown, language: Language): string {
  const t = commandLineMessages[language]
  const { code, path, message } = error as NodeJS.ErrnoException
  if (typeof code === 'string' && typeof path === 'string') {
    const reason = t.fileTrouble[code as keyof typeof t.fileTrouble] ?? message
    return t.file(path, reason)
  }
  // Errors of the server say what to do themselves (a port in use, say).
  return error instanceof Error ? error.message : String(error)
}
