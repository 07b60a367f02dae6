/** From the least to the most trusted; each may do all that the ones before it may. */
export const ROLES = ['viewer', 'responder', 'publisher', 'admin'] as const

export type Role = (typeof ROLES)[number]

/** What a person wants to do, and the least role that may. Read by the server's guards and by what screens offer. */
const LEAST_ROLE = {
  read: 'viewer',
  // Whoever reads may ask: a postmortem is for learning.
  comment: 'viewer',
  log_incident: 'responder',
  edit_record: 'responder',
  write_postmortem: 'responder',
  draft_notice: 'responder',
  publish_notice: 'publisher',
  enter_yearly_count: 'publisher',
  remove_incident: 'publisher',
  write_template: 'publisher',
  manage_settings: 'admin',
  manage_people: 'admin',
} as const satisfies Record<string, Role>

export type Deed = keyof typeof LEAST_ROLE

/** Whether `value` is the name of a role. */
export function isRole(value: unknown): value is Role {
  return (ROLES as readonly unknown[]).includes(value)
}

/** Whether `role` stands at or above `least`. */
export function isAtLeast(role: Role, least: Role): boolean {
  return ROLES.indexOf(role) >= ROLES.indexOf(least)
}

/** The least role that may do `deed`. */
export function leastRoleFor(deed: Deed): Role {
  return LEAST_ROLE[deed]
}

/** Whether a person of `role` may do `deed`. */
export function may(role: Role, deed: Deed): boolean {
  return isAtLeast(role, LEAST_ROLE[deed])
}
