import { BLOCK_LABELS, POSTMORTEM_BLOCKS, type PostmortemBlock } from '#app/domain/postmortem-blocks.ts'
import type { ToolLanguage } from '#app/domain/language.ts'
import type { editorMessages } from '#app/messages/editor.ts'
import type { writingMessages } from '#app/messages/writing.ts'
import type { EditorFact } from './editor-fact.ts'
import { factEntries, type MenuEntry, type StructureBlock } from './insert-menu.ts'

export type PostmortemStructure = StructureBlock | 'paragraph' | 'h1' | 'code' | 'table' | 'picture'

/** What an entry of the menus puts into a postmortem. */
export type PostmortemRun =
  | { fact: string }
  | { record: PostmortemBlock }
  | { block: PostmortemStructure }
  | { incident: string; title: string }
  | { person: string; name: string }

export type PostmortemEntry = MenuEntry<PostmortemRun>

/** Under which words of the other language, and of other editors, structure is found as well. */
const ALIASES: Record<PostmortemStructure, string> = {
  paragraph: 'text paragraph 본문',
  h1: 'h1 heading title 제목',
  h2: 'h2 heading 제목',
  h3: 'h3 subheading 소제목',
  bullet: 'list bullet ul 목록 글머리',
  number: 'numbered list ol 번호',
  check: 'todo task checkbox 체크 할일',
  quote: 'quote 인용',
  code: 'code log 코드 로그',
  table: 'table 표',
  picture: 'image picture screenshot 그림 사진 이미지',
  divider: 'line rule hr 선 구분',
}

/**
 * What the slash offers: parts of the record first, because they are what no other editor has, then structure, then
 * single facts.
 *
 * @param language of the reader
 */
export function postmortemEntries(
  facts: readonly EditorFact[],
  language: ToolLanguage,
  t: (typeof editorMessages)['en'],
  words: (typeof writingMessages)['en'],
  { pictures }: { pictures: boolean },
): PostmortemEntry[] {
  const structure: [PostmortemStructure, string, string][] = [
    ['h2', t.heading, '##'],
    ['h3', t.subheading, '###'],
    ['h1', words.title, '#'],
    ['bullet', t.bulletList, '-'],
    ['number', t.numberList, '1.'],
    ['check', t.checkList, '[]'],
    ['quote', t.quote, '>'],
    ['code', words.codeBlock, '```'],
    ['table', words.table, ''],
    ...(pictures ? ([['picture', words.picture, '']] as [PostmortemStructure, string, string][]) : []),
    ['divider', t.divider, '---'],
    ['paragraph', words.paragraph, ''],
  ]
  const other = language === 'ko' ? 'en' : 'ko'
  return [
    ...POSTMORTEM_BLOCKS.map((name): PostmortemEntry => ({
      id: `record:${name}`,
      group: 'record',
      label: BLOCK_LABELS[name][language],
      detail: '',
      alias: BLOCK_LABELS[name][other],
      run: { record: name },
    })),
    ...structure.map(([block, label, detail]): PostmortemEntry => ({
      id: `block:${block}`,
      group: 'blocks',
      label,
      detail,
      alias: ALIASES[block],
      run: { block },
    })),
    ...factEntries(facts),
  ]
}
