/** A message on console.error is a defect that nobody looked at: it fails the test it appears in. */
import { format } from 'node:util'
import { afterEach, expect } from 'vitest'

const messages: string[] = []

console.error = (...values: unknown[]) => {
  messages.push(format(...values))
}

afterEach(() => {
  const seen = messages.splice(0)
  expect(seen, 'console.error was called').toEqual([])
})
