import { defineMessages } from './define.ts'

/** What the filters of a trend leave, as it stands before a sentence that is copied into a report. */
export const trendFilterMessages = defineMessages({
  en: {
    kinds: { incident: 'incidents', maintenance: 'planned maintenance' },
    noService: 'without a service',
    service: (name: string) => `service ${name}`,
    severity: (name: string) => `severity ${name}`,
    noFactor: 'without a contributing factor on record',
    factor: (name: string) => `contributing factor “${name}”`,
    noSurface: 'without a symptom on record',
    surface: (name: string) => `seen on ${name}`,
    severities: { critical: 'critical', major: 'major', minor: 'minor' },
    surfaces: { mobile: 'mobile', pc: 'PC', web: 'the web', api: 'the API', other: 'another surface' },
  },
  ko: {
    kinds: { incident: '장애', maintenance: '예정된 점검' },
    noService: '서비스 없음',
    service: (name) => `서비스: ${name}`,
    severity: (name) => `심각도: ${name}`,
    noFactor: '기여 요인 없음',
    factor: (name) => `기여 요인: ${name}`,
    noSurface: '증상 없음',
    surface: (name) => `이용 환경: ${name}`,
    severities: { critical: '심각', major: '중대', minor: '경미' },
    surfaces: { mobile: '모바일', pc: 'PC', web: '웹', api: 'API', other: '기타' },
  },
})
