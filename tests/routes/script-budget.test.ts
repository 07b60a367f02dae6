/**
 * How much script each page may bring, counted in the files of the build and not by a clock: gzip, kilobytes of 1000
 * bytes. A page that outgrows its budget has got something that it does not need, or a reason to raise it here.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'

interface Module {
  module: string
  imports?: string[]
}

interface Manifest {
  entry: Module
  routes: Record<string, Module & { parentId?: string }>
}

const build = path.resolve(import.meta.dirname, '../../build')

function readManifest(): Manifest {
  const folder = path.join(build, 'client/assets')
  const name = readdirSync(folder).find((file) => /^manifest-.*\.js$/.test(file))
  if (name === undefined) throw new Error('The build has no manifest.')
  const text = readFileSync(path.join(folder, name), 'utf8')
  return JSON.parse(text.slice(text.indexOf('{'), text.lastIndexOf('}') + 1)) as Manifest
}

const manifest = readManifest()
const late = JSON.parse(readFileSync(path.join(build, 'late-scripts.json'), 'utf8')) as Record<
  string,
  string[]
>

/** Addresses of all scripts of a page that is opened first, with those of modules that it imports late. */
function scriptsOf(routeId: string, lateModules: readonly string[] = []): Set<string> {
  const files = new Set([manifest.entry.module, ...(manifest.entry.imports ?? [])])
  for (let id: string | undefined = routeId; id !== undefined;) {
    const route: Manifest['routes'][string] | undefined = manifest.routes[id]
    if (route === undefined) throw new Error(`There is no route ${id}.`)
    for (const file of [route.module, ...(route.imports ?? [])]) files.add(file)
    id = route.parentId
  }
  for (const module of lateModules) for (const file of late[module] ?? missing(module)) files.add(file)
  return files
}

function missing(module: string): never {
  throw new Error(`Nothing imports ${module} late.`)
}

function kilobytes(files: Iterable<string>): number {
  let bytes = 0
  for (const file of files) {
    const compressed = path.join(build, `client${file}.gz`)
    bytes += existsSync(compressed)
      ? readFileSync(compressed).length
      : gzipSync(readFileSync(path.join(build, `client${file}`)), { level: 9 }).length
  }
  return bytes / 1000
}

const NOTICE_EDITOR = ['app/editor/rich-text.client.tsx']
const POSTMORTEM_EDITOR = ['app/editor/postmortem-text.client.tsx']

test.each<[page: string, route: string, budget: number, late?: string[]]>([
  ['the frame around every page', 'routes/frame', 103],
  ['signing in', 'routes/sign-in', 128],
  ['the home page', 'routes/home', 144],
  ['the list of incidents', 'routes/incidents/list', 127],
  ['logging an incident', 'routes/incidents/new', 138],
  ['an incident, once somebody does more than read it', 'routes/incidents/record', 182],
  ['a postmortem, once somebody does more than read it', 'routes/incidents/postmortem', 179],
  ['the trend', 'routes/trends/trends', 142],
  ['the desk of a notice with its editor', 'routes/incidents/notices', 326, NOTICE_EDITOR],
  ['writing a postmortem, alone', 'routes/incidents/postmortem-edit', 342, POSTMORTEM_EDITOR],
])('%s fits its budget', (_page, route, budget, lateModules) => {
  expect(kilobytes(scriptsOf(route, lateModules))).toBeLessThan(budget)
})

/** A word that is in the code of a library and in no other. */
const SIGNS = {
  zod: 'ZodError',
  temporal: 'Temporal.PlainDate',
  kysely: 'KyselyDialect',
  lexical: '__lexicalEditor',
  yjs: '__ $YJS$ __',
  micromark: 'thematicBreakSequence',
  recharts: 'recharts-wrapper',
}

function holds(files: Iterable<string>): (keyof typeof SIGNS)[] {
  const text = [...files].map((file) => readFileSync(path.join(build, `client${file}`), 'utf8')).join('\n')
  return (Object.keys(SIGNS) as (keyof typeof SIGNS)[]).filter((library) => text.includes(SIGNS[library]))
}

test('no page brings what only the server or an editor needs before it is asked for', () => {
  const found = Object.entries(manifest.routes).map(([id]) => [id, holds(scriptsOf(id))])
  expect(found.filter(([, libraries]) => libraries!.length > 0)).toEqual([])
})

test('the signs by which libraries are known are those that they have', () => {
  const editor = holds(scriptsOf('routes/incidents/notices', NOTICE_EDITOR))
  expect(editor).toEqual(expect.arrayContaining(['lexical', 'micromark']))
})
