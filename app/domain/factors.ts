/**
 * Contributing factors: what made an incident possible, long or hard to notice. Several per incident, and none of them is
 * "the" cause. Things are named, never people: who did it is no factor, what made it possible is.
 */
export const FACTORS = [
  'change_deployed',
  'configuration',
  'capacity',
  'traffic',
  'network',
  'hardware',
  'power_or_site',
  'storage',
  'database',
  'dependency',
  'supplier',
  'certificate_or_dns',
  'software_defect',
  'security',
  'data',
  'detection',
  'procedure',
  'documentation',
  'not_known',
] as const
export type Factor = (typeof FACTORS)[number]
