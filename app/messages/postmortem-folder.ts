import type { Construct } from '#app/editor/markdown/changed-constructs.ts'
import type { PostmortemImportOutcome } from '#app/models/postmortem-import.server.ts'
import { defineMessages } from './define.ts'

/** What `sagwa export postmortems` and `sagwa import --from postmortems` say. */
export const postmortemFolderMessages = defineMessages({
  en: {
    exported: (folder: string, files: number, written: number) =>
      `${folder} has ${files} postmortems; files written now: ${written}.`,
    read: (count: number) => `read ${count}`,
    outcomes: {
      created: (count: number) => `incidents made ${count}`,
      begun: (count: number) => `begun ${count}`,
      revised: (count: number) => `revised ${count}`,
      unchanged: (count: number) => `as on record ${count}`,
      older: (count: number) => `as in an earlier revision ${count}`,
      refused: (count: number) => `refused ${count}`,
    } satisfies Record<PostmortemImportOutcome['outcome'], (count: number) => string>,
    dryRun: 'Nothing was written.',
    reason: (file: string) => `Imported from ${file}`,
    skipped: (names: string) => `Not read, as they are about the folder: ${names}`,
    older: (name: string, reference: string, revision: number) =>
      `${name}: this is revision ${revision} of ${reference}; the newer one stays.`,
    severities: (critical: number, major: number, minor: number) =>
      `Severity of the incidents made: critical ${critical}, major ${major}, minor ${minor}`,
    ignored: (keys: string) => `These keys above the text mean nothing here and were left out: ${keys}`,
    more: (count: number) => `and ${count} more`,
    changed: 'Written in another way now; readers see the same:',
    inFiles: (count: number, files: number) =>
      `${count === 1 ? 'once' : `${count} times`} in ${files} ${files === 1 ? 'file' : 'files'}`,
    constructs: {
      bullet: 'bullets',
      number: 'numbers of lists',
      indent: 'spaces after a bullet',
      loose: 'space between entries',
      emphasis: 'emphasis',
      strong: 'strong emphasis',
      rule: 'rules',
      heading: 'headings',
      code: 'code blocks',
      break: 'line breaks',
      wrap: 'wrapped lines are one line',
      escape: 'escapes',
      entity: 'entities are letters',
      link: 'links',
      picture: 'pictures',
      table: 'padding of tables',
      html: 'HTML',
      definition: 'definitions',
      spaces: 'empty lines',
      structure: 'structure',
      words: 'words',
    } satisfies Record<Construct, string>,
  },
  ko: {
    exported: (folder, files, written) =>
      `${folder} 폴더에 보고서 ${files}개가 있어요. 지금 쓴 파일은 ${written}개예요.`,
    read: (count) => `읽음 ${count}개`,
    outcomes: {
      created: (count) => `장애 새로 만듦 ${count}건`,
      begun: (count) => `새로 시작 ${count}개`,
      revised: (count) => `새 판 ${count}개`,
      unchanged: (count) => `그대로 ${count}개`,
      older: (count) => `이전 판과 같음 ${count}개`,
      refused: (count) => `거절 ${count}개`,
    },
    dryRun: '아무것도 저장하지 않았어요.',
    reason: (file) => `${file} 파일에서 가져옴`,
    skipped: (names) => `폴더를 소개하는 파일이라 읽지 않았어요: ${names}`,
    older: (name, reference, revision) =>
      `${name}: ${reference} 보고서의 ${revision}판이에요. 더 새로운 판을 그대로 두었어요.`,
    severities: (critical, major, minor) =>
      `새로 만든 장애의 심각도: 심각 ${critical}건, 중대 ${major}건, 경미 ${minor}건`,
    ignored: (keys) => `머리말에서 쓰이지 않는 항목은 뺐어요: ${keys}`,
    more: (count) => `외 ${count}개`,
    changed: '쓰는 방식만 바뀐 곳이에요. 읽는 내용은 같아요.',
    inFiles: (count, files) => `파일 ${files}개에서 ${count}번`,
    constructs: {
      bullet: '글머리 기호',
      number: '목록 번호',
      indent: '글머리 뒤의 빈칸',
      loose: '목록 항목 사이',
      emphasis: '기울임',
      strong: '굵게',
      rule: '구분선',
      heading: '제목',
      code: '코드 블록',
      break: '줄 바꿈',
      wrap: '이어진 줄을 한 줄로',
      escape: '이스케이프',
      entity: '엔티티를 글자로',
      link: '링크',
      picture: '그림',
      table: '표의 여백',
      html: 'HTML',
      definition: '정의',
      spaces: '빈 줄',
      structure: '구조',
      words: '낱말',
    },
  },
})
