/** Characters. Long enough to make guessing at the rate limit's pace hopeless, with no rules about digits and signs. */
export const PASSWORD_MIN = 12

/** Characters. A longer one would only make the server work. */
export const PASSWORD_MAX = 128
