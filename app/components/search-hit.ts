import type { SearchHit } from '#app/models/search.server.ts'
import { paths } from '#app/paths.ts'

/** Where something that was found stands. */
export function placeOfHit(
  reference: string,
  { entity, entityId }: Pick<SearchHit, 'entity' | 'entityId'>,
): string {
  switch (entity) {
    case 'incident':
      return paths.incident(reference)
    case 'symptom':
      return `${paths.incident(reference)}#symptoms`
    case 'timeline_event':
      return `${paths.incidentTimeline(reference)}#event-${entityId}`
    case 'statement':
      return paths.statement(reference, entityId)
    case 'action_item':
      return `${paths.incident(reference)}#actions`
    case 'document':
      return paths.incidentPostmortem(reference)
    case 'notice':
      return paths.incidentNotices(reference)
  }
}
