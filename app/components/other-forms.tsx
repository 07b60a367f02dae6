import { shellMessages } from '#app/messages/shell.ts'
import { useMessages } from './reader.tsx'

const NAMES = { csv: 'CSV', json: 'JSON', md: 'Markdown', html: 'HTML' } as const

/** Quiet links to what is on the page in other forms, for the small facts of a page's head. */
export function OtherForms({ addresses }: { addresses: Partial<Record<keyof typeof NAMES, string>> }) {
  const t = useMessages(shellMessages)
  return (
    <nav className="other-forms no-print" aria-label={t.otherForms}>
      {(['csv', 'json', 'md', 'html'] as const).map((form) =>
        addresses[form] === undefined ? null : (
          <a key={form} href={addresses[form]}>
            {NAMES[form]}
          </a>
        ),
      )}
    </nav>
  )
}
