import { defineMessages } from './define.ts'

/** Texts of a comparison of two documents: what was moved, and what reads differently from what was approved. */
export const documentDiffMessages = defineMessages({
  en: {
    movedAway: (move: number) => `Moved (${move})`,
    toNewPlace: (move: number) => `To where it stands now (${move})`,
    movedHere: (move: number) => `Moved here (${move})`,
    toOldPlace: (move: number) => `To where it stood (${move})`,
    parts: { live: 'From the record', question: 'Open question', gone: 'Not there' },
    picture: 'Picture',
    partsHint: 'What is framed comes from the record and shows its value of today.',
    restoreTo: (number: number, next: number) => `The text of revision ${number} becomes revision ${next}.`,
    restoreKeeps: (newest: number) => `Revision ${newest} stays in the history and can be restored too.`,
    changedSince: 'Changed since it was approved',
    inText: 'a value in the text',
    valueInText: (value: string) => `in the text: ${value}`,
  },
  ko: {
    movedAway: (move) => `옮김 (${move})`,
    toNewPlace: (move) => `지금 있는 자리로 (${move})`,
    movedHere: (move) => `여기로 옮김 (${move})`,
    toOldPlace: (move) => `원래 있던 자리로 (${move})`,
    parts: { live: '기록의 값', question: '남은 질문', gone: '없음' },
    picture: '그림',
    partsHint: '테두리가 있는 말은 기록에서 가져온 것이고, 지금의 값을 보여 줘요.',
    restoreTo: (number, next) => `${number}판의 글이 ${next}판이 돼요.`,
    restoreKeeps: (newest) => `${newest}판도 이력에 남아 있어서 다시 되돌릴 수 있어요.`,
    changedSince: '승인한 뒤에 바뀐 부분',
    inText: '본문에 적힌 값',
    valueInText: (value) => `본문: ${value}`,
  },
})
