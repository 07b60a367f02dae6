import { redirect } from '@remix-run/node'
import { z } from 'zod'
import type { Instant } from '#app/domain/instant.ts'
import { MARKER_KEYS } from '#app/domain/markers.ts'
import { setActionItemRemoved } from '#app/models/action-item.server.ts'
import type { Actor } from '#app/models/audit.server.ts'
import { restoreReading } from '#app/models/marker.server.ts'
import { setStatementRemoved } from '#app/models/statement.server.ts'
import { setSymptomRemoved } from '#app/models/symptom.server.ts'
import { setTimelineEventRemoved } from '#app/models/timeline.server.ts'
import { found } from '#app/submission.server.ts'

const undoInput = z.object({
  kind: z.enum(['symptom', 'event', 'statement', 'action', 'reading']),
  id: z.uuid(),
  version: z.string(),
})

/** The value of `?removed=`: what was taken out, and the version that its row has since. */
export function removedToken(
  kind: z.infer<typeof undoInput>['kind'],
  id: string,
  version: number | string,
): string {
  return `?removed=${kind}.${id}.${version}`
}

/** Brings back what an `UndoToast` names, and returns to `here` without the toast. */
export async function undoRemoval(
  form: FormData,
  by: { incidentId: string; actor: Actor; now: Instant },
  here: string,
): Promise<never> {
  const parsed = undoInput.safeParse(Object.fromEntries(form))
  if (!parsed.success) throw new Response(null, { status: 400 })
  const { kind, id, version } = parsed.data
  const change = { ...by, id, expectedVersion: Number(version), removed: false }
  if (kind === 'reading') {
    const markerKey = MARKER_KEYS.find((key) => key === version)
    if (markerKey === undefined) throw new Response(null, { status: 400 })
    await found(restoreReading({ ...by, markerKey, readingId: id }))
  } else if (kind === 'symptom') await found(setSymptomRemoved(change))
  else if (kind === 'event') await found(setTimelineEventRemoved(change))
  else if (kind === 'statement') await found(setStatementRemoved(change))
  else await found(setActionItemRemoved(change))
  throw redirect(here)
}
