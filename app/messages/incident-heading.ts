import { defineMessages } from './define.ts'

/** The head of every page about one incident. Few words, so that a page brings no others for it. */
export const incidentHeadingMessages = defineMessages({
  en: {
    open: 'Open',
    closed: 'Closed',
    recordedBy: (name: string) => `logged by ${name}`,
    removed: (reason: string) => `This incident was removed: ${reason}`,
    removedBody: 'It is in no list and no figure. Its record is kept.',
    tabs: {
      record: 'Record',
      timeline: 'Timeline',
      statements: 'Statements',
      postmortem: 'Postmortem',
      notices: 'Notices',
      history: 'History',
    },
  },
  ko: {
    open: '진행 중',
    closed: '종결',
    recordedBy: (name) => `${name} 기록`,
    removed: (reason) => `삭제된 장애예요: ${reason}`,
    removedBody: '목록과 집계에서 빠졌지만 기록은 남아 있어요.',
    tabs: {
      record: '기록',
      timeline: '타임라인',
      statements: '발표',
      postmortem: '사후 보고서',
      notices: '공지',
      history: '변경 이력',
    },
  },
})
