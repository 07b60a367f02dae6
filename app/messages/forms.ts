import { defineMessages } from './define.ts'

/** What every form says by itself. */
export const formMessages = defineMessages({
  en: {
    optional: 'optional',
    errorSummary: (count: number) =>
      count === 1 ? 'One thing needs another look' : `${count} things need another look`,
    time: {
      hint: (zone: string) => `For example 08:58, 2 March 2020 8:58 am, or 2020-03-02 08:58. ${zone}.`,
      now: 'Now',
      pick: 'Pick',
      pickLabel: 'Pick date and time',
    },
    copy: { copy: 'Copy', done: 'Copied' },
    conflict: {
      title: 'Somebody else saved this in the meantime',
      body: 'Nothing is lost. Choose for each line what should stand; then save again.',
      yours: 'Yours',
      theirs: 'Now saved',
      empty: '(empty)',
      same: 'the same',
      yes: 'yes',
      no: 'no',
    },
  },
  ko: {
    optional: '선택',
    errorSummary: (count) => `다시 확인할 곳이 ${count}군데 있어요`,
    time: {
      hint: (zone) => `예: 08:58, 2020년 3월 2일 오전 8시 58분, 2020-03-02 08:58. ${zone} 기준.`,
      now: '지금',
      pick: '고르기',
      pickLabel: '날짜와 시각 고르기',
    },
    copy: { copy: '복사', done: '복사했어요' },
    conflict: {
      title: '그사이 다른 사람이 먼저 저장했어요',
      body: '사라진 것은 없어요. 줄마다 남길 내용을 고른 뒤 다시 저장하세요.',
      yours: '내가 쓴 것',
      theirs: '지금 저장된 것',
      empty: '(비어 있음)',
      same: '같음',
      yes: '예',
      no: '아니요',
    },
  },
})
