import { defineMessages } from './define.ts'

/** Filters of a timeline, and how it stood at an earlier time. */
export const timelineViewMessages = defineMessages({
  en: {
    filters: 'What the timeline shows',
    kind: 'Kind',
    any: 'Any',
    starred: 'Starred only',
    knownAt: 'As known at',
    knownAtHint: 'For example 09:30',
    show: 'Show',
    all: 'Show everything',
    replayBefore: 'What the record had by ',
    replayAfter: '.',
    addedLater: (count: number) =>
      count === 0
        ? 'Nothing was added later.'
        : count === 1
          ? '1 event was added later.'
          : `${count} events were added later.`,
    wordsOfToday: 'The words are those of today; each change of them is in the history.',
    asKnown: 'As known at:',
    nothing: 'No event fits',
    nothingBody: 'Choose less, or show everything.',
    count: (shown: number, all: number) => `${shown} of ${all} events`,
  },
  ko: {
    filters: '타임라인 보기 조건',
    kind: '종류',
    any: '전체',
    starred: '별표만',
    knownAt: '이 시각까지 적힌 것',
    knownAtHint: '예: 09:30',
    show: '보기',
    all: '모두 보기',
    replayBefore: '',
    replayAfter: '까지 기록에 적혀 있던 내용이에요.',
    addedLater: (count) => (count === 0 ? '그 뒤에 더해진 것은 없어요.' : `그 뒤에 ${count}건이 더해졌어요.`),
    wordsOfToday: '문구는 지금 것이고, 바뀐 내용은 변경 이력에 있어요.',
    asKnown: '당시 기록으로 보기:',
    nothing: '조건에 맞는 항목이 없어요',
    nothingBody: '조건을 줄이거나 모두 보기를 눌러 주세요.',
    count: (shown, all) => `전체 ${all}건 중 ${shown}건`,
  },
})
