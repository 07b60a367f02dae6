import { v7 as newId } from 'uuid'
import type { Selectable } from 'kysely'
import { db, type Queryable } from '#db/client.server.ts'
import type { DocumentTemplateTable, Language } from '#db/schema.ts'
import { inTransaction } from '#db/transaction.server.ts'
import { DomainError, refuse, type Problem } from '#app/domain/errors.ts'
import type { Instant } from '#app/domain/instant.ts'
import {
  LONGEST_TEMPLATE,
  templateFindings,
  TEMPLATES_AT_MOST,
} from '#app/domain/postmortem-templates/own-template.ts'
import { recordChange, type Actor } from './audit.server.ts'
import { getOrganisation } from './organisation.server.ts'
import { changeVersionedRow } from './versioned-row.server.ts'

/** A template of a postmortem that the organisation wrote itself. */
export interface DocumentTemplate extends DocumentTemplateInput {
  id: string
  retiredAt: Instant | null
  version: number
}

export interface DocumentTemplateInput {
  name: string
  language: Language
  /** With placeholders, blocks and open questions. */
  markdown: string
}

interface By {
  actor: Actor
  now: Instant
}

/** All templates by name, those that are retired last. */
export async function listDocumentTemplates(q: Queryable = db): Promise<DocumentTemplate[]> {
  const rows = await q.selectFrom('document_template').selectAll().orderBy('name').orderBy('id').execute()
  return rows.map(templateOf).sort((a, b) => Number(a.retiredAt !== null) - Number(b.retiredAt !== null))
}

/** @throws DomainError `not_found`. */
export async function getDocumentTemplate(id: string, q: Queryable = db): Promise<DocumentTemplate> {
  const row = await q.selectFrom('document_template').selectAll().where('id', '=', id).executeTakeFirst()
  if (row === undefined) throw new DomainError('not_found')
  return templateOf(row)
}

/**
 * Adds a template and returns its id.
 *
 * @throws DomainError `invalid` at `markdown` for what is too long or names nothing, at `name` for a name that another
 * template in use has in the same language, and for one template too many
 */
export async function addDocumentTemplate(
  { actor, now, ...input }: DocumentTemplateInput & By,
  q: Queryable = db,
): Promise<string> {
  return inTransaction(async (tx) => {
    await refuseTemplate(input, { inUse: await inUseWithout(null, tx) }, tx)
    const id = newId()
    await tx
      .insertInto('document_template')
      .values({ id, ...input, retired_at: null, version: 1 })
      .execute()
    await recordChange(
      {
        actor,
        now,
        incidentId: null,
        entity: 'document_template',
        entityId: id,
        action: 'added',
        before: null,
        after: input,
      },
      tx,
    )
    return id
  }, q)
}

/** Changes a template; postmortems that began with it stay as they are. @throws DomainError as `addDocumentTemplate`, `not_found`, `conflict`. */
export async function changeDocumentTemplate(
  {
    id,
    expectedVersion,
    actor,
    now,
    ...input
  }: DocumentTemplateInput & By & { id: string; expectedVersion: number },
  q: Queryable = db,
): Promise<void> {
  await inTransaction(async (tx) => {
    const { retiredAt } = await getDocumentTemplate(id, tx)
    const inUse = await inUseWithout(id, tx)
    await refuseTemplate(input, { inUse: retiredAt === null ? inUse : [] }, tx)
    await changeVersionedRow(
      {
        table: 'document_template',
        id,
        expectedVersion,
        set: input,
        action: 'changed',
        incidentId: null,
        actor,
        now,
      },
      tx,
    )
  }, q)
}

/**
 * Takes a template out of the choice, or puts it back.
 *
 * @throws DomainError `not_found`, `conflict`; `invalid` for one that has a name in use when it comes back
 */
export async function setDocumentTemplateRetired(
  {
    id,
    retired,
    expectedVersion,
    actor,
    now,
  }: By & { id: string; retired: boolean; expectedVersion: number },
  q: Queryable = db,
): Promise<void> {
  await inTransaction(async (tx) => {
    const template = await getDocumentTemplate(id, tx)
    if (!retired) refuseName(template, await inUseWithout(id, tx))
    await changeVersionedRow(
      {
        table: 'document_template',
        id,
        expectedVersion,
        set: { retired_at: retired ? now : null },
        action: retired ? 'retired' : 'restored',
        incidentId: null,
        actor,
        now,
      },
      tx,
    )
  }, q)
}

async function inUseWithout(id: string | null, q: Queryable): Promise<DocumentTemplate[]> {
  return (await listDocumentTemplates(q)).filter((one) => one.retiredAt === null && one.id !== id)
}

async function refuseTemplate(
  input: DocumentTemplateInput,
  { inUse }: { inUse: readonly DocumentTemplate[] },
  q: Queryable,
): Promise<void> {
  refuseName(input, inUse)
  if (input.markdown.length > LONGEST_TEMPLATE) {
    refuse({
      markdown: [{ code: 'too_long', params: { max: LONGEST_TEMPLATE, actual: input.markdown.length } }],
    })
  }
  const findings = templateFindings(input.markdown, input.language, await getOrganisation(q))
  const problems = findings
    .slice(0, 10)
    .map(({ code, line, label }): Problem =>
      code === 'unknown'
        ? { code: 'template_unknown_name', params: { line, name: label } }
        : { code: 'template_block_inline', params: { line, name: label } },
    )
  refuse(problems.length > 0 ? { markdown: problems } : {})
}

function refuseName(
  { name, language }: Pick<DocumentTemplateInput, 'name' | 'language'>,
  inUse: readonly DocumentTemplate[],
): void {
  if (inUse.some((other) => other.language === language && other.name === name)) {
    refuse({ name: [{ code: 'template_name_taken' }] })
  }
  if (inUse.length >= TEMPLATES_AT_MOST) {
    refuse({ '': [{ code: 'templates_too_many', params: { max: TEMPLATES_AT_MOST } }] })
  }
}

function templateOf(row: Selectable<DocumentTemplateTable>): DocumentTemplate {
  const { id, name, language, markdown, retired_at: retiredAt, version } = row
  return { id, name, language, markdown, retiredAt, version }
}
