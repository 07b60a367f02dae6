import { frameMessages } from '#app/messages/frame.ts'
import type { Language } from '#app/messages/define.ts'
import { databaseProblems } from '#app/messages/problems-database.ts'
import type { Problem } from '#app/domain/errors.ts'
import { paths } from '#app/paths.ts'

export interface TypedField {
  name: string
  value: string
}

/** What an answer carries when the database could not do its part, or nobody is signed in any more to send a form. */
export interface Interruption {
  problem: Problem
  /** In which was asked. */
  language: Language
  /** The sentence of the problem in it, for programs; pages write it in the reader's. */
  message: string
  /** The same, where scripts look for what stands against what they sent. */
  problems: string[]
  /** Path and query that were asked for. */
  address: string
  /** What a form sent, without what is secret; null where nothing was sent. */
  typed: TypedField[] | null
}

/** Whether an answer is one of these. */
export function isInterruption(data: unknown): data is Interruption {
  return typeof data === 'object' && data !== null && 'problem' in data && 'address' in data
}

/** Code of the problem that the session has ended; nothing of the form was read. */
export const SIGNED_OUT = 'signed_out'
/** The connection broke, so nobody knows whether the last change arrived. */
const UNCERTAIN = new Set(['database_unreachable', 'database_silent', 'database_not_ready'])
/** Words of the form itself: which button, which row, which version. */
const NOT_TEXT = /^$|^(intent|version|revision|draft|live)$|ids?$/i
/** What was chosen from a list, in the words of the program. */
const CHOSEN = /^[a-z]+(_[a-z]+)*$/

/** The body of the page: why, and what was typed with a button that sends it again. Works without script. */
export function InterruptionText({ failure, language }: { failure: Interruption; language: Language }) {
  const { database: t, signedOut } = frameMessages[language]
  const { problem, address, typed } = failure
  const texts = (typed ?? []).filter(
    ({ name, value }) => value.trim() !== '' && !NOT_TEXT.test(name) && !CHOSEN.test(value),
  )
  // Only these problems: the frame of every page comes here, and should not carry the sentences of all forms.
  const sentence = databaseProblems[language][problem.code]
  const isSignedOut = problem.code === SIGNED_OUT
  return (
    <>
      <p>{isSignedOut ? signedOut.body : sentence ? sentence(problem.params ?? {}) : failure.message}</p>
      {isSignedOut ? (
        <p>
          <a href={paths.signIn()} target="_blank" rel="noopener">
            {signedOut.signIn}
          </a>
        </p>
      ) : null}
      {typed === null ? (
        <p>
          <a href={address}>{t.again}</a>
        </p>
      ) : (
        <form method="post" action={address} className="kept-form">
          {typed.map(({ name, value }, index) => (
            <input key={index} type="hidden" name={name} value={value} />
          ))}
          <p>{isSignedOut ? signedOut.kept : UNCERTAIN.has(problem.code) ? t.keptUncertain : t.kept}</p>
          <p>
            <button type="submit" className="button">
              {t.sendAgain}
            </button>
          </p>
          {texts.length === 0 ? null : (
            <details open>
              <summary>{t.typed}</summary>
              {texts.map(({ value }, index) => (
                <p key={index} className="kept-words">
                  {value}
                </p>
              ))}
            </details>
          )}
        </form>
      )}
    </>
  )
}
