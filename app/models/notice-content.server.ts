import { createHash } from 'node:crypto'
import { db, type Queryable } from '#db/client.server.ts'
import { DomainError } from '#app/domain/errors.ts'
import { freezeFacts, writeFacts, type FactFinding, type FactKey } from '#app/domain/facts.ts'
import { plainDate, type Instant } from '#app/domain/instant.ts'
import type { NoticeLanguage } from '#app/domain/language.ts'
import { checkNotice, type Finding, type NoticeToCheck } from '#app/domain/notice-checks.ts'
import { approvalDemanded } from '#app/domain/notice-review.ts'
import { may, type Role } from '#app/domain/roles.ts'
import type { PublicRevision } from '#app/publishing/notice-files.ts'
import { getGuardedWords } from './guarded-words.server.ts'
import {
  withoutEmpty,
  type Notice,
  type NoticeContent,
  type NoticeTexts,
  type OpenNotice,
  type PublicWords,
} from './notice.server.ts'
import type { Organisation } from './organisation.server.ts'
import { listPeople } from './person.server.ts'
import { trendAsOf } from './yearly-figures.server.ts'

export type RevisionKind = PublicRevision['kind']

/** A gap in a draft: it has to be filled before anybody can publish it. */
export type NoticeFinding =
  | (FactFinding & { language: NoticeLanguage; part: 'title' | 'body' })
  | { code: 'empty_title' | 'empty_body' | 'empty_correction'; language: NoticeLanguage }

/** Facts that the page shows in its table and its list whether the text names them or not. */
const SHOWN_FACTS: FactKey[] = ['impact.start', 'impact.end', 'impact.window', 'impact.duration', 'services']
/** Frozen as "not known" where the record did not know them, so that it is noticed when it does. */
const AWAITED_FACTS: FactKey[] = ['cause']

/** The draft with its facts written out, as the revision that it would become, and the gaps that are left in it. */
export function writeOut(
  notice: Notice,
  organisation: Organisation,
  {
    kind = notice.nextKind,
    correction = notice.correction,
    publishedAt,
  }: { kind?: RevisionKind; correction?: PublicWords; publishedAt: Instant | null },
): { revision: PublicRevision; findings: NoticeFinding[] } {
  const findings: NoticeFinding[] = []
  const used = new Set<FactKey>(SHOWN_FACTS)
  const factOf = (key: FactKey) => notice.facts.find((fact) => fact.key === key)
  const textsIn = (key: FactKey) => factOf(key)?.texts[organisation.defaultLanguage] ?? []
  if (textsIn('impact.duration').length === 0) used.add('impact.duration.rounded')
  for (const key of AWAITED_FACTS) {
    if (Object.values(factOf(key)?.texts ?? {}).every((texts) => texts.length === 0)) used.add(key)
  }

  const texts: NoticeTexts = {}
  for (const language of organisation.languages) {
    const draft = notice.texts[language]
    if (!draft) continue
    const title = writeFacts(draft.title.trim(), notice.facts, language, { markdown: false })
    const body = writeFacts(draft.body, notice.facts, language)
    if (title.text.trim() === '') findings.push({ code: 'empty_title', language })
    if (body.text.trim() === '') findings.push({ code: 'empty_body', language })
    findings.push(...title.findings.map((finding) => ({ ...finding, language, part: 'title' as const })))
    findings.push(...body.findings.map((finding) => ({ ...finding, language, part: 'body' as const })))
    for (const key of [...title.used, ...body.used]) used.add(key)
    texts[language] = { title: title.text, body: body.text }
  }
  const words = kind === 'correction' ? withoutEmpty(correction) : {}
  if (kind === 'correction') {
    for (const language of organisation.languages) {
      if (!words[language]) findings.push({ code: 'empty_correction', language })
    }
  }
  const facts = freezeFacts(notice.facts, used)
  const number = notice.revisions.length + 1
  return {
    revision: {
      ...{ number, stage: notice.stage, kind, texts, facts, correction: words, publishedAt },
      ...(notice.showsPromises ? { promises: notice.promises } : {}),
    },
    findings,
  }
}

/**
 * Whether the public would read anything new. That yearly counts end with another day than they did when the newest
 * revision was published is nothing that anybody wrote.
 */
export function saysSomethingNew(notice: Notice, organisation: Organisation): boolean {
  const last = notice.revisions.at(-1)
  if (!last) return true
  const { revision } = writeOut({ ...notice, facts: notice.factsSince }, organisation, { publishedAt: null })
  const read = ({ stage, texts, promises = [] }: PublicRevision) => JSON.stringify([stage, texts, promises])
  return read(last) !== read(revision)
}

/** What a reviewer reads of a revision. */
export function contentOf({ kind, stage, texts, correction }: PublicRevision): NoticeContent {
  return { kind, stage, texts, correction }
}

/**
 * SHA-256 of all that is approved with a revision, in hexadecimal: stage, kind, texts with their facts written out, the
 * facts themselves, the correction, the languages, and the promises that are shown.
 */
export function fingerprintOf(revision: PublicRevision): string {
  const { stage, kind, texts, facts, correction, promises = null } = revision
  const all = JSON.stringify([stage, kind, texts, facts, correction, promises])
  return createHash('sha256').update(all).digest('hex')
}

/** A finding with the decision to keep it, if somebody made one. */
export interface CheckedFinding extends Finding {
  kept: { reason: string; by: string; at: Instant } | null
}

/** Everything the checks of a draft look at; the same on the server and in the browser. */
export async function toCheck(
  { notice, record, organisation }: OpenNotice,
  { kind = notice.nextKind, now }: { kind?: RevisionKind; now: Instant },
  q: Queryable = db,
): Promise<NoticeToCheck> {
  const people = await listPeople(q)
  const owners = record.actionItems.map(({ owner }) => owner)
  return {
    texts: notice.texts,
    facts: notice.facts,
    record,
    organisation,
    now,
    trend: await trendAsOf(plainDate(now, organisation.zone), q),
    stage: notice.stage,
    guardedWords: (await getGuardedWords(q)).words,
    people: [...new Set([...people.map(({ name }) => name), ...owners])].filter((name) => name.trim() !== ''),
    ...(kind === 'correction' ? { correction: notice.correction } : {}),
  }
}

/** What the checks say of a draft, with what was kept. */
export async function checkDraft(
  opened: OpenNotice,
  options: { kind?: RevisionKind; now: Instant },
  q: Queryable = db,
): Promise<CheckedFinding[]> {
  const kept = await listKeptFindings(opened.notice.id, q)
  const findings = checkNotice(await toCheck(opened, options, q))
  return findings.map((finding) => {
    const decision = kept.find(({ fingerprint }) => fingerprint === finding.fingerprint)
    return {
      ...finding,
      kept: decision ? { reason: decision.reason, by: decision.by, at: decision.at } : null,
    }
  })
}

/** Findings of a notice that somebody decided to keep, also those whose words are gone since. */
export async function listKeptFindings(noticeId: string, q: Queryable = db) {
  const rows = await q
    .selectFrom('kept_finding')
    .selectAll()
    .where('notice_id', '=', noticeId)
    .orderBy('kept_at')
    .orderBy('fingerprint')
    .execute()
  return rows.map(({ fingerprint, code, language, quote, reason, kept_at, kept_by }) => ({
    fingerprint,
    code,
    language,
    quote,
    reason,
    at: kept_at,
    by: kept_by,
  }))
}

/** Whether a finding stands in the way of publishing. */
export function isBlocking(finding: CheckedFinding): boolean {
  return finding.severity === 'must' && finding.kept === null
}

/**
 * Refuses a draft that cannot go out.
 *
 * @throws DomainError `invalid` with `findings` (gaps) and `checks` (kept out) in `current`.
 */
export async function refuseUnsettled(
  opened: OpenNotice,
  { findings, kind, now }: { findings: NoticeFinding[]; kind: RevisionKind; now: Instant },
  q: Queryable,
): Promise<void> {
  if (findings.length > 0) {
    throw new DomainError(
      'invalid',
      { '': [{ code: 'notice_has_gaps', params: { count: findings.length } }] },
      { findings },
    )
  }
  const checks = (await checkDraft(opened, { kind, now }, q)).filter(isBlocking)
  if (checks.length === 0) return
  throw new DomainError(
    'invalid',
    { '': [{ code: 'notice_has_findings', params: { count: checks.length } }] },
    { checks },
  )
}

/** Somebody who may publish, with an active account. */
export interface Publisher {
  id: string
  name: string
  role: Role
}

/** Everybody with an active account who may approve and publish. */
export async function listPublishers(q: Queryable = db): Promise<Publisher[]> {
  const people = await listPeople(q)
  return people
    .filter(({ role, disabledAt }) => disabledAt === null && may(role, 'publish_notice'))
    .map(({ id, name, role }) => ({ id, name, role }))
}

/** Whether a second person has to approve. */
export async function isApprovalDemanded(q: Queryable = db): Promise<boolean> {
  return approvalDemanded((await listPublishers(q)).length)
}
