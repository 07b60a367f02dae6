/** What the comments of a postmortem show, wherever they are shown, and what their forms do. */
import { z } from 'zod'
import { clockNow } from '#app/clock.server.ts'
import { inOrderOfText, type CommentsData } from '#app/domain/document-comments.ts'
import { DomainError } from '#app/domain/errors.ts'
import type { IncidentRecord } from '#app/domain/incident-record.ts'
import { mentionedIds, type MentionablePerson } from '#app/domain/mentions.ts'
import { version } from '#app/domain/record-input.ts'
import { writtenPostmortem } from '#app/documents/markdown.server.ts'
import {
  answerConversation,
  beginConversation,
  editComment,
  listConversations,
  listMentionable,
  listNewTo,
  namesOf,
  removeComment,
  resolveConversation,
  seeMentions,
} from '#app/models/document-comment.server.ts'
import { log } from '#app/logging.server.ts'
import type { Postmortem } from '#app/models/document.server.ts'
import { getOrganisation } from '#app/models/organisation.server.ts'
import { plainText } from '#app/publishing/markdown.ts'
import type { User } from '#app/session.server.ts'

/**
 * The comments as somebody may see them now.
 *
 * @param seen whether they are before the reader's eyes, so that being named in one no longer waits at home: not where a
 * page looks for new ones by itself, or has them behind a tab
 */
export async function readComments(
  record: IncidentRecord,
  postmortem: Postmortem,
  { id, role }: Pick<User, 'id' | 'role'>,
  { seen = false }: { seen?: boolean } = {},
): Promise<CommentsData> {
  const conversations = await listConversations(postmortem.id)
  const people = await listMentionable()
  const texts = conversations.flatMap(({ text, answers }) => [text, ...answers.map((answer) => answer.text)])
  const written =
    conversations.length < 2
      ? ''
      : plainText(writtenPostmortem(record, postmortem, await getOrganisation()).text)
  return {
    conversations: inOrderOfText(conversations, written),
    people: people.map((person) => ({ ...person, email: hasNamesake(person, people) ? person.email : '' })),
    names: await namesOf(texts.flatMap((text) => mentionedIds(text ?? ''))),
    me: { id, role },
    fresh: await newTo({ documentId: postmortem.id, userId: id, seen }),
  }
}

function hasNamesake(person: MentionablePerson, people: readonly MentionablePerson[]): boolean {
  const name = person.name.toLowerCase()
  return people.some((one) => one.id !== person.id && one.name.toLowerCase() === name)
}

async function newTo({ documentId, userId, seen }: { documentId: string; userId: string; seen: boolean }) {
  const commentIds = await listNewTo({ documentId, userId })
  try {
    if (seen) await seeMentions({ userId, commentIds, now: clockNow() })
  } catch (error) {
    // Reading must not fail because it cannot be noted.
    log().warn({ err: error }, 'could not note that comments were seen')
  }
  return commentIds
}

/** What the forms of the comments send; how long a text may be and who may do what is for the model to say. */
export const commentInput = z.object({
  intent: z.enum(['begin', 'answer', 'edit', 'remove', 'resolve', 'reopen']),
  id: z.string().max(64).default(''),
  version: version.default(1),
  text: z.string().default(''),
  quote: z.string().default(''),
  before: z.string().default(''),
  after: z.string().default(''),
})

/**
 * Does what a form of the comments asks for and returns the id of the comment that it is about.
 *
 * @throws DomainError as the model does; `invalid` for a comment that is gone
 */
export async function doWithComments(
  { intent, id, version: expectedVersion, text, quote, before, after }: z.output<typeof commentInput>,
  incidentId: string,
  { id: userId, name, role }: User,
): Promise<string> {
  const by = { incidentId, actor: { id: userId, name, role }, now: clockNow() }
  try {
    switch (intent) {
      case 'begin':
        return await beginConversation({
          ...by,
          text,
          anchor: quote === '' ? null : { quote, before, after },
        })
      case 'answer':
        return await answerConversation({ ...by, to: id, text })
      case 'edit':
        await editComment({ ...by, id, expectedVersion, text })
        return id
      case 'remove':
        await removeComment({ ...by, id, expectedVersion })
        return id
      case 'resolve':
      case 'reopen':
        await resolveConversation({ ...by, id, expectedVersion, resolved: intent === 'resolve' })
        return id
    }
  } catch (error) {
    if (error instanceof DomainError && error.code === 'not_found')
      throw new DomainError('invalid', { '': [{ code: 'comment_gone' }] })
    throw error
  }
}
