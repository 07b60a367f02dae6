/**
 * The demo data: two outages of a messenger as a newspaper told of them on 2 March 2020, with what other press says
 * differently. Everything here stands in those sources. What they leave open (who, by when, how many users, at what
 * time a sentence was said) is open here too.
 */
import { db, type Queryable } from '#db/client.server.ts'
import { inTransaction } from '#db/transaction.server.ts'
import type { Role, Severity } from '#db/schema.ts'
import { DomainError, refuse } from '#app/domain/errors.ts'
import { instantAt, plainDate, type Instant } from '#app/domain/instant.ts'
import type { Factor } from '#app/domain/factors.ts'
import type { ActionItem } from '#app/domain/incident-record.ts'
import type { MarkerKey, TimeValue } from '#app/domain/markers.ts'
import type { PublicWording } from '#app/domain/public-wording.ts'
import { POSTMORTEM_TEMPLATES } from '#app/domain/postmortem-templates/index.ts'
import { ROLES } from '#app/domain/roles.ts'
import type { Surface, SymptomKind } from '#app/domain/symptoms.ts'
import type { TimelineKind } from '#app/domain/timeline.ts'
import { addActionItem } from '#app/models/action-item.server.ts'
import type { Actor } from '#app/models/audit.server.ts'
import { addCoveredPeriod } from '#app/models/covered-period.server.ts'
import { saveDocumentRevision } from '#app/models/document.server.ts'
import { changeIncident, closeIncident, getIncidentRecord, logIncident } from '#app/models/incident.server.ts'
import { addReading, chooseReading } from '#app/models/marker.server.ts'
import { startNotice } from '#app/models/notice.server.ts'
import { createOrganisation, findOrganisation } from '#app/models/organisation.server.ts'
import { hashPassword } from '#app/models/password.server.ts'
import { anybodyExists, insertPerson, passwordProblems } from '#app/models/person.server.ts'
import {
  addDeniedCause,
  changePublicWording,
  type DeniedCauseInput,
} from '#app/models/public-wording.server.ts'
import { addService } from '#app/models/service.server.ts'
import { addStatement } from '#app/models/statement.server.ts'
import { addSymptom } from '#app/models/symptom.server.ts'
import { addTimelineEvent } from '#app/models/timeline.server.ts'
import { addYearlyCount } from '#app/models/yearly-count.server.ts'
import { ORIGIN_DENIED_CAUSES, ORIGIN_PROMISE, originPostmortem, ORIGIN_WORDING } from './origin-words.ts'

const ZONE = 'Asia/Seoul'

/** The story itself; it came down through a repost without the name of the newspaper. */
const NEWSPAPER = '신문 기사 2020-03-02 (게시판에 옮겨진 글)'
const NEWSPAPER_QUOTING = `${NEWSPAPER}, 카카오 발표 인용`
const KUKINEWS = '쿠키뉴스 2020-03-02 (kuk202003020465)'
const HANKYUNG = '한국경제 2020-03-02 (2020030287515)'
const ZDNET = 'ZDNet Korea 2020-03-17 (20200317194529)'

export interface OriginRecord {
  /** Given to every demo account; only its hashes are stored. */
  password: string
  /** Adds the outage of 17 March 2020, which made the story's claim about the trend out of date once more. */
  withLater?: boolean
  actor: Actor
  /** The time of recording, which is when the demo is loaded and not when things happened. */
  now: Instant
}

export interface LoadedRecord {
  references: string[]
  accounts: { email: string; role: Role }[]
}

/** Whether nothing is in the database yet, neither an organisation nor an account. */
export async function isEmptyDatabase(q: Queryable = db): Promise<boolean> {
  return (await findOrganisation(q)) === null && !(await anybodyExists(q))
}

/**
 * Loads the demo data in one transaction: all of it or nothing.
 *
 * @throws DomainError `not_empty` when the database holds anything; `invalid` under `password`.
 */
export async function loadOriginRecord(
  { password, withLater = false, actor, now }: OriginRecord,
  q: Queryable = db,
): Promise<LoadedRecord> {
  refuse(passwordProblems(password))
  const accounts = await Promise.all(
    ROLES.map(async (role) => ({ role, email: `${role}@example.com`, hash: await hashPassword(password) })),
  )
  return inTransaction(async (tx) => {
    if (!(await isEmptyDatabase(tx)))
      throw new DomainError('not_empty', { '': [{ code: 'database_not_empty' }] })
    const by = { actor, now }
    await createOrganisation(
      {
        nameKo: '카카오',
        nameEn: 'Kakao',
        nameJa: 'カカオ',
        zone: ZONE,
        languages: ['ko', 'en'],
        defaultLanguage: 'ko',
        contactKo: '언론 보도로 만든 시연용 데이터이며, 카카오와는 관계가 없습니다.',
        contactEn: 'Demo data made from press reports. It does not come from Kakao.',
        contactJa: '報道をもとに作成したデモ用データであり、カカオとは関係ありません。',
        ...by,
      },
      tx,
    )
    for (const { role, email, hash } of accounts) {
      await insertPerson({ name: ACCOUNT_NAMES[role], email, role, language: null, hash, ...by }, tx)
    }
    const serviceId = await addService(
      { nameKo: '카카오톡', nameEn: 'KakaoTalk', nameJa: 'カカオトーク', zone: null, ...by },
      tx,
    )
    const stories = [NEW_YEAR, SECOND_OF_MARCH, ...(withLater ? [SEVENTEENTH_OF_MARCH] : [])]
    const references: string[] = []
    for (const story of stories) references.push(await loadIncident(story, serviceId, by, tx))
    for (const [year, count] of REPORTED_COUNTS) {
      const source = `${NEWSPAPER}, 카카오 관계자의 말`
      await addYearlyCount({ year, count, source, sourceUrl: '', ruleStated: '', ...by }, tx)
    }
    for (const period of coveredPeriods(withLater, now)) await addCoveredPeriod({ ...period, ...by }, tx)
    // A draft and no more: what is published is for a person to decide, in the demo as well.
    await startNotice({ reference: references[1]!, ...by }, tx)
    await draftPostmortem(references[1]!, by, tx)
    return { references, accounts: accounts.map(({ email, role }) => ({ email, role })) }
  }, q)
}

/** The short template with what the sources say; the questions that only the company could answer stay open. */
async function draftPostmortem(reference: string, by: { actor: Actor; now: Instant }, tx: Queryable) {
  const { id: incidentId } = await getIncidentRecord(reference, tx)
  await saveDocumentRevision(
    {
      incidentId,
      expectedRevision: 0,
      language: 'ko',
      markdown: originPostmortem(POSTMORTEM_TEMPLATES.short.ko),
      reason: '“짧은 보고서” 양식으로 시작, 언론 보도에서 확인되는 내용만 채움',
      ...by,
    },
    tx,
  )
}

const ACCOUNT_NAMES: Record<Role, string> = {
  viewer: '시연 열람자 (demo viewer)',
  responder: '시연 대응자 (demo responder)',
  publisher: '시연 게시자 (demo publisher)',
  admin: '시연 관리자 (demo admin)',
}

/** Full years; the source does not say what was counted. */
const REPORTED_COUNTS = [
  [2017, 6],
  [2018, 5],
  [2019, 2],
] as const

/** The articles speak of 2020 up to their own day; after that nobody kept this record until it was loaded. */
function coveredPeriods(withLater: boolean, now: Instant) {
  return [
    {
      from: '2020-01-01',
      until: withLater ? '2020-03-17' : '2020-03-02',
      note: withLater ? ZDNET : NEWSPAPER,
    },
    { from: plainDate(now, ZONE), until: null, note: '' },
  ]
}

interface Story {
  title: string
  severity: Severity
  summary: string
  cause: string
  /** Only what a source states. */
  factors: Factor[]
  readings: {
    marker: MarkerKey
    value: TimeValue
    source: string
    /** Why this one stands and not the others; set where several disagree. */
    chosenBecause?: string
  }[]
  symptoms: {
    surface: Surface
    kind: SymptomKind
    textKo: string
    textEn: string
    textJa: string
    errorText?: string
  }[]
  events: { at: Instant; kind: TimelineKind; text: string; source: string; starred?: boolean }[]
  statements: { speaker: string; channel: string; text: string }[]
  promises: Pick<ActionItem, 'title' | 'kind' | 'promiseWords'>[]
  wording?: PublicWording
  deniedCauses?: DeniedCauseInput[]
}

/** Seoul time; the day of the month is of the year 2020. */
function seoul(month: number, day: number, hour: number, minute: number): Instant {
  return instantAt({ year: 2020, month, day, hour, minute }, ZONE)
}

function exactly(at: Instant): TimeValue {
  return { shape: 'instant', at }
}

const SOME_USERS = '"일부 이용자"라고만 하고 비율이나 인원은 밝히지 않음'

const NEW_YEAR: Story = {
  title: '새해 인사 시간대 카카오톡 메시지 수·발신 장애',
  severity: 'major',
  summary:
    '2020년 1월 1일 0시부터 2시 15분까지 일부 사용자의 메시지 수·발신이 되지 않았다. ' +
    '언론 보도에서 옮긴 시연용 기록이며, 심각도는 기사의 "대규모 장애"라는 말에 따랐다.',
  cause: '예상치 못한 시스템 오류로 폭증한 새해 인사 데이터를 원활히 처리하지 못함',
  // An "unexpected system error" is no factor, and that it was the load stands against their own words.
  factors: [],
  readings: [
    { marker: 'impact_start', value: exactly(seoul(1, 1, 0, 0)), source: NEWSPAPER },
    { marker: 'impact_end', value: exactly(seoul(1, 1, 2, 15)), source: NEWSPAPER },
  ],
  symptoms: [
    {
      surface: 'other',
      kind: 'unavailable',
      textKo: '메시지를 보내거나 받을 수 없음',
      textEn: 'Messages could not be sent or received',
      textJa: 'メッセージの送受信ができない',
    },
  ],
  events: [
    {
      at: seoul(1, 1, 0, 0),
      kind: 'observation',
      text: '일부 사용자의 메시지 수·발신이 되지 않기 시작함',
      source: NEWSPAPER,
    },
    { at: seoul(1, 1, 2, 15), kind: 'observation', text: '메시지 수·발신이 다시 됨', source: NEWSPAPER },
  ],
  statements: [
    {
      speaker: '카카오',
      channel: '언론 보도에 인용된 해명',
      text: '새해 인사 트래픽에 대비하는 비상 대응모드를 매년 업그레이드하고 있지만, 예상치 못한 시스템 오류가 발생해 폭증한 데이터를 원활히 처리하지 못했다',
    },
  ],
  promises: [],
}

const SECOND_OF_MARCH: Story = {
  title: '카카오톡 메시지 수·발신 및 PC 버전 로그인 장애',
  severity: 'major',
  summary:
    '2020년 3월 2일 오전 일부 이용자가 메시지를 주고받지 못하고 PC 버전에 로그인하지 못했다. ' +
    '기사는 지속 시간을 "약 1시간 20분간"이라고 적었다. 트래픽 급증이 원인이라는 말은 부인했으나 근거는 밝히지 않았다.\n' +
    '배경: 코로나19로 재택근무를 시작한 회사가 많은 때였고 출근 시간대와 겹쳤다. 오전 보고 시간을 놓칠 뻔했다는 ' +
    '직장인이 있었고, 업무용 메신저를 따로 쓰는 곳에서는 오류를 몰랐다는 사람도 있었다. 사용자는 4500만 명이다.\n' +
    '언론 보도에서 옮긴 시연용 기록이며, 심각도는 기사의 "대형 오류"라는 말에 따랐다.',
  cause: '내부 네트워크의 일시적인 오류',
  factors: ['network'],
  readings: [
    {
      marker: 'impact_start',
      value: exactly(seoul(3, 2, 8, 58)),
      source: NEWSPAPER_QUOTING,
      chosenBecause:
        '회사 발표를 분 단위까지 그대로 인용한 시각이라서. 다른 매체의 "오전 9시"는 분까지 밝히지 않았다.',
    },
    { marker: 'impact_start', value: { shape: 'about', at: seoul(3, 2, 9, 0) }, source: KUKINEWS },
    { marker: 'impact_end', value: exactly(seoul(3, 2, 10, 17)), source: NEWSPAPER_QUOTING },
    { marker: 'first_public_word', value: exactly(seoul(3, 2, 11, 11)), source: HANKYUNG },
  ],
  symptoms: [
    {
      surface: 'mobile',
      kind: 'unavailable',
      textKo: '메시지를 보낼 수 없음',
      textEn: 'Messages could not be sent',
      textJa: 'メッセージを送信できない',
    },
    {
      surface: 'pc',
      kind: 'unavailable',
      textKo: '메시지를 보낼 수 없음',
      textEn: 'Messages could not be sent',
      textJa: 'メッセージを送信できない',
    },
    {
      surface: 'pc',
      kind: 'login_failing',
      textKo: 'PC 버전에 로그인할 수 없음',
      textEn: 'Signing in to the PC version was not possible',
      textJa: 'PC版にログインできない',
    },
    {
      surface: 'other',
      kind: 'duplicated',
      textKo: '같은 메시지가 2~3회 반복해서 오고 감',
      textEn: 'The same message was sent or received two or three times',
      textJa: '同じメッセージが2〜3回繰り返し送受信される',
    },
    {
      surface: 'other',
      kind: 'delayed',
      textKo: '공지·링크 등 게시물이 늦게 열림',
      textEn: 'Notices and links in chats opened late',
      textJa: 'お知らせやリンクなどの投稿が開くまでに時間がかかる',
    },
    {
      surface: 'other',
      kind: 'error',
      textKo: '요청을 완료하지 못했다는 알림이 뜸',
      textEn: 'A message said that the request could not be completed',
      textJa: 'リクエストを完了できない旨のメッセージが表示される',
      errorText: '요청을 완료하지 못함(failed to complete your request)',
    },
  ],
  events: [
    {
      at: seoul(3, 2, 8, 58),
      kind: 'observation',
      text: '일부 이용자의 메시지 수·발신과 로그인이 되지 않기 시작함',
      source: NEWSPAPER_QUOTING,
      starred: true,
    },
    {
      at: seoul(3, 2, 10, 17),
      kind: 'observation',
      text: '메시지 수·발신과 로그인 문제가 끝남',
      source: NEWSPAPER_QUOTING,
      starred: true,
    },
    {
      at: seoul(3, 2, 10, 30),
      kind: 'context',
      text: '네이버 급상승 검색어 20위 안에 카톡 오류와 관련된 검색어가 7개 있었고, 1~3위도 모두 그랬음',
      source: NEWSPAPER,
    },
    {
      at: seoul(3, 2, 11, 11),
      kind: 'communication',
      text: '장애를 알리는 첫 공지가 나옴',
      source: HANKYUNG,
      starred: true,
    },
  ],
  statements: [
    {
      speaker: '카카오',
      channel: '언론 보도에 인용된 발표',
      text: '내부 네트워크의 일시적인 오류 발생으로 오전 8시 58분부터 10시 17분까지 약 1시간 20분간 일부 이용자들의 메시지 수·발신 및 로그인 불가 문제가 있었다',
    },
    {
      speaker: '카카오',
      channel: '언론 보도에 인용된 발표',
      text: '장애 감지 즉시 긴급 점검으로 현재 정상화됐다. 향후 장애가 반복되지 않도록 최선을 다하겠다',
    },
    {
      speaker: '카카오 관계자',
      channel: '언론 보도에 인용된 말',
      text: "일각에서 제기하는 '트래픽 급증으로 인한 오류'는 사실이 아니다",
    },
    {
      speaker: '카카오 관계자',
      channel: '언론 보도에 인용된 말',
      text: '연간 카톡 오류는 2017년 6회→2018년 5회→지난해 2회로 감소 추세다. 내부에서 네트워크 장애를 막기 위해 많은 노력을 기울이고 있다',
    },
  ],
  promises: [
    {
      title: '향후 장애가 반복되지 않도록 최선을 다하겠다',
      kind: 'prevent',
      promiseWords: ORIGIN_PROMISE,
    },
  ],
  wording: ORIGIN_WORDING,
  deniedCauses: ORIGIN_DENIED_CAUSES,
}

const SEVENTEENTH_OF_MARCH: Story = {
  title: '2020년 3월 17일 저녁 카카오톡 장애',
  severity: 'major',
  summary:
    '2020년 3월 17일 오후 6시 43분부터 7시 16분까지 장애가 있었다. 3월 2일의 장애로부터 15일 뒤다. ' +
    '언론 보도에서 옮긴 시연용 기록이며, 옮긴 보도에는 증상과 원인이 없다.',
  cause: '',
  factors: [],
  readings: [
    { marker: 'impact_start', value: exactly(seoul(3, 17, 18, 43)), source: ZDNET },
    { marker: 'impact_end', value: exactly(seoul(3, 17, 19, 16)), source: ZDNET },
  ],
  symptoms: [],
  events: [],
  statements: [],
  promises: [],
}

/** The organisation of the demo is the speaker's own, so its statements are ours. */
const OURS = { side: 'us', language: 'ko', url: '', saidAt: null, saidAtApproximate: false } as const

async function loadIncident(
  story: Story,
  serviceId: string,
  by: { actor: Actor; now: Instant },
  tx: Queryable,
): Promise<string> {
  const { title, severity, summary, cause, factors } = story
  const started = story.readings.find((reading) => reading.marker === 'impact_start')!
  const { id: incidentId, reference } = await logIncident(
    {
      title,
      kind: 'incident',
      severity,
      serviceIds: [serviceId],
      started: started.value,
      startedSource: started.source,
      symptom: null,
      ...by,
    },
    tx,
  )
  const of = { incidentId, ...by }
  for (const reading of story.readings) {
    if (reading === started) continue
    await addReading(
      { ...of, markerKey: reading.marker, value: reading.value, source: reading.source, sourceUrl: '' },
      tx,
    )
  }
  for (const reading of story.readings) {
    if (reading.chosenBecause !== undefined)
      await choose({ ...of, ...reading, reason: reading.chosenBecause }, tx)
  }
  await changeIncident(
    {
      ...of,
      expectedVersion: await versionOf(incidentId, tx),
      title,
      kind: 'incident',
      severity,
      summary,
      cause,
      factors,
      serviceIds: [serviceId],
    },
    tx,
  )
  for (const symptom of story.symptoms) {
    await addSymptom({ ...of, symptom: { ...SYMPTOM_AS_TOLD, serviceId, errorText: '', ...symptom } }, tx)
  }
  for (const { at, starred = false, ...event } of story.events) {
    await addTimelineEvent(
      { ...of, event: { ...event, occurredAt: at, approximate: false, sourceUrl: '', starred } },
      tx,
    )
  }
  for (const statement of story.statements)
    await addStatement({ ...of, statement: { ...OURS, ...statement } }, tx)
  for (const promise of story.promises) {
    await addActionItem({ ...of, item: { ...PROMISE_AS_TOLD, ...promise } }, tx)
  }
  if (story.wording) {
    const expectedVersion = await versionOf(incidentId, tx)
    await changePublicWording({ ...of, wording: story.wording, expectedVersion }, tx)
  }
  for (const denied of story.deniedCauses ?? []) await addDeniedCause({ ...of, cause: denied }, tx)
  await closeIncident({ ...of, expectedVersion: await versionOf(incidentId, tx) }, tx)
  return reference
}

/** Nobody was named and no day. */
const PROMISE_AS_TOLD = {
  state: 'open',
  owner: '',
  dueOn: null,
  doneOn: null,
  stateReason: '',
  trackerUrl: '',
  promise: true,
} as const

const SYMPTOM_AS_TOLD = {
  startedAt: null,
  endedAt: null,
  sharePercent: null,
  users: null,
  measuredHow: SOME_USERS,
}

async function choose(
  choice: {
    incidentId: string
    marker: MarkerKey
    source: string
    reason: string
    actor: Actor
    now: Instant
  },
  tx: Queryable,
): Promise<void> {
  const { incidentId, marker, source, reason, actor, now } = choice
  const { id: readingId } = await tx
    .selectFrom('reading')
    .select('id')
    .where('incident_id', '=', incidentId)
    .where('marker_key', '=', marker)
    .where('source', '=', source)
    .executeTakeFirstOrThrow()
  const expectedVersion = await versionOf(incidentId, tx)
  await chooseReading({ incidentId, markerKey: marker, readingId, reason, expectedVersion, actor, now }, tx)
}

async function versionOf(incidentId: string, tx: Queryable): Promise<number> {
  const row = await tx
    .selectFrom('incident')
    .select('version')
    .where('id', '=', incidentId)
    .executeTakeFirstOrThrow()
  return row.version
}
