/** What the pages of a text do when somebody makes an action item of a sentence in it. */
import type { SubmissionResult } from '@conform-to/react'
import { actionItemInput } from '#app/domain/record-input.ts'
import type { Language } from '#app/messages/define.ts'
import { addActionItem } from '#app/models/action-item.server.ts'
import { readSubmission, submit } from '#app/submission.server.ts'

const DONE: SubmissionResult = { status: 'success' }

/**
 * Adds the action item of a form and says which one it is, for the page stays as it is: whoever reads or writes goes on.
 * A form that is refused is answered as any other.
 */
export async function addActionFromText(
  form: FormData,
  { language, ...by }: Omit<Parameters<typeof addActionItem>[0], 'item'> & { language: Language },
) {
  const submission = readSubmission(form, actionItemInput, language)
  if (!submission.ok) return submission.refusal
  const made: { id: string; title: string }[] = []
  const refused = await submit(submission, async ({ promiseKo, promiseEn, promiseJa, ...stated }) => {
    const item = { ...stated, promiseWords: { ko: promiseKo, en: promiseEn, ja: promiseJa } }
    made.push({ id: await addActionItem({ ...by, item }), title: item.title })
    return new Response(null)
  }).catch((thrown: unknown) => {
    // `submit` throws its answer, and here the answer is no page.
    if (made.length === 0) throw thrown
  })
  return refused ?? { result: DONE, current: undefined, created: made[0] }
}
