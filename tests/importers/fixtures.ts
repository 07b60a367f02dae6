import type { ImportFinding } from '#app/importers/draft.ts'

/** After everything that the fixtures tell of. */
export const LATER = '2026-11-22T12:00:00Z'

export function bytes(text: string): Uint8Array {
  return new TextEncoder().encode(text)
}

/** An issue as the editor of a cState site writes it; fields replace those of a sound one, null leaves one out. */
export function issue(fields: Record<string, string | null> = {}, body = 'The queue is stuck.'): Uint8Array {
  const sound = {
    title: 'Builds wait in the queue',
    date: '2024-03-02T08:58:00Z',
    resolved: 'true',
    resolvedWhen: '2024-03-02T10:17:00Z',
    severity: 'down',
    affected: '\n  - Builds\n  - Downloads',
    section: 'issue',
  }
  const lines = Object.entries({ ...sound, ...fields }).flatMap(([name, value]) =>
    value === null ? [] : [`${name}: ${value}`],
  )
  return bytes(`---\n${lines.join('\n')}\n---\n\n${body}\n`)
}

/** An incident as the public API of a Statuspage gives it. */
export function pageIncident(fields: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    id: 'inc-1',
    name: 'Builds wait in the queue',
    status: 'resolved',
    impact: 'major',
    created_at: '2024-03-02T09:04:10.500Z',
    started_at: '2024-03-02T08:58:00.000Z',
    resolved_at: '2024-03-02T10:17:00.000Z',
    components: [{ id: 'c1', name: 'Builds' }],
    incident_updates: [
      {
        status: 'resolved',
        body: 'It is over.\r\nWe are sorry.',
        display_at: '2024-03-02T10:17:00.000Z',
        created_at: '2024-03-02T10:18:00.000Z',
      },
    ],
    reminder_intervals: '[]',
    ...fields,
  }
}

export function page(...incidents: unknown[]): Uint8Array {
  return bytes(JSON.stringify({ page: { id: 'p', name: 'Example' }, incidents }))
}

export function codes(findings: readonly ImportFinding[]): string[] {
  return findings.map(({ code }) => code)
}
