import type { RefObject } from 'react'
import { useMessages } from '#app/components/reader.tsx'
import { writingMessages } from '#app/messages/writing.ts'

/** Every key of the surface, in a window of its own. */
export function WritingKeys({
  dialog,
  keys,
  mayComment,
}: {
  dialog: RefObject<HTMLDialogElement>
  /** How "Mod+B" is written on this keyboard. */
  keys: (keys: string) => string
  mayComment: boolean
}) {
  const t = useMessages(writingMessages)
  const { keysOf } = t
  const groups: [string, [string[], string][]][] = [
    [
      keysOf.text,
      [
        [['Mod+B'], keysOf.bold],
        [['Mod+I'], keysOf.italic],
        [['Mod+Shift+X'], keysOf.strikethrough],
        [['Mod+E'], keysOf.code],
        [['Mod+K'], keysOf.link],
        [['Mod+Z'], keysOf.undo],
        [['Mod+Shift+Z'], keysOf.redo],
      ],
    ],
    [
      keysOf.blocks,
      [
        [['Mod+Alt+1…3', 'Mod+Alt+0'], keysOf.heading],
        [['Mod+Shift+7', '8', '9'], keysOf.lists],
        [['Tab', 'Shift+Tab'], keysOf.indent],
        [['Alt+↑', 'Alt+↓'], keysOf.move],
        [['/'], keysOf.menu],
        [['#'], keysOf.incident],
        [['@'], keysOf.person],
      ],
    ],
    [
      keysOf.around,
      [
        [['Mod+S'], keysOf.save],
        [['Mod+Alt+Q'], keysOf.question],
        [['Mod+Alt+A'], keysOf.action],
        ...(mayComment ? ([[['Mod+Alt+M'], keysOf.comment]] as [string[], string][]) : []),
        [['Mod+Alt+F'], keysOf.fullScreen],
        [['Alt+F10'], keysOf.toolbar],
        [['Mod+/'], keysOf.help],
      ],
    ],
  ]
  return (
    <dialog ref={dialog} className="keys writing-keys" aria-labelledby="writing-keys-title">
      <h2 id="writing-keys-title">{t.keys}</h2>
      <div className="writing-keys-groups">
        {groups.map(([title, entries]) => (
          <section key={title}>
            <h3>{title}</h3>
            <dl className="keys-list">
              {entries.map(([names, what]) => (
                <div key={what}>
                  <dt>
                    {names.map((name) => (
                      <kbd key={name}>{keys(name)}</kbd>
                    ))}
                  </dt>
                  <dd>{what}</dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
      <p className="quiet">{keysOf.markdown}</p>
      <button type="button" className="button" onClick={() => dialog.current?.close()}>
        {t.close}
      </button>
    </dialog>
  )
}
