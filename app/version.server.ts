import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

let read: string | undefined

/**
 * The version in `package.json`. Read, not imported: the build would put an import into the entry of the command line,
 * which waits for the commands that would wait for it.
 */
export function version(): string {
  read ??= find(import.meta.dirname)
  return read
}

function find(folder: string): string {
  const file = join(folder, 'package.json')
  if (existsSync(file)) return (JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version
  const above = join(folder, '..')
  return above === folder ? 'unknown' : find(above)
}
