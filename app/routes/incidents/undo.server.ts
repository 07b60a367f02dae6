import { redirect } from '@remix-run/node'
import { z } from 'zod'
import type { Instant } from '#app/domain/instant.ts'
import { MARKER_KEYS } from '#app/domain/markers.ts'
import { version } from '#app/domain/record-input.ts'
import { setActionItemRemoved } from '#app/models/action-item.server.ts'
import type { Actor } from '#app/models/audit.server.ts'
import { restoreReading } from '#app/models/marker.server.ts'
import { setDeniedCauseRemoved } from '#app/models/public-wording.server.ts'
import { setStatementRemoved } from '#app/models/statement.server.ts'
import { setSymptomRemoved } from '#app/models/symptom.server.ts'
import { setTimelineEventRemoved } from '#app/models/timeline.server.ts'
import { settled } from '#app/submission.server.ts'

/** A reading has no version of its own; the name of its marker stands in that place. */
const undoInput = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('reading'), id: z.uuid(), version: z.enum(MARKER_KEYS) }),
  z.object({ kind: z.enum(['symptom', 'event', 'statement', 'action', 'denied']), id: z.uuid(), version }),
])

/** The value of `?removed=`: what was taken out, and the version that its row has since. */
export function removedToken(
  kind: z.infer<typeof undoInput>['kind'],
  id: string,
  version: z.infer<typeof undoInput>['version'],
): string {
  return `?removed=${kind}.${id}.${version}`
}

/**
 * Brings back what an `UndoToast` names.
 *
 * @throws a redirect to `here`, without the toast; a 400 for what no toast sends, a 404 for what is not there.
 */
export async function undoRemoval(
  form: FormData,
  by: { incidentId: string; actor: Actor; now: Instant },
  here: string,
): Promise<never> {
  const parsed = undoInput.safeParse(Object.fromEntries(form))
  if (!parsed.success) throw new Response(null, { status: 400 })
  await settled(bringBack(parsed.data, by))
  throw redirect(here)
}

async function bringBack(
  removed: z.infer<typeof undoInput>,
  by: { incidentId: string; actor: Actor; now: Instant },
): Promise<void> {
  if (removed.kind === 'reading') {
    return restoreReading({ ...by, markerKey: removed.version, readingId: removed.id })
  }
  const change = { ...by, id: removed.id, expectedVersion: removed.version, removed: false }
  switch (removed.kind) {
    case 'symptom':
      return setSymptomRemoved(change)
    case 'event':
      return setTimelineEventRemoved(change)
    case 'statement':
      return setStatementRemoved(change)
    case 'action':
      return setActionItemRemoved(change)
    case 'denied':
      return setDeniedCauseRemoved(change)
  }
}
