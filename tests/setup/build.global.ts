/** The tests that speak HTTP ask the built server, so there has to be one. `npm test` builds before. */
import { existsSync } from 'node:fs'
import { SERVER_ENTRY } from './server.ts'

export default function requireBuild(): void {
  if (!existsSync(SERVER_ENTRY)) throw new Error('There is no build to test. Run: npm run build')
}
