import type { Language } from './define.ts'
import type { ProblemSentences } from './problems.ts'

/** What is said to a person for the problem codes of subscribers. Taken up by `problems.ts`. */
export const subscriberProblems: Record<Language, ProblemSentences> = {
  en: {
    mail_address: () => 'Enter one complete e-mail address, such as name@example.org.',
    webhook_address: () => 'Enter an address that begins with https:// and holds no user name.',
    webhook_exists: () => 'There is a webhook with this address already.',
    subscriber_gone: () => 'This subscription has ended in the meantime. Reload the page.',
    delivery_gone: () => 'This message was sent or deleted in the meantime. Reload the page.',
  },
  ko: {
    mail_address: () => 'name@example.org처럼 메일 주소 하나를 끝까지 입력해 주세요.',
    webhook_address: () => 'https://로 시작하고 사용자 이름이 들어 있지 않은 주소를 입력해 주세요.',
    webhook_exists: () => '같은 주소의 웹훅이 이미 있어요.',
    subscriber_gone: () => '그사이 수신이 끝났어요. 페이지를 새로 고쳐 주세요.',
    delivery_gone: () => '그사이 보냈거나 지운 메시지예요. 페이지를 새로 고쳐 주세요.',
  },
}
