import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, test } from 'vitest'
import { EnvironmentError, parseEnvironment, readSecret } from '#app/env.server.ts'

function problemsOf(variables: Record<string, string>): string {
  try {
    parseEnvironment(variables)
  } catch (error) {
    if (error instanceof EnvironmentError) return error.message
    throw error
  }
  return ''
}

test('without any variable a trial runs on this machine only', () => {
  const environment = parseEnvironment({})
  expect(environment).toMatchObject({ port: 3000, host: '127.0.0.1', publicUrl: null, logLevel: 'info' })
  expect(environment.dataFolder).toBe(path.resolve('data'))
  expect(environment.databaseUrl).toBe(`file:${path.resolve('data/sagwa.db')}`)
})

test('the database follows the data folder unless it is named', () => {
  expect(parseEnvironment({ SAGWA_DATA: '/srv/sagwa' }).databaseUrl).toBe('file:/srv/sagwa/sagwa.db')
  const url = 'postgres://sagwa:secret@db.example.org:5432/sagwa'
  expect(parseEnvironment({ SAGWA_DATA: '/srv/sagwa', DATABASE_URL: url }).databaseUrl).toBe(url)
})

test('an empty variable counts as not set', () => {
  expect(parseEnvironment({ PORT: '', DATABASE_URL: '', SAGWA_SECRET: '' }).port).toBe(3000)
})

test('a public address is kept as an origin', () => {
  expect(parseEnvironment({ PUBLIC_URL: 'https://incidents.example.org/' }).publicUrl).toBe(
    'https://incidents.example.org',
  )
})

test.each([
  [{ PORT: 'abc' }, 'PORT is "abc". It should be a whole number from 0 to 65535, such as 3000.'],
  [{ PORT: '70000' }, 'PORT is "70000"'],
  [{ PORT: '-1' }, 'PORT is "-1"'],
  [{ HOST: 'a b' }, 'HOST is "a b"'],
  [{ PUBLIC_URL: 'incidents.example.org' }, 'PUBLIC_URL is "incidents.example.org"'],
  [{ PUBLIC_URL: 'https://example.org/sagwa' }, 'with nothing after the host'],
  [{ LOG_LEVEL: 'loud' }, 'one of trace, debug, info'],
  [{ DATABASE_URL: 'mysql://x' }, 'file:./data/sagwa.db or postgres://'],
  [{ SAGWA_SECRET: 'short' }, 'at least 32 characters'],
])('%j is refused with what would be right', (variables, expected) => {
  expect(problemsOf(variables as Record<string, string>)).toContain(expected)
})

test('every wrong variable is named at once', () => {
  expect(problemsOf({ PORT: 'x', LOG_LEVEL: 'loud' }).split('\n')).toHaveLength(2)
})

test('a refused value that may hold a password is not repeated', () => {
  expect(problemsOf({ DATABASE_URL: 'mysql://u:hunter2@h/d', SAGWA_SECRET: 'hunter2' })).not.toContain(
    'hunter2',
  )
})

test('the secret is made once, and only its owner may read it', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'sagwa-test-'))
  const dataFolder = path.join(folder, 'data')
  const first = readSecret({ secret: null, dataFolder })
  expect(first).toMatch(/^[0-9a-f]{64}$/)
  expect(readSecret({ secret: null, dataFolder })).toBe(first)
  expect(statSync(path.join(dataFolder, 'secret')).mode & 0o777).toBe(0o600)
  rmSync(folder, { recursive: true })
})

test('a secret file that was cut short is refused, not replaced', () => {
  const dataFolder = mkdtempSync(path.join(tmpdir(), 'sagwa-test-'))
  writeFileSync(path.join(dataFolder, 'secret'), 'abc')
  expect(() => readSecret({ secret: null, dataFolder })).toThrow('shorter than 32 characters')
  rmSync(dataFolder, { recursive: true })
})

test('a data folder that cannot be made is named', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'sagwa-test-'))
  writeFileSync(path.join(folder, 'file'), '')
  const dataFolder = path.join(folder, 'file', 'data')
  expect(() => readSecret({ secret: null, dataFolder })).toThrow(
    `The data folder ${dataFolder} cannot be written`,
  )
  rmSync(folder, { recursive: true })
})

test('mail needs both the server and the sender, and the password in its address is not repeated', () => {
  const both = {
    SMTP_URL: 'smtp://u:hidden@mail.example.org:587',
    MAIL_FROM: 'Example <notices@example.org>',
  }
  expect(parseEnvironment(both).mail).toEqual({ smtpUrl: both.SMTP_URL, from: both.MAIL_FROM })
  expect(parseEnvironment({}).mail).toBeNull()
  expect(problemsOf({ SMTP_URL: both.SMTP_URL })).toContain('MAIL_FROM')
  const wrong = problemsOf({
    ...both,
    SMTP_URL: 'http://u:hidden@mail.example.org',
    MAIL_FROM: 'a@b.de\nBcc: c@d.de',
  })
  expect(wrong).toContain('SMTP_URL is not usable')
  expect(wrong).toContain('MAIL_FROM')
  expect(wrong).not.toContain('hidden')
})
