import type { BlamelessCode } from '#app/domain/blameless.ts'
import { defineMessages } from './define.ts'

/** Why words in a postmortem blame, and the question that leads on. */
export const blamelessMessages = defineMessages({
  en: {
    title: 'Blameless language',
    none: 'Nothing in the text looks for somebody to blame.',
    reasons: {
      counterfactual:
        'This tells of a world that was not. It explains nothing about why things made sense at the time.',
      person_as_cause: 'This makes a person the cause. Everybody did what made sense with what they knew.',
      negligence: 'This judges somebody. It ends the search where it should begin.',
      hindsight: 'This is known only now. Nobody had this view while it happened.',
      single_cause: 'Incidents have several contributing factors. Naming one hides the others.',
      shame_remedy: 'Care and reminders fade within weeks. A changed system stays.',
    } satisfies Record<BlamelessCode, string>,
    questions: {
      counterfactual: 'What could people see at the time, and why was what they did the natural thing to do?',
      person_as_cause:
        'What in the screen, the permissions or the procedure let this action have this effect?',
      negligence: 'What else was asking for attention? What made this signal hard to notice?',
      hindsight: 'What was known at that moment, and from where?',
      single_cause: 'What else had to be true for this to happen, or to last this long?',
      shame_remedy: 'Which change of the system makes this hard to do wrong? Who makes it, by when?',
    } satisfies Record<BlamelessCode, string>,
    keep: 'Keep, because …',
    kept: (reason: string) => `Kept: ${reason}`,
  },
  ko: {
    title: '비난 없는 표현',
    none: '누군가를 탓하는 표현이 없어요.',
    reasons: {
      counterfactual:
        '일어나지 않은 일을 말하고 있어요. 그때 왜 그렇게 하는 것이 자연스러웠는지는 설명하지 못해요.',
      person_as_cause: '사람을 원인으로 삼고 있어요. 모두 그때 알던 것으로 최선의 판단을 했어요.',
      negligence: '누군가를 평가하고 있어요. 조사를 시작해야 할 곳에서 조사가 끝나 버려요.',
      hindsight: '지금에서야 아는 일이에요. 그때는 누구에게도 이렇게 보이지 않았어요.',
      single_cause: '장애에는 여러 요인이 있어요. 하나만 적으면 나머지가 가려져요.',
      shame_remedy: '주의와 교육의 효과는 몇 주면 사라져요. 바꾼 시스템은 남아요.',
    },
    questions: {
      counterfactual: '그때 무엇을 볼 수 있었고, 왜 그 선택이 자연스러웠나요?',
      person_as_cause: '화면, 권한, 절차의 어떤 조건에서 그 작업이 이런 결과를 낼 수 있었나요?',
      negligence: '그때 무엇이 더 급했나요? 이 신호는 왜 눈에 띄기 어려웠나요?',
      hindsight: '그 순간에는 무엇을, 어디에서 알 수 있었나요?',
      single_cause: '이 일이 일어나려면, 또는 이만큼 길어지려면 무엇이 더 있어야 했나요?',
      shame_remedy: '시스템을 어떻게 바꾸면 잘못하기 어려워지나요? 누가 언제까지 바꾸나요?',
    },
    keep: '그대로 두는 이유 …',
    kept: (reason) => `그대로 둠: ${reason}`,
  },
})
