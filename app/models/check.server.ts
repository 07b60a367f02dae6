import { db, type Queryable } from '#db/client.server.ts'
import { factsOf } from '#app/domain/facts.ts'
import type { Finding } from '#app/domain/finding.ts'
import { plainDate, type Instant } from '#app/domain/instant.ts'
import type { IncidentRecord } from '#app/domain/incident-record.ts'
import type { NoticeLanguage } from '#app/domain/language.ts'
import { checkNotice, type NoticeToCheck } from '#app/domain/notice-checks.ts'
import { naturalStage } from '#app/domain/notice-text/index.ts'
import { placesIn } from '#app/domain/prose.ts'
import { getIncidentRecord } from './incident.server.ts'
import { getGuardedWords } from './guarded-words.server.ts'
import { checkDraft } from './notice-content.server.ts'
import { openNotice } from './notice.server.ts'
import { getOrganisation } from './organisation.server.ts'
import { listPeople } from './person.server.ts'
import { judgeStatements, type ShownClaim } from './statement-claims.server.ts'
import { trendAsOf, trendCountsAt } from './yearly-figures.server.ts'

/** What an incident's statements and its notice are worth against the record. */
export interface CheckedIncident {
  reference: string
  statements: { id: string; speaker: string; channel: string; claims: ShownClaim[] }[]
  /** Whether there was a notice to check. */
  checkedText: boolean
  /** Line and column count from 1. */
  findings: (Finding & { line: number; column: number })[]
  /** Claims that the record contradicts or has outgrown, and findings that stand in the way of publishing. */
  toSettle: number
}

/**
 * Holds the statements and the draft notice of an incident against its record; with `text` only that text, as a notice in
 * the given language or the one that it is written in.
 *
 * @throws DomainError `not_found`.
 */
export async function checkIncident(
  {
    reference,
    text,
    now,
  }: { reference: string; text: { body: string; language: NoticeLanguage | null } | null; now: Instant },
  q: Queryable = db,
): Promise<CheckedIncident> {
  const record = await getIncidentRecord(reference, q)
  const claims = text === null ? await judgeStatements(record, record.statements, now, q) : {}
  const checked =
    text === null ? await checkedDraft(record.id, now, q) : await checkedText(record, text, now, q)
  const statements =
    text === null
      ? record.statements.map(({ id, speaker, channel }) => ({
          id,
          speaker,
          channel,
          claims: claims[id] ?? [],
        }))
      : []
  const findings = checked?.findings ?? []
  const wrong = statements.flatMap((statement) =>
    statement.claims.filter(({ verdict }) => ['contradicted', 'conflicting', 'outdated'].includes(verdict)),
  )
  return {
    reference,
    statements,
    checkedText: checked !== null,
    findings: findings.map((finding) => {
      const { language, part } = finding
      const whole = language === null || part === null ? '' : (checked?.texts[language]?.[part] ?? '')
      return { ...finding, ...placesIn(whole)(finding.start) }
    }),
    toSettle: wrong.length + findings.filter(({ severity }) => severity === 'must').length,
  }
}

interface CheckedTexts {
  texts: NoticeToCheck['texts']
  findings: Finding[]
}

/** The draft of the incident's notice, without the findings that somebody keeps; null where nobody has begun one. */
async function checkedDraft(incidentId: string, now: Instant, q: Queryable): Promise<CheckedTexts | null> {
  const row = await q
    .selectFrom('notice')
    .select('slug')
    .where('incident_id', '=', incidentId)
    .orderBy('id', 'desc')
    .executeTakeFirst()
  if (row === undefined) return null
  const opened = await openNotice({ slug: row.slug, now }, q)
  const findings = (await checkDraft(opened, { now }, q)).filter(({ kept }) => kept === null)
  return { texts: opened.notice.texts, findings: findings.map(({ kept: _kept, ...finding }) => finding) }
}

async function checkedText(
  record: IncidentRecord,
  { body, language }: { body: string; language: NoticeLanguage | null },
  now: Instant,
  q: Queryable,
): Promise<CheckedTexts> {
  const organisation = await getOrganisation(q)
  const people = await listPeople(q)
  const texts = { [language ?? languageWritten(body)]: { title: '', body } }
  const findings = checkNotice({
    texts,
    facts: factsOf(record, organisation, { trend: await trendCountsAt(now, q) }),
    record,
    organisation,
    now,
    trend: await trendAsOf(plainDate(now, organisation.zone), q),
    stage: naturalStage(record),
    guardedWords: (await getGuardedWords(q)).words,
    people: [...people.map(({ name }) => name), ...record.actionItems.map(({ owner }) => owner)],
  })
  return { texts, findings }
}

/** Korean where there is Hangul, Japanese where there are kana, else English. */
function languageWritten(text: string): NoticeLanguage {
  if (/[가-힣]/.test(text)) return 'ko'
  return /[ぁ-んァ-ヶ]/.test(text) ? 'ja' : 'en'
}
