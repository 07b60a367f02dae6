import { FACT_LABELS, type FactKey } from '#app/domain/facts.ts'
import type { Finding, FindingCode, FindingSeverity } from '#app/domain/finding.ts'
import { lengthOf, reasonText } from './claims.ts'
import { defineMessages, type Language } from './define.ts'

/** A finding in words: why it is one, and what would be better; without markup. */
export interface FindingText {
  reason: string
  instead: string
}

type Params = Finding['params']
type Sentences = Record<FindingCode, (p: Params) => FindingText>

/** What surrounds the findings. */
export const noticeCheckMessages = defineMessages({
  en: {
    severities: { must: 'settle first', should: 'better so', may: 'worth a look' } satisfies Record<
      FindingSeverity,
      string
    >,
    instead: 'Better',
    languages: { ko: 'Korean', en: 'English', ja: 'Japanese' },
    parts: { title: 'Title', body: 'Text' },
    whole: 'The notice as a whole',
    none: 'Nothing to settle.',
  },
  ko: {
    severities: { must: '먼저 해결', should: '고치면 좋음', may: '살펴볼 것' },
    instead: '이렇게 바꿔 보세요',
    languages: { ko: '한국어', en: '영어', ja: '일본어' },
    parts: { title: '제목', body: '본문' },
    whole: '공지 전체',
    none: '해결할 것이 없어요.',
  },
})

const factName = (key: string | number | undefined, language: Language) =>
  FACT_LABELS[String(key) as FactKey]?.[language] ?? String(key)

const ENGLISH_LANGUAGES: Record<string, string> = { ko: 'Korean', en: 'English', ja: 'Japanese' }
const KOREAN_LANGUAGES: Record<string, string> = { ko: '한국어', en: '영어', ja: '일본어' }
const inEnglish = (p: Params) => ENGLISH_LANGUAGES[String(p.other)] ?? String(p.other)
const inKorean = (p: Params) => KOREAN_LANGUAGES[String(p.other)] ?? String(p.other)

/** The reason of a claim's verdict, and what to do about it in a text of our own. */
const onRecord =
  (language: Language, code: string, instead: string) =>
  (p: Params): FindingText => ({ reason: reasonText({ code, params: p }, language), instead })

const say = (reason: string, instead: string) => (): FindingText => ({ reason, instead })

const CHIP_EN = 'Put in the value from the record, or correct the record first if the text is right.'
const CHIP_KO = '기록의 값을 넣어 주세요. 이 글이 맞다면 기록을 먼저 고쳐 주세요.'

const en: Sentences = {
  time_contradicted: (p) => ({
    reason:
      p.marker === undefined
        ? 'The record has another time.'
        : reasonText({ code: 'time_contradicted', params: p }, 'en'),
    instead: CHIP_EN,
  }),
  time_other_reading: onRecord('en', 'time_other_reading', CHIP_EN),
  time_not_in_record: say(
    'The record has nothing at this time, so nobody will notice if it turns out wrong.',
    'Add it to the timeline of the record, or leave it out.',
  ),
  time_impossible: (p) => ({
    reason:
      p.problem === undefined
        ? 'The end lies before the start.'
        : reasonText({ code: 'time_impossible', params: p }, 'en'),
    instead: 'Write a time that can be read in one way only.',
  }),
  time_about_known: onRecord('en', 'time_about_known', 'Give the time to the minute.'),
  time_exact_unknown: onRecord(
    'en',
    'time_exact_unknown',
    'Write “about”, or put in the value from the record.',
  ),
  date_contradicted: onRecord('en', 'date_contradicted', CHIP_EN),
  duration_contradicted: (p) => ({
    reason: reasonText(
      { code: p.min === undefined ? 'duration_contradicted' : 'length_out_of_range', params: p },
      'en',
    ),
    instead: CHIP_EN,
  }),
  duration_other_reading: onRecord('en', 'duration_other_reading', CHIP_EN),
  duration_rounded_too_far: onRecord(
    'en',
    'duration_rounded_too_far',
    'Put in the exact or the rounded length from the record.',
  ),
  duration_rounded_unsaid: onRecord(
    'en',
    'duration_rounded_unsaid',
    'Write “about”, or give the exact length.',
  ),
  duration_about_exact: onRecord('en', 'duration_about_exact', 'Leave “about” out, or round the figure.'),
  duration_exact_unknown: onRecord('en', 'duration_exact_unknown', 'Put in the rounded length.'),
  duration_not_of_window: onRecord(
    'en',
    'duration_not_of_window',
    'Correct the times or the length; readers do the sum.',
  ),
  total_not_sum: (p) => ({
    reason: `The times listed add up to ${lengthOf(p.recorded, 'en')}, not ${lengthOf(p.stated, 'en')}.`,
    instead: 'Give the sum of the listed times, or say what the total counts.',
  }),
  scope_contradicted: onRecord('en', 'scope_contradicted', 'Put in what was measured, and how.'),
  scope_understated: onRecord('en', 'scope_understated', 'Give the share.'),
  count_differs: onRecord(
    'en',
    'count_differs',
    'Put in the figure of the record, and name the counting rule.',
  ),
  trend_not_established: onRecord(
    'en',
    'trend_not_established',
    'Give the numbers of the years, without calling them a trend.',
  ),
  trend_against_figures: onRecord('en', 'trend_against_figures', 'Give the numbers of the years.'),
  trend_leaves_out_year: (p) => ({
    reason: reasonText(
      { code: p.asOf === undefined ? 'trend_turned_since' : 'trend_leaves_out_year', params: p },
      'en',
    ),
    instead: 'Name the running year beside the same period of earlier years, or leave the comparison out.',
  }),
  denied_cause_contradicted: (p) => ({
    reason: reasonText(
      { code: p.cause === undefined ? 'denied_cause_is_factor' : 'denied_cause_contradicted', params: p },
      'en',
    ),
    instead: 'Leave the denial out, or correct the record.',
  }),
  denied_cause_unproven: say(
    'A denial without evidence on record. If it turns out wrong, it costs more than the outage did.',
    'Say what was measured (“requests between 08:30 and 09:00 were at 62% of the weekly peak”), or leave it out until the cause is confirmed.',
  ),
  cause_not_in_record: (p) => ({
    reason: reasonText(
      { code: p.cause === undefined ? 'cause_unknown' : 'cause_not_in_record', params: p },
      'en',
    ),
    instead: 'Put in the cause from the record, or add this one there.',
  }),
  typed_fact: (p) => ({
    reason: `This is “${factName(p.fact, 'en')}”, typed by hand. It is right today and will not follow the record.`,
    instead: 'Put in the value from the record, so that a later change is noticed.',
  }),
  vague_scope: say(
    'Readers cannot tell whether they are meant.',
    'Give a share or a number and how it was measured, or say that it is being counted and when you will know.',
  ),
  vague_length: say(
    'It does not say how long.',
    'Give start, end and minutes; if it came and went, how often.',
  ),
  vague_symptom: say(
    'It does not say what failed.',
    'Say what people could not do: sending failed, sign-in was not possible, pages took 20 seconds.',
  ),
  vague_cause: say(
    'Every outage is that. It explains nothing.',
    'Name the part, what set it off and why nothing caught it. If you do not know yet, say that you are still looking.',
  ),
  vague_promptness: say(
    'Nobody can check it, and customers know when they first heard.',
    'Give the time of detection and the time of your first word.',
  ),
  vague_recovery: say(
    'It does not say since when, and leaves open what remains.',
    'Give the time, and what is left over: late messages, lost orders.',
  ),
  vague_effort: say(
    'An effort can neither be kept nor broken.',
    'Say what will be done, by whom and by when.',
  ),
  vague_when: say('It binds nobody.', 'Give a date, or the time of your next word.'),
  apology_conditional: say(
    'With a condition it is no apology: it doubts that anybody was harmed.',
    'Apologise for what happened, to those it happened to.',
  ),
  apology_any: say(
    '“Any” turns a fact into a doubt.',
    'Write “the”: “We are sorry for the trouble this caused.”',
  ),
  apology_passive: say(
    'Nobody did it, so nobody is sorry.',
    'Say who: “we”. Your own fault may be named here.',
  ),
  apology_feelings: say(
    'It regrets what people feel, not what you did.',
    'Regret the outage: “We are sorry that messages could not be sent.”',
  ),
  apology_belittling: say(
    'It makes small what was not small to those it hit.',
    'Leave it out; let length and scope speak.',
  ),
  apology_blames_others: say(
    'Customers chose you, not your supplier.',
    'Say what you relied on, and that relying on it was your decision.',
  ),
  apology_unforeseen: say(
    'It says that nobody could have helped it.',
    'Say what you had planned for and what you had not.',
  ),
  apology_seriously: say('It is said in every notice and shows nothing.', 'Show it: name what changes.'),
  apology_asks_patience: say(
    'It asks something of those who were harmed.',
    'Leave it out, or offer something in return.',
  ),
  missing_responsibility: say(
    'Nobody takes responsibility. Of all parts of an apology this one counts most (Lewicki et al. 2016).',
    '“This was our failure.” An organisation may say so without naming a person.',
  ),
  missing_repair: say(
    'Nothing is offered to those who were harmed. After responsibility this counts most (Lewicki et al. 2016).',
    'Say what you do for them (refund, credit, messages sent again) or how they can claim it, and until when.',
  ),
  missing_regret: say('Nothing says that you are sorry.', 'Apologise once, plainly, for what happened.'),
  missing_explanation: say(
    'Nothing says why it happened.',
    'Name the confirmed cause, or say that you are still looking and when you will tell.',
  ),
  missing_prevention: say('Nothing says what will be different.', 'Name the actions, with dates.'),
  missing_next_update: say(
    'Nothing says when you will speak next. It is what is left out most.',
    'Give a time, even if there will be nothing new.',
  ),
  missing_contact: say('Nothing says whom to ask.', 'Put in the contact of the organisation.'),
  promise_without_action: say(
    'A promise without an action item behind it.',
    'Log the action item and mark it as promised, or promise less.',
  ),
  promise_without_date: say('The promise has no date.', 'Give the action item a due date, and say it here.'),
  leak_person: (p) => ({
    reason: `“${p.word}” is the name of somebody inside.`,
    instead: 'Say “we”, or name the role.',
  }),
  leak_guarded_word: (p) => ({
    reason: `“${p.word}” is on the list of words that must stay inside.`,
    instead: 'Describe it without the name.',
  }),
  leak_host: say('This looks like the name of a machine inside.', 'Say what it does: “a database server”.'),
  leak_address: say('This is a network address.', 'Leave it out.'),
  leak_mail: say(
    'A mail address that is not among the public contacts.',
    'Use the contact of the organisation.',
  ),
  leak_ticket: say('This looks like the key of a ticket.', 'Leave it out, or say what is done.'),
  leak_link: say(
    'This link leads inside; customers cannot open it.',
    'Link to a public page, or leave it out.',
  ),
  hidden_characters: (p) => ({
    reason: `An invisible character (${p.point}) stands here.`,
    instead: 'Delete it and type the words again.',
  }),
  turned_characters: (p) => ({
    reason: `A character that turns the direction of writing (${p.point}) stands here: readers may see other words than you.`,
    instead: 'Delete it.',
  }),
  parity_fact: (p) => ({
    reason: `The ${inEnglish(p)} text gives “${factName(p.fact, 'en')}”, this one does not.`,
    instead: 'Put it in here too, or take it out there.',
  }),
  parity_promises: (p) => ({
    reason: `This text makes ${p.here} promises, the ${inEnglish(p)} one ${p.there}.`,
    instead: 'Promise the same to everybody.',
  }),
  parity_number: (p) => ({
    reason: `The ${inEnglish(p)} text does not have this figure.`,
    instead: 'Give the same figures in every language.',
  }),
  parity_correction: (p) => ({
    reason: `The correction is written in ${inEnglish(p)}, not in this language.`,
    instead: 'Say in every language what was wrong.',
  }),
  too_long_to_check: (p) => ({
    reason: `Only the first ${Number(p.most).toLocaleString('en')} characters were checked.`,
    instead: 'Shorten the text.',
  }),
  too_many_findings: (p) => ({
    reason: `There are ${Number(p.count).toLocaleString('en')} findings; the first ${p.most} are shown.`,
    instead: 'Settle these first; the rest will follow.',
  }),
}

const ko: Sentences = {
  time_contradicted: (p) => ({
    reason:
      p.marker === undefined
        ? '기록과 다른 시각이에요.'
        : reasonText({ code: 'time_contradicted', params: p }, 'ko'),
    instead: CHIP_KO,
  }),
  time_other_reading: onRecord('ko', 'time_other_reading', CHIP_KO),
  time_not_in_record: say(
    '기록에 없는 시각이라, 나중에 틀린 것으로 밝혀져도 아무도 알아채지 못해요.',
    '기록의 타임라인에 더하거나 빼 주세요.',
  ),
  time_impossible: (p) => ({
    reason:
      p.problem === undefined
        ? '끝난 시각이 시작 시각보다 앞서요.'
        : reasonText({ code: 'time_impossible', params: p }, 'ko'),
    instead: '한 가지로만 읽히는 시각으로 적어 주세요.',
  }),
  time_about_known: onRecord('ko', 'time_about_known', '분 단위까지 적어 주세요.'),
  time_exact_unknown: onRecord('ko', 'time_exact_unknown', '‘경’을 붙이거나 기록의 값을 넣어 주세요.'),
  date_contradicted: onRecord('ko', 'date_contradicted', CHIP_KO),
  duration_contradicted: (p) => ({
    reason: reasonText(
      { code: p.min === undefined ? 'duration_contradicted' : 'length_out_of_range', params: p },
      'ko',
    ),
    instead: CHIP_KO,
  }),
  duration_other_reading: onRecord('ko', 'duration_other_reading', CHIP_KO),
  duration_rounded_too_far: onRecord(
    'ko',
    'duration_rounded_too_far',
    '기록의 정확한 길이나 어림한 길이를 넣어 주세요.',
  ),
  duration_rounded_unsaid: onRecord(
    'ko',
    'duration_rounded_unsaid',
    '‘약’을 붙이거나 정확한 길이를 적어 주세요.',
  ),
  duration_about_exact: onRecord('ko', 'duration_about_exact', '‘약’을 빼거나 숫자를 어림해 주세요.'),
  duration_exact_unknown: onRecord('ko', 'duration_exact_unknown', '어림한 길이를 넣어 주세요.'),
  duration_not_of_window: onRecord(
    'ko',
    'duration_not_of_window',
    '시각이나 길이를 고쳐 주세요. 읽는 사람은 계산해 봐요.',
  ),
  total_not_sum: (p) => ({
    reason: `적힌 시간을 모두 더하면 ${lengthOf(p.recorded, 'ko')}이에요. ${lengthOf(p.stated, 'ko')}이 아니에요.`,
    instead: '적힌 시간의 합을 쓰거나, 무엇을 더한 값인지 밝혀 주세요.',
  }),
  scope_contradicted: onRecord('ko', 'scope_contradicted', '측정한 값과 측정 방법을 적어 주세요.'),
  scope_understated: onRecord('ko', 'scope_understated', '비율을 적어 주세요.'),
  count_differs: onRecord('ko', 'count_differs', '기록의 건수를 넣고 장애 집계 기준을 밝혀 주세요.'),
  trend_not_established: onRecord(
    'ko',
    'trend_not_established',
    '추세라는 말 없이 해마다의 건수만 적어 주세요.',
  ),
  trend_against_figures: onRecord('ko', 'trend_against_figures', '해마다의 건수를 적어 주세요.'),
  trend_leaves_out_year: (p) => ({
    reason: reasonText(
      { code: p.asOf === undefined ? 'trend_turned_since' : 'trend_leaves_out_year', params: p },
      'ko',
    ),
    instead: '올해를 지난 해들의 같은 기간과 나란히 적거나, 비교를 빼 주세요.',
  }),
  denied_cause_contradicted: (p) => ({
    reason: reasonText(
      { code: p.cause === undefined ? 'denied_cause_is_factor' : 'denied_cause_contradicted', params: p },
      'ko',
    ),
    instead: '부인하는 문장을 빼거나 기록을 고쳐 주세요.',
  }),
  denied_cause_unproven: say(
    '기록에 근거가 없는 부인이에요. 나중에 틀린 것으로 밝혀지면 장애보다 더 큰 신뢰를 잃어요.',
    '측정한 값을 적거나(“8시 30분부터 9시까지 요청 수는 주간 최고치의 62%”), 원인이 확인될 때까지 빼 주세요.',
  ),
  cause_not_in_record: (p) => ({
    reason: reasonText(
      { code: p.cause === undefined ? 'cause_unknown' : 'cause_not_in_record', params: p },
      'ko',
    ),
    instead: '기록의 원인을 넣거나, 이 원인을 기록에 더해 주세요.',
  }),
  typed_fact: (p) => ({
    reason: `‘${factName(p.fact, 'ko')}’ 값을 손으로 적었어요. 지금은 맞지만 기록이 바뀌어도 따라가지 않아요.`,
    instead: '기록의 값을 넣으면 나중에 바뀌었을 때 알려 드려요.',
  }),
  vague_scope: say(
    '읽는 사람이 자기 이야기인지 알 수 없어요.',
    '비율이나 인원, 측정한 방법을 적어 주세요. 아직이면 “파악 중이며 ○시까지 알려 드리겠습니다”라고 적어 주세요.',
  ),
  vague_length: say(
    '얼마 동안인지 알 수 없어요.',
    '시작과 끝, 몇 분인지 적어 주세요. 끊겼다 이어졌다면 몇 번인지도 적어 주세요.',
  ),
  vague_symptom: say(
    '무엇이 안 됐는지 알 수 없어요.',
    '할 수 없었던 일을 적어 주세요: 전송 실패, 로그인 불가, 화면이 뜨는 데 20초.',
  ),
  vague_cause: say(
    '어느 장애에나 맞는 말이라 설명이 되지 않아요.',
    '어느 부분이 무엇 때문에 멈췄고 왜 막지 못했는지 적어 주세요. 모르면 “조사하고 있습니다”라고 적어 주세요.',
  ),
  vague_promptness: say(
    '확인할 수 없고, 고객은 언제 처음 들었는지 알아요.',
    '감지한 시각과 처음 알린 시각을 적어 주세요.',
  ),
  vague_recovery: say(
    '언제부터인지, 남은 문제는 없는지 알 수 없어요.',
    '시각과 남은 영향을 적어 주세요: 늦게 온 메시지, 사라진 주문.',
  ),
  vague_effort: say('노력은 지켰는지 어겼는지 알 수 없어요.', '무엇을, 누가, 언제까지 할지 적어 주세요.'),
  vague_when: say('기한이 없는 약속이에요.', '날짜나 다음 안내 시각을 적어 주세요.'),
  apology_conditional: say(
    '조건을 달면 사과가 아니라, 피해가 있었는지 의심하는 말이 돼요.',
    '있었던 일을 겪은 분들께 그대로 사과해 주세요.',
  ),
  apology_any: say(
    '“any”는 있었던 일을 있었을지 모르는 일로 만들어요.',
    '“the”로 바꿔 주세요: “We are sorry for the trouble this caused.”',
  ),
  apology_passive: say(
    '아무도 하지 않은 일처럼 들려요.',
    '주어를 “저희”로 적어 주세요. 공지에서는 회사의 잘못을 밝혀도 좋아요.',
  ),
  apology_feelings: say(
    '한 일이 아니라 읽는 사람의 감정을 안타까워하는 말이에요.',
    '있었던 일을 사과해 주세요: “메시지를 보내지 못하게 해 드려 죄송합니다.”',
  ),
  apology_belittling: say(
    '겪은 사람에게는 작지 않은 일을 작게 만들어요.',
    '빼 주세요. 길이와 범위가 말해 줘요.',
  ),
  apology_blames_others: say(
    '고객이 고른 것은 협력사가 아니라 우리예요.',
    '무엇에 의존했는지, 그렇게 정한 것은 우리라는 점을 적어 주세요.',
  ),
  apology_unforeseen: say(
    '어쩔 수 없었다는 말로 들려요.',
    '무엇에 대비했고 무엇에 대비하지 못했는지 적어 주세요.',
  ),
  apology_seriously: say(
    '모든 공지에 있는 말이라 아무것도 보여 주지 못해요.',
    '무엇이 달라지는지 적어 주세요.',
  ),
  apology_asks_patience: say(
    '피해를 본 사람에게 참아 달라는 말로 들릴 수 있어요.',
    '빼거나, 보상과 함께 적어 주세요.',
  ),
  missing_responsibility: say(
    '누구의 책임인지 밝히지 않았어요. 사과에서 가장 큰 몫을 하는 부분이에요(Lewicki 외, 2016).',
    '“저희의 잘못입니다”, “저희 책임입니다”처럼 적어 주세요. 사람 이름은 필요 없어요.',
  ),
  missing_repair: say(
    '피해를 어떻게 회복할지 없어요. 책임 인정 다음으로 중요한 부분이에요(Lewicki 외, 2016).',
    '환불, 크레딧, 메시지 재발송처럼 해 드리는 일이나 신청 방법과 기한을 적어 주세요.',
  ),
  missing_regret: say('미안하다는 말이 없어요.', '있었던 일에 대해 한 번, 분명하게 사과해 주세요.'),
  missing_explanation: say(
    '왜 일어났는지 없어요.',
    '확인한 원인을 적거나, 조사하고 있으며 언제 알릴지 적어 주세요.',
  ),
  missing_prevention: say('무엇이 달라지는지 없어요.', '할 일을 날짜와 함께 적어 주세요.'),
  missing_next_update: say(
    '다음에 언제 알릴지 없어요. 공지에서 가장 자주 빠지는 내용이에요.',
    '새 소식이 없더라도 시각을 적어 주세요.',
  ),
  missing_contact: say('어디에 물어볼지 없어요.', '회사의 문의처를 넣어 주세요.'),
  promise_without_action: say(
    '뒷받침하는 후속 조치가 없는 약속이에요.',
    '후속 조치를 등록하고 약속으로 표시하거나, 약속을 줄여 주세요.',
  ),
  promise_without_date: say('약속에 기한이 없어요.', '후속 조치에 기한을 정하고 여기에도 적어 주세요.'),
  leak_person: (p) => ({
    reason: `‘${p.word}’은(는) 내부 사람의 이름이에요.`,
    instead: '“저희”라고 하거나 역할로 적어 주세요.',
  }),
  leak_guarded_word: (p) => ({
    reason: `‘${p.word}’은(는) 밖에 나가면 안 되는 낱말 목록에 있어요.`,
    instead: '이름 없이 설명해 주세요.',
  }),
  leak_host: say('내부 서버 이름으로 보여요.', '하는 일로 적어 주세요: “데이터베이스 서버”.'),
  leak_address: say('네트워크 주소예요.', '빼 주세요.'),
  leak_mail: say('공개 문의처가 아닌 메일 주소예요.', '회사의 문의처를 써 주세요.'),
  leak_ticket: say('내부 티켓 번호로 보여요.', '빼거나, 무엇을 하는지 적어 주세요.'),
  leak_link: say('내부로 가는 링크라 고객이 열 수 없어요.', '공개된 페이지로 연결하거나 빼 주세요.'),
  hidden_characters: (p) => ({
    reason: `보이지 않는 문자(${p.point})가 들어 있어요.`,
    instead: '지우고 다시 입력해 주세요.',
  }),
  turned_characters: (p) => ({
    reason: `글 방향을 바꾸는 문자(${p.point})가 들어 있어서, 읽는 사람에게는 다른 말로 보일 수 있어요.`,
    instead: '지워 주세요.',
  }),
  parity_fact: (p) => ({
    reason: `${inKorean(p)} 글에는 ‘${factName(p.fact, 'ko')}’ 값이 있는데 여기에는 없어요.`,
    instead: '여기에도 넣거나 그쪽에서 빼 주세요.',
  }),
  parity_promises: (p) => ({
    reason: `약속이 여기에는 ${p.here}개, ${inKorean(p)} 글에는 ${p.there}개 있어요.`,
    instead: '모든 언어에서 같은 약속을 해 주세요.',
  }),
  parity_number: (p) => ({
    reason: `${inKorean(p)} 글에는 이 숫자가 없어요.`,
    instead: '모든 언어에 같은 숫자를 적어 주세요.',
  }),
  parity_correction: (p) => ({
    reason: `정정 내용이 ${inKorean(p)}로만 있고 이 언어에는 없어요.`,
    instead: '무엇이 틀렸는지 모든 언어로 적어 주세요.',
  }),
  too_long_to_check: (p) => ({
    reason: `앞의 ${Number(p.most).toLocaleString('ko')}자까지만 확인했어요.`,
    instead: '글을 줄여 주세요.',
  }),
  too_many_findings: (p) => ({
    reason: `확인할 것이 ${Number(p.count).toLocaleString('ko')}개라 ${p.most}개만 보여 드려요.`,
    instead: '먼저 이것부터 해결해 주세요.',
  }),
}

const SENTENCES: Record<Language, Sentences> = { en, ko }

/** The sentences of a finding in the reader's language. */
export function findingText(finding: Pick<Finding, 'code' | 'params'>, language: Language): FindingText {
  return SENTENCES[language][finding.code](finding.params)
}
