import { createHash } from 'node:crypto'
import type { Instant } from '#app/domain/instant.ts'
import { publishedMessages } from '#app/messages/published.ts'
import { siteMessages } from '#app/messages/site.ts'
import { plainText } from './markdown.ts'
import {
  nameOf,
  statusOf,
  timeOf,
  type PublicFile,
  type PublicOrganisation,
  type PublicRevision,
} from './notice-files.ts'
import { publishedAt, stepsOf, type PublicSite, type SiteNotice, type Step } from './site.ts'

const JSON_TYPE = 'application/json; charset=utf-8'

/** As many as the original shows. */
export const LISTED_INCIDENTS = 50

/** The shapes below are those of the public API of status pages, field by field; unknown values are null. */
interface Page {
  id: string
  name: string
  url: string
  time_zone: string
  updated_at: string
}

interface Component {
  id: string
  name: string
  status: 'operational' | 'partial_outage' | 'under_maintenance'
  created_at: string
  updated_at: string
  position: number
  description: null
  showcase: boolean
  start_date: null
  group_id: null
  page_id: string
  group: boolean
  only_show_if_degraded: boolean
}

type IncidentStatus = 'investigating' | 'identified' | 'monitoring' | 'resolved' | 'postmortem'
type MaintenanceStatus = 'scheduled' | 'in_progress' | 'verifying' | 'completed'

interface IncidentUpdate {
  id: string
  status: IncidentStatus | MaintenanceStatus
  body: string
  incident_id: string
  created_at: string
  updated_at: string
  display_at: string
  affected_components: { code: string; name: string; old_status: string; new_status: string }[]
  deliver_notifications: boolean
  custom_tweet: null
  tweet_id: null
}

interface Incident {
  id: string
  name: string
  status: IncidentStatus | MaintenanceStatus
  created_at: string
  updated_at: string
  monitoring_at: string | null
  resolved_at: string | null
  impact: 'major' | 'maintenance'
  shortlink: string
  started_at: string
  page_id: string
  incident_updates: IncidentUpdate[]
  components: Component[]
  reminder_intervals: null
  scheduled_for?: string
  scheduled_until?: string | null
}

/**
 * The files of `/api/v2`, in the shape that clients of hosted status pages read. They say what the notices say, in the
 * organisation's first language: components are the services that notices named, and how bad an incident was is not in
 * a notice, so an ongoing one counts as `major` and nothing is ever called minor.
 */
export function renderStatusFiles(
  site: PublicSite,
  organisation: PublicOrganisation,
  notices: readonly SiteNotice[],
): PublicFile[] {
  const newest = notices.flatMap((notice) => notice.revisions.at(-1)?.publishedAt ?? [])
  const page: Page = {
    id: shortId(`page ${site.origin}`),
    name: nameOf(organisation, organisation.defaultLanguage),
    url: `${site.origin}/notices`,
    time_zone: organisation.zone,
    updated_at: new Date(Math.max(0, ...newest)).toISOString(),
  }
  const components = componentsOf(page, organisation, notices)
  const all = notices
    .filter((notice) => notice.revisions.length > 0)
    .map((notice) => ({
      maintenance: notice.maintenance,
      incident: incidentOf(site, organisation, page, components, notice),
    }))
    .sort((a, b) => (a.incident.created_at < b.incident.created_at ? 1 : -1))
  const incidents = all.filter(({ maintenance }) => !maintenance).map(({ incident }) => incident)
  const maintenances = all.filter(({ maintenance }) => maintenance).map(({ incident }) => incident)
  const unresolved = incidents.filter(({ status }) => status !== 'resolved' && status !== 'postmortem')
  const upcoming = maintenances.filter(({ status }) => status === 'scheduled')
  const active = maintenances.filter(({ status }) => status === 'in_progress' || status === 'verifying')
  const t = siteMessages[organisation.defaultLanguage]
  const status =
    unresolved.length > 0
      ? { indicator: 'major', description: t.open(unresolved.length) }
      : { indicator: 'none', description: t.noneOpen }
  const listed = [...components.values()]
  const files: Record<string, object> = {
    summary: {
      page,
      components: listed,
      incidents: unresolved,
      scheduled_maintenances: [...upcoming, ...active],
      status,
    },
    status: { page, status },
    components: { page, components: listed },
    incidents: { page, incidents: incidents.slice(0, LISTED_INCIDENTS) },
    'incidents/unresolved': { page, incidents: unresolved },
    'scheduled-maintenances': { page, scheduled_maintenances: maintenances.slice(0, LISTED_INCIDENTS) },
    'scheduled-maintenances/upcoming': { page, scheduled_maintenances: upcoming },
    'scheduled-maintenances/active': { page, scheduled_maintenances: active },
  }
  return Object.entries(files).map(([name, value]) => ({
    path: `/api/v2/${name}.json`,
    contentType: JSON_TYPE,
    language: organisation.defaultLanguage,
    body: `${JSON.stringify(value)}\n`,
  }))
}

/** Twelve letters and figures that stay the same for the same name, as the ids of the original look. */
function shortId(name: string): string {
  const number = BigInt(`0x${createHash('sha256').update(name).digest('hex').slice(0, 16)}`)
  return number.toString(36).padStart(12, '0').slice(-12)
}

function serviceNames(revision: Pick<PublicRevision, 'facts'>, organisation: PublicOrganisation): string[] {
  const services = revision.facts['services']
  const names = services?.[organisation.defaultLanguage] || services?.en || services?.ko || ''
  return names === '' ? [] : names.split('\n')
}

/** The services that notices named, by name; hit as long as one of them is ongoing. */
function componentsOf(
  page: Page,
  organisation: PublicOrganisation,
  notices: readonly SiteNotice[],
): Map<string, Component> {
  const components = new Map<string, Component>()
  const byAge = notices.toSorted((a, b) => firstPublished(a) - firstPublished(b))
  for (const notice of byAge) {
    const revision = notice.revisions.at(-1)
    if (!revision) continue
    const status = statusOf(revision)
    for (const name of serviceNames(revision, organisation)) {
      const at = new Date(firstPublished(notice)).toISOString()
      const known = components.get(name)
      const component: Component = known ?? {
        id: shortId(`component ${name}`),
        name,
        status: 'operational',
        created_at: at,
        updated_at: at,
        position: components.size + 1,
        description: null,
        showcase: true,
        start_date: null,
        group_id: null,
        page_id: page.id,
        group: false,
        only_show_if_degraded: false,
      }
      component.updated_at = [component.updated_at, publishedAt(revision).toISOString()].toSorted().at(-1)!
      if (status === 'ongoing') {
        // A maintenance that is only announced has not touched anything yet.
        if (!notice.maintenance) component.status = 'partial_outage'
        else if (revision.stage === 'update' && component.status === 'operational')
          component.status = 'under_maintenance'
      }
      components.set(name, component)
    }
  }
  return components
}

function firstPublished(notice: SiteNotice): number {
  return notice.revisions[0]?.publishedAt ?? 0
}

function incidentOf(
  { origin }: PublicSite,
  organisation: PublicOrganisation,
  page: Page,
  components: Map<string, Component>,
  notice: SiteNotice,
): Incident {
  const id = shortId(`incident ${notice.id}`)
  const steps = stepsOf(notice)
  const first = steps[0]!
  const last = steps.at(-1)!
  const language = organisation.defaultLanguage
  const names = [...new Set(steps.flatMap(({ shown }) => serviceNames(shown, organisation)))]
  const statuses = steps.map((step) => (notice.maintenance ? maintenanceStatus(step) : incidentStatus(step)))
  const since = (wanted: (typeof statuses)[number][]): string | null => {
    const index = statuses.findIndex((status) => wanted.includes(status))
    return index === -1 ? null : publishedAt(steps[index]!.revision).toISOString()
  }
  const updates = steps.map((step, index): IncidentUpdate => {
    const created = publishedAt(step.revision).toISOString()
    const affected = serviceNames(step.shown, organisation).flatMap((name) => components.get(name) ?? [])
    return {
      id: shortId(`update ${step.revision.id}`),
      status: statuses[index]!,
      body: bodyOf(step, organisation),
      incident_id: id,
      created_at: created,
      updated_at: publishedAt(step.shown).toISOString(),
      display_at: created,
      affected_components: affected.map(({ id: code, name }) => ({
        code,
        name,
        old_status: componentStatus(steps[index - 1], notice.maintenance),
        new_status: componentStatus(step, notice.maintenance),
      })),
      deliver_notifications: true,
      custom_tweet: null,
      tweet_id: null,
    }
  })
  const start = timeOf(last.shown.facts, 'impact.start') ?? timeOf(first.shown.facts, 'impact.start')
  const end = timeOf(last.shown.facts, 'impact.end')
  const created = publishedAt(first.revision).toISOString()
  const over = statusOf(last.revision) !== 'ongoing'
  const isoOf = (at: Instant | null | undefined) => (at == null ? null : new Date(at).toISOString())
  return {
    id,
    name: titleOf(last, organisation),
    status: statuses.at(-1)!,
    created_at: created,
    updated_at: publishedAt(last.shown).toISOString(),
    monitoring_at: since(['monitoring', 'verifying']),
    // When it was over as the notice says; else when the notice said that it was.
    resolved_at: over
      ? (isoOf(end ? (end.shape === 'range' ? end.until : end.at) : null) ??
        since(['resolved', 'postmortem', 'completed']))
      : null,
    impact: notice.maintenance ? 'maintenance' : 'major',
    shortlink: `${origin}/notices/${notice.slug}`,
    // A notice without a start keeps the moment of its publication, as the original does.
    started_at: isoOf(start?.at) ?? created,
    page_id: page.id,
    incident_updates: updates.reverse(),
    components: names.flatMap((name) => components.get(name) ?? []),
    reminder_intervals: null,
    ...(notice.maintenance
      ? {
          scheduled_for: isoOf(start?.at) ?? created,
          scheduled_until: isoOf(end ? (end.shape === 'range' ? end.until : end.at) : null),
        }
      : {}),
  }

  function titleOf(step: Step, { defaultLanguage }: PublicOrganisation): string {
    const text = step.shown.texts[defaultLanguage] ?? Object.values(step.shown.texts)[0]
    return step.revision.kind === 'withdrawal' ? publishedMessages[language].withdrawn : (text?.title ?? '')
  }
}

function bodyOf({ revision, shown }: Step, { defaultLanguage }: PublicOrganisation): string {
  const body = plainText((shown.texts[defaultLanguage] ?? Object.values(shown.texts)[0])?.body ?? '')
  const wrong = revision.kind === 'correction' ? revision.correction[defaultLanguage] : undefined
  return wrong ? `${siteMessages[defaultLanguage].correctionLead}: ${wrong}\n\n${body}` : body
}

/**
 * The stage of a notice in the words of the status API. An update tells more or less, and the step before it may say
 * what is known: with an end or a mitigation it is watched, with a cause it is identified.
 */
function incidentStatus({ revision }: Step): IncidentStatus {
  if (revision.kind === 'withdrawal') return 'resolved'
  if (revision.stage === 'final_report') return 'postmortem'
  if (revision.stage === 'resolved') return 'resolved'
  if (statusOf(revision) === 'resolved') return 'resolved'
  if (revision.stage === 'first_word') return 'investigating'
  const knows = (key: string) => (revision.facts[key]?.value ?? null) !== null
  if (knows('mitigated')) return 'monitoring'
  return knows('cause') ? 'identified' : 'investigating'
}

/** The end of a maintenance is known before it begins, so only the stage says how far it is. */
function maintenanceStatus({ revision }: Step): MaintenanceStatus {
  if (revision.kind === 'withdrawal') return 'completed'
  const statuses = {
    first_word: 'scheduled',
    update: 'in_progress',
    resolved: 'completed',
    final_report: 'completed',
  } as const
  return statuses[revision.stage]
}

function componentStatus(step: Step | undefined, maintenance: boolean): Component['status'] {
  if (!step || statusOf(step.revision) !== 'ongoing') return 'operational'
  if (!maintenance) return 'partial_outage'
  return step.revision.stage === 'update' ? 'under_maintenance' : 'operational'
}
