import fc from 'fast-check'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { isSameEvent, LONGEST_PASTE, readPastedTimeline } from '#app/importers/pasted-timeline.ts'
import { toRfc3339 } from '#app/domain/instant.ts'
import { at } from '#tests/factories.ts'

const SEOUL = { zone: 'Asia/Seoul', day: '2020-03-02' }
const LONDON = { zone: 'Europe/London', day: '2023-09-18' }

/** Each event as `03-02 08:58 ~ who: text`; text without a time in braces, a refusal in brackets. */
function read(pasted: string, context: { zone: string; day: string | null } = SEOUL): string[] {
  return readPastedTimeline(pasted, context).entries.flatMap(({ events, problem, evidence }) =>
    problem !== null
      ? [`[${problem.code}]`]
      : events.length === 0
        ? [`{${evidence.trim().replaceAll('\n', ' / ')}}`]
        : events.map((event) =>
            [
              toRfc3339(event.at, context.zone).slice(5, 19).replace('T', ' ').replace(/:00$/, ''),
              event.approximate ? '~' : '',
              event.isEnd ? 'end' : '',
              event.speaker === '' ? '' : `${event.speaker}:`,
              event.text.replaceAll('\n', ' / '),
            ]
              .filter((part) => part !== '')
              .join(' '),
          ),
  )
}

const CASES: [name: string, pasted: string, expected: string[], context?: typeof SEOUL][] = [
  [
    'plain lines',
    '08:58 alarms fire\n09:03 rollback begins',
    ['03-02 08:58 alarms fire', '03-02 09:03 rollback begins'],
  ],
  ['a dash between', '08:58 - alarms fire', ['03-02 08:58 alarms fire']],
  ['an en dash between', '08:58 – 경보 발생', ['03-02 08:58 경보 발생']],
  ['a colon behind', '8:58: 경보 발생', ['03-02 08:58 경보 발생']],
  [
    'bullets',
    '- 08:58 경보\n* 09:03 되돌림\n• 09:10 확인',
    ['03-02 08:58 경보', '03-02 09:03 되돌림', '03-02 09:10 확인'],
  ],
  ['numbers in front', '1. 08:58 경보\n2) 09:03 되돌림', ['03-02 08:58 경보', '03-02 09:03 되돌림']],
  ['brackets', '[08:58] 경보\n(09:03) 되돌림', ['03-02 08:58 경보', '03-02 09:03 되돌림']],
  ['a table row', '| 08:58 | 경보 발생 |', ['03-02 08:58 경보 발생']],
  ['bold times', '**08:58** 경보 발생', ['03-02 08:58 경보 발생']],
  ['text, bar, time', 'DB failover finished | 09:12', ['03-02 09:12 DB failover finished']],
  ['text, bar, date and time', 'failover | 2020-03-02 09:12', ['03-02 09:12 failover']],
  ['a.m. and p.m.', '8:58 AM deploy\n1:05 pm rollback', ['03-02 08:58 deploy', '03-02 13:05 rollback']],
  ['오전 and 오후', '오전 8:58 배포\n오후 1시 5분 되돌림', ['03-02 08:58 배포', '03-02 13:05 되돌림']],
  [
    'the hour after midnight in a chat',
    '하나  [오전 12:02]\n배포\n이  [오후 12:05]\n되돌림',
    ['03-02 00:02 하나: 배포', '03-02 12:05 이: 되돌림'],
  ],
  ['새벽 and 밤', '새벽 2시 15분 복구\n밤 9시 47분 재발', ['03-02 02:15 복구', '03-02 21:47 재발']],
  ['with seconds', '08:58:12 first error', ['03-02 08:58:12 first error']],
  [
    'approximate',
    '09:00경 문의 증가\nabout 09:20 calmer',
    ['03-02 09:00 ~ 문의 증가', '03-02 09:20 ~ calmer'],
  ],
  ['a point in the time', '14.43 Incident declared', ['03-02 14:43 Incident declared']],
  [
    'a point after the date',
    '2023-09-18 15.26 Compared the disks',
    ['09-18 15:26 Compared the disks'],
    LONDON,
  ],
  ['no time yet', '(Time TBC) Team met', ['{(Time TBC) Team met}']],
  [
    'a date line',
    '2020-03-01\n23:50 느려짐\n2020-03-02\n08:58 장애',
    ['03-01 23:50 느려짐', '03-02 08:58 장애'],
  ],
  ['a date as a heading', '## March 2, 2020\n08:58 down', ['03-02 08:58 down']],
  ['a Korean date line', '2020년 3월 1일 일요일\n오후 11:50 느려짐', ['03-01 23:50 느려짐']],
  [
    'past midnight',
    '23:50 느려짐\n00:10 장애 선언\n00:40 복구',
    ['03-02 23:50 느려짐', '03-03 00:10 장애 선언', '03-03 00:40 복구'],
  ],
  ['out of order is not past midnight', '14:00 회의\n09:00 배포', ['03-02 14:00 회의', '03-02 09:00 배포']],
  [
    'the date given stays for the next line',
    '2020-03-01 23:50 느려짐\n23:55 더 느려짐',
    ['03-01 23:50 느려짐', '03-01 23:55 더 느려짐'],
  ],
  ['ISO with an offset', '2020-03-01T23:58:00Z alarm', ['03-02 08:58 alarm']],
  ['ISO with milliseconds', '2020-03-02T08:58:12.123+09:00 INFO started', ['03-02 08:58:12 INFO started']],
  [
    'a log with a comma before milliseconds',
    '2020-03-02 08:58:12,123 ERROR db: gone',
    ['03-02 08:58:12 ERROR db: gone'],
  ],
  [
    'syslog',
    'Mar  2 08:58:12 web1 nginx: upstream timed out',
    ['03-02 08:58:12 web1 nginx: upstream timed out'],
  ],
  [
    'a web server log',
    '203.0.113.7 - - [02/Mar/2020:08:58:12 +0900] "GET / HTTP/1.1" 502 0',
    ['03-02 08:58:12 "GET / HTTP/1.1" 502 0'],
  ],
  [
    'an nginx error',
    '2020/03/02 08:58:12 [error] 12#12: timed out',
    ['03-02 08:58:12 [error] 12#12: timed out'],
  ],
  ['seconds since 1970', '1583107080 alarm\n1583107080.5 again', ['03-02 08:58 alarm', '03-02 08:58 again']],
  ['milliseconds since 1970', '1583107080000 alarm', ['03-02 08:58 alarm']],
  ['a zone in words', '23:58 UTC alarm', ['03-03 08:58 alarm']],
  [
    'copied from Slack',
    'Kim Hana\n  9:31 AM\nrolling back\nwatching the queue\n\nLee\n  9:40 AM\nqueue is empty',
    ['03-02 09:31 Kim Hana: rolling back / watching the queue', '03-02 09:40 Lee: queue is empty'],
  ],
  [
    'Slack on one line',
    'hana  9:31 AM\nrolling back\n\nlee  9:40 AM\ndone',
    ['03-02 09:31 hana: rolling back', '03-02 09:40 lee: done'],
  ],
  [
    'copied from KakaoTalk',
    '--------------- 2020년 3월 2일 월요일 ---------------\n[하나] [오전 9:31] 되돌리는 중\n[이] [오후 1:02] 끝',
    ['03-02 09:31 하나: 되돌리는 중', '03-02 13:02 이: 끝'],
  ],
  ['copied from Discord', 'hana — Today at 9:31 AM\nrolling back', ['03-02 09:31 hana: rolling back']],
  [
    'lines under a time belong to it',
    '09:31 rolling back\n  step 1 done\n  step 2 done\n09:40 finished',
    ['03-02 09:31 rolling back / step 1 done / step 2 done', '03-02 09:40 finished'],
  ],
  [
    'an empty line ends what belongs to it',
    '09:31 rolling back\n\nWho is on call?',
    ['03-02 09:31 rolling back', '{Who is on call?}'],
  ],
  [
    'a window in Korean prose',
    '오전 8시 58분부터 10시 17분까지 메시지를 보낼 수 없었다.',
    ['03-02 08:58 메시지를 보낼 수 없었다.', '03-02 10:17 end 메시지를 보낼 수 없었다.'],
  ],
  [
    'a window in front',
    '08:58 - 10:17 메시지 전송 불가',
    ['03-02 08:58 메시지 전송 불가', '03-02 10:17 end 메시지 전송 불가'],
  ],
  [
    'prose with a date',
    '3월 2일 오전 11시 11분 회사가 공지를 올렸다.',
    ['03-02 11:11 회사가 공지를 올렸다.'],
  ],
  [
    'prose in English',
    'The page was updated at 11:11 KST. Nobody had asked.',
    ['03-02 11:11 The page was updated at 11:11 KST.'],
  ],
  [
    'two times in one sentence',
    'Errors began at 08:58 and the alarm came at 09:03.',
    [
      '03-02 08:58 Errors began at 08:58 and the alarm came at 09:03.',
      '03-02 09:03 Errors began at 08:58 and the alarm came at 09:03.',
    ],
  ],
  ['오후 14시 is refused with its reason', '오후 14시 점검 시작', ['[time_half_day_with_24h]']],
  ['month 13', '2020-13-02 08:58 x', ['[time_month_out_of_range]']],
  ['a ratio and a port are no times', 'Ratio 3:2 on 10.0.0.1:8080', ['{Ratio 3:2 on 10.0.0.1:8080}']],
  [
    'CSV with names',
    'time,who,text\n2020-03-02 08:58,hana,"disk full, again"\n2020-03-02 09:03,lee,"rolled ""back"""',
    ['03-02 08:58 disk full, again', '03-02 09:03 rolled "back"'],
  ],
  ['tabs with names', 'created_at\tmessage\n2020-03-01T23:58:00Z\talarm', ['03-02 08:58 alarm']],
  ['columns without names', '2020-03-02 08:58;alarm;page 1', ['03-02 08:58 alarm;page 1']],
  [
    'a Slack export',
    '[{"user":"U1","ts":"1583107080.000200","text":"down?"},{"user":"U2","ts":"1583107380.0","text":"yes"}]',
    ['03-02 08:58 U1: down?', '03-02 09:03 U2: yes'],
  ],
  [
    'lines of JSON',
    '{"time":"2020-03-01T23:58:00Z","msg":"timeout","level":50}\n{"time":"2020-03-02T00:03:00Z","msg":"ok"}',
    ['03-02 08:58 timeout', '03-02 09:03 ok'],
  ],
  [
    'a time to be confirmed between others',
    '08:58 alarm\n(Time TBC) Team met\nin the hall\n09:10 fixed',
    ['03-02 08:58 alarm', '{(Time TBC) Team met / in the hall}', '03-02 09:10 fixed'],
  ],
  [
    'other ways to leave a time open',
    '08:58 경보\n- (시각 미정) 재시작\n- TBC: vendor called\n- ??:?? restarted\n10:xx 확인\nT+5m failover',
    [
      '03-02 08:58 경보',
      '{- (시각 미정) 재시작}',
      '{- TBC: vendor called}',
      '{- ??:?? restarted}',
      '{10:xx 확인}',
      '{T+5m failover}',
    ],
  ],
  [
    'Slack in Korean, with edits, reactions and answers',
    '하나  오늘 오후 3:12\n되돌리는 중 (편집됨)\n:eyes:\n2\n\n이  어제 오후 3:15\n느려요\n마지막 댓글 오늘 오후 4:10',
    ['03-02 15:12 하나: 되돌리는 중 / eyes / 2', '03-01 15:15 이: 느려요 / 마지막 댓글 오늘 오후 4:10'],
  ],
  [
    'a Slack bot, and messages under one name',
    'PagerDuty\nAPP  9:31 AM\nTriggered\n9:32\nAcknowledged\n\nLast reply today at 10:12 AM',
    ['03-02 09:31 PagerDuty: Triggered', '03-02 09:32 Acknowledged', '{Last reply today at 10:12 AM}'],
  ],
  [
    'Teams with names behind the time',
    '[3/2 9:31 AM] Kim Hana\nrolling back\n[3/2 9:40 AM] Lee\ndone\n[2020-03-02 9:41] Lee: really',
    ['03-02 09:31 Kim Hana: rolling back', '03-02 09:40 Lee: done', '03-02 09:41 Lee: really'],
  ],
  [
    'Teams with names above the time',
    'Kim Hana\n9:31 AM\nrolling back\nLee\n9:40 AM\ndone',
    ['03-02 09:31 Kim Hana: rolling back', '03-02 09:40 Lee: done'],
  ],
  ['a weekday means the nearest one', '[Sunday 9:31 PM] Hana\nslow', ['03-01 21:31 Hana: slow']],
  [
    'KakaoTalk on a phone',
    '2020년 3월 2일 오후 3:12, 하나 : 되돌리는 중\n둘째 줄\n2020. 3. 2. 오후 3:15, 이 : 끝',
    ['03-02 15:12 하나: 되돌리는 중 / 둘째 줄', '03-02 15:15 이: 끝'],
  ],
  [
    'KakaoTalk in English',
    '--------------- Monday, March 2, 2020 ---------------\n[Hana] [3:12 PM] rolling back',
    ['03-02 15:12 Hana: rolling back'],
  ],
  [
    'WhatsApp, days first',
    '[02/03/2020, 15:12:33] Hana: rolling back\n02/03/2020, 15:14 - Lee: done',
    ['03-02 15:12:33 Hana: rolling back', '03-02 15:14 Lee: done'],
  ],
  ['WhatsApp, months first', '3/2/20, 3:12 PM - Hana: rolling back', ['03-02 15:12 Hana: rolling back']],
  ['Telegram', 'Hana, [02.03.2020 15:12]\nrolling back', ['03-02 15:12 Hana: rolling back']],
  [
    'IRC',
    '[15:12] <hana> rolling back\n15:12:33 <lee> done',
    ['03-02 15:12 hana: rolling back', '03-02 15:12:33 lee: done'],
  ],
  ['LINE', '2020.03.02 월요일\n15:12\tHana\trolling back', ['03-02 15:12 Hana: rolling back']],
  [
    'days above 12 tell the order of all of them',
    '02/03/2020 23:58 slow\n13/03/2020 08:58 down',
    ['03-02 23:58 slow', '03-13 08:58 down'],
  ],
  [
    'where both orders are days, those near the day in question',
    '3/2/2020 08:58 down\n3/4/2020 08:58 again',
    ['03-02 08:58 down', '03-04 08:58 again'],
  ],
  [
    'years in two figures, as Koreans and Jira write them',
    "20.03.02 08:58 경보\n'20.3.2 09:03 되돌림\n02/Mar/20 9:10 AM done",
    ['03-02 08:58 경보', '03-02 09:03 되돌림', '03-02 09:10 done'],
  ],
  [
    'days without a year',
    '3.2(월) 08:58 경보\n03-02 09:03 되돌림\n3/2(월) 09:10 확인\n2일 09:20 복구',
    ['03-02 08:58 경보', '03-02 09:03 되돌림', '03-02 09:10 확인', '03-02 09:20 복구'],
  ],
  [
    'the date of programs in C, and of mail',
    '[Mon Mar  2 08:58:12 2020] oom\nMon Mar  2 08:58:13 KST 2020 gone\nMon, 02 Mar 2020 00:58:14 +0000 mail',
    ['03-02 08:58:12 oom', '03-02 08:58:13 gone', '03-02 09:58:14 mail'],
  ],
  [
    'ISO without signs, with signs',
    '20200301T235812Z alarm\n20200302 085813 again',
    ['03-02 08:58:12 alarm', '03-02 08:58:13 again'],
  ],
  [
    'offsets in every form',
    '2020-03-02T00:58+01:00 a\n2020-03-01 23:58:00 +0000 b\n08:58 UTC+9 c\n8:58 AM GMT+9 d\n2020-03-01 18:58:00-0500 e',
    ['03-02 08:58 a', '03-02 08:58 b', '03-02 08:58 c', '03-02 08:58 d', '03-02 08:58 e'],
  ],
  [
    'zones before the time, in brackets, and by their place',
    '[UTC] 2020-03-01 23:58 a\n08:59 (KST) b\n09:00 Asia/Seoul c\n2020-03-01 4:01 PM PT d',
    ['03-02 08:58 a', '03-02 08:59 b', '03-02 09:00 c', '03-02 09:01 d'],
  ],
  [
    'lines that name their stamp',
    'ts=1583107080 level=info msg=alarm\nlevel=error time="2020-03-01T23:59:00Z" msg="gone"\n<34>1 2020-03-02T00:00:00.003Z web1 su - failed',
    [
      '03-02 08:58 level=info msg=alarm',
      '03-02 08:59 level=error msg="gone"',
      '03-02 09:00 web1 su - failed',
    ],
  ],
  ['klog', 'I0302 08:58:12.123456 1 main.go:10] hi', ['03-02 08:58:12 I 1 main.go:10] hi']],
  [
    'a time with h, a point or a wide colon',
    '14h43 declared\n14:44h again\n14：45 확인\n2020-03-02 14.46 closed\n1447Z noted',
    [
      '03-02 14:43 declared',
      '03-02 14:44 again',
      '03-02 14:45 확인',
      '03-02 14:46 closed',
      '03-02 23:47 noted',
    ],
  ],
  [
    'a status page, with the time under the words',
    'Resolved\nThis incident has been resolved.\nMar 2, 10:17 UTC\nMonitoring - A fix is in place.\nMar 2, 09:50 UTC',
    ['03-02 19:17 Resolved This incident has been resolved.', '03-02 18:50 Monitoring - A fix is in place.'],
  ],
  [
    'CSV with the day and the time apart, and with both ends',
    'date,start,end,event\n2020-03-02,08:58,10:17,"down, all of it"',
    ['03-02 08:58 down, all of it', '03-02 10:17 end down, all of it'],
  ],
  ['a table with the day in a cell', '| 2020-03-03 | 08:58 | alarm |', ['03-03 08:58 alarm']],
  [
    'several events in one line',
    '08:58 경보, 09:03 되돌림, 09:10 확인\n3월 2일 오전 9시 20분경 재발했다. 오전 11시 11분에 공지했다.',
    [
      '03-02 08:58 경보',
      '03-02 09:03 되돌림',
      '03-02 09:10 확인',
      '03-02 09:20 ~ 재발했다.',
      '03-02 11:11 공지했다.',
    ],
  ],
  [
    'a window into the next day',
    '밤 11시 50분부터 다음 날 새벽 1시까지 느렸다.',
    ['03-02 23:50 느렸다.', '03-03 01:00 end 느렸다.'],
  ],
  [
    'the hour that clocks leave out, and the one that they show twice',
    '2020-03-29 00:50 a\n01:30 b\n2020-10-25 01:30 c\n01:40 BST d\n01:20 GMT e',
    ['03-29 00:50 a', '[time_in_gap]', '[time_shown_twice]', '10-25 01:40 d', '10-25 01:20 e'],
    { zone: 'Europe/London', day: '2020-03-29' },
  ],
  ['24:00 is asked about', '23:50 느려짐\n24:00 장애', ['03-02 23:50 느려짐', '[time_hour_24]']],
  [
    'what happened, then the time',
    '경보 발생 (08:58)\n되돌림 - 09:03',
    ['03-02 08:58 경보 발생', '03-02 09:03 되돌림'],
  ],
  [
    'lengths are no times',
    'Duration: 1:19:00\n(support hours 10:00-17:00)\nIt took 2h 30 min',
    ['{Duration: 1:19:00}', '{(support hours 10:00-17:00)}', '{It took 2h 30 min}'],
  ],
  ['nothing at all', '\n \n', []],
]

test.each(CASES)('%s', (_name, pasted, expected, context) => {
  expect(read(pasted, context)).toEqual(expected)
})

test('a time without a day is asked for when nobody said which', () => {
  const context = { zone: 'Asia/Seoul', day: null }
  expect(read('08:58 alarm', context)).toEqual(['[time_date_missing]'])
  expect(read('2020-03-02 08:58 alarm\n09:03 rollback', context)).toEqual([
    '03-02 08:58 alarm',
    '03-02 09:03 rollback',
  ])
})

test('an event without a time keeps its words, for whoever knows when it was', () => {
  const { entries } = readPastedTimeline('08:58 alarm\n- (Time TBC) Team met\n오후 14시 점검 시작', SEOUL)
  expect(entries.map(({ untimed }) => untimed)).toEqual([null, 'Team met', '점검 시작'])
})

test('what is pasted stays as evidence, word for word', () => {
  const pasted = '09:31  rolling   back\n   step 1: `x`'
  expect(readPastedTimeline(pasted, SEOUL).entries[0]?.evidence).toBe(pasted)
})

test('an event is known again by its minute and its words', () => {
  const first = { at: at('2020-03-02T08:58:00+09:00'), text: '메시지 전송 불가' }
  expect(isSameEvent(first, { at: at('2020-03-02T08:58:30+09:00'), text: '메시지 전송 불가!' })).toBe(true)
  expect(isSameEvent(first, { at: at('2020-03-02T09:03:00+09:00'), text: '메시지 전송 불가' })).toBe(false)
  expect(isSameEvent(first, { ...first, text: '모바일과 PC에서 메시지 전송 불가 확인' })).toBe(false)
  expect(
    isSameEvent({ ...first, text: 'Rollback begins' }, { ...first, text: '[bot] rollback begins.' }),
  ).toBe(true)
})

test('whatever is pasted, no line is lost, and it ends', () => {
  const parts = [
    '08:58',
    '2020-03-02',
    '오전 8시',
    'alarm',
    '\n',
    '\n\n',
    '|',
    '[',
    '"',
    ',',
    '{',
    '23:59 - 00:10',
    '- ',
  ]
  fc.assert(
    fc.property(fc.array(fc.oneof(fc.constantFrom(...parts), fc.string()), { maxLength: 30 }), (pieces) => {
      const pasted = pieces.join(' ').replaceAll('\r', '')
      const { entries } = readPastedTimeline(pasted, SEOUL)
      const kept = entries.map(({ evidence }) => evidence).join('\n')
      // A line that is only a date is kept as the day of the lines after it.
      for (const line of pasted.split('\n')) {
        if (/[a-z]{2,}/i.test(line)) expect(kept).toContain(line.trim().slice(0, 5))
      }
    }),
  )
})

test('what is too long is cut, and said to be', () => {
  const { entries, cut } = readPastedTimeline('08:58 alarm\n'.repeat(LONGEST_PASTE / 6), SEOUL)
  expect(cut).toBe(true)
  expect(entries.length).toBeLessThanOrEqual(2_000)
})

const samples = process.env.SAGWA_SAMPLES
const folder = samples && path.join(samples, 'postmortems/moj-cloud-platform/source/incidents')

test.skipIf(!folder || !existsSync(folder))(
  'the timelines of real postmortems are read: every line that begins with a date and a time',
  () => {
    let [dated, readAs] = [0, 0]
    for (const file of readdirSync(folder!)) {
      const text = readFileSync(path.join(folder!, file), 'utf8')
      const { entries } = readPastedTimeline(text, { zone: 'Europe/London', day: file.slice(0, 10) })
      for (const line of text.split('\n')) {
        const stamp = /^\s*[-*]?\s*(\d{4}-\d{2}-\d{2}) (\d{1,2})[:.](\d{2})\b/.exec(line)
        if (stamp === null) continue
        dated += 1
        const entry = entries.find(({ evidence }) => evidence.split('\n').includes(line))
        const shown = `${stamp[1]}T${stamp[2]!.padStart(2, '0')}:${stamp[3]}`
        if (entry?.events.some((event) => toRfc3339(event.at, 'Europe/London').startsWith(shown))) readAs += 1
        else console.warn(`not read: ${line.trim().slice(0, 100)}`)
      }
    }
    expect(dated).toBeGreaterThan(100)
    expect(readAs).toBe(dated)
  },
)
