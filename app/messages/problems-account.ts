import type { Language } from './define.ts'
import type { ProblemSentences } from './problems.ts'

/** What is said to a person for the problem codes of accounts. Taken up by `problems.ts`. */
export const accountProblems: Record<Language, ProblemSentences> = {
  en: {
    email_invalid: () => 'Enter an e-mail address like name@example.com.',
    email_taken: () => 'Somebody already has an account with this address. Use another one.',
    password_too_short: ({ min }) => `Make the password at least ${min} characters long.`,
    password_too_long: ({ max }) => `Make the password at most ${max} characters long.`,
    password_wrong: () => 'This is not your current password.',
    last_admin: () => 'This is the last admin. Make somebody else an admin first.',
    sign_in_refused: () => 'E-mail address and password do not belong together. Check both.',
    account_disabled: () => 'This account is disabled. Ask an admin of your organisation.',
    too_many_attempts: ({ minutes }) =>
      minutes === 1 ? 'Too many attempts. Wait a minute.' : `Too many attempts. Wait ${minutes} minutes.`,
    invitation_gone: () => 'This invitation was used, withdrawn or has expired. Ask for a new one.',
    first_start_done: () => 'Somebody has already completed the first start. Sign in instead.',
    first_start_code_wrong: () => 'This is not the setup code in the log of the server. Copy it from there.',
  },
  ko: {
    email_invalid: () => 'name@example.com처럼 이메일 주소를 적어 주세요.',
    email_taken: () => '이 주소로 만든 계정이 이미 있어요. 다른 주소를 적어 주세요.',
    password_too_short: ({ min }) => `비밀번호를 ${min}자 이상으로 정해 주세요.`,
    password_too_long: ({ max }) => `비밀번호를 ${max}자 이하로 정해 주세요.`,
    password_wrong: () => '현재 비밀번호와 달라요.',
    last_admin: () => '마지막 관리자예요. 먼저 다른 사람을 관리자로 정해 주세요.',
    sign_in_refused: () => '이메일 주소와 비밀번호가 맞지 않아요. 둘 다 확인해 주세요.',
    account_disabled: () => '사용이 중지된 계정이에요. 조직의 관리자에게 문의해 주세요.',
    too_many_attempts: ({ minutes }) => `시도가 너무 많았어요. ${minutes}분 뒤에 다시 해 주세요.`,
    invitation_gone: () => '이미 썼거나, 취소됐거나, 기한이 지난 초대예요. 새 초대를 부탁해 주세요.',
    first_start_done: () => '누군가 이미 처음 설정을 마쳤어요. 로그인해 주세요.',
    first_start_code_wrong: () => '서버 로그에 있는 설치 코드와 달라요. 로그에서 복사해 주세요.',
  },
}
