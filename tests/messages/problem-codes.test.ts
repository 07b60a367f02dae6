import { readFileSync, readdirSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
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
  // What a library or a finding of a notice calls a code is no problem of ours.
  const others = ['custom', 'gap', 'unknown_fact', 'unknown_particle', 'empty_title', 'empty_body']
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
