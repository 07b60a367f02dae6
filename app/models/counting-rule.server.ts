import { v7 as newId } from 'uuid'
import { db, type Queryable } from '#db/client.server.ts'
import { inTransaction } from '#db/transaction.server.ts'
import { fromJson, toJson } from '#db/schema.ts'
import {
  DEFAULT_COUNTING_RULE,
  ruleWords,
  type CountingRule,
  type RuleInForce,
} from '#app/domain/counting-rule.ts'
import { countingRuleSchema } from '#app/domain/counting-rule-schema.ts'
import { DomainError, problemsByField } from '#app/domain/errors.ts'
import type { Instant } from '#app/domain/instant.ts'
import { recordChange, type Actor } from './audit.server.ts'
import { getOrganisation } from './organisation.server.ts'
import { listServices } from './service.server.ts'

/** A rule in its newest version. */
export interface ListedRule extends RuleInForce {
  isDefault: boolean
  retiredAt: Instant | null
  /** Why it says what it says now. */
  reason: string
}

export interface RuleInput {
  nameKo: string
  nameEn: string
  definition: CountingRule
  reason: string
}

/**
 * The rule that holds until somebody writes one. It has no row before its first revision, so a new organisation has a
 * trend at once.
 */
const BUILT_IN_RULE = { id: 'default', nameKo: '기본 기준', nameEn: 'Default rule' } as const

/** All rules, the default one first, retired ones last. */
export async function listCountingRules(q: Queryable = db): Promise<ListedRule[]> {
  const rows = await q
    .selectFrom('counting_rule')
    .innerJoin('counting_rule_version', (join) =>
      join
        .onRef('counting_rule_version.rule_id', '=', 'counting_rule.id')
        .onRef('counting_rule_version.number', '=', 'counting_rule.current_version'),
    )
    .select([
      'counting_rule.id',
      'counting_rule.current_version as version',
      'name_ko as nameKo',
      'name_en as nameEn',
      'definition',
      'is_default',
      'retired_at as retiredAt',
      'reason',
    ])
    .orderBy('counting_rule.id')
    .execute()
  const toWords = await wordsOf(q)
  const rules = rows.map(({ definition, is_default, ...row }) => {
    const rule = fromJson(definition)
    return { ...row, isDefault: is_default === 1, definition: rule, words: toWords(rule) }
  })
  if (!rules.some((rule) => rule.id === BUILT_IN_RULE.id)) {
    rules.push({
      ...BUILT_IN_RULE,
      version: 1,
      definition: DEFAULT_COUNTING_RULE,
      words: toWords(DEFAULT_COUNTING_RULE),
      isDefault: !rules.some((rule) => rule.isDefault),
      retiredAt: null,
      reason: '',
    })
  }
  return rules.sort(
    (a, b) =>
      Number(b.isDefault) - Number(a.isDefault) ||
      Number(a.retiredAt !== null) - Number(b.retiredAt !== null),
  )
}

/**
 * The rule with this id, or the default one.
 *
 * @throws DomainError `not_found`.
 */
export async function getCountingRule(ruleId: string | undefined, q: Queryable = db): Promise<ListedRule> {
  const rules = await listCountingRules(q)
  const rule = rules.find((candidate) =>
    ruleId === undefined ? candidate.isDefault : candidate.id === ruleId,
  )
  if (rule === undefined) throw new DomainError('not_found', { rule: [{ code: 'rule_missing' }] })
  return rule
}

/**
 * A rule as one of its versions has it.
 *
 * @param version the newest when left out
 * @throws DomainError `not_found` for a rule or a version that is not there.
 */
export async function getRuleVersion(
  ruleId: string | undefined,
  version: number | undefined,
  q: Queryable = db,
): Promise<ListedRule> {
  const rule = await getCountingRule(ruleId, q)
  if (version === undefined || version === rule.version) return rule
  const asked = (await listRuleVersions(rule.id, q)).find(({ number }) => number === version)
  if (asked === undefined) throw new DomainError('not_found', { version: [{ code: 'rule_version_missing' }] })
  const { number, definition, words, reason } = asked
  return { ...rule, version: number, definition, words, reason }
}

export interface RuleVersion {
  number: number
  definition: CountingRule
  /** What the version says, in words. */
  words: { ko: string; en: string }
  reason: string
  recordedAt: Instant
  recordedBy: string
}

/** What a rule said and says, newest version first. */
export async function listRuleVersions(ruleId: string, q: Queryable = db): Promise<RuleVersion[]> {
  const rows = await q
    .selectFrom('counting_rule_version')
    .select(['number', 'definition', 'reason', 'recorded_at as recordedAt', 'recorded_by as recordedBy'])
    .where('rule_id', '=', ruleId)
    .orderBy('number', 'desc')
    .execute()
  const toWords = await wordsOf(q)
  return rows.map((row) => {
    const definition = fromJson(row.definition)
    return { ...row, definition, words: toWords(definition) }
  })
}

/**
 * Writes a new rule and returns its id.
 *
 * @throws DomainError `invalid`.
 */
export async function createCountingRule(
  { actor, now, ...input }: RuleInput & { actor: Actor; now: Instant },
  q: Queryable = db,
): Promise<string> {
  const rule = checked(input)
  return inTransaction(async (tx) => {
    const id = newId()
    await insertRule({ id, ...rule, isDefault: false, actor, now }, tx)
    return id
  }, q)
}

/**
 * Makes the next version of a rule. Figures under the earlier one are not changed by it: they name the version they
 * were made under.
 *
 * @throws DomainError `invalid`, `not_found`; `conflict` with the newest version in `current`.
 */
export async function reviseCountingRule(
  {
    ruleId,
    expectedVersion,
    actor,
    now,
    ...input
  }: RuleInput & { ruleId: string; expectedVersion: number; actor: Actor; now: Instant },
  q: Queryable = db,
): Promise<void> {
  const rule = checked(input)
  if (rule.reason === '') throw new DomainError('invalid', { reason: [{ code: 'required' }] })
  await inTransaction(async (tx) => {
    const before = await getCountingRule(ruleId, tx)
    await storeBuiltInRule(before, { actor, now }, tx)
    const next = expectedVersion + 1
    const result = await tx
      .updateTable('counting_rule')
      .set({ name_ko: rule.nameKo, name_en: rule.nameEn, current_version: next })
      .where('id', '=', ruleId)
      .where('current_version', '=', expectedVersion)
      .executeTakeFirst()
    if (result.numUpdatedRows === 0n) {
      throw new DomainError('conflict', { '': [{ code: 'changed_by_another' }] }, before)
    }
    await insertVersion({ ruleId, number: next, ...rule, actor, now }, tx)
    await tx
      .deleteFrom('year_rollup')
      .where('rule_id', '=', ruleId)
      .where('rule_version', '<', next)
      .execute()
    await recordRuleChange(
      { id: ruleId, action: 'revised', before, after: { ...rule, version: next }, actor, now },
      tx,
    )
  }, q)
}

/**
 * Makes a rule the one that figures are shown under unless another is asked for.
 *
 * @throws DomainError `not_found`; `invalid` for a retired rule.
 */
export async function makeDefaultRule(
  { ruleId, actor, now }: { ruleId: string; actor: Actor; now: Instant },
  q: Queryable = db,
): Promise<void> {
  await inTransaction(async (tx) => {
    const rule = await getCountingRule(ruleId, tx)
    if (rule.retiredAt !== null) throw new DomainError('invalid', { '': [{ code: 'rule_retired' }] })
    if (rule.isDefault) return
    await storeBuiltInRule(rule, { actor, now }, tx)
    await tx.updateTable('counting_rule').set({ is_default: 0 }).where('id', '!=', ruleId).execute()
    await tx.updateTable('counting_rule').set({ is_default: 1 }).where('id', '=', ruleId).execute()
    await recordRuleChange({ id: ruleId, action: 'made_default', before: null, after: null, actor, now }, tx)
  }, q)
}

/**
 * Takes a rule out of the choices. Its versions stay, since published figures name them.
 *
 * @throws DomainError `not_found`; `invalid` for the default rule, as there has to be one.
 */
export async function retireCountingRule(
  { ruleId, actor, now }: { ruleId: string; actor: Actor; now: Instant },
  q: Queryable = db,
): Promise<void> {
  await inTransaction(async (tx) => {
    const rule = await getCountingRule(ruleId, tx)
    if (rule.isDefault) throw new DomainError('invalid', { '': [{ code: 'default_rule_needed' }] })
    if (rule.retiredAt !== null) return
    await storeBuiltInRule(rule, { actor, now }, tx)
    await tx.updateTable('counting_rule').set({ retired_at: now }).where('id', '=', ruleId).execute()
    await tx.deleteFrom('year_rollup').where('rule_id', '=', ruleId).execute()
    await recordRuleChange({ id: ruleId, action: 'retired', before: null, after: null, actor, now }, tx)
  }, q)
}

/**
 * Puts a retired rule back among the choices.
 *
 * @throws DomainError `not_found`.
 */
export async function restoreCountingRule(
  { ruleId, actor, now }: { ruleId: string; actor: Actor; now: Instant },
  q: Queryable = db,
): Promise<void> {
  await inTransaction(async (tx) => {
    const rule = await getCountingRule(ruleId, tx)
    if (rule.retiredAt === null) return
    await tx.updateTable('counting_rule').set({ retired_at: null }).where('id', '=', ruleId).execute()
    await recordRuleChange({ id: ruleId, action: 'restored', before: null, after: null, actor, now }, tx)
  }, q)
}

function checked(input: RuleInput): RuleInput {
  const nameKo = input.nameKo.trim()
  const nameEn = input.nameEn.trim()
  const parsed = countingRuleSchema.safeParse(input.definition)
  const problems = parsed.success ? {} : problemsByField(parsed.error.issues)
  if (nameKo === '' && nameEn === '') problems.nameKo = [{ code: 'required' }]
  if (!parsed.success || problems.nameKo) throw new DomainError('invalid', problems)
  return { nameKo, nameEn, definition: parsed.data, reason: input.reason.trim() }
}

async function storeBuiltInRule(
  rule: ListedRule,
  { actor, now }: { actor: Actor; now: Instant },
  tx: Queryable,
) {
  if (rule.id !== BUILT_IN_RULE.id) return
  const stored = await tx
    .selectFrom('counting_rule')
    .select('id')
    .where('id', '=', rule.id)
    .executeTakeFirst()
  if (stored === undefined) await insertRule({ ...rule, actor, now }, tx)
}

async function insertRule(
  { id, isDefault, ...input }: RuleInput & { id: string; isDefault: boolean; actor: Actor; now: Instant },
  tx: Queryable,
): Promise<void> {
  await tx
    .insertInto('counting_rule')
    .values({
      id,
      name_ko: input.nameKo,
      name_en: input.nameEn,
      is_default: isDefault ? 1 : 0,
      current_version: 1,
      retired_at: null,
    })
    .execute()
  await insertVersion({ ruleId: id, number: 1, ...input }, tx)
  const { nameKo, nameEn, definition, reason, actor, now } = input
  const after = { nameKo, nameEn, definition, reason, version: 1 }
  await recordRuleChange({ id, action: 'created', before: null, after, actor, now }, tx)
}

async function insertVersion(
  version: RuleInput & { ruleId: string; number: number; actor: Actor; now: Instant },
  tx: Queryable,
): Promise<void> {
  await tx
    .insertInto('counting_rule_version')
    .values({
      rule_id: version.ruleId,
      number: version.number,
      definition: toJson(version.definition),
      reason: version.reason,
      recorded_at: version.now,
      recorded_by: version.actor.name,
    })
    .execute()
}

function recordRuleChange(
  change: { id: string; action: string; before: unknown; after: unknown; actor: Actor; now: Instant },
  tx: Queryable,
): Promise<void> {
  const { id, ...rest } = change
  return recordChange({ ...rest, incidentId: null, entity: 'counting_rule', entityId: id }, tx)
}

async function wordsOf(q: Queryable) {
  const [{ zone }, services] = [await getOrganisation(q), await listServices(q)]
  const names = new Map(services.map((service) => [service.id, service]))
  return (rule: CountingRule) => ({
    ko: ruleWords(rule, 'ko', {
      zone,
      serviceName: (id) => names.get(id)?.nameKo || names.get(id)?.nameEn || id,
    }),
    en: ruleWords(rule, 'en', {
      zone,
      serviceName: (id) => names.get(id)?.nameEn || names.get(id)?.nameKo || id,
    }),
  })
}
