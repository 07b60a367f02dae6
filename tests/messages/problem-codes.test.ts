import { readFileSync, readdirSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { BLAMELESS_CODES } from '#app/domain/blameless.ts'
import { DUTY_CODES } from '#app/domain/duties.ts'
import { FINDING_CODES } from '#app/domain/finding.ts'
import { POSTMORTEM_FINDING_CODES } from '#app/domain/postmortem-blocks.ts'
import { REASON_CODES } from '#app/messages/claims.ts'
import { problemCodes } from '#app/messages/problems.ts'

/** Every `code: 'some_code'` that stands in the folders where problems are made. */
function codesInUse(): string[] {
  const files = ['app/domain', 'app/models', 'app/routes', 'app/cli'].flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((name) => /\.tsx?$/.test(name))
      .map((name) => path.join(folder, name)),
  )
  const codes = files.flatMap((file) =>
    [...readFileSync(file, 'utf8').matchAll(/\bcode: '([a-z_]+)'/g)].map((match) => match[1]!),
  )
  // What a library calls a code is no problem of ours; findings, verdicts and duties have their own sentences.
  const others: string[] = [
    ...FINDING_CODES,
    ...REASON_CODES,
    ...DUTY_CODES,
    ...BLAMELESS_CODES,
    ...POSTMORTEM_FINDING_CODES,
    'custom',
    'gap',
    'unknown_fact',
    'unknown_particle',
    'empty_title',
    'empty_body',
    'empty_correction',
    'length_not_of_window',
  ]
  return [...new Set(codes)].filter((code) => !others.includes(code)).sort()
}

test('every problem that can be refused with has a sentence in both languages', () => {
  const codes = codesInUse()
  expect(codes.length).toBeGreaterThan(30)
  expect(codes.filter((code) => !problemCodes('en').includes(code))).toEqual([])
  expect(codes.filter((code) => !problemCodes('ko').includes(code))).toEqual([])
})

test('Korean and English have sentences for the same problems', () => {
  expect(problemCodes('ko').sort()).toEqual(problemCodes('en').sort())
})
