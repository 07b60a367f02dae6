/** Between a form and a model: reads what was sent, and sends refusals back in the reader's language. */
import type { SubmissionResult } from '@conform-to/react'
import { parseWithZod } from '@conform-to/zod/v4'
import { data } from '@remix-run/node'
import type { z } from 'zod'
import { databaseProblem } from '#db/database-errors.ts'
import { failureStatus } from '#app/database-failure.server.ts'
import { DomainError, type FieldProblems } from '#app/domain/errors.ts'
import { log } from '#app/logging.server.ts'
import type { Language } from '#app/messages/define.ts'
import { messageText, problemTexts } from '#app/messages/problems.ts'

/** Kinds of trouble in which only writing fails. */
const STILL_READABLE = new Set(['database_locked', 'database_read_only', 'database_full'])

export type Refusal = ReturnType<typeof refusal>

/** What a form sent, if the schema takes it; otherwise the answer that shows what is wrong, with all that was typed. */
export type Submission<T> = { ok: true; value: T; refuse: Refuse } | { ok: false; refusal: Refusal }

/** Turns the problems of a model into the same kind of answer. */
type Refuse = (problems: FieldProblems, status?: number, current?: unknown) => Refusal

/**
 * What a form sent.
 *
 * @throws a 400 Response where the body is no form.
 */
export async function readForm(request: Request): Promise<FormData> {
  try {
    return await request.formData()
  } catch {
    throw new Response(null, { status: 400, statusText: 'Bad Request' })
  }
}

/**
 * Reads form data with a schema of `record-input.ts` and its like. Errors come back by field, as sentences, together
 * with what was typed, except in the fields named by `hide` (passwords).
 */
export function readSubmission<Schema extends z.ZodType>(
  form: FormData,
  schema: Schema,
  language: Language,
  { hide }: { hide?: string[] } = {},
): Submission<z.output<Schema>> {
  const submission = parseWithZod(form, { schema })
  if (submission.status === 'success') {
    return {
      ok: true,
      value: submission.value,
      refuse: (problems, status = 400, current = null) => {
        const texts = problemTexts(problems, language)
        const { '': formErrors, ...fieldErrors } = texts
        return refusal(submission.reply({ formErrors, fieldErrors, hideFields: hide }), status, current)
      },
    }
  }
  const reply = submission.reply({ hideFields: hide })
  const error = Object.fromEntries(
    Object.entries(reply.error ?? {}).map(([field, messages]) => [
      field,
      (messages ?? []).map((message) => messageText(message, language)),
    ]),
  )
  return { ok: false, refusal: refusal({ ...reply, error }, 400, null) }
}

/**
 * Runs a model on what was sent. A refusal of the model becomes an answer at the form: 409 with the row as it stands
 * now where somebody else was faster, 503 or 507 where the database cannot be written, 400 at the field otherwise. A
 * missing row is a 404 page.
 *
 * @param fieldNames the form's name of a field by the model's, where they differ
 * @throws the Response of `work`, which is a redirect
 */
export async function submit<T>(
  submission: { value: T; refuse: Refuse },
  work: (value: T) => Promise<Response>,
  fieldNames: Record<string, string> = {},
): Promise<Refusal> {
  let done: Response
  try {
    done = await work(submission.value)
  } catch (error) {
    const failed = databaseProblem(error)
    // While it can be read, the form comes back as it was; else the page that stands for all others keeps what was typed.
    if (failed !== null && STILL_READABLE.has(failed.code)) {
      log().error({ err: error }, 'the database refused a change')
      return submission.refuse({ '': [failed] }, failureStatus(failed))
    }
    if (!(error instanceof DomainError)) throw error
    if (error.code === 'not_found') throw new Response(null, { status: 404 })
    const problems = Object.fromEntries(
      Object.entries(error.problems).map(([field, list]) => [fieldNames[field] ?? field, list]),
    )
    return submission.refuse(problems, error.code === 'conflict' ? 409 : 400, error.current ?? null)
  }
  // Thrown, so that the type of an action is what its form shows and nothing else.
  throw done
}

/**
 * Waits for a change that one press of a button asks for, and tells whether it was made. It was not where somebody was
 * faster or the record no longer allows it: the page then shows what stands now, and the press can be repeated.
 */
export async function settled(work: Promise<void>): Promise<boolean> {
  try {
    await found(work)
    return true
  } catch (error) {
    if (error instanceof DomainError && (error.code === 'conflict' || error.code === 'invalid')) return false
    throw error
  }
}

/** Waits for what a page is about; where there is no such thing, the answer is the 404 page. */
export async function found<T>(work: Promise<T>): Promise<T> {
  try {
    return await work
  } catch (error) {
    if (error instanceof DomainError && error.code === 'not_found') throw new Response(null, { status: 404 })
    throw error
  }
}

function refusal(result: SubmissionResult, status: number, current: unknown) {
  return data({ result, current }, { status })
}
