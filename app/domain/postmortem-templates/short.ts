import type { PostmortemTemplate } from './template.ts'

/** One page, for what was small or is told elsewhere. */
export const SHORT_TEMPLATE: PostmortemTemplate = {
  ko: `## 무슨 일이 있었나

{{impact}}

{{summary}}

## 무엇이 겹쳤나

{{factors}}

{{?어떤 조건들이 겹쳐서 장애가 났고, 왜 이만큼 걸렸나요?}}

## 돌아보기

- {{?무엇이 잘되었나요?}}
- {{?무엇에 놀랐나요?}}
- {{?어디에서 운이 좋았나요?}}

## 무엇을 바꾸나

{{actions}}
`,
  en: `## What happened

{{impact}}

{{summary}}

## What came together

{{factors}}

{{?Which conditions came together, and why did it take this long?}}

## Looking back

- {{?What went well?}}
- {{?What surprised us?}}
- {{?Where did we get lucky?}}

## What changes

{{actions}}
`,
}
