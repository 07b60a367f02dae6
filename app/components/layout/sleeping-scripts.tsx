import { Scripts } from '@remix-run/react'
import { Children, cloneElement, isValidElement, type ReactElement, type ReactNode } from 'react'
import { AWAKE, SLEEPING } from '#app/asleep.ts'

/**
 * In place of `<Scripts>` on a page that sleeps: the data of the page stays in it, nothing is fetched, and a few lines
 * wait for a reason to. They are not in the bundle, because in the browser they have run before it comes.
 */
export function SleepingScripts({ nonce }: { nonce: string | undefined }) {
  // Called, not rendered, for what it gives is wanted in other words. Its hooks are ours, and always the same ones.
  const scripts = Scripts({ nonce })
  const text = import.meta.env.SSR
    ? `(${String(waitForReason)})(${JSON.stringify({ sleeping: SLEEPING, awake: AWAKE })})`
    : ''
  return (
    <>
      {asleep(scripts)}
      <script nonce={nonce} suppressHydrationWarning dangerouslySetInnerHTML={{ __html: text }} />
    </>
  )
}

/** The same elements without what fetches: no links, and modules of a type that is not run. */
function asleep(node: ReactNode): ReactNode {
  return Children.map(node, (child) => {
    if (!isValidElement(child) || child.type === 'link') return null
    const element = child as ReactElement<{ type?: string; children?: ReactNode; async?: boolean }>
    const { type, children } = element.props
    if (type === 'module') return cloneElement(element, { type: SLEEPING, async: undefined })
    return children === undefined ? element : cloneElement(element, {}, asleep(children))
  })
}

/**
 * Runs in the page, from its own text: nothing from outside of it is there. Starts the sleeping module at the first sign
 * that somebody is about to use what needs it, keeps the click or the key that came too early, and gives it back then.
 * Where the module cannot be had, links lead where they lead without script.
 */
function waitForReason({ sleeping, awake }: { sleeping: string; awake: string }) {
  const NEEDS = '[data-wakes], button[type=button]'
  const FIELDS = 'input:not([type=hidden]), textarea, select, [contenteditable]'
  // A form is better off with script as well, but goes its way without.
  const SIGNS = `${NEEDS}, ${FIELDS}, button`
  const ON_SELECTION = '[data-wakes-on-selection]'
  const page = document.documentElement
  const nonce = (document.currentScript as HTMLScriptElement).nonce
  let waking: Promise<void> | undefined
  let isAwake = false

  function wake(): Promise<void> {
    waking ??= new Promise((resolve, reject) => {
      const module = document.createElement('script')
      module.type = 'module'
      module.nonce = nonce
      module.textContent = document.querySelector(`script[type="${sleeping}"]`)?.textContent ?? ''
      document.addEventListener(
        awake,
        () => {
          isAwake = true
          resolve()
        },
        { once: true },
      )
      const fail = () => reject(new Error('The script of this page did not come.'))
      module.addEventListener('error', fail)
      // What the module itself asks for, and does not wait for.
      window.addEventListener('unhandledrejection', fail)
      document.body.append(module)
    })
    waking.catch(giveUp)
    return waking
  }

  function giveUp() {
    isAwake = true
    delete page.dataset.script
  }

  const at = (event: Event, selector: string) =>
    event.target instanceof Element ? event.target.closest<HTMLElement>(selector) : null

  function onSign(event: Event) {
    if (!isAwake && at(event, SIGNS)) void wake().catch(() => {})
  }

  function onClick(event: MouseEvent) {
    const used = at(event, NEEDS)
    if (isAwake || !used || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey) return
    if (!used.matches('a, button')) return
    event.preventDefault()
    event.stopPropagation()
    wake().then(
      () => used.click(),
      () => used instanceof HTMLAnchorElement && location.assign(used.href),
    )
  }

  function onKey(event: KeyboardEvent) {
    const { key, code, ctrlKey, metaKey, altKey, shiftKey, target } = event
    // Letters are shortcuts here; a space scrolls, and other keys have their own meaning to the browser.
    const isLetter = [...key].length === 1 && key !== ' ' && !ctrlKey && !metaKey && !altKey
    const isSearch =
      (key.toLowerCase() === 'k' || key === 'ㅏ') && ctrlKey !== metaKey && !altKey && !shiftKey
    // What is done with words that are read: a comment on them, an action item of them.
    const isAboutWords =
      altKey &&
      ctrlKey !== metaKey &&
      (code === 'KeyM' || code === 'KeyA') &&
      page.querySelector(ON_SELECTION)
    if (isAwake || event.isComposing || !(isLetter || isSearch || isAboutWords)) return
    if (isLetter && at(event, FIELDS)) return
    event.preventDefault()
    event.stopPropagation()
    const again = { key, code, ctrlKey, metaKey, altKey, shiftKey, bubbles: true, cancelable: true }
    wake().then(
      () => target?.dispatchEvent(new KeyboardEvent('keydown', again)),
      () => {},
    )
  }

  function onSelection() {
    const selection = document.getSelection()
    if (isAwake || !selection || selection.isCollapsed) return
    const { anchorNode } = selection
    const place = anchorNode instanceof Element ? anchorNode : anchorNode?.parentElement
    if (place?.closest(ON_SELECTION)) void wake().catch(() => {})
  }

  page.dataset.script = ''
  for (const sign of ['pointerover', 'pointerdown', 'focusin']) document.addEventListener(sign, onSign, true)
  document.addEventListener('click', onClick, true)
  document.addEventListener('keydown', onKey, true)
  document.addEventListener('selectionchange', onSelection)
}
