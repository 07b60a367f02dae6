import type { Language } from './define.ts'
import type { ProblemSentences } from './problems.ts'

/** What is wrong with a template of a postmortem. */
export const postmortemProblems: Record<Language, ProblemSentences> = {
  en: {
    template_unknown_name: ({ line, name }) =>
      `Line ${line}: nothing is called {{${name}}}. Correct the name or take it out.`,
    template_block_inline: ({ line, name }) =>
      `Line ${line}: {{${name}}} is a whole block. Put it on a line of its own.`,
    template_name_taken: () => 'Another template in this language has this name. Choose another one.',
    templates_too_many: ({ max }) => `${max} templates are in use already. Retire one first.`,
  },
  ko: {
    template_unknown_name: ({ line, name }) =>
      `${line}번째 줄: {{${name}}}라는 이름이 없어요. 이름을 고치거나 지워 주세요.`,
    template_block_inline: ({ line, name }) =>
      `${line}번째 줄: {{${name}}}는 블록이에요. 한 줄에 따로 적어 주세요.`,
    template_name_taken: () => '같은 언어에 이 이름의 양식이 이미 있어요. 다른 이름을 적어 주세요.',
    templates_too_many: ({ max }) => `양식을 이미 ${max}개 쓰고 있어요. 먼저 하나를 내려 주세요.`,
  },
}
