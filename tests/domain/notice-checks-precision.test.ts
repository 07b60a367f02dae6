/**
 * The rules against texts that nobody here wrote: 40 Markdown files of a postmortem collection, 297 notes of a status page,
 * and the updates of 50 incidents of another. How many hits each rule has is kept here, so that a change of a rule that
 * makes it noisier has to be looked at; README.md of this folder says what reading them by eye gave.
 */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { leaksIn } from '#app/domain/leaks.ts'
import { speechIn } from '#app/domain/plain-speech.ts'
import { proseOf, sentencesOf, withoutQuotes } from '#app/domain/prose.ts'

const samples = process.env.SAGWA_SAMPLES ?? ''
const isThere = samples !== '' && existsSync(path.join(samples, 'postmortems'))

function* markdownIn(folder: string): Generator<string> {
  for (const name of readdirSync(folder)) {
    const file = path.join(folder, name)
    if (statSync(file).isDirectory()) yield* markdownIn(file)
    else if (/\.md(?:\.erb)?$/.test(name)) yield readFileSync(file, 'utf8')
  }
}

function* updatesIn(folder: string): Generator<string> {
  for (const name of readdirSync(folder).filter((file) => file.endsWith('.json'))) {
    const { incidents = [] } = JSON.parse(readFileSync(path.join(folder, name), 'utf8')) as {
      incidents?: { incident_updates: { body: string }[] }[]
    }
    for (const { incident_updates } of incidents) yield incident_updates.map(({ body }) => body).join('\n\n')
  }
}

/** Documents with at least one hit, by rule. */
function documentsHit(texts: Iterable<string>): Record<string, number> {
  const hits: Record<string, number> = {}
  for (const text of texts) {
    const prose = proseOf(text)
    const codes = new Set<string>(
      leaksIn(prose.visible, { people: [], words: [], allowed: [] }).map(({ code }) => code),
    )
    for (const sentence of sentencesOf(withoutQuotes(prose.text))) {
      for (const { code } of speechIn(sentence, 'en')) codes.add(code)
    }
    for (const code of codes) hits[code] = (hits[code] ?? 0) + 1
  }
  return hits
}

test.skipIf(!isThere)('internal postmortems are full of internal links, and hardly ever vague', () => {
  const hits = documentsHit(markdownIn(path.join(samples, 'postmortems')))
  expect(hits).toMatchInlineSnapshot(`
    {
      "leak_host": 2,
      "leak_link": 26,
      "vague_length": 4,
      "vague_promptness": 3,
      "vague_recovery": 1,
      "vague_scope": 3,
    }
  `)
})

test.skipIf(!isThere)('the notes of a status page', () => {
  expect(documentsHit(markdownIn(path.join(samples, 'cstate')))).toMatchInlineSnapshot(`
    {
      "apology_belittling": 1,
      "apology_blames_others": 1,
      "leak_address": 1,
      "leak_link": 6,
      "leak_ticket": 7,
      "vague_cause": 1,
      "vague_length": 21,
      "vague_promptness": 3,
      "vague_recovery": 13,
      "vague_scope": 1,
      "vague_when": 1,
    }
  `)
})

test.skipIf(!isThere)('the updates of a status page', () => {
  expect(documentsHit(updatesIn(path.join(samples, 'statuspage')))).toMatchInlineSnapshot(`
    {
      "apology_asks_patience": 4,
      "apology_blames_others": 1,
      "vague_length": 6,
      "vague_promptness": 1,
      "vague_recovery": 8,
      "vague_scope": 9,
      "vague_symptom": 39,
      "vague_when": 10,
    }
  `)
})
