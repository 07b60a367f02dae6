import { applyUpdate, Doc, encodeStateAsUpdate } from 'yjs'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  draftFrom,
  draftFromMarkdown,
  markdownOfDraft,
  rewriteDraft,
} from '#app/editor/collaboration/draft-text.ts'
import { markdownFromState } from '#app/editor/markdown/from-state.ts'
import { POSTMORTEM_FORMS } from '#app/editor/markdown/postmortem-forms.ts'
import { stateFromMarkdown } from '#app/editor/markdown/to-state.ts'
import { POSTMORTEM_TEMPLATES, TEMPLATE_NAMES } from '#app/domain/postmortem-templates/index.ts'

const TEXT = `## 요약

{{impact.start}}부터 **로그인**이 되지 않았습니다. {{?확인할 것}}

- 하나
- [x] 둘

\`\`\`ts
const a = 1
\`\`\`

{{timeline}}

| 표 | 값 |
| --- | --- |
| 하나 | 1 |

![그림](picture:1)
`

const templates = TEMPLATE_NAMES.flatMap((name) => Object.values(POSTMORTEM_TEMPLATES[name]))

const printed = (markdown: string) => markdownFromState(stateFromMarkdown(markdown, POSTMORTEM_FORMS))

test('a draft says what it was begun with, and the same bytes begin every one', () => {
  for (const markdown of [TEXT, '', ...templates]) {
    const state = draftFromMarkdown(markdown)
    expect(markdownOfDraft(draftFrom(state, []))).toBe(printed(markdown))
    expect(draftFromMarkdown(markdown)).toEqual(state)
  }
})

test('a draft that is written anew says the new text, whatever it said before', () => {
  const texts = [TEXT, '', ...templates, TEXT.replace('하나', '하나와 둘'), `${TEXT}\n끝`, TEXT.slice(8)]
  const doc = draftFrom(draftFromMarkdown(TEXT), [])
  for (const after of [...texts, ...texts.toReversed()]) {
    rewriteDraft(doc, after)
    expect(markdownOfDraft(doc)).toBe(printed(after))
  }
})

test('what somebody writes meanwhile stays where they wrote it', () => {
  const state = draftFromMarkdown('처음 문단입니다.\n\n둘째 문단입니다.\n\n셋째 문단입니다.\n')
  const theirs = draftFrom(state, [])
  const typed = rewriteDraft(theirs, '처음 문단입니다.\n\n둘째 문단에 씁니다.\n\n셋째 문단입니다.\n')
  const mine = draftFrom(state, [])
  const replaced = rewriteDraft(mine, '새 문단입니다.\n\n처음 문단입니다.\n\n저 둘째 문단입니다.\n')
  const both = draftFrom(state, [typed, replaced])
  expect(markdownOfDraft(both)).toBe('새 문단입니다.\n\n처음 문단입니다.\n\n저 둘째 문단에 씁니다.\n')
})

test('an update is small when little has changed', () => {
  const state = draftFromMarkdown(templates.join('\n\n'))
  const doc = draftFrom(state, [])
  const update = rewriteDraft(doc, markdownOfDraft(doc).replace(/\n$/, ' 끝\n'))
  expect(update.length).toBeLessThan(100)
})

test('any two texts made of the same blocks can be written over each other', () => {
  const block = fc.constantFrom(
    '문단 하나.',
    '**굵은** 말.',
    '- 하나\n- 둘',
    '1. 하나',
    '## 제목',
    '{{timeline}}',
    '> 인용',
  )
  const blocks = fc.array(block, { maxLength: 6 }).map((list) => list.join('\n\n'))
  fc.assert(
    fc.property(blocks, blocks, (before, after) => {
      const doc = draftFrom(draftFromMarkdown(before), [])
      const update = rewriteDraft(doc, after)
      const again = new Doc()
      applyUpdate(again, draftFromMarkdown(before))
      applyUpdate(again, update)
      expect(markdownOfDraft(again)).toBe(printed(after))
      expect(encodeStateAsUpdate(again).length).toBe(encodeStateAsUpdate(doc).length)
    }),
    { numRuns: 40 },
  )
})
