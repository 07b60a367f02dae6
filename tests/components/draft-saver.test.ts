import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createDraftSaver, type SaveOutcome } from '#app/routes/incidents/draft-saver.ts'
import { runs } from '#tests/setup/properties.ts'

interface Stored {
  text: string
  version: number
}

/**
 * A page, a server and the network between them, where nothing moves unless it is told to: requests wait to be delivered,
 * answers wait to arrive.
 */
function makeDesk() {
  const server: Stored & { history: string[]; submitted: Stored | null } = {
    ...{ text: '', version: 1, submitted: null },
    history: [''],
  }
  const page = { text: '', isInert: false, conflict: null as Stored | null, failed: 0 }
  const requests: (() => void)[] = []
  const answers: { arrive: () => void; lose: () => void }[] = []
  const timers = new Set<() => void>()

  const save = (text: string, version: number): SaveOutcome<Stored> => {
    if (version !== server.version)
      return { saved: false, current: { text: server.text, version: server.version }, problems: [] }
    if (text !== server.text) {
      server.text = text
      server.version += 1
      server.history.push(text)
    }
    return { saved: true, version: server.version, at: 0 }
  }
  const saver = createDraftSaver<string, Stored>(
    {
      read: () => ({ content: page.text, sent: page.text }),
      post: (text, version) =>
        new Promise((resolve) =>
          requests.push(() => {
            const outcome = save(text, version)
            answers.push({ arrive: () => resolve(outcome), lose: () => resolve('failed') })
          }),
        ),
      says: (current, sent) => (current.text === sent ? current.version : null),
      after(_, run) {
        timers.add(run)
        return () => timers.delete(run)
      },
      onSending() {},
      onSaved() {},
      onRefused(outcome) {
        page.failed += 1
        if (typeof outcome === 'object') page.conflict = outcome.current
      },
    },
    1,
  )
  const type = (letters: string) => {
    if (page.isInert) return
    page.text += letters
    saver.touched()
  }
  /** Presses a button that sends the draft on: what it does once everything is saved. */
  const submit = async () => {
    if (page.isInert) return
    page.isInert = true
    const isSaved = await saver.flush()
    if (isSaved && saver.version === server.version) {
      server.version += 1
      server.submitted = { text: server.text, version: server.version }
      expect(server.submitted.text).toBe(page.text)
    }
    page.isInert = false
  }
  /** The page learns what the server held when it was asked. */
  const look = (seen: Stored) => {
    if (!saver.accepts(seen.version)) return
    expect(server.history).toContain(page.text)
    page.text = seen.text
    saver.opened()
  }
  const seen: Stored[] = []
  const does = {
    type: () => type('가'),
    deliver: () => requests.shift()?.(),
    arrive: () => answers.shift()?.arrive(),
    lose: () => answers.shift()?.lose(),
    wait: () => {
      const [first] = timers
      if (first === undefined) return
      timers.delete(first)
      first()
    },
    submit: () => void submit(),
    ask: () => void seen.push({ text: server.text, version: server.version }),
    look: () => {
      const first = seen.shift()
      if (first) look(first)
    },
    colleague: () => void save(`${server.text}나`, server.version),
  }
  const settled = () => new Promise((resolve) => setImmediate(resolve))
  return { server, page, saver, does, settled, type, isQuiet: () => requests.length + answers.length === 0 }
}

test('two who wait for a save under way both wait for the one that follows it', async () => {
  const { server, page, saver, does, settled, type } = makeDesk()
  type('전송 지연은')
  does.wait()
  type(' 이어졌습니다.')
  does.wait()
  const pressed = saver.flush()
  does.deliver()
  does.arrive()
  await settled()
  let isReady = false
  void pressed.then(() => (isReady = true))
  await settled()
  expect(isReady).toBe(false)
  does.deliver()
  does.arrive()
  expect(await pressed).toBe(true)
  expect(server.text).toBe(page.text)
})

test('older news of the server does not replace what was saved since', async () => {
  const { page, does, settled, type } = makeDesk()
  type('하나')
  does.wait()
  does.deliver()
  does.ask()
  does.arrive()
  await settled()
  type(' 둘')
  does.wait()
  does.deliver()
  does.arrive()
  await settled()
  does.look()
  expect(page.text).toBe('하나 둘')
})

test('a save whose answer was lost is no conflict with itself', async () => {
  const { server, page, does, settled, type } = makeDesk()
  type('한 번')
  does.wait()
  does.deliver()
  does.lose()
  await settled()
  does.wait()
  does.deliver()
  does.arrive()
  await settled()
  expect(page.conflict).toBe(null)
  expect(server.version).toBe(2)
})

test('whatever comes when, what goes out is what stood on the screen, and nothing typed is lost', async () => {
  const orders = fc.constantFrom(
    ...(['type', 'type', 'deliver', 'arrive', 'lose', 'wait', 'submit', 'ask', 'look', 'colleague'] as const),
  )
  await fc.assert(
    fc.asyncProperty(fc.array(orders, { maxLength: 40 }), async (steps) => {
      const { server, page, saver, does, settled, isQuiet } = makeDesk()
      for (const step of steps) {
        does[step]()
        await settled()
      }
      for (let round = 0; round < 20 && (saver.isDirty() || !isQuiet()); round += 1) {
        does.wait()
        does.deliver()
        does.arrive()
        await settled()
      }
      expect(page.conflict !== null || server.history.includes(page.text)).toBe(true)
    }),
    { numRuns: runs(300) },
  )
})
