import { defineMessages } from './define.ts'

/** The page for a form that is too large; apart from the frame, which every page carries. */
export const refusalMessages = defineMessages({
  en: {
    title: 'That is too much for one form',
    back: 'Press Back in your browser. In most browsers what you typed is still in the form.',
    copy: 'Copy the text into a file before you go on, so that it is safe.',
    shorten:
      'Shorten it, or save it in parts. Logs and dumps are better kept elsewhere, with a link to them.',
  },
  ko: {
    title: '한 번에 보내기에는 너무 커요',
    back: '브라우저의 뒤로 단추를 누르세요. 대부분의 브라우저에는 적은 내용이 그대로 남아 있어요.',
    copy: '이어 쓰기 전에 내용을 파일에 복사해 두면 안전해요.',
    shorten: '내용을 줄이거나 나누어 저장해 주세요. 로그나 덤프는 다른 곳에 두고 링크만 남기는 편이 좋아요.',
  },
})
