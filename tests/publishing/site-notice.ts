import { FACT_KEYS, factsOf, freezeFacts } from '#app/domain/facts.ts'
import type { PublicOrganisation } from '#app/publishing/notice-files.ts'
import type { SiteNotice, SiteRevision } from '#app/publishing/site.ts'
import { at } from '#tests/factories.ts'
import { ORIGIN_ORGANISATION, exactly, markersAt, originRecord } from '#tests/origin-record.ts'

export const SITE = { origin: 'https://status.example.org', mail: true }
export const THREE: PublicOrganisation = { ...ORIGIN_ORGANISATION, languages: ['ko', 'en', 'ja'] }

/** Ids as they are made: the order of the numbers is the order of time. */
function idOf(slug: string, number: number): string {
  return `0${slug.replace(/\D/g, '').padStart(7, '0')}-0000-7000-8000-${String(number).padStart(12, '0')}`
}

/** A revision of a made-up notice; what is left out is the usual. */
export function siteRevision(
  number: number,
  day: string,
  changes: Partial<SiteRevision> = {},
  slug = '2020-002',
): SiteRevision {
  return {
    id: idOf(slug, number),
    number,
    stage: 'resolved',
    kind: number === 1 ? 'first' : 'update',
    texts: {
      ko: { title: `장애 안내 ${number} & <b>`, body: `**첫 문단**입니다. 1 < 2 & 3.\n\n- 항목 ]]> 하나` },
      en: { title: `Outage ${number} & <b>`, body: `The **first** paragraph, 1 < 2 & 3.\n\n- an item` },
      ja: { title: `障害のお知らせ ${number}`, body: `最初の段落です。` },
    },
    facts: freezeFacts(factsOf(originRecord(), ORIGIN_ORGANISATION), FACT_KEYS),
    correction: {},
    publishedAt: at(`${day}T14:00:00+09:00`),
    ...changes,
  }
}

/** Facts of an incident that has begun and not ended. */
export function ongoingFacts(): SiteRevision['facts'] {
  const record = originRecord({ markers: markersAt({ impact_start: exactly('2020-03-02T08:58:00+09:00') }) })
  const keys = FACT_KEYS.filter((key) => key !== 'cause')
  return freezeFacts(factsOf(record, ORIGIN_ORGANISATION), keys)
}

export function siteNotice(revisions: SiteRevision[], slug = '2020-002', maintenance = false): SiteNotice {
  return { id: idOf(slug, 0), slug, reference: slug, maintenance, revisions }
}
