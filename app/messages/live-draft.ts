import { defineMessages } from './define.ts'

/** Writing a text with others at once. */
export const liveDraftMessages = defineMessages({
  en: {
    here: 'Also writing',
    states: {
      connecting: '',
      live: 'Saved as you write',
      offline:
        'No connection. Go on writing: it comes together with what others write when there is one again.',
      signed_out:
        'You are not signed in any more, or may not write. What you see here since then is not saved: copy it.',
      gone: 'This postmortem is gone. What you wrote since then is not saved: copy it.',
      too_large: 'The text is too large to be saved. Make it shorter.',
      other_version: 'Sagwa was renewed. Load the page again to go on; everything that was saved is there.',
      unavailable:
        'You write alone on this page. Save before you leave; what others wrote meanwhile is shown then.',
    },
    replaced:
      'Your page showed another text than the one that is stored. It was opened anew from there; nothing that is stored has changed.',
    replacedText: 'What stood here before',
    saving: 'Saving…',
    savedAt: (time: string) => `Saved ${time}`,
    newer: (name: string) => `${name} has gone on writing since this revision.`,
    openDraft: 'Open the draft',
    authors: (names: string) => `written by ${names}`,
  },
  ko: {
    here: '함께 쓰는 사람',
    states: {
      connecting: '',
      live: '쓰는 대로 저장돼요',
      offline: '연결이 끊겼어요. 계속 쓰세요. 다시 연결되면 다른 사람이 쓴 글과 합쳐져요.',
      signed_out: '로그아웃되었거나 쓸 권한이 없어졌어요. 그 뒤에 쓴 글은 저장되지 않았으니 복사해 두세요.',
      gone: '이 사후 보고서는 이제 없어요. 그 뒤에 쓴 글은 저장되지 않았으니 복사해 두세요.',
      too_large: '글이 너무 커서 저장할 수 없어요. 줄여 주세요.',
      other_version: 'Sagwa가 새로워졌어요. 페이지를 다시 열어 주세요. 저장된 글은 그대로 있어요.',
      unavailable:
        '이 페이지에서는 혼자 쓰고 있어요. 나가기 전에 저장하세요. 그사이 다른 사람이 쓴 글이 있으면 보여 드려요.',
    },
    replaced: '이 화면의 글이 저장된 글과 달라져서 저장된 글로 다시 열었어요. 저장된 글은 그대로예요.',
    replacedText: '이 화면에 있던 글',
    saving: '저장 중…',
    savedAt: (time: string) => `${time}에 저장했어요`,
    newer: (name: string) => `이 판 뒤로 ${name} 님이 더 쓴 초안이 있어요.`,
    openDraft: '초안 열기',
    authors: (names: string) => `쓴 사람: ${names}`,
  },
})
