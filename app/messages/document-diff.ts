import { particleAfter } from '#app/domain/particles.ts'
import { defineMessages } from './define.ts'

/** Texts of a comparison of two documents: what was moved, and what reads differently from what was approved. */
export const documentDiffMessages = defineMessages({
  en: {
    movedAway: (move: number) => `Moved (${move})`,
    toNewPlace: (move: number) => `To where it stands now (${move})`,
    movedHere: (move: number) => `Moved here (${move})`,
    toOldPlace: (move: number) => `To where it stood (${move})`,
    changedSince: 'Since it was approved',
    changedSinceOf: (block: string) => `Since it was approved, ${block} has changed`,
    whenApproved: 'When it was approved',
    now: 'Now',
    changedPlaces: (count: number) => (count === 1 ? '1 place' : `${count} places`),
  },
  ko: {
    movedAway: (move) => `옮김 (${move})`,
    toNewPlace: (move) => `지금 있는 자리로 (${move})`,
    movedHere: (move) => `여기로 옮김 (${move})`,
    toOldPlace: (move) => `원래 있던 자리로 (${move})`,
    changedSince: '승인한 뒤 바뀜',
    changedSinceOf: (block) => `승인한 뒤 ${block}${particleAfter(block, '이/가')} 바뀌었어요`,
    whenApproved: '승인할 때',
    now: '지금',
    changedPlaces: (count) => `${count}곳`,
  },
})
