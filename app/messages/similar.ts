import { defineMessages } from './define.ts'

/** Incidents that were like another one, and why. */
export const similarMessages = defineMessages({
  en: {
    title: 'Seen before',
    note: 'Incidents that share something with this one. Compared word by word; nothing is guessed.',
    sameError: (text: string) => `same error text: “${text}”`,
    sameWords: (words: string) => `same words: ${words}`,
    sameFactors: (factors: string) => `same factor: ${factors}`,
    sameServices: (services: string) => `same service: ${services}`,
    sameSurfaces: (surfaces: string) => `same surface: ${surfaces}`,
    found: (count: number) => (count === 1 ? '1 similar incident' : `${count} similar incidents`),
  },
  ko: {
    title: '비슷한 장애',
    note: '이 장애와 겹치는 점이 있는 장애예요. 적힌 내용만 비교하고 추측하지 않아요.',
    sameError: (text) => `같은 오류 문구: “${text}”`,
    sameWords: (words) => `같은 말: ${words}`,
    sameFactors: (factors) => `같은 요인: ${factors}`,
    sameServices: (services) => `같은 서비스: ${services}`,
    sameSurfaces: (surfaces) => `같은 접점: ${surfaces}`,
    found: (count) => `비슷한 장애 ${count}건`,
  },
})
