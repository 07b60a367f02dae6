import { Form } from '@remix-run/react'
import { incidentMessages } from '#app/messages/incidents.ts'
import { wordingMessages } from '#app/messages/public-wording.ts'
import { Toast } from './layout/page.tsx'
import { useMessages } from './reader.tsx'

/** What was just removed, as `kind.id.version` in the address, with the button that brings it back. */
export function UndoToast({ removed }: { removed: string | null }) {
  const t = useMessages(incidentMessages)
  const wording = useMessages(wordingMessages)
  const [kind, id, version] = removed?.split('.') ?? []
  const texts: Record<string, string> = {
    symptom: t.symptom.removed,
    event: t.event.removed,
    statement: t.statement.removed,
    action: t.action.removed,
    denied: wording.denied.removed,
    reading: t.times.retracted,
  }
  const text = texts[kind ?? '']
  if (text === undefined || id === undefined || version === undefined) return null
  return (
    <Toast>
      <Form method="post" className="cluster">
        <span>{text}</span>
        <input type="hidden" name="kind" value={kind} />
        <input type="hidden" name="id" value={id} />
        <input type="hidden" name="version" value={version} />
        <button className="button button-quiet" name="intent" value="undo">
          {t.times.undo}
        </button>
      </Form>
    </Toast>
  )
}
