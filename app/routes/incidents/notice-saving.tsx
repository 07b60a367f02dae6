import { useRevalidator } from '@remix-run/react'
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
import { hasUnsavedText, markSaved } from '#app/components/forms/form.tsx'
import { NoticeBox } from '#app/components/layout/page.tsx'
import { useMessages } from '#app/components/reader.tsx'
import { NOTICE_LANGUAGES } from '#app/domain/language.ts'
import { noticeMessages } from '#app/messages/notices.ts'
import type { Notice, NoticeTexts, PublicWords } from '#app/models/notice.server.ts'
import { paths } from '#app/paths.ts'
import type { DraftAnswer } from './notice-draft.ts'

/** Milliseconds of rest after which a draft is saved, and between two tries when that fails. */
const REST = 1_200
const RETRY = 5_000
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
  /** The form of the texts; null when it goes. */
  hold: (form: HTMLFormElement | null) => void
  /** Something was typed. */
  touch: () => void
  /** The form was sent as a whole. */
  sent: () => void
  /** Saves what is not saved; false when that failed. */
  flush: () => Promise<boolean>
}

const SavingContext = createContext<DraftSaving | null>(null)

/** The state of saving, for everything on the desk. */
export function useDraftSaving(): DraftSaving {
  const saving = useContext(SavingContext)
  if (!saving) throw new Error('useDraftSaving needs a DraftSavingProvider above it')
  return saving
}

/**
 * Saves the draft while it is written, one save after the other, each with the version that the last one left. Nothing
 * typed is ever replaced: when somebody else saved, both versions are shown.
 */
export function DraftSavingProvider({ notice, children }: { notice: Notice; children: ReactNode }) {
  const { revalidate } = useRevalidator()
  const form = useRef<HTMLFormElement | null>(null)
  const dirty = useRef(false)
  const version = useRef(notice.version)
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  const glance = useRef<ReturnType<typeof setTimeout>>(undefined)
  const running = useRef<Promise<boolean> | null>(null)
  // What the form held when it was last the same as what is saved.
  const baseline = useRef('')
  const [shown, setShown] = useState({ version: notice.version, epoch: 0 })
  const [status, setStatus] = useState<Pick<DraftSaving, 'phase' | 'savedAt' | 'problems'>>(IDLE)
  const [conflict, setConflict] = useState<DraftSaving['conflict']>(null)
  const [live, setLive] = useState<DraftSaving['live']>(notice)
  const address = paths.noticeDraft(notice.reference)

  useEffect(() => {
    if (notice.version === version.current || dirty.current) return
    version.current = notice.version
    setShown(({ epoch }) => ({ version: notice.version, epoch: epoch + 1 }))
    setLive(notice)
    setConflict(null)
    setStatus(IDLE)
  }, [notice])

  useEffect(
    () => () => {
      clearTimeout(timer.current)
      clearTimeout(glance.current)
    },
    [],
  )

  const send = useCallback(async (): Promise<boolean> => {
    if (!form.current) return true
    const data = fieldsOf(form.current)
    data.set('version', String(version.current))
    const sentText = contentOf(data)
    dirty.current = false
    setStatus((before) => ({ ...before, phase: 'saving' }))
    const answer = await post(address, data)
    if (answer === 'failed' || answer === 'signed_out') {
      dirty.current = true
      setStatus((before) => ({ ...before, phase: answer }))
      clearTimeout(timer.current)
      timer.current = setTimeout(() => void flushRef.current(), RETRY)
      return false
    }
    if (answer.saved) {
      version.current = answer.version
      baseline.current = sentText
      setShown(({ epoch }) => ({ version: answer.version, epoch }))
      setStatus({ phase: 'idle', savedAt: answer.at, problems: [] })
      if (!dirty.current) {
        if (form.current) markSaved(form.current)
        revalidate()
      }
      return true
    }
    dirty.current = true
    if (answer.current) {
      setConflict({ current: answer.current, sent: Object.fromEntries(data) })
      setStatus(IDLE)
    } else setStatus((before) => ({ ...before, phase: 'refused', problems: answer.problems }))
    return false
  }, [address, revalidate])

  const flush = useCallback(async (): Promise<boolean> => {
    clearTimeout(timer.current)
    if (running.current) await running.current
    if (!dirty.current) return true
    running.current = send().finally(() => (running.current = null))
    return running.current
  }, [send])
  const flushRef = useRef(flush)
  flushRef.current = flush

  const value = useMemo<DraftSaving>(
    () => ({
      ...shown,
      ...status,
      conflict,
      live,
      hold: (element) => {
        form.current = element
        if (element) baseline.current = contentOf(fieldsOf(element))
      },
      touch: () => {
        // An editor that takes over a text may write it once more as it was: nobody typed anything.
        if (form.current && !dirty.current && contentOf(fieldsOf(form.current)) === baseline.current) {
          markSaved(form.current)
          return
        }
        dirty.current = true
        clearTimeout(glance.current)
        glance.current = setTimeout(() => form.current && setLive(liveOf(form.current)), GLANCE)
        // While two versions are on the screen a person decides, not a clock.
        if (conflict) return
        clearTimeout(timer.current)
        timer.current = setTimeout(() => void flush(), REST)
      },
      sent: () => {
        dirty.current = false
        clearTimeout(timer.current)
      },
      flush,
    }),
    [shown, status, conflict, live, flush],
  )
  return <SavingContext.Provider value={value}>{children}</SavingContext.Provider>
}

const IDLE = { phase: 'idle' as const, savedAt: null, problems: [] }

async function post(address: string, data: FormData): Promise<DraftAnswer | 'failed' | 'signed_out'> {
  try {
    const body = new URLSearchParams([...data].map(([name]) => [name, textIn(data, name)]))
    const response = await fetch(address, { method: 'POST', body })
    if (response.redirected || response.status === 401 || response.status === 403) return 'signed_out'
    if (!response.headers.get('content-type')?.startsWith('application/json')) return 'failed'
    return (await response.json()) as DraftAnswer
  } catch {
    return 'failed'
  }
}

function fieldsOf(form: HTMLFormElement): FormData {
  return new FormData(form)
}

/** Everything a form would save, as one text to compare. */
function contentOf(data: FormData): string {
  return JSON.stringify([...data].filter(([name]) => name !== 'version'))
}

function textIn(data: FormData, name: string): string {
  const value = data.get(name)
  return typeof value === 'string' ? value : ''
}

function liveOf(form: HTMLFormElement): DraftSaving['live'] {
  const data = fieldsOf(form)
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
 * Every step works on what is saved. What was typed a moment ago is saved first; where that fails the step waits, because
 * it would otherwise go out without it.
 */
export function useSavedTextsOnly() {
  const t = useMessages(noticeMessages)
  const { flush, version } = useDraftSaving()
  const [waiting, setWaiting] = useState(false)
  const passing = useRef(false)
  const onSubmit = (event: FormEvent<HTMLFormElement>) => {
    if (passing.current || !hasUnsavedText()) {
      passing.current = false
      setWaiting(false)
      return
    }
    event.preventDefault()
    const form = event.currentTarget
    const submitter = (event.nativeEvent as SubmitEvent).submitter
    void flush().then((saved) => {
      setWaiting(!saved)
      if (!saved) return
      // The version that this save has left stands in the form with the next frame.
      requestAnimationFrame(() => {
        passing.current = true
        form.requestSubmit(submitter)
      })
    })
  }
  const hint = <div role="status">{waiting ? <NoticeBox urgent title={t.saveFirst} /> : null}</div>
  return { onSubmit, hint, version }
}
