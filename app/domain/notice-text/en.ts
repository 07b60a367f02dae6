import type { ApologyStrength } from './apology.ts'
import { paragraphs, type DraftSituation, type NoticeDraft, type NoticeStage } from './draft.ts'

const APOLOGIES: Record<ApologyStrength, string> = {
  0: 'We are sorry for the disruption this caused.',
  1: 'We apologize to everyone this affected.',
  2: 'We sincerely apologize to everyone this affected.',
  3: 'We are deeply sorry to everyone this affected.',
  4: 'We are deeply sorry to everyone this affected. You rely on us, and we let you down.',
  5: 'To everyone this affected: we are deeply and sincerely sorry. You rely on us, and we let you down.',
}

/**
 * An English notice in the order of a company's incident report: what happened and the apology, impact, cause,
 * response, what will change, contact. Written in US English; times always name the zone.
 */
export function draftEnglish(situation: DraftSituation, stage: NoticeStage): NoticeDraft {
  const event = situation.maintenance ? 'maintenance' : situation.minor ? 'incident' : 'outage'
  const day = situation.knows.day ? ' on {{impact.date}}' : ''
  const apology = APOLOGIES[situation.strength]
  const problems = situation.maintenance ? 'maintenance affected' : 'people had problems using'

  if (stage === 'first_word' || stage === 'update') {
    const first = stage === 'first_word'
    return {
      title: first
        ? situation.maintenance
          ? 'Maintenance in progress: {{services}}'
          : 'We are working on a problem with {{services}}'
        : `Update on the {{services}} ${event}`,
      body: paragraphs(
        situation.maintenance
          ? 'Maintenance of {{services}} began on {{impact.start}} and is still going on. We are sorry for the disruption this is causing.'
          : 'People have been having problems using {{services}} since {{impact.start}}. We are sorry for the disruption this is causing.',
        'This is what we know users are seeing:',
        '- {{symptoms}}',
        first ? null : causeShort(situation),
        situation.knows.mitigated
          ? 'We put a temporary fix in place on {{mitigated}} and are working to restore normal service.'
          : 'We are working to restore normal service.',
        'Our next update will be at {{?time of the next update}}.',
      ),
    }
  }

  const happened = `${when(situation)}, ${problems} {{services}}.`
  if (stage === 'resolved') {
    return {
      title: situation.maintenance
        ? 'Maintenance completed: {{services}}'
        : `Resolved: {{services}} ${event}${day}`,
      body: paragraphs(
        `${happened} The service is now working normally. ${apology}`,
        'During this time, users saw the following:',
        '- {{symptoms}}',
        causeShort(situation),
      ),
    }
  }

  return {
    title: `We apologize for the {{services}} ${event}${day}`,
    body: paragraphs(
      `${happened} ${apology} Keeping the service running is our responsibility, and we failed to do so.`,
      '## Impact',
      'During this time, users saw the following:',
      '- {{symptoms}}',
      '## Cause',
      situation.knows.cause ? 'This is what we have confirmed so far:' : INVESTIGATING,
      situation.knows.cause && '- {{cause}}',
      ...measures(situation),
      '## What we will change',
      situation.knows.promises ? 'To keep this from happening again, we will do the following:' : null,
      situation.knows.promises ? '- {{promises}}' : '- {{?what we will change, and by when}}',
      '## Contact',
      '{{organisation.contact}}',
    ),
  }
}

const INVESTIGATING = 'We are still investigating the cause and will publish it here once it is confirmed.'

function causeShort(situation: DraftSituation): string {
  return situation.knows.cause
    ? 'This is what we have confirmed about the cause so far:\n\n- {{cause}}'
    : INVESTIGATING
}

function when(situation: DraftSituation): string {
  const window = situation.knows.window ? 'On {{impact.window}}' : 'From {{impact.start}} to {{impact.end}}'
  return situation.duration ? `${window} ({{${situation.duration}}})` : window
}

function measures({ knows }: DraftSituation): string[] {
  const steps = [
    knows.detected && 'We detected the problem on {{detected}}.',
    knows.mitigated && 'We put a temporary fix in place on {{mitigated}}.',
    knows.end && 'Service was back to normal on {{impact.end}}.',
    knows.resolved && 'We completed our work on {{resolved}}.',
  ].filter((step) => step !== false)
  // The end alone is said above already.
  const tells = knows.detected || knows.mitigated || knows.resolved
  return tells ? ['## What we did', steps.map((step) => `- ${step}`).join('\n')] : []
}
