import { defineMessages } from './define.ts'

/** Texts of a comparison of two documents: what was moved, and what reads differently from what was approved. */
export const documentDiffMessages = defineMessages({
  en: {
    movedAway: (move: number) => `Moved (${move})`,
    toNewPlace: (move: number) => `To where it stands now (${move})`,
    movedHere: (move: number) => `Moved here (${move})`,
    toOldPlace: (move: number) => `To where it stood (${move})`,
    changedSince: 'Changed since it was approved',
    inText: 'a value in the text',
    valueInText: (value: string) => `in the text: ${value}`,
  },
  ko: {
    movedAway: (move) => `옮김 (${move})`,
    toNewPlace: (move) => `지금 있는 자리로 (${move})`,
    movedHere: (move) => `여기로 옮김 (${move})`,
    toOldPlace: (move) => `원래 있던 자리로 (${move})`,
    changedSince: '승인한 뒤에 바뀐 부분',
    inText: '본문에 적힌 값',
    valueInText: (value) => `본문: ${value}`,
  },
})
