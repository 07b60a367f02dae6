import { expect, test } from 'vitest'
import { isAtLeast, isRole, may, ROLES, type Deed } from '#app/domain/roles.ts'

test('a viewer reads and changes nothing', () => {
  expect(may('viewer', 'read')).toBe(true)
  const deeds: Deed[] = ['log_incident', 'edit_record', 'draft_notice', 'publish_notice', 'manage_settings']
  for (const deed of deeds) expect(may('viewer', deed), deed).toBe(false)
})

test('a responder keeps the record but does not speak in public', () => {
  expect(may('responder', 'log_incident')).toBe(true)
  expect(may('responder', 'edit_record')).toBe(true)
  expect(may('responder', 'publish_notice')).toBe(false)
})

test('a publisher publishes but does not decide who belongs', () => {
  expect(may('publisher', 'publish_notice')).toBe(true)
  expect(may('publisher', 'manage_people')).toBe(false)
})

test('every role may do all that the roles before it may', () => {
  const deeds: Deed[] = [
    'read',
    'log_incident',
    'edit_record',
    'publish_notice',
    'manage_settings',
    'manage_people',
  ]
  for (const [index, role] of ROLES.entries()) {
    for (const lower of ROLES.slice(0, index)) {
      expect(isAtLeast(role, lower)).toBe(true)
      expect(isAtLeast(lower, role)).toBe(false)
      for (const deed of deeds) if (may(lower, deed)) expect(may(role, deed), `${role} ${deed}`).toBe(true)
    }
  }
})

test('names from outside are told apart from roles', () => {
  expect(isRole('admin')).toBe(true)
  expect(isRole('Admin')).toBe(false)
  expect(isRole('toString')).toBe(false)
  expect(isRole(undefined)).toBe(false)
})
