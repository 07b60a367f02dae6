import type { Language } from './define.ts'

type Params = Record<string, string | number>

function grouped(value: string | number | undefined): string {
  return Number(value ?? 0).toLocaleString('en-US')
}

/** Sentences for what can keep a notice from being saved, published or withdrawn, by problem code. */
export const noticeProblems: Record<Language, Record<string, (params: Params) => string>> = {
  en: {
    notice_missing: ({ slug }) => `There is no notice ${slug}.`,
    notice_exists: ({ slug }) => `This incident has a notice already: ${slug}. Open it to go on.`,
    notice_withdrawn: ({ slug }) =>
      `The notice ${slug} was withdrawn. It can no longer be changed or published.`,
    notice_not_published: () => 'This notice has not been published yet.',
    notice_published_before: () => 'This notice was published before. Publish an update or a correction.',
    notice_has_gaps: ({ count }) =>
      count === 1
        ? 'One thing is missing in the text. Fill it in or take it out, then publish.'
        : `${count} things are missing in the texts. Fill them in or take them out, then publish.`,
    notice_too_long: ({ max, actual }) =>
      `This has ${grouped(actual)} characters; a notice takes at most ${grouped(max)}. Shorten it.`,
    typo_changes_facts: () =>
      'The record has changed since: a time, a length or another fact would read differently. Publish it as an update or a correction.',
    correction_missing: () => 'Say in public what was wrong.',
    reason_missing: () => 'Say in public why the notice is withdrawn.',
  },
  ko: {
    notice_missing: ({ slug }) => `${slug} 공지가 없어요.`,
    notice_exists: ({ slug }) => `이 장애에는 이미 공지(${slug})가 있어요. 그 공지를 열어 이어서 써 주세요.`,
    notice_withdrawn: ({ slug }) => `${slug} 공지는 철회되어 더 이상 고치거나 게시할 수 없어요.`,
    notice_not_published: () => '아직 게시하지 않은 공지예요.',
    notice_published_before: () => '이미 게시한 공지예요. 새 내용이나 정정으로 게시해 주세요.',
    notice_has_gaps: ({ count }) => `글에 빈 곳이 ${count}개 있어요. 채우거나 지운 다음 게시해 주세요.`,
    notice_too_long: ({ max, actual }) =>
      `${grouped(actual)}자예요. 공지에는 ${grouped(max)}자까지 쓸 수 있으니 줄여 주세요.`,
    typo_changes_facts: () =>
      '그사이 기록이 바뀌어 시각이나 길이 같은 사실이 달라져요. 새 내용이나 정정으로 게시해 주세요.',
    correction_missing: () => '무엇이 잘못되었는지 공개할 문장을 적어 주세요.',
    reason_missing: () => '철회하는 이유를 공개할 문장으로 적어 주세요.',
  },
}
