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
    notice_has_findings: ({ count }) =>
      count === 1
        ? 'One finding stands in the way. Settle it, or keep it and say why.'
        : `${count} findings stand in the way. Settle them, or keep them and say why.`,
    approval_missing: () =>
      'Nobody else has approved this yet. Submit it for review, or publish it alone and say why that cannot wait.',
    approval_outdated: () =>
      'The text or the record has changed since it was approved. Look at both versions below and submit it again.',
    not_in_review: () => 'This notice is not waiting for a review any more.',
    submitted_yourself: () => 'You submitted this. Somebody else has to approve it.',
    edited_yourself: () => 'You were the last to change this. Somebody else has to approve it.',
    role_too_low: () => 'Only people who may publish can approve.',
    comment_missing: () => 'Say what should change.',
    emergency_reason_missing: () => 'Say why this cannot wait for a second person.',
    keep_reason_missing: () => 'Say why it should stay as it is.',
    finding_gone: () => 'The saved draft has no such finding any more.',
    too_many_guarded_words: ({ max, actual }) =>
      `These are ${grouped(actual)} words; at most ${grouped(max)} can be guarded.`,
    guarded_word_too_short: ({ word }) =>
      `“${word}” is too short to be found without false alarms. Write at least three letters, or two Korean or Japanese characters.`,
    guarded_word_too_long: ({ word, max }) =>
      `“${word}” is too long: at most ${grouped(max)} characters. Write one word or name to a line.`,
    blame_gone: () => 'The saved text no longer says this. Save first, then decide.',
    postmortem_in_review: () => 'This postmortem is waiting for a review already.',
    postmortem_not_in_review: () => 'This postmortem is not waiting for a review any more.',
    postmortem_role_too_low: () => 'Only people who may publish can approve a postmortem.',
    postmortem_edited_yourself: () =>
      'You alone wrote what is new in this postmortem. Somebody else has to approve it.',
    postmortem_own_reason_missing: () => 'You wrote some of this. Say why you approve it all the same.',
    postmortem_reason_missing: ({ count }) =>
      count === 1
        ? 'One point of the checklist is open. Say why it is approved all the same.'
        : `${count} points of the checklist are open. Say why it is approved all the same.`,
    postmortem_not_asked: () => 'Nobody asked you for this review. You can write a comment.',
    quote_too_long: ({ max }) => `Choose fewer words: at most ${grouped(max)} characters.`,
    too_many_comments: ({ max }) =>
      `This postmortem has ${grouped(max)} comments, and takes no more. Take out what is settled.`,
    comment_gone: () => 'This comment is no longer there.',
    comment_not_yours: () => 'Only whoever wrote this can do that.',
    postmortem_of_another: ({ reference }) =>
      `The front matter says that this is the postmortem of ${reference}. Import it there, or change the reference.`,
    front_matter_unreadable: ({ line }) =>
      `The front matter between the two --- lines cannot be read as YAML (line ${line}).`,
    postmortem_nothing_pasted: () => 'Paste Markdown or choose a file.',
    postmortem_not_text: () => 'This file is not text in UTF-8. Choose a Markdown file.',
    drift_gone: () => 'The record has changed again: this difference is no longer there.',
    nothing_to_correct: () => 'The record agrees with what is published. There is nothing to correct.',
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
    notice_has_findings: ({ count }) =>
      `먼저 해결할 점이 ${count}가지 있어요. 고치거나, 그대로 두는 이유를 적어 주세요.`,
    approval_missing: () =>
      '아직 다른 사람이 승인하지 않았어요. 검토를 요청하거나, 기다릴 수 없는 이유를 적고 혼자 게시해 주세요.',
    approval_outdated: () =>
      '승인한 뒤에 글이나 기록이 바뀌었어요. 아래에서 두 내용을 비교한 다음 다시 검토를 요청해 주세요.',
    not_in_review: () => '지금은 검토를 기다리는 공지가 아니에요.',
    submitted_yourself: () => '직접 검토를 요청한 공지예요. 다른 사람이 승인해야 해요.',
    edited_yourself: () => '마지막으로 고친 사람이 본인이에요. 다른 사람이 승인해야 해요.',
    role_too_low: () => '게시 권한이 있는 사람만 승인할 수 있어요.',
    comment_missing: () => '무엇을 고쳐야 하는지 적어 주세요.',
    emergency_reason_missing: () => '다른 사람의 승인을 기다릴 수 없는 이유를 적어 주세요.',
    keep_reason_missing: () => '그대로 두는 이유를 적어 주세요.',
    blame_gone: () => '저장된 글에는 이 표현이 없어요. 먼저 저장한 다음 정해 주세요.',
    postmortem_in_review: () => '이미 검토를 요청한 사후 보고서예요.',
    postmortem_not_in_review: () => '지금은 검토를 기다리는 사후 보고서가 아니에요.',
    postmortem_role_too_low: () => '게시 권한이 있는 사람만 사후 보고서를 승인할 수 있어요.',
    postmortem_edited_yourself: () =>
      '새로 바뀐 글을 혼자 쓴 사람은 승인할 수 없어요. 다른 사람이 승인해야 해요.',
    postmortem_own_reason_missing: () => '직접 쓴 부분이 있어요. 그래도 승인하는 이유를 적어 주세요.',
    postmortem_reason_missing: ({ count }) =>
      `확인할 점이 ${count}가지 남아 있어요. 그래도 승인하는 이유를 적어 주세요.`,
    postmortem_not_asked: () => '검토를 부탁받지 않았어요. 의견은 댓글로 남길 수 있어요.',
    quote_too_long: ({ max }) => `범위가 너무 길어요. ${grouped(max)}자까지 고를 수 있어요.`,
    too_many_comments: ({ max }) =>
      `댓글은 ${grouped(max)}개까지 달 수 있어요. 끝난 이야기를 지운 뒤에 다시 써 주세요.`,
    comment_gone: () => '이 댓글은 이제 없어요.',
    comment_not_yours: () => '쓴 사람만 할 수 있어요.',
    postmortem_of_another: ({ reference }) =>
      `머리말에 ${reference} 장애의 사후 보고서라고 적혀 있어요. 그 장애에서 가져오거나 번호를 고쳐 주세요.`,
    front_matter_unreadable: ({ line }) => `--- 두 줄 사이의 머리말을 YAML로 읽을 수 없어요(${line}번째 줄).`,
    postmortem_nothing_pasted: () => 'Markdown을 붙여 넣거나 파일을 선택해 주세요.',
    postmortem_not_text: () => 'UTF-8 텍스트 파일이 아니에요. Markdown 파일을 선택해 주세요.',
    finding_gone: () => '저장된 초안에는 이 지적이 더 이상 없어요.',
    too_many_guarded_words: ({ max, actual }) =>
      `${grouped(actual)}개를 적었어요. ${grouped(max)}개까지 지정할 수 있어요.`,
    guarded_word_too_short: ({ word }) =>
      `‘${word}’처럼 짧은 말은 엉뚱한 곳에서도 걸려요. 한글은 두 글자, 영문은 세 글자 이상으로 적어 주세요.`,
    guarded_word_too_long: ({ word, max }) =>
      `‘${word}’이라는 줄이 너무 길어요. 한 줄에 하나씩, ${grouped(max)}자 이내로 적어 주세요.`,
    drift_gone: () => '기록이 다시 바뀌어 이 차이는 없어졌어요.',
    nothing_to_correct: () => '게시한 내용과 기록이 일치해요. 정정할 것이 없어요.',
    notice_too_long: ({ max, actual }) =>
      `${grouped(actual)}자예요. 공지에는 ${grouped(max)}자까지 쓸 수 있으니 줄여 주세요.`,
    typo_changes_facts: () =>
      '그사이 기록이 바뀌어 시각이나 길이 같은 사실이 달라져요. 새 내용이나 정정으로 게시해 주세요.',
    correction_missing: () => '무엇이 잘못되었는지 공개할 문장을 적어 주세요.',
    reason_missing: () => '철회하는 이유를 공개할 문장으로 적어 주세요.',
  },
}
