import fc from 'fast-check'
import { expect, test } from 'vitest'
import { BLAMELESS_CODES, checkBlameless } from '#app/domain/blameless.ts'

const found = (text: string, people: string[] = []) =>
  checkBlameless(text, { people }).map(({ code, quote }) => `${code}: ${quote}`)

test.each([
  ['This should have been addressed earlier.', 'counterfactual: should have been addressed'],
  ['It shouldn’t have been rushed.', 'counterfactual: shouldn’t have been rushed'],
  ['We could have noticed it sooner.', 'counterfactual: could have noticed'],
  ['A second check would have caught it.', 'counterfactual: would have caught'],
  ['If only the alert had fired.', 'counterfactual: If only'],
  ['If we had tested it, users would not have seen it.', 'counterfactual: If we had tested'],
  ['Had the team known, it would be different.', 'counterfactual: Had the team known'],
  ['The cause was human error.', 'person_as_cause: human error'],
  ['It was introduced by a junior developer.', 'person_as_cause: introduced by a junior developer'],
  ['The table was accidentally dropped.', 'person_as_cause: accidentally'],
  ['We failed to verify the backup.', 'negligence: We failed to'],
  ['The on-call engineer missed the alert.', 'negligence: The on-call engineer missed'],
  ['Somebody forgot the certificate.', 'negligence: forgot'],
  ['Obviously the limit was too low.', 'hindsight: Obviously'],
  ['The root cause was a full disk.', 'single_cause: The root cause was'],
  ['We will be more careful.', 'shame_remedy: be more careful'],
  ['배포 전에 확인했어야 했다.', 'counterfactual: 확인했어야 했다'],
  ['미리 알았더라면 좋았다.', 'counterfactual: 알았더라면'],
  ['경보를 봤다면 막을 수 있었을 것이다.', 'counterfactual: 봤다면'],
  ['담당자의 실수로 삭제되었다.', 'person_as_cause: 담당자의 실수'],
  ['휴먼 에러로 판단된다.', 'person_as_cause: 휴먼 에러'],
  ['실수로 설정을 지웠다.', 'person_as_cause: 실수로'],
  ['점검을 소홀히 했다.', 'negligence: 소홀히'],
  ['알림을 놓쳤다.', 'negligence: 알림을 놓쳤다'],
  ['이는 쉽게 예상할 수 있었다.', 'hindsight: 쉽게 예상할'],
  ['근본 원인은 디스크였다.', 'single_cause: 근본 원인은'],
  ['앞으로 더 주의하겠습니다.', 'shame_remedy: 더 주의하겠습니다'],
  ['담당자 교육을 강화한다.', 'shame_remedy: 담당자 교육을 강화한다'],
])('in %j it finds %j', (text, finding) => {
  expect(found(text)).toContain(finding)
})

test.each([
  'Each repository should have clear rules.',
  'The node failed to pull the image.',
  'The request failed, and the pod failed to start.',
  'We could have a look at it tomorrow.',
  'Users would have seen an empty page.',
  'The dashboard should have a panel for this.',
  '> You should have told us, said the customer.',
  'The page said “user error, please retry”.',
  'The log has `human error` in it.',
  '배포가 실패했다.',
  '요청이 처리되지 않았다.',
  '“담당자 실수 아닌가요”라는 문의가 있었다.',
  '교육 서비스에서 오류가 났다.',
  '주의 표시가 화면에 나왔다.',
])('in %j it finds nothing', (text) => {
  expect(found(text)).toEqual([])
})

test('a name is found where it carries the blame, and not where somebody did something', () => {
  expect(found('Kim forgot the flag. Kim noticed it at 09:03.', ['Kim'])).toEqual([
    'person_as_cause: Kim forgot',
  ])
  expect(found('김하나 님이 설정값을 빠뜨렸다. 김하나 님이 09시 3분에 발견했다.', ['김하나'])).toEqual([
    'person_as_cause: 김하나 님이 설정값을 빠뜨렸다',
  ])
})

test('a finding keeps its name when the text before it changes', () => {
  const [before] = checkBlameless('We failed to test it.')
  const [, after] = checkBlameless('Obviously. 처음에 쓴 말.\n\nWe failed to test it.')
  expect(after?.fingerprint).toBe(before?.fingerprint)
})

test('whatever the text is, findings lie in it, in order and apart', () => {
  const words = [
    'should have been done',
    '했어야 했다',
    'human error',
    '담당자 실수',
    '.',
    '\n',
    '`',
    '“',
    '> ',
    'Kim forgot',
  ]
  fc.assert(
    fc.property(fc.array(fc.oneof(fc.constantFrom(...words), fc.string()), { maxLength: 20 }), (parts) => {
      const text = parts.join(' ')
      let last = 0
      for (const { code, start, end, quote } of checkBlameless(text, { people: ['Kim', 'a', '.*'] })) {
        expect(BLAMELESS_CODES).toContain(code)
        expect(start).toBeGreaterThanOrEqual(last)
        expect(text.slice(start, end)).toBe(quote)
        expect(quote.trim()).not.toBe('')
        last = end
      }
    }),
  )
})
