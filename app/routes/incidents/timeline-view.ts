import type { Problem } from '#app/domain/errors.ts'
import type { Instant } from '#app/domain/instant.ts'
import { latest } from '#app/domain/markers.ts'
import { parseTime, type ParseTimeContext } from '#app/domain/parse-time.ts'
import { TIMELINE_KINDS, type TimelineView } from '#app/domain/timeline.ts'

/** A view of the timeline as its address says it, with what was typed and what is wrong with it. */
export interface AskedView {
  view: TimelineView
  typed: string
  problem: Problem | null
}

/** The view in the address. A kind that is not known filters nothing; a time that cannot be read says why. */
export function queryToView(query: URLSearchParams, context: ParseTimeContext): AskedView {
  const typed = (query.get('knownAt') ?? '').trim()
  const parsed = typed === '' ? null : parseTime(typed, context)
  return {
    view: {
      kind: TIMELINE_KINDS.find((kind) => kind === query.get('kind')),
      starred: query.has('starred') ? true : undefined,
      knownAt: parsed?.ok ? endOfMinute(typed, latest(parsed.value)) : undefined,
    },
    typed: typed.slice(0, 200),
    problem: parsed === null || parsed.ok ? null : parsed.problem,
  }
}

/** "09:30" without seconds means until that minute is over, as a clock on the wall would have shown it. */
function endOfMinute(typed: string, at: Instant): Instant {
  return (/:\d\d:\d\d/.test(typed) || at % 60_000 !== 0 ? at : at + 59_999) as Instant
}

/** The filters of the address again, to come back to the same view; `?…`, or nothing. */
export function viewQuery(query: URLSearchParams, also: string = ''): string {
  const kept = new URLSearchParams()
  for (const name of ['kind', 'starred', 'knownAt']) {
    const value = query.get(name)
    if (value) kept.set(name, value.slice(0, 200))
  }
  const text = [kept.toString(), also.replace(/^\?/, '')].filter(Boolean).join('&')
  return text === '' ? '' : `?${text}`
}
