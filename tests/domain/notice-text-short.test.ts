import { expect, test } from 'vitest'
import { NOTICE_LANGUAGES } from '#app/domain/language.ts'
import { NOTICE_STAGES } from '#app/domain/notice-text/index.ts'
import { postWeight, shortTexts, smsSize } from '#app/domain/notice-text/short.ts'
import { exactly, markersAt, ORIGIN_ORGANISATION, originRecord } from '#tests/origin-record.ts'

const url = 'https://s.example/n/2020-002'
const ONGOING = originRecord({ markers: markersAt({ impact_start: exactly('2020-03-02T08:58:00+09:00') }) })

test('after recovery every channel gets the window, in the language of its readers', () => {
  const notice = { record: originRecord(), speaker: ORIGIN_ORGANISATION, stage: 'resolved' as const, url }
  const [ko, en, ja] = [shortTexts(notice, 'ko'), shortTexts(notice, 'en'), shortTexts(notice, 'ja')]
  expect(ko.post.text).toBe(
    `[카카오] 카카오톡 장애가 복구되었습니다. 일시: 3/2 08:58~10:17(1시간 19분). 불편을 드려 죄송합니다.\n${url}`,
  )
  expect(en.sms).toMatchObject({ unit: 'letters', messages: 1 })
  expect(en.sms.text).toBe(
    `Kakao: KakaoTalk is working normally again. Outage: Mar 2, 08:58-10:17 KST (1 hour 19 minutes). We are sorry. ${url}`,
  )
  expect(ja.chat).toContain('・発生日時・復旧日時：3/2 08:58~10:17 韓国時間（1時間19分）')
  expect(ko.chat).toContain('• 원인: 내부 네트워크의 일시적인 오류')
  // A cause that nobody put in English is left out and not a gap: nobody fills one in here.
  expect(en.chat).not.toMatch(/Cause|【/)
})

test('while it lasts there is a start and no cause', () => {
  const notice = { record: ONGOING, speaker: ORIGIN_ORGANISATION, stage: 'first_word' as const, url }
  expect(shortTexts(notice, 'en').post.text).toContain('Since Mar 2, 08:58 KST.')
  expect(shortTexts(notice, 'ko').sms.text).toBe(
    `[카카오] 카카오톡 장애 복구 중(3/2 08:58부터). 죄송합니다. ${url}`,
  )
  expect(shortTexts(notice, 'ko').chat).not.toContain('원인')
})

test('a text never exceeds what its channel takes, and always ends with the whole address', () => {
  const long = { id: 's', nameKo: '긴 이름 '.repeat(9), nameEn: 'Long name '.repeat(9), nameJa: '' }
  const services = [{ ...long, startedAt: null, endedAt: null }]
  for (const record of [
    originRecord(),
    ONGOING,
    originRecord({ services }),
    originRecord({ markers: markersAt({}) }),
  ]) {
    for (const stage of NOTICE_STAGES) {
      for (const language of NOTICE_LANGUAGES) {
        const { post, chat, sms } = shortTexts({ record, speaker: ORIGIN_ORGANISATION, stage, url }, language)
        expect(post.size).toBeLessThanOrEqual(post.limit)
        for (const text of [post.text, chat, sms.text]) {
          expect(text.endsWith(url)).toBe(true)
          expect(text).not.toMatch(/undefined|【|\(\)|（）|: \./)
        }
      }
    }
  }
})

test('lengths are counted as the channels count them', () => {
  expect(postWeight('abc가나다')).toBe(9)
  expect(postWeight(`see https://example.com/${'x'.repeat(90)}`)).toBe(27)
  expect(smsSize('가'.repeat(45), 'ko')).toMatchObject({ size: 90, kind: 'SMS' })
  expect(smsSize('가'.repeat(45) + '.', 'ko')).toMatchObject({ size: 91, kind: 'LMS' })
  expect(smsSize('a'.repeat(160), 'en')).toMatchObject({ unit: 'letters', messages: 1 })
  expect(smsSize('a'.repeat(159) + '€', 'en')).toMatchObject({ size: 161, messages: 2 })
  expect(smsSize('障'.repeat(70), 'ja')).toMatchObject({ unit: 'units', messages: 1 })
  expect(smsSize('障'.repeat(71), 'ja')).toMatchObject({ messages: 2 })
})

test('before there is a page no address is given', () => {
  for (const language of NOTICE_LANGUAGES) {
    const notice = { record: ONGOING, speaker: ORIGIN_ORGANISATION, stage: 'first_word' as const, url: null }
    const { post, chat, sms } = shortTexts(notice, language)
    for (const text of [post.text, chat, sms.text]) expect(text).not.toMatch(/https?:|null|\s$/)
  }
})

test('a correction and a withdrawal are told in place of the outage, with their words whole or not at all', () => {
  const notice = { record: originRecord(), speaker: ORIGIN_ORGANISATION, stage: 'final_report' as const, url }
  const words = '시작 시각을 오전 8시 58분으로 안내했으나 오전 9시가 맞습니다.'
  const corrected = shortTexts({ ...notice, news: { kind: 'correction', words } }, 'ko')
  expect(corrected.post.text).toBe(`[카카오] 카카오톡 장애 공지를 정정합니다. ${words}\n${url}`)
  expect(corrected.chat).toBe(`[카카오] 카카오톡 장애 공지를 정정합니다.\n${words}\n${url}`)
  const withdrawn = {
    ...notice,
    news: { kind: 'withdrawal' as const, words: 'It was not our outage. '.repeat(30) },
  }
  expect(shortTexts(withdrawn, 'en').post.text).toBe(
    `Kakao: We have withdrawn our notice about the problem with KakaoTalk.\n${url}`,
  )
  expect(shortTexts(withdrawn, 'ja').sms.text).toContain('取り下げいたしました')
})
