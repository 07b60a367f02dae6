/** `sagwa report` and `sagwa import`, as people and programs start them. */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { afterAll, expect, test } from 'vitest'
import type { YearlyReport } from '#app/domain/yearly-report.ts'
import { issue, page, pageIncident } from '#tests/importers/fixtures.ts'
import { makeDataFolder, runSagwa } from '#tests/setup/server.ts'

const dataFolder = makeDataFolder()
afterAll(() => rmSync(dataFolder, { recursive: true, force: true }))
await runSagwa(['demo', '--password', 'correct horse battery'], { dataFolder })

function sagwa(...words: string[]) {
  return runSagwa(words, { dataFolder })
}

test('the report of a year as text, Markdown, HTML and JSON', async () => {
  const asked = ['report', '2020', '--as-of', '2020-03-02', '--lang', 'en']
  const text = await sagwa(...asked)
  expect(text).toMatchObject({ code: 0, stderr: '' })
  expect(text.stdout).toContain('62 of 366 days')
  expect((await sagwa(...asked, '--markdown')).stdout).toMatch(/^# Incident report 2020\n/)
  expect((await sagwa(...asked, '--html')).stdout).toMatch(/^<!doctype html>/)
  const report = JSON.parse((await sagwa(...asked, '--json')).stdout) as YearlyReport
  expect(report.figures).toMatchObject({ count: 2, running: true })
})

test('a year that has not begun is refused, and what is no year is wrong use', async () => {
  expect((await sagwa('report', '2199')).code).toBe(1)
  expect((await sagwa('report', 'last')).code).toBe(2)
})

test('a status page is looked at, loaded once, and what cannot be loaded is named', async () => {
  const folder = path.join(dataFolder, 'issues')
  mkdirSync(folder)
  writeFileSync(path.join(folder, 'a.md'), issue())
  writeFileSync(path.join(folder, 'b.md'), issue({ resolvedWhen: '2024-02-01T00:00:00Z' }))
  writeFileSync(path.join(folder, '_index.md'), 'The page of the section')
  const load = ['import', '--from', 'cstate', folder, '--lang', 'en']

  const looked = await sagwa(...load, '--dry-run')
  expect(looked.code).toBe(0)
  expect(looked.stdout).toContain('would add 2')
  expect(looked.stdout).toContain('b.md: ends (2024-02-01T00:00:00Z) before it starts')
  expect((await sagwa(...load)).stdout).toContain('added 2')
  expect((await sagwa(...load)).stdout).toContain('added 0 · on record already 2')

  const broken = path.join(dataFolder, 'incidents.json')
  writeFileSync(broken, page(pageIncident(), null))
  const { code, stdout } = await sagwa('import', '--from', 'statuspage', broken, '--json')
  expect(code).toBe(1)
  expect(JSON.parse(stdout)).toMatchObject({
    read: 1,
    added: [{ sourceId: 'inc-1', reference: '2024-003' }],
    findings: [{ level: 'refused', code: 'no_identity', where: 'incidents.json #2' }],
  })
})

test('an import without a format, or of nothing, is told in one line', async () => {
  expect((await sagwa('import', 'somewhere')).code).toBe(2)
  const nothing = await sagwa(
    'import',
    '--from',
    'statuspage',
    path.join(dataFolder, 'none.json'),
    '--lang',
    'en',
  )
  expect(nothing.code).toBe(1)
  expect(nothing.stderr.trim().split('\n')).toHaveLength(1)
})
