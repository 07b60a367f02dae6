import { useNavigate } from '@remix-run/react'
import { useEffect, useRef } from 'react'
import { searchMessages } from '#app/messages/search.ts'
import { shellMessages } from '#app/messages/shell.ts'
import { useMessages } from './reader.tsx'

/** Whether a key belongs to what has the focus: somebody types, or composes a syllable. */
function isTyping(event: KeyboardEvent): boolean {
  const target = event.target as HTMLElement
  return (
    event.isComposing ||
    event.defaultPrevented ||
    event.ctrlKey ||
    event.metaKey ||
    event.altKey ||
    target.isContentEditable ||
    target.closest('input, textarea, select, [contenteditable], dialog[open]') !== null
  )
}

/** Moves the focus by one among the links marked `data-row` on the page, which lists put on the link of each row. */
function moveRow(step: 1 | -1) {
  const rows = [...document.querySelectorAll<HTMLElement>('[data-row]')]
  const at = rows.indexOf(document.activeElement as HTMLElement)
  const next = rows[at === -1 ? (step === 1 ? 0 : rows.length - 1) : at + step]
  next?.focus()
  next?.scrollIntoView({ block: 'nearest' })
}

/** Where one narrows a page down: its search field, or the first of its filters. */
function searchOf(page: Document): HTMLElement | null {
  return (
    page.querySelector<HTMLElement>('input[type="search"]') ??
    page.querySelector('.filters :is(input, select)')
  )
}

/**
 * The keys of the tool: `n` new incident, `/` to the search or the filters, `j` `k` through rows, `?` shows
 * them all. The Korean letters on the same keys do the same, so that they work while the keyboard writes Korean. Nothing without script.
 */
export function KeyboardKeys({ newIncident }: { newIncident?: string | undefined }) {
  const t = useMessages(shellMessages)
  const search = useMessages(searchMessages)
  const navigate = useNavigate()
  const dialog = useRef<HTMLDialogElement>(null)

  useEffect(() => {
    function onKeyDown(event: KeyboardEvent) {
      if (isTyping(event)) return
      if (event.key === '?') dialog.current?.showModal()
      else if (event.key === '/') {
        const field = searchOf(document)
        if (field) field.focus()
        else document.querySelector<HTMLElement>('[data-opens-palette]')?.click()
      } else if (event.key === 'n' || event.key === 'ㅜ') {
        if (newIncident) navigate(newIncident)
      } else if (event.key === 'j' || event.key === 'ㅓ') moveRow(1)
      else if (event.key === 'k' || event.key === 'ㅏ') moveRow(-1)
      else return
      event.preventDefault()
    }
    // An open account menu closes as menus do; without script it closes by its own summary.
    function closeMenus(event: Event) {
      for (const menu of document.querySelectorAll<HTMLDetailsElement>('details.account[open]')) {
        if (event instanceof KeyboardEvent ? event.key === 'Escape' : !menu.contains(event.target as Node)) {
          menu.open = false
        }
      }
    }
    document.addEventListener('keydown', onKeyDown)
    document.addEventListener('keydown', closeMenus)
    document.addEventListener('pointerdown', closeMenus)
    document.documentElement.dataset.script = ''
    return () => {
      document.removeEventListener('keydown', onKeyDown)
      document.removeEventListener('keydown', closeMenus)
      document.removeEventListener('pointerdown', closeMenus)
    }
  }, [navigate, newIncident])

  return (
    <dialog ref={dialog} className="keys" aria-labelledby="keys-title">
      <h2 id="keys-title">{t.keys.title}</h2>
      <dl className="keys-list">
        {newIncident ? (
          <>
            <dt>
              <kbd>n</kbd>
            </dt>
            <dd>{t.keys.newIncident}</dd>
          </>
        ) : null}
        <dt>
          <kbd>/</kbd>
        </dt>
        <dd>{t.keys.search}</dd>
        <dt>
          <kbd>⌘K</kbd> <kbd>Ctrl K</kbd>
        </dt>
        <dd>{search.keys}</dd>
        <dt>
          <kbd>j</kbd>
        </dt>
        <dd>{t.keys.down}</dd>
        <dt>
          <kbd>k</kbd>
        </dt>
        <dd>{t.keys.up}</dd>
        <dt>
          <kbd>?</kbd>
        </dt>
        <dd>{t.keys.help}</dd>
      </dl>
      <form method="dialog">
        <button className="button">{t.close}</button>
      </form>
    </dialog>
  )
}
