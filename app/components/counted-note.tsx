import { Link } from '@remix-run/react'
import type { RuleInForce } from '#app/domain/counting-rule.ts'
import type { CountedIncidents } from '#app/domain/trend-incidents.ts'
import { NONE } from '#app/domain/trend-query.ts'
import { factorMessages } from '#app/messages/factors.ts'
import { trendFilterMessages } from '#app/messages/trend-filters.ts'
import { paths } from '#app/paths.ts'
import { nameIn, useMessages, useReader } from './reader.tsx'

interface CountedNoteProps {
  counted: CountedIncidents
  rule: Pick<RuleInForce, 'id' | 'nameKo' | 'nameEn' | 'version'>
  /** How many there are on all pages. */
  total: number
  services: readonly { id: string; nameKo: string; nameEn: string }[]
}

/** Says which incidents of a trend a list shows, in place of the filters that anybody can set. */
export function CountedNote({ counted, rule, total, services }: CountedNoteProps) {
  const t = useMessages(trendFilterMessages)
  const factors = useMessages(factorMessages).names
  const { language } = useReader()
  const serviceName = (id: string) => {
    const service = services.find((one) => one.id === id)
    return service ? nameIn(language, service) : id
  }
  const words = [
    t.began(counted.from, counted.until),
    ...(counted.kind === null ? [] : [t.kinds[counted.kind]]),
    ...counted.service.map((id) => (id === NONE ? t.noService : t.service(serviceName(id)))),
    ...(counted.severity === null ? [] : [t.severity(t.severities[counted.severity])]),
    ...counted.factor.map((factor) => (factor === NONE ? t.noFactor : t.factor(factors[factor]))),
    ...counted.surface.map((surface) => (surface === NONE ? t.noSurface : t.surface(t.surfaces[surface]))),
    ...(counted.weekday === null ? [] : [t.weekday(counted.weekday)]),
    ...(counted.hour === null ? [] : [counted.hour === NONE ? t.hourUnknown : t.hour(counted.hour)]),
    ...(counted.length === null ? [] : [t.lengths[counted.length]]),
  ]
  return (
    <div className="counted-note">
      <p>
        <strong>{t.behind(total)}</strong> <Link to={paths.incidents()}>{t.all}</Link>
      </p>
      <p className="quiet small">
        <Link to={paths.countingRule(rule.id)}>{t.counted(nameIn(language, rule), rule.version)}</Link> ·{' '}
        {words.join(' · ')}
      </p>
    </div>
  )
}
