// Loaded at the first use: pages that nobody signs in to never need it, and it costs memory.
const crypto = () => import('better-auth/crypto')

/** The salted scrypt hash that is stored, in the form that better-auth checks at sign-in. */
export async function hashPassword(password: string): Promise<string> {
  return (await crypto()).hashPassword(password)
}

/** Whether `password` is the one that `hash` was made of. */
export async function isPassword(password: string, hash: string): Promise<boolean> {
  return (await crypto()).verifyPassword({ hash, password })
}
