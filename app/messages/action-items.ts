import type { Standing } from '#app/domain/action-item.ts'
import { defineMessages } from './define.ts'

/** How action items and promises stand, wherever they are followed. */
export const actionItemMessages = defineMessages({
  en: {
    doneOn: 'Done on',
    doneOnHint: 'Only if you know the day; left empty, it stays unknown.',
    reason: 'Why it was dropped, or done in another way',
    standings: {
      late: 'Late',
      open: 'Open',
      open_without_day: 'Open, no day set',
      kept: 'Done',
      kept_late: 'Done late',
      kept_day_unknown: 'Done, day not known',
      dropped: 'Dropped',
    } satisfies Record<Standing, string>,
  },
  ko: {
    doneOn: '마친 날',
    doneOnHint: '아는 경우에만 적어 주세요. 비워 두면 모르는 것으로 남아요.',
    reason: '중단했거나 다른 방법으로 마친 까닭',
    standings: {
      late: '기한 지남',
      open: '진행 중',
      open_without_day: '진행 중, 기한 없음',
      kept: '완료',
      kept_late: '늦게 완료',
      kept_day_unknown: '완료, 날짜 미확인',
      dropped: '중단',
    } satisfies Record<Standing, string>,
  },
})
