import { expect, test } from 'vitest'
import type { KeptIncident } from '#app/domain/trend-figures.ts'
import { repeatsOf } from '#app/domain/trend-repeats.ts'

function incident(reference: string, day: number, rest: Partial<KeptIncident> = {}): KeptIncident {
  return {
    ...{ reference, day, severity: 'major', minutes: null, times: [] },
    ...{ factors: [], symptoms: [], errors: [], ...rest },
  }
}

test('texts that differ in case, width, spaces and their end are the same symptom, in the words of the last one', () => {
  const incidents = [
    incident('1', 1, { symptoms: ['로그인 안 됨'] }),
    incident('2', 40, { symptoms: ['로그인  안 됨.', 'other'] }),
    incident('3', 41, { symptoms: ['ＬＯＧＩＮ fails…'] }),
    incident('4', 42, { symptoms: ['login fails'] }),
  ]
  expect(repeatsOf([{ year: 2020, incidents }])).toEqual([
    {
      ...{ kind: 'symptom', text: 'login fails', factors: [], count: 2, references: ['3', '4'] },
      ...{ firstDay: '2020-02-10', lastDay: '2020-02-11' },
    },
    {
      ...{ kind: 'symptom', text: '로그인  안 됨.', factors: [], count: 2, references: ['1', '2'] },
      ...{ firstDay: '2020-01-01', lastDay: '2020-02-09' },
    },
  ])
})

test('one incident that says the same twice repeats nothing', () => {
  const incidents = [incident('1', 1, { symptoms: ['늦음', '늦음!'] })]
  expect(repeatsOf([{ year: 2020, incidents }])).toEqual([])
})

test('Korean and English words about the same incidents are one repeat, errors on screen are another', () => {
  const both = { symptoms: ['늦음', 'late'], errors: ['E-10'] }
  const incidents = [incident('1', 1, both), incident('2', 2, both)]
  expect(repeatsOf([{ year: 2020, incidents }])?.map(({ kind, text }) => [kind, text])).toEqual([
    ['symptom', '늦음'],
    ['error', 'E-10'],
  ])
})

test('factors repeat where the same ones came together; that nobody knows is no factor', () => {
  const years = [
    { year: 2019, incidents: [incident('1', 5, { factors: ['capacity', 'network'] })] },
    {
      year: 2020,
      incidents: [
        incident('2', 5, { factors: ['capacity', 'network', 'not_known'] }),
        incident('3', 6, { factors: ['network'] }),
        incident('4', 7, { factors: ['not_known'] }),
        incident('5', 8, { factors: ['not_known'] }),
      ],
    },
  ]
  expect(repeatsOf(years)).toMatchObject([
    { kind: 'factors', factors: ['capacity', 'network'], references: ['1', '2'], firstDay: '2019-01-05' },
  ])
})

test('where a year has too many incidents to list nothing is said about repeats', () => {
  expect(repeatsOf([{ year: 2020, incidents: null }])).toBeNull()
})
