import type { PostmortemTemplate } from './template.ts'

/** A learning review: how it looked to those who were there, before anything is to be fixed. */
export const HOWIE_TEMPLATE: PostmortemTemplate = {
  ko: `## 이야기

{{impact}}

{{?그 자리에 있던 사람들의 눈으로, 일어난 순서대로 적어 주세요.}}

## 그때 보였던 것

{{timeline.starred}}

{{?결정적인 순간마다 무엇을 보고 있었고, 무엇이 가장 그럴듯해 보였나요?}}

{{?그때의 선택은 왜 자연스러웠나요?}}

## 왜 놀랐나

{{?무엇이 예상과 달랐나요? 시스템이 어떻게 움직인다고 알고 있었나요?}}

{{?이 일이 있기 전에는 아무도 몰랐거나 일부만 알던 것은 무엇인가요?}}

## 기여 요인

{{factors}}

{{?기술, 조직, 일정, 도구의 어떤 조건들이 함께 작용했나요?}}

## 어려웠던 점과 도움이 된 점

- {{?무엇이 상황을 파악하거나 조치하기 어렵게 했나요?}}
- {{?누구의 어떤 지식이나 도구가 실마리가 되었나요?}}
- {{?어디에서 운이 좋았나요?}}

## 이용자에게는

{{symptoms}}

{{statements}}

## 알게 된 것

- {{?다른 팀도 알아야 할 것은 무엇인가요?}}
- {{?아직 답하지 못한 질문은 무엇인가요?}}

## 이어질 일

{{actions}}

{{?알게 된 것 가운데 무엇을 바꾸고, 무엇은 바꾸지 않기로 했나요? 그 이유는 무엇인가요?}}
`,
  en: `## The story

{{impact}}

{{?Tell it in the order in which it unfolded, through the eyes of those who were there.}}

## What could be seen at the time

{{timeline.starred}}

{{?At each turning point: what were people looking at, and what seemed most likely?}}

{{?Why were these choices the natural ones?}}

## Why we were surprised

{{?What was different from what we expected? How did we think the system works?}}

{{?What did nobody, or only a few people, know before this?}}

## Contributing factors

{{factors}}

{{?Which conditions in technology, organisation, schedule and tools played together?}}

## What was hard, and what helped

- {{?What made it hard to understand the situation or to act?}}
- {{?Whose knowledge or which tool opened the way?}}
- {{?Where did we get lucky?}}

## For users

{{symptoms}}

{{statements}}

## What we learned

- {{?What should other teams know?}}
- {{?Which questions are still open?}}

## What follows

{{actions}}

{{?What are we going to change, what not, and why?}}
`,
}
