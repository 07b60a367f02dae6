import { particleAfter } from '#app/domain/particles.ts'
import { definePublicMessages } from './define.ts'

/** Subscribing to notices by mail: the public pages and the mails themselves. */
export const subscribeMessages = definePublicMessages({
  en: {
    title: 'Get notices by e-mail',
    lead: (organisation: string) =>
      `${organisation} sends you each notice when it is published or corrected. Nothing else, and you can stop at any time.`,
    address: 'E-mail address',
    language: 'Language',
    subscribe: 'Send me a link to confirm',
    badAddress: 'Enter one complete e-mail address, such as name@example.org.',
    badLanguage: 'Choose one of the languages.',
    notSetUp: (organisation: string) =>
      `${organisation} does not send notices by e-mail at present. The feed of all notices tells you of new ones.`,
    tooMany: 'There were too many attempts. Wait a quarter of an hour, then try again.',
    checkTitle: 'Look into your mailbox',
    checkBody:
      'If the address is right, a mail with a link is on its way to it. Nothing is sent to you before you confirm there. The link works for three days.',
    confirmTitle: 'Confirm your subscription',
    confirmBody: (address: string) => `Notices will be sent to ${address}.`,
    confirm: 'Confirm',
    confirmedTitle: 'You will get the next notice',
    confirmedBody: (address: string) =>
      `It will be sent to ${address}. Every mail has a link with which you can stop it.`,
    badLinkTitle: 'This link does not work any more',
    badLinkBody: 'It was used already, or it is older than three days. You can ask for a new one.',
    again: 'Ask for a new link',
    stopTitle: 'Stop notices by e-mail',
    stopBody: (address: string) => `No more notices will be sent to ${address}, and the address is deleted.`,
    stop: 'Stop',
    stoppedTitle: 'No more notices will be sent to you',
    stoppedBody: 'Your address has been deleted.',
    mailConfirmSubject: (organisation: string) => `Confirm: notices from ${organisation}`,
    mailConfirmBody: (organisation: string, link: string) =>
      `Somebody, probably you, asked for the notices of ${organisation} at this address.\n\nOpen this page and confirm, then you will get them:\n${link}\n\nThe link works for three days. If it was not you, do nothing: nothing will be sent.`,
    mailRead: 'The notice, as it stands now:',
    mailWhy: (organisation: string) =>
      `You get this because you subscribed to the notices of ${organisation}.`,
    mailStop: 'Stop them:',
  },
  ko: {
    title: '공지를 메일로 받기',
    lead: (organisation) =>
      `${organisation}의 공지가 게시되거나 정정될 때마다 메일로 보내 드립니다. 다른 메일은 보내지 않으며 언제든지 그만 받으실 수 있습니다.`,
    address: '메일 주소',
    language: '언어',
    subscribe: '확인 메일 받기',
    badAddress: 'name@example.org처럼 메일 주소 하나를 끝까지 입력해 주십시오.',
    badLanguage: '언어를 하나 골라 주십시오.',
    notSetUp: (organisation) =>
      `${organisation}${particleAfter(organisation, '은/는')} 지금 공지를 메일로 보내지 않습니다. 전체 공지 피드에서 새 공지를 받아 보실 수 있습니다.`,
    tooMany: '요청이 너무 많았습니다. 15분 뒤에 다시 시도해 주십시오.',
    checkTitle: '메일함을 확인해 주십시오',
    checkBody:
      '주소가 맞다면 확인 링크가 담긴 메일이 곧 도착합니다. 그 링크에서 확인하시기 전에는 공지를 보내지 않습니다. 링크는 사흘 동안 쓸 수 있습니다.',
    confirmTitle: '메일 수신을 확인해 주십시오',
    confirmBody: (address) => `앞으로 공지를 ${address} 주소로 보내 드립니다.`,
    confirm: '확인',
    confirmedTitle: '다음 공지부터 보내 드립니다',
    confirmedBody: (address) =>
      `공지를 ${address} 주소로 보내 드립니다. 메일마다 수신을 그만두는 링크가 있습니다.`,
    badLinkTitle: '더는 쓸 수 없는 링크입니다',
    badLinkBody: '이미 사용했거나 사흘이 지난 링크입니다. 새 링크를 요청하실 수 있습니다.',
    again: '새 링크 요청',
    stopTitle: '메일 수신 그만두기',
    stopBody: (address) => `${address} 주소로 더는 공지를 보내지 않으며 주소를 삭제합니다.`,
    stop: '그만 받기',
    stoppedTitle: '더는 공지를 보내지 않습니다',
    stoppedBody: '메일 주소를 삭제했습니다.',
    mailConfirmSubject: (organisation) => `[확인] ${organisation} 공지 메일 수신`,
    mailConfirmBody: (organisation, link) =>
      `이 주소로 ${organisation}의 공지를 받겠다는 요청이 있었습니다.\n\n아래 페이지에서 확인하시면 공지를 보내 드립니다.\n${link}\n\n링크는 사흘 동안 쓸 수 있습니다. 직접 요청하지 않으셨다면 그대로 두십시오. 아무것도 보내지 않습니다.`,
    mailRead: '현재 공지 보기:',
    mailWhy: (organisation) => `${organisation} 공지를 메일로 받겠다고 하셔서 보내 드리는 메일입니다.`,
    mailStop: '그만 받기:',
  },
  ja: {
    title: 'お知らせをメールで受け取る',
    lead: (organisation) =>
      `${organisation}のお知らせが掲載・訂正されるたびにメールでお送りします。それ以外のメールはお送りしません。いつでも停止できます。`,
    address: 'メールアドレス',
    language: '言語',
    subscribe: '確認メールを受け取る',
    badAddress: 'name@example.org のように、メールアドレスを一つ最後まで入力してください。',
    badLanguage: '言語を一つ選んでください。',
    notSetUp: (organisation) =>
      `${organisation}は現在、お知らせをメールでお送りしていません。新しいお知らせはフィードでご確認いただけます。`,
    tooMany: '回数が多すぎます。15分ほど待ってからもう一度お試しください。',
    checkTitle: 'メールをご確認ください',
    checkBody:
      'アドレスが正しければ、確認用リンクを記載したメールが届きます。リンク先で確認されるまで、お知らせはお送りしません。リンクの有効期間は3日間です。',
    confirmTitle: 'メールの受け取りを確認してください',
    confirmBody: (address) => `今後のお知らせを ${address} にお送りします。`,
    confirm: '確認する',
    confirmedTitle: '次のお知らせからお送りします',
    confirmedBody: (address) => `${address} にお送りします。どのメールにも、停止するためのリンクがあります。`,
    badLinkTitle: 'このリンクは使えなくなりました',
    badLinkBody: 'すでに使われたか、3日以上過ぎています。新しいリンクを請求できます。',
    again: '新しいリンクを請求する',
    stopTitle: 'メールでのお知らせを停止する',
    stopBody: (address) => `${address} へのお知らせを停止し、アドレスを削除します。`,
    stop: '停止する',
    stoppedTitle: 'お知らせの送信を停止しました',
    stoppedBody: 'メールアドレスを削除しました。',
    mailConfirmSubject: (organisation) => `【確認】${organisation}からのお知らせメール`,
    mailConfirmBody: (organisation, link) =>
      `このアドレスで${organisation}のお知らせを受け取りたいとのお申し込みがありました。\n\n次のページで確認されますと、お知らせをお送りします。\n${link}\n\nリンクの有効期間は3日間です。お心当たりがない場合は、そのままにしてください。何もお送りしません。`,
    mailRead: '現在のお知らせ：',
    mailWhy: (organisation) =>
      `${organisation}のお知らせをメールで受け取るとお申し込みいただいた方にお送りしています。`,
    mailStop: '停止する：',
  },
})
