/**
 * Templates of a postmortem. What the record knows stands in them as blocks, so a first draft is filled as far as the
 * record is; what only people know is asked in questions that stay open until somebody answers them.
 *
 * The questions follow the public guides of those who have written many: Google's SRE book, the Howie guide of Jeli, the
 * debriefing guide of Etsy, PagerDuty's postmortem guide.
 */
import { HOWIE_TEMPLATE } from './howie.ts'
import { SHORT_TEMPLATE } from './short.ts'
import { SRE_TEMPLATE } from './sre.ts'
import type { PostmortemTemplate } from './template.ts'

export const TEMPLATE_NAMES = ['sre', 'howie', 'short'] as const
export type TemplateName = (typeof TEMPLATE_NAMES)[number]

export const POSTMORTEM_TEMPLATES: Record<TemplateName, PostmortemTemplate> = {
  sre: SRE_TEMPLATE,
  howie: HOWIE_TEMPLATE,
  short: SHORT_TEMPLATE,
}
