/** What the server says to one save: it stands, it was refused, or somebody else was faster (`current`). */
export type SaveAnswer<Current> =
  { saved: true; version: number; at: number } | { saved: false; current: Current | null; problems: string[] }

/** `failed` when no answer came, `signed_out` when it came from the sign-in page. */
export type SaveOutcome<Current> = SaveAnswer<Current> | 'failed' | 'signed_out'

/** What a form holds at one moment: what to send, and the same as one text to compare. */
export interface Held<Sent> {
  content: string
  sent: Sent
}

/** The page that a saver works for. */
export interface SaverPage<Sent, Current> {
  /** What stands in the form now, to the last letter; null while there is no form. */
  read(): Held<Sent> | null
  post(sent: Sent, version: number): Promise<SaveOutcome<Current>>
  /** Whether what somebody saved says just what was sent here: an answer was lost on its way, not a text. */
  says(current: Current, sent: Sent): number | null
  /** Runs something later; returns how to call it off. */
  after(milliseconds: number, run: () => void): () => void
  /** A save has left. */
  onSending(): void
  /** `isAll` unless something was typed meanwhile. */
  onSaved(version: number, at: number | null, isAll: boolean): void
  onRefused(outcome: Exclude<SaveOutcome<Current>, { saved: true }>, sent: Sent): void
}

/** Milliseconds of rest after which a draft is saved, and between two tries when that fails. */
const REST = 1_200
const RETRY = 5_000

export type DraftSaver = ReturnType<typeof createDraftSaver>

/**
 * Saves a draft while it is written: one save after the other, each with the version that the last one left. Whether
 * anything is left to save is never remembered but always read from the form, so that no letter depends on an event that
 * came too late.
 *
 * @param version that the text in the form was read with
 */
export function createDraftSaver<Sent, Current>(page: SaverPage<Sent, Current>, version: number) {
  let baseline: string | null = page.read()?.content ?? null
  let running: Promise<boolean> | null = null
  let cancel = () => {}
  // While two versions are on the screen a person decides, not a clock.
  let inConflict = false

  const isDirty = () => {
    const held = page.read()
    return held !== null && held.content !== baseline
  }

  const later = (milliseconds: number) => {
    cancel()
    cancel = page.after(milliseconds, () => void flush())
  }

  const send = async ({ content, sent }: Held<Sent>): Promise<boolean> => {
    page.onSending()
    const outcome = await page.post(sent, version)
    const unanswered = outcome === 'failed' || outcome === 'signed_out'
    const own = unanswered || outcome.saved || !outcome.current ? null : page.says(outcome.current, sent)
    if (!unanswered && (outcome.saved || own !== null)) {
      version = outcome.saved ? outcome.version : own!
      baseline = content
      const dirty = isDirty()
      page.onSaved(version, outcome.saved ? outcome.at : null, !dirty)
      if (dirty) later(REST)
      return true
    }
    if (unanswered) later(RETRY)
    else if (outcome.current) inConflict = true
    page.onRefused(outcome, sent)
    return false
  }

  /** Saves until nothing is left to save. False as soon as that fails. */
  const flush = async (): Promise<boolean> => {
    cancel()
    for (;;) {
      // Of several that wait for the same save the first one to wake goes on, and the others wait for that one.
      while (running) await running
      const held = page.read()
      if (held === null || held.content === baseline) return true
      if (inConflict) return false
      running = send(held).finally(() => (running = null))
      if (!(await running)) return false
    }
  }

  return {
    flush,
    isDirty,
    /** Whether everything stands on the server, and no save is under way that could fail. */
    isSettled: () => running === null && !isDirty(),
    get version() {
      return version
    },
    /** The form is on the page, with the text that `version` has. */
    opened() {
      baseline = page.read()?.content ?? null
      inConflict = false
    },
    /** Something may have been typed. */
    touched() {
      if (!inConflict) later(REST)
    },
    /** The form goes to the server as a whole, and what it holds with it. */
    sentWhole() {
      cancel()
      baseline = page.read()?.content ?? null
    },
    /** What was sent as a whole was refused. */
    refusedWhole() {
      baseline = null
    },
    /**
     * The server shows a version: whether the form has to begin anew with its texts. Older news than what was saved here,
     * or what a save under way is about to tell, changes nothing; nor is anything replaced that is not saved: its next
     * save meets the other version, and both are shown.
     */
    accepts(shown: number): boolean {
      if (shown <= version || running !== null || isDirty()) return false
      version = shown
      return true
    },
    stop() {
      cancel()
    },
  }
}
