import { useNavigation, useRevalidator } from '@remix-run/react'
import {
  createContext,
  useCallback,
  useContext,
  useEffect,
  useMemo,
  useRef,
  useState,
  type FormEvent,
  type ReactNode,
} from 'react'
import { flushSync } from 'react-dom'
import { markSaved, markUnsaved } from '#app/components/forms/form.tsx'
import { NoticeBox } from '#app/components/layout/page.tsx'
import { useMessages } from '#app/components/reader.tsx'
import { NOTICE_LANGUAGES } from '#app/domain/language.ts'
import { noticeMessages } from '#app/messages/notices.ts'
import type { Notice, NoticeTexts, PublicWords } from '#app/models/notice.server.ts'
import { paths } from '#app/paths.ts'
import { createDraftSaver, type DraftSaver, type Held, type SaveOutcome } from './draft-saver.ts'
import type { DraftAnswer } from './notice-draft.ts'

/** Milliseconds of rest after which the checks look at what was typed. */
const GLANCE = 250

type Phase = 'idle' | 'saving' | 'failed' | 'signed_out' | 'refused'

interface DraftSaving {
  /** The version that the next save is an answer to. */
  version: number
  /** Raised whenever the texts come from the server and not from this page: the form begins anew. */
  epoch: number
  phase: Phase
  savedAt: number | null
  problems: string[]
  /** What somebody else saved meanwhile, and what was typed here. */
  conflict: { current: Notice; sent: Record<string, unknown> } | null
  /** What stands on the screen, a moment after it was typed. */
  live: { texts: NoticeTexts; correction: PublicWords }
  /** Whether the form holds text that is not saved, although the draft is not to be written any more. */
  isHeld: boolean
  /** The form of the texts; null when it goes. */
  hold: (form: HTMLFormElement | null) => void
  /** Something was typed. */
  touch: () => void
  /** The form is to be sent: saves it in its place, or lets it go where a person has to see the answer. */
  submit: (event: FormEvent<HTMLFormElement>) => void
  /**
   * Keeps the text as it is until the page has moved on, and saves what is not saved: null when there is nothing, else
   * whether that worked.
   */
  settle: () => Promise<boolean> | null
  /** Lets the text be written again. */
  release: () => void
}

const SavingContext = createContext<DraftSaving | null>(null)

/** The state of saving, for everything on the desk. */
export function useDraftSaving(): DraftSaving {
  const saving = useContext(SavingContext)
  if (!saving) throw new Error('useDraftSaving needs a DraftSavingProvider above it')
  return saving
}

/**
 * Saves the draft while it is written. Nothing typed is ever replaced: when somebody else saved, both versions are shown.
 *
 * @param refused the answer to the form as a whole, when it was sent and refused
 */
export function DraftSavingProvider({
  notice,
  refused,
  children,
}: {
  notice: Notice
  refused: unknown
  children: ReactNode
}) {
  const { revalidate } = useRevalidator()
  const navigation = useNavigation()
  const form = useRef<HTMLFormElement | null>(null)
  const glance = useRef<ReturnType<typeof setTimeout>>(undefined)
  const passing = useRef(false)
  const [shown, setShown] = useState({ version: notice.version, epoch: 0 })
  const [status, setStatus] = useState<Pick<DraftSaving, 'phase' | 'savedAt' | 'problems'>>(IDLE)
  const [conflict, setConflict] = useState<DraftSaving['conflict']>(null)
  const [live, setLive] = useState<DraftSaving['live']>(notice)
  const address = useRef('')
  address.current = paths.noticeDraft(notice.reference)
  const held = useRef<DraftSaver>()
  held.current ??= createDraftSaver<FormData, Notice>(
    {
      read: () => (form.current ? heldIn(form.current) : null),
      post: (data, version) => post(address.current, data, version),
      says: (current, data) => (isSaidBy(current, data) ? current.version : null),
      after(milliseconds, run) {
        const timer = setTimeout(run, milliseconds)
        return () => clearTimeout(timer)
      },
      onSending: () => setStatus((before) => ({ ...before, phase: 'saving' })),
      onSaved(version, at, isAll) {
        // At once: a step that waited for this save goes out with the version in its form.
        flushSync(() => {
          setShown(({ epoch }) => ({ version, epoch }))
          setStatus((before) => ({ phase: 'idle', savedAt: at ?? before.savedAt, problems: [] }))
        })
        if (!isAll) return
        if (form.current) markSaved(form.current)
        revalidate()
      },
      onRefused(outcome, data) {
        if (form.current) markUnsaved(form.current)
        if (typeof outcome === 'string') return setStatus((before) => ({ ...before, phase: outcome }))
        const { current, problems } = outcome
        if (current) setConflict({ current, sent: Object.fromEntries(data) })
        setStatus((before) => (current ? IDLE : { ...before, phase: 'refused', problems }))
      },
    },
    notice.version,
  )
  const saver = held.current

  useEffect(() => {
    if (!saver.accepts(notice.version)) return
    setShown(({ epoch }) => ({ version: notice.version, epoch: epoch + 1 }))
    setLive(notice)
    setConflict(null)
    setStatus(IDLE)
  }, [notice, saver])

  useEffect(() => {
    if (refused !== undefined) saver.refusedWhole()
  }, [refused, saver])

  const release = () => {
    if (form.current) form.current.inert = false
  }
  useEffect(() => {
    if (navigation.state === 'idle') release()
  }, [navigation.state])

  useEffect(() => {
    // A phone that is put away may never come back to this page.
    const onHide = () => document.visibilityState === 'hidden' && void saver.flush()
    document.addEventListener('visibilitychange', onHide)
    return () => {
      document.removeEventListener('visibilitychange', onHide)
      clearTimeout(glance.current)
      saver.stop()
    }
  }, [saver])

  // A colleague may have submitted what is being written here. What is not saved yet stays until it is.
  const isHeld = notice.review !== 'draft' && saver.isDirty()
  // Always the same function: with another one React would take the form for a new one, and its text for saved.
  const hold = useCallback(
    (element: HTMLFormElement | null) => {
      form.current = element
      if (element) saver.opened()
    },
    [saver],
  )
  const value = useMemo<DraftSaving>(
    () => ({
      ...shown,
      ...status,
      conflict,
      live,
      isHeld,
      hold,
      touch() {
        const element = form.current
        if (!element) return
        clearTimeout(glance.current)
        glance.current = setTimeout(() => form.current && setLive(liveOf(form.current)), GLANCE)
        // An editor that takes over a text may write it once more as it was: nobody typed anything.
        if (saver.isDirty()) saver.touched()
        else markSaved(element)
      },
      submit(event) {
        const element = event.currentTarget
        if (passing.current || conflict) {
          passing.current = false
          saver.sentWhole()
          return
        }
        event.preventDefault()
        const submitter = (event.nativeEvent as SubmitEvent).submitter
        void saver.flush().then((saved) => {
          // What is refused is sent once more as a whole: that answer has its place at the fields.
          if (saved || !element.isConnected) return
          passing.current = true
          element.requestSubmit(submitter)
        })
      },
      settle() {
        if (form.current) form.current.inert = true
        return saver.isSettled() ? null : saver.flush()
      },
      release,
    }),
    [shown, status, conflict, live, isHeld, hold, saver],
  )
  return <SavingContext.Provider value={value}>{children}</SavingContext.Provider>
}

const IDLE = { phase: 'idle' as const, savedAt: null, problems: [] }

async function post(address: string, data: FormData, version: number): Promise<SaveOutcome<Notice>> {
  try {
    const body = new URLSearchParams([...data].map(([name]) => [name, textIn(data, name)]))
    body.set('version', String(version))
    const response = await fetch(address, { method: 'POST', body })
    if (response.redirected || response.status === 401 || response.status === 403) return 'signed_out'
    if (!response.headers.get('content-type')?.startsWith('application/json')) return 'failed'
    return (await response.json()) as DraftAnswer
  } catch {
    return 'failed'
  }
}

/** Everything a form would save; editors over its fields add what they have not written into them yet. */
function heldIn(form: HTMLFormElement): Held<FormData> {
  const sent = new FormData(form)
  const fields = [...sent].filter(([name]) => name !== 'version')
  // Spaces and empty lines around a text are cut off when it is saved.
  return { content: JSON.stringify(fields.map(([name]) => [name, plain(textIn(sent, name))])), sent }
}

/** Whether a notice says what a form held, where only ends of lines and spaces around it may differ. */
function isSaidBy(notice: Notice, data: FormData): boolean {
  const same = (name: string, text = '') => !data.has(name) || plain(textIn(data, name)) === plain(text)
  const again = notice.revisions.length > 0
  return (
    NOTICE_LANGUAGES.every(
      (language) =>
        same(`title_${language}`, notice.texts[language]?.title) &&
        same(`body_${language}`, notice.texts[language]?.body) &&
        (!again || same(`words_${language}`, notice.correction[language])),
    ) &&
    (!again || same('kind', notice.nextKind))
  )
}

function plain(text: string): string {
  return text.replaceAll('\r\n', '\n').trim()
}

function textIn(data: FormData, name: string): string {
  const value = data.get(name)
  return typeof value === 'string' ? value : ''
}

function liveOf(form: HTMLFormElement): DraftSaving['live'] {
  const data = new FormData(form)
  const text = (name: string) => textIn(data, name)
  const present = NOTICE_LANGUAGES.filter((language) => data.has(`body_${language}`))
  return {
    texts: Object.fromEntries(
      present.map((language) => [
        language,
        { title: text(`title_${language}`), body: text(`body_${language}`) },
      ]),
    ),
    correction: Object.fromEntries(present.map((language) => [language, text(`words_${language}`)])),
  }
}

/**
 * Every step works on what is saved. What was typed a moment ago is saved first, and until the step is done nothing more
 * can be typed; where saving fails the step waits, because it would otherwise go out without it.
 */
export function useSavedTextsOnly() {
  const t = useMessages(noticeMessages)
  const { settle, release, version } = useDraftSaving()
  const [waiting, setWaiting] = useState(false)
  const passing = useRef(false)
  const onSubmit = (event: FormEvent<HTMLFormElement>) => {
    if (passing.current) return
    const saving = settle()
    if (saving === null) return setWaiting(false)
    event.preventDefault()
    const form = event.currentTarget
    const submitter = (event.nativeEvent as SubmitEvent).submitter
    void saving.then((saved) => {
      setWaiting(!saved)
      // What was saved may have brought a finding, and with it another step.
      if (!saved || !form.isConnected) return release()
      passing.current = true
      form.requestSubmit(submitter?.isConnected ? submitter : null)
      passing.current = false
    })
  }
  const hint = <div role="status">{waiting ? <NoticeBox urgent title={t.saveFirst} /> : null}</div>
  return { onSubmit, hint, version }
}
