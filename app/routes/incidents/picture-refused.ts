import { decodeProblem, type Problem } from '#app/domain/errors.ts'

/** Id of the form beside the text that sends a picture without script. */
export const PICTURE_FORM = 'picture-form'

/** What was wrong with a picture that was sent by that form, from the address it led back to; null for anything else. */
export function refusedPicture(written: string | null): Problem | null {
  if (written === null) return null
  try {
    const problem = decodeProblem(written)
    // Whoever makes up an address can make it say no more than one of our sentences with figures in it.
    if (typeof problem?.code !== 'string' || !/^pictures?_[a-z_]{1,40}$/.test(problem.code)) return null
    const params = Object.entries(problem.params ?? {}).map(([name, value]) => [name, Number(value)] as const)
    return { code: problem.code, params: Object.fromEntries(params) }
  } catch {
    return null
  }
}
