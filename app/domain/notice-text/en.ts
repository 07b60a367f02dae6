import type { ApologyStrength } from './apology.ts'
import { paragraphs, stepList, type DraftSituation, type NoticeDraft, type NoticeStage } from './draft.ts'

const APOLOGIES: Record<ApologyStrength, string> = {
  0: 'We are sorry for the disruption this caused.',
  1: 'We apologize to everyone this affected.',
  2: 'We sincerely apologize to everyone this affected.',
  3: 'We are deeply sorry to everyone this affected.',
  4: 'We are deeply sorry to everyone this affected. You rely on us, and we let you down.',
  5: 'To everyone this affected: we are deeply and sincerely sorry. You rely on us, and we let you down.',
}

/** An English notice in US spelling, in the tone of a status page; times always name the zone. */
export function draftEnglish(situation: DraftSituation, stage: NoticeStage): NoticeDraft {
  const write = { first_word: firstWord, update, resolved, final_report: finalReport }
  return write[stage](situation)
}

const SEEN = 'This is what users are seeing:\n\n- {{symptoms}}'
const SAW = 'During this time, users saw the following:\n\n- {{symptoms}}'
const NEXT = 'Our next update will be at {{?time of the next update}}.'
const INVESTIGATING = 'We are still investigating the cause and will publish it here once it is confirmed.'
const CAUSE = 'This is what we have confirmed about the cause so far:\n\n- {{cause}}'

/** What does not work, since when, what we do, when we speak next: no cause yet, and nothing to scroll past. */
function firstWord(situation: DraftSituation): NoticeDraft {
  return {
    title: situation.maintenance
      ? 'Maintenance in progress: {{services}}'
      : 'We are working on a problem with {{services}}',
    body: paragraphs(
      `${since(situation)} We are sorry for the disruption this is causing.`,
      SEEN,
      working(situation),
      NEXT,
    ),
  }
}

function update(situation: DraftSituation): NoticeDraft {
  return {
    title: `Update on the {{services}} ${event(situation)}`,
    body: paragraphs(
      `${since(situation)} We are sorry that ${situation.maintenance ? 'this is still disrupting your work' : 'it is not fixed yet'}.`,
      'New since our last update:\n\n- {{?what is new since the last update}}',
      SEEN,
      situation.maintenance && !situation.knows.cause ? null : cause(situation),
      working(situation),
      NEXT,
    ),
  }
}

function since({ knows, maintenance }: DraftSituation): string {
  // "Since between 08:00 and 08:20" is not English.
  if (knows.startWithin) {
    return maintenance
      ? 'Maintenance of {{services}} is in progress (start: {{impact.start}}).'
      : 'People are having problems using {{services}} (start: {{impact.start}}).'
  }
  return maintenance
    ? 'Maintenance of {{services}} has been in progress since {{impact.start}}.'
    : 'People have been having problems using {{services}} since {{impact.start}}.'
}

function working({ knows, maintenance }: DraftSituation): string {
  const fixed = knows.mitigated ? 'A temporary fix is in place (time: {{mitigated}}). ' : ''
  return `${fixed}${maintenance ? 'The maintenance is not complete yet.' : 'We are working to restore normal service.'}`
}

/** One paragraph that says when it was, that it is over, and that we are sorry. */
function resolved(situation: DraftSituation): NoticeDraft {
  const { maintenance, knows } = situation
  return {
    title: maintenance
      ? 'Maintenance completed: {{services}}'
      : `Resolved: {{services}} ${event(situation)}${day(situation)}`,
    body: paragraphs(
      `${happened(situation)} The service is now working normally. ${APOLOGIES[situation.strength]}`,
      SAW,
      maintenance && !knows.cause ? null : cause(situation),
    ),
  }
}

/** What happened and the apology, impact, cause, response, what will change, compensation, contact. */
function finalReport(situation: DraftSituation): NoticeDraft {
  const { knows, maintenance, grave, steps } = situation
  return {
    title: `We apologize for the {{services}} ${event(situation)}${day(situation)}`,
    body: paragraphs(
      `${happened(situation)} ${APOLOGIES[situation.strength]}${maintenance ? '' : ' It is our responsibility to keep the service running, and this time we did not.'}`,
      '## Impact',
      (knows.scope || !knows.extent) && 'Who was affected:\n\n- {{scope}}',
      SAW,
      maintenance && !knows.cause ? null : `## Cause\n\n${cause(situation)}`,
      knows.ruledOut && 'We have ruled out the following as the cause:\n\n- {{cause.denied}}',
      steps.length > 0 && `## Timeline\n\n${stepList(steps, STEPS)}`,
      '## What we will change',
      knows.promises ? '- {{promises}}' : '- {{?what we will change, and by when}}',
      knows.compensation && '## Compensation\n\n- {{compensation}}',
      !knows.compensation &&
        grave &&
        '## Compensation\n\n- {{?compensation: who gets what, how and by when}}',
      '## Contact',
      '{{organisation.contact}}',
    ),
  }
}

const STEPS = {
  detected: '{{detected}}: We detected the problem.',
  first_public_word: '{{first_public_word}}: We first reported it publicly.',
  mitigated: '{{mitigated}}: A temporary fix was in place.',
  impact_end: '{{impact.end}}: Service was back to normal.',
  resolved: '{{resolved}}: We completed our work.',
}

function event({ maintenance, minor }: DraftSituation): string {
  return maintenance ? 'maintenance' : minor ? 'incident' : 'outage'
}

function day({ knows }: DraftSituation): string {
  return knows.day ? ' on {{impact.date}}' : ''
}

function cause({ knows }: DraftSituation): string {
  return knows.cause ? CAUSE : INVESTIGATING
}

function happened({ knows, duration, maintenance }: DraftSituation): string {
  const window = knows.window ? 'On {{impact.window}}' : 'From {{impact.start}} to {{impact.end}}'
  const length = duration ? ` ({{${duration}}})` : ''
  return `${window}${length}, ${maintenance ? 'maintenance affected' : 'people had problems using'} {{services}}.`
}
