import type { Instant } from './instant.ts'
import type { MentionablePerson } from './mentions.ts'
import { may, type Role } from './roles.ts'
import { anchorFinder, type TextAnchor } from './text-anchor.ts'

/** Longest comment, in UTF-16 units. */
export const LONGEST_COMMENT = 5_000
/** Comments and answers of one document; whoever needs more needs a meeting. */
export const MOST_COMMENTS = 500

/** What somebody said about a document. People in `text` stand by id, as `mentions.ts` keeps them. */
export interface DocumentComment {
  id: string
  version: number
  /** Null where it was removed: that somebody said something is kept while others have answered it. */
  text: string | null
  writtenAt: Instant
  writtenBy: string
  writtenById: string | null
  editedAt: Instant | null
}

/** A comment and what was answered. */
export interface Conversation extends DocumentComment {
  /** The words that it is about; null for the document as a whole. */
  anchor: TextAnchor | null
  resolved: { at: Instant; by: string } | null
  answers: DocumentComment[]
}

/** The comments of a document for somebody who reads it. */
export interface CommentsData {
  /** In the order of the text. */
  conversations: Conversation[]
  people: MentionablePerson[]
  /** Of those who are named, by id. */
  names: Record<string, string>
  me: { id: string; role: Role }
  /** Comments that name the reader and were not seen before. */
  fresh: string[]
}

interface Person {
  id: string
  role: Role
}

/** Whether somebody may change the words of a comment: whoever wrote it. */
export function mayEditComment(person: Person, comment: Pick<DocumentComment, 'writtenById'>): boolean {
  return comment.writtenById === person.id
}

/** Whether somebody may take a comment out: whoever wrote it, and those who look after the tool. */
export function mayRemoveComment(person: Person, comment: Pick<DocumentComment, 'writtenById'>): boolean {
  return comment.writtenById === person.id || may(person.role, 'manage_people')
}

/** Whether somebody may close a conversation or open it again: whoever began it, and those who write postmortems. */
export function mayResolve(person: Person, conversation: Pick<Conversation, 'writtenById'>): boolean {
  return conversation.writtenById === person.id || may(person.role, 'write_postmortem')
}

/**
 * Conversations in the order of the text: first those about the whole, at the end those whose words are gone; what
 * stands at one place in the order in which it was begun.
 *
 * @param text as readers see it
 */
export function inOrderOfText(conversations: readonly Conversation[], text: string): Conversation[] {
  const find = anchorFinder(text)
  const placeOf = ({ anchor }: Conversation) =>
    anchor === null ? -1 : (find(anchor)?.start ?? Number.POSITIVE_INFINITY)
  return conversations
    .map((conversation) => ({ conversation, place: placeOf(conversation) }))
    .sort((a, b) =>
      a.place === b.place ? a.conversation.writtenAt - b.conversation.writtenAt : a.place < b.place ? -1 : 1,
    )
    .map(({ conversation }) => conversation)
}
