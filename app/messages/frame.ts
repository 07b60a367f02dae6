import { defineMessages } from './define.ts'

/** Texts of the frame around every page, and of the pages for what went wrong. */
export const frameMessages = defineMessages({
  en: {
    skipToContent: 'Skip to the content',
    toHome: 'Go to the start page',
    tooLarge: (kibibytes: number) =>
      `What was sent is larger than ${kibibytes} KiB, so nothing was saved. Go back, shorten it and send it again.`,
    notFound: {
      title: 'There is nothing at this address',
      body: 'It may have been mistyped, or what was here has been removed.',
    },
    forbidden: {
      title: 'Your role does not allow this',
      body: 'An admin of your organisation can change your role under Settings, People.',
    },
    refused: {
      title: 'This could not be done',
      body: 'What was sent cannot be read. Nothing was changed; go back and check it.',
    },
    failed: {
      title: 'Something failed on the server',
      body: 'It is in the log. What was saved before is safe; try again, and tell an admin if it happens again.',
    },
    signedOut: {
      title: 'You are signed out',
      body: 'Your session has ended, so nothing was saved yet.',
      signIn: 'Sign in, in a new tab',
      kept: 'Then send it from here: what you typed is kept on this page. Files have to be chosen again.',
    },
    database: {
      title: 'The database cannot do this at the moment',
      again: 'Try again',
      kept: 'What you sent is kept on this page. Send it again from here.',
      keptUncertain:
        'What you sent is kept on this page. The connection broke, so look first whether it was saved, then send it again from here.',
      sendAgain: 'Send it again',
      typed: 'What you typed',
    },
  },
  ko: {
    skipToContent: '본문으로 건너뛰기',
    toHome: '첫 화면으로',
    tooLarge: (kibibytes) =>
      `보낸 내용이 ${kibibytes} KiB보다 커서 아무것도 저장하지 않았어요. 뒤로 가서 줄인 다음 다시 보내 주세요.`,
    notFound: {
      title: '이 주소에는 아무것도 없어요',
      body: '주소를 잘못 입력했거나, 있던 내용이 삭제됐을 수 있어요.',
    },
    forbidden: {
      title: '지금 역할로는 할 수 없어요',
      body: '조직의 관리자가 설정의 구성원 화면에서 역할을 바꿀 수 있어요.',
    },
    refused: {
      title: '처리하지 못했어요',
      body: '보낸 내용을 읽을 수 없었어요. 바뀐 것은 없으니 돌아가서 확인해 주세요.',
    },
    failed: {
      title: '서버에서 문제가 생겼어요',
      body: '기록에 남겨 두었어요. 이미 저장한 내용은 그대로 있어요. 다시 시도해 보고, 반복되면 관리자에게 알려 주세요.',
    },
    signedOut: {
      title: '로그아웃됐어요',
      body: '로그인이 끝나서 아직 아무것도 저장하지 않았어요.',
      signIn: '새 탭에서 로그인',
      kept: '로그인한 다음 여기에서 다시 보내 주세요. 입력한 내용은 이 화면에 그대로 있어요. 파일은 다시 골라야 해요.',
    },
    database: {
      title: '지금은 데이터베이스를 쓸 수 없어요',
      again: '다시 시도',
      kept: '보낸 내용은 이 화면에 그대로 있어요. 여기에서 다시 보낼 수 있어요.',
      keptUncertain:
        '보낸 내용은 이 화면에 그대로 있어요. 연결이 도중에 끊겼으니 저장됐는지 먼저 확인하고, 안 됐으면 여기에서 다시 보내 주세요.',
      sendAgain: '다시 보내기',
      typed: '입력한 내용',
    },
  },
})
