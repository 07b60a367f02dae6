import { useReader } from '#app/components/reader.tsx'
import type { Drift } from '#app/domain/drift.ts'
import { FACT_LABELS, type FactKey } from '#app/domain/facts.ts'

/** Which published facts the record no longer supports, by name. */
export function DriftNames({ drifts }: { drifts: readonly Pick<Drift, 'key'>[] }) {
  const { language } = useReader()
  const names = drifts.map(({ key }) => FACT_LABELS[key as FactKey]?.[language] ?? key)
  return <span className="quiet">{names.join(', ')}</span>
}
