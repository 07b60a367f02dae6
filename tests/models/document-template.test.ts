import { expect } from 'vitest'
import { POSTMORTEM_TEMPLATES, TEMPLATE_NAMES } from '#app/domain/postmortem-templates/index.ts'
import {
  LONGEST_TEMPLATE,
  templateFindings,
  TEMPLATES_AT_MOST,
} from '#app/domain/postmortem-templates/own-template.ts'
import {
  addDocumentTemplate,
  changeDocumentTemplate,
  getDocumentTemplate,
  listDocumentTemplates,
  setDocumentTemplateRetired,
} from '#app/models/document-template.server.ts'
import { at, makeOrganisation } from '#tests/factories.ts'
import { ORIGIN_ORGANISATION } from '#tests/origin-record.ts'
import { testOnEveryDatabase } from '#tests/setup/database.ts'

const BY = { actor: { id: null, name: 'test' }, now: at('2020-03-03T09:00:00+09:00') }
const OURS = {
  name: '결제',
  language: 'ko' as const,
  markdown: '## 누구에게 알렸나\n\n{{?누가}}\n\n{{timeline}}',
}

async function problemsOf(work: Promise<unknown>): Promise<unknown> {
  try {
    await work
  } catch (error) {
    return (error as { problems?: unknown }).problems
  }
  return null
}

testOnEveryDatabase('a template is written, changed, retired and used again, each on record', async (q) => {
  await makeOrganisation(q)
  const id = await addDocumentTemplate({ ...OURS, ...BY }, q)
  await changeDocumentTemplate({ id, ...OURS, name: '결제 장애', expectedVersion: 1, ...BY }, q)
  expect(await problemsOf(changeDocumentTemplate({ id, ...OURS, expectedVersion: 1, ...BY }, q))).toEqual({
    '': [{ code: 'changed_by_another' }],
  })
  await setDocumentTemplateRetired({ id, retired: true, expectedVersion: 2, ...BY }, q)
  expect(await listDocumentTemplates(q)).toMatchObject([{ id, name: '결제 장애', retiredAt: BY.now }])
  await setDocumentTemplateRetired({ id, retired: false, expectedVersion: 3, ...BY }, q)
  expect(await getDocumentTemplate(id, q)).toMatchObject({ retiredAt: null, version: 4 })
  const audit = await q
    .selectFrom('audit_event')
    .select('action')
    .where('entity_id', '=', id)
    .orderBy('id')
    .execute()
  expect(audit.map(({ action }) => action)).toEqual(['added', 'changed', 'retired', 'restored'])
})

testOnEveryDatabase('what would be wrong in every postmortem is refused at its line', async (q) => {
  await makeOrganisation(q)
  const markdown = 'a {{impact.strat}}\n\nb {{timeline}} c {{impact.start}} {{?why}}\n\n`{{nothing}}`'
  expect(await problemsOf(addDocumentTemplate({ ...OURS, markdown, ...BY }, q))).toEqual({
    markdown: [
      { code: 'template_unknown_name', params: { line: 1, name: 'impact.strat' } },
      { code: 'template_block_inline', params: { line: 3, name: 'timeline' } },
    ],
  })
  const long = 'x'.repeat(LONGEST_TEMPLATE + 1)
  expect(await problemsOf(addDocumentTemplate({ ...OURS, markdown: long, ...BY }, q))).toMatchObject({
    markdown: [{ code: 'too_long' }],
  })
  for (const name of TEMPLATE_NAMES) {
    for (const language of ['ko', 'en'] as const) {
      expect(templateFindings(POSTMORTEM_TEMPLATES[name][language], language, ORIGIN_ORGANISATION)).toEqual(
        [],
      )
    }
  }
})

testOnEveryDatabase(
  'a name stands for one template in use, and there is an end to how many there are',
  async (q) => {
    await makeOrganisation(q)
    const id = await addDocumentTemplate({ ...OURS, ...BY }, q)
    expect(await problemsOf(addDocumentTemplate({ ...OURS, ...BY }, q))).toEqual({
      name: [{ code: 'template_name_taken' }],
    })
    await addDocumentTemplate({ ...OURS, language: 'en', ...BY }, q)
    await setDocumentTemplateRetired({ id, retired: true, expectedVersion: 1, ...BY }, q)
    await addDocumentTemplate({ ...OURS, ...BY }, q)
    expect(
      await problemsOf(setDocumentTemplateRetired({ id, retired: false, expectedVersion: 2, ...BY }, q)),
    ).toEqual({ name: [{ code: 'template_name_taken' }] })
    for (let made = 2; made < TEMPLATES_AT_MOST; made += 1) {
      await addDocumentTemplate({ ...OURS, name: `${made}`, ...BY }, q)
    }
    expect(await problemsOf(addDocumentTemplate({ ...OURS, name: 'one more', ...BY }, q))).toMatchObject({
      '': [{ code: 'templates_too_many' }],
    })
  },
)
