import type { ApologyStrength } from './apology.ts'
import { paragraphs, stepList, type DraftSituation, type NoticeDraft, type NoticeStage } from './draft.ts'

const APOLOGIES: Record<ApologyStrength, string> = {
  0: '죄송합니다',
  1: '사과드립니다',
  2: '진심으로 사과드립니다',
  3: '깊이 사과드립니다',
  4: '고개 숙여 사과드립니다',
  5: '깊은 사죄의 말씀을 드립니다',
}

/** A Korean notice in 합쇼체, with the humble 드리다 for what the company does and 겪으신 for the readers. */
export function draftKorean(situation: DraftSituation, stage: NoticeStage): NoticeDraft {
  const write = { first_word: firstWord, update, resolved, final_report: finalReport }
  return write[stage](situation)
}

const GREETING = '안녕하세요, {{organisation.name}}입니다.'
const SYMPTOMS = '지금까지 확인한 증상은 다음과 같습니다.\n\n- {{symptoms}}'
const NEXT = '다음 안내는 {{?다음 안내 시각}}에 드리겠습니다.'
const INVESTIGATING = '정확한 원인은 조사하고 있습니다. 확인되는 대로 이 공지에서 알려 드리겠습니다.'
const CAUSE = '지금까지 확인한 원인은 다음과 같습니다.\n\n- {{cause}}'

/** 진행 중 공지: short, without greeting or cause, because people look for what does not work. */
function firstWord(situation: DraftSituation): NoticeDraft {
  const { maintenance } = situation
  return {
    title: maintenance ? '{{services}} 점검 안내' : '{{services}} 장애 안내(복구 작업 중)',
    body: paragraphs(
      maintenance
        ? '{{impact.start}}부터 {{services}} 점검을 하고 있습니다. 이용에 불편을 드려 죄송합니다.'
        : '{{impact.start}}부터 {{services}} 장애가 이어지고 있습니다. 이용에 불편을 드려 죄송합니다.',
      SYMPTOMS,
      working(situation),
      NEXT,
    ),
  }
}

function update(situation: DraftSituation): NoticeDraft {
  const event = situation.maintenance ? '점검' : '장애'
  return {
    title: `{{services}} ${event} 진행 상황 안내`,
    body: paragraphs(
      `{{impact.start}}부터 이어지고 있는 {{services}} ${event}의 진행 상황을 알려 드립니다. ${situation.maintenance ? '이용에 불편을 드려' : '아직 복구하지 못해'} 죄송합니다.`,
      '지난 안내 이후 새로 확인한 내용은 다음과 같습니다.\n\n- {{?새로 확인한 내용}}',
      SYMPTOMS,
      situation.maintenance && !situation.knows.cause ? null : cause(situation),
      working(situation),
      NEXT,
    ),
  }
}

function working({ maintenance, knows }: DraftSituation): string {
  const work = maintenance ? '점검을 마치기 위해' : '서비스를 정상으로 되돌리기 위해'
  if (knows.mitigated) return `{{mitigated}}에 임시 조치를 마쳤으며, ${work} 계속 작업하고 있습니다.`
  return `${work} 작업하고 있습니다.`
}

/** 복구 공지: when it was, that it is over, the apology. */
function resolved(situation: DraftSituation): NoticeDraft {
  const { maintenance } = situation
  return {
    title: `${day(situation)}{{services}} ${maintenance ? '점검 완료' : '장애 복구'} 안내`,
    body: paragraphs(
      GREETING,
      `${happened(situation)} 지금은 정상적으로 이용하실 수 있습니다.`,
      `불편을 겪으신 모든 분께 ${APOLOGIES[situation.strength]}.`,
      '이 시간에 확인된 증상은 다음과 같습니다.\n\n- {{symptoms}}',
      maintenance && !situation.knows.cause ? null : cause(situation),
    ),
  }
}

/** 정식 안내문: greeting and who speaks, apology, when, scope, cause, what was done, what will be done, contact. */
function finalReport(situation: DraftSituation): NoticeDraft {
  const { knows, maintenance, grave, steps } = situation
  const apology = APOLOGIES[situation.strength]
  return {
    title: `${day(situation)}{{services}} ${maintenance ? '점검' : '장애'}에 대해 사과드립니다`,
    body: paragraphs(
      GREETING,
      `{{services}} ${maintenance ? '점검으로' : '장애로'} 불편을 겪으신 모든 분께 ${apology}.${maintenance ? '' : ' 서비스를 안정적으로 제공하지 못한 것은 저희의 책임입니다.'}`,
      happened(situation),
      '## 영향 범위',
      (knows.scope || !knows.extent) && '영향을 받으신 분들의 범위는 다음과 같습니다.\n\n- {{scope}}',
      '이 시간에 {{services|을/를}} 이용하시던 분들께 다음과 같은 문제가 있었습니다.\n\n- {{symptoms}}',
      maintenance && !knows.cause ? null : `## 원인\n\n${cause(situation)}`,
      knows.ruledOut && '조사 결과 다음은 원인에서 제외했습니다.\n\n- {{cause.denied}}',
      steps.length > 0 && `## 조치 경과\n\n${stepList(steps, STEPS)}`,
      '## 재발 방지 대책',
      knows.promises ? '- {{promises}}' : '- {{?재발 방지 대책: 무엇을, 언제까지}}',
      knows.compensation && '## 보상\n\n- {{compensation}}',
      !knows.compensation && grave && '## 보상\n\n- {{?보상: 대상, 방법, 기한}}',
      '## 문의처',
      '{{organisation.contact}}',
      `다시 한번 ${apology}.`,
    ),
  }
}

const STEPS = {
  detected: '{{detected}}에 문제를 확인했습니다.',
  first_public_word: '{{first_public_word}}에 처음으로 알려 드렸습니다.',
  mitigated: '{{mitigated}}에 임시 조치를 마쳤습니다.',
  impact_end: '{{impact.end}}에 서비스가 정상으로 돌아왔습니다.',
  resolved: '{{resolved}}에 모든 조치를 마쳤습니다.',
}

function day({ knows }: DraftSituation): string {
  return knows.day ? '{{impact.date}} ' : ''
}

function cause({ knows }: DraftSituation): string {
  return knows.cause ? CAUSE : INVESTIGATING
}

function happened({ knows, duration, maintenance }: DraftSituation): string {
  const window = knows.window ? '{{impact.window}}' : '{{impact.start}}부터 {{impact.end}}까지'
  const length = duration ? ` {{${duration}}} 동안` : ''
  return `${window}${length} {{services}}에 ${maintenance ? '점검이' : '장애가'} 있었습니다.`
}
