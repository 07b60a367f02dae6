import type { PostmortemTemplate } from './template.ts'

/** Complete: what happened, how it was handled, what helped and what did not, what will change. */
export const SRE_TEMPLATE: PostmortemTemplate = {
  ko: `## 한눈에 보기

{{impact}}

{{?무슨 일이 있었고 이용자에게 어떤 영향을 주었나요? 두세 문장으로 적어 주세요.}}

## 배경

{{summary}}

{{?이 장애를 이해하려면 시스템에 대해 무엇을 알아야 하나요?}}

## 영향

{{symptoms}}

{{durations}}

{{?누가, 무엇을, 얼마나 할 수 없었나요? 수치에는 출처를 함께 적어 주세요.}}

## 타임라인

{{timeline}}

## 기여 요인

{{factors}}

{{?어떤 조건들이 겹쳐서 장애가 났나요? 하나의 원인이 아니라 여러 요인을 적어 주세요.}}

{{?왜 이만큼 오래 걸렸나요? 무엇이 있었다면 더 빨리 끝났을까요?}}

## 감지와 대응

{{?어떻게 알게 되었나요? 이용자보다 먼저 알 수 있는 신호가 있었나요?}}

{{?대응하는 동안 무엇이 판단을 어렵게 했나요?}}

## 알림과 발표

{{statements}}

{{?이용자에게 언제, 무엇을 알렸고 무엇을 더 알릴 수 있었나요?}}

## 돌아보기

### 잘된 점

- {{?무엇이 피해를 줄이거나 복구를 앞당겼나요?}}

### 아쉬운 점

- {{?무엇이 기대한 대로 움직이지 않았나요?}}

### 운이 좋았던 점

- {{?무엇이 달랐다면 더 크게 번졌을까요?}}

### 뜻밖이었던 점

- {{?무엇에 놀랐고, 왜 놀랐나요?}}

## 후속 조치

{{actions}}

{{?같은 일을 막고, 줄이고, 더 빨리 알아차리려면 무엇을 바꿔야 하나요? 담당자와 기한은 후속 조치에 기록해 주세요.}}
`,
  en: `## At a glance

{{impact}}

{{?What happened, and what did it mean for users? Two or three sentences.}}

## Background

{{summary}}

{{?What does a reader have to know about the system to understand this?}}

## Impact

{{symptoms}}

{{durations}}

{{?Who could not do what, and how many were they? Give a source for each figure.}}

## Timeline

{{timeline}}

## Contributing factors

{{factors}}

{{?Which conditions came together? Several factors rather than one root cause.}}

{{?Why did it last this long? What would have ended it sooner?}}

## Detection and response

{{?How did we learn of it? Was there a signal that came before the first user?}}

{{?What made decisions hard while it lasted?}}

## Communication

{{statements}}

{{?What did users hear, when, and what else could they have been told?}}

## Looking back

### What went well

- {{?What limited the damage or brought recovery forward?}}

### What went less well

- {{?What did not work as expected?}}

### Where we got lucky

- {{?What would have made it worse?}}

### What surprised us

- {{?What were we surprised by, and why were we?}}

## Action items

{{actions}}

{{?What has to change to prevent this, limit it, or notice it sooner? Owners and dates belong to the action items.}}
`,
}
