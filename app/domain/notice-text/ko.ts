import type { ApologyStrength } from './apology.ts'
import { paragraphs, type DraftSituation, type NoticeDraft, type NoticeStage } from './draft.ts'

const APOLOGIES: Record<ApologyStrength, string> = {
  0: '죄송합니다',
  1: '사과드립니다',
  2: '진심으로 사과드립니다',
  3: '깊이 사과드립니다',
  4: '고개 숙여 사과드립니다',
  5: '깊은 사죄의 말씀을 드립니다',
}

/**
 * A Korean notice in 합쇼체. The final report keeps the order of a formal 안내문: greeting and who speaks, apology, when,
 * what was affected, cause, what was done, what will be done, contact.
 */
export function draftKorean(situation: DraftSituation, stage: NoticeStage): NoticeDraft {
  const { maintenance } = situation
  const event = maintenance ? '점검' : '장애'
  const day = situation.knows.day ? '{{impact.date}} ' : ''
  const greeting = '안녕하세요, {{organisation.name}}입니다.'
  const apology = APOLOGIES[situation.strength]

  if (stage === 'first_word' || stage === 'update') {
    const first = stage === 'first_word'
    return {
      title: first
        ? `{{services}} ${maintenance ? '점검을' : '장애를'} 알려 드립니다`
        : `{{services}} ${event} 진행 상황을 알려 드립니다`,
      body: paragraphs(
        greeting,
        `{{impact.start}}부터 {{services}} ${maintenance ? '점검이' : '이용에 문제가'} 이어지고 있습니다.${maintenance ? ' 이용에' : ''} 불편을 드려 죄송합니다.`,
        '지금까지 확인한 증상은 다음과 같습니다.',
        '- {{symptoms}}',
        first ? null : causeShort(situation),
        situation.knows.mitigated
          ? '{{mitigated}}에 임시 조치를 마쳤으며, 서비스를 정상으로 되돌리기 위해 작업하고 있습니다.'
          : '서비스를 정상으로 되돌리기 위해 작업하고 있습니다.',
        '다음 안내는 {{?다음 안내 시각}}에 드리겠습니다.',
      ),
    }
  }

  const happened = `${when(situation)} {{services}}에 ${event}${maintenance ? '이' : '가'} 있었습니다.`
  if (stage === 'resolved') {
    return {
      title: `${day}{{services}} ${maintenance ? '점검이 끝났습니다' : '장애가 복구되었습니다'}`,
      body: paragraphs(
        greeting,
        `${happened} 지금은 정상적으로 이용하실 수 있습니다.`,
        `불편을 겪으신 모든 분께 ${apology}.`,
        '이 시간에 확인된 증상은 다음과 같습니다.',
        '- {{symptoms}}',
        causeShort(situation),
      ),
    }
  }

  return {
    title: `${day}{{services}} ${event}에 대해 사과드립니다`,
    body: paragraphs(
      greeting,
      `{{services}} ${maintenance ? '점검으로' : '장애로'} 불편을 겪으신 모든 분께 ${apology}. 서비스를 안정적으로 제공하지 못한 것은 저희의 책임입니다.`,
      happened,
      '## 영향 범위',
      '이 시간에 {{services|을/를}} 이용하시던 분들께 다음과 같은 문제가 있었습니다.',
      '- {{symptoms}}',
      '## 원인',
      situation.knows.cause ? '지금까지 확인한 원인은 다음과 같습니다.' : INVESTIGATING,
      situation.knows.cause && '- {{cause}}',
      ...measures(situation),
      '## 재발 방지 대책',
      situation.knows.promises ? '같은 일이 되풀이되지 않도록 다음과 같이 하겠습니다.' : null,
      situation.knows.promises ? '- {{promises}}' : '- {{?재발 방지 대책: 무엇을, 언제까지}}',
      '## 문의처',
      '{{organisation.contact}}',
      `다시 한번 ${apology}.`,
    ),
  }
}

const INVESTIGATING = '정확한 원인은 조사하고 있습니다. 확인되는 대로 이 공지에서 알려 드리겠습니다.'

function causeShort(situation: DraftSituation): string {
  return situation.knows.cause ? '지금까지 확인한 원인은 다음과 같습니다.\n\n- {{cause}}' : INVESTIGATING
}

function when(situation: DraftSituation): string {
  const window = situation.knows.window ? '{{impact.window}}' : '{{impact.start}}부터 {{impact.end}}까지'
  return situation.duration ? `${window} {{${situation.duration}}} 동안` : window
}

function measures({ knows }: DraftSituation): string[] {
  const steps = [
    knows.detected && '{{detected}}에 문제를 확인했습니다.',
    knows.mitigated && '{{mitigated}}에 임시 조치를 마쳤습니다.',
    knows.end && '{{impact.end}}에 서비스가 정상으로 돌아왔습니다.',
    knows.resolved && '{{resolved}}에 모든 조치를 마쳤습니다.',
  ].filter((step) => step !== false)
  // The end alone is said above already.
  const tells = knows.detected || knows.mitigated || knows.resolved
  return tells ? ['## 조치', steps.map((step) => `- ${step}`).join('\n')] : []
}
