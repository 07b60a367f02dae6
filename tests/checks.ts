/** What `npm test` does before the tests: the build and every look at the source, as many at once as there are processors. */
import { spawn } from 'node:child_process'
import { availableParallelism } from 'node:os'

// The longest first, so that none is left alone at the end.
const waiting = ['lint:rules', 'build', 'typecheck', 'lint:format', 'knip']
const failed: string[] = []

/** Runs one script of package.json and shows what it said when it has ended, whole. */
function run(script: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn('npm', ['run', '--silent', script], { stdio: ['ignore', 'pipe', 'pipe'] })
    const said: Buffer[] = []
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (bytes: Buffer) => said.push(bytes))
    child.once('error', reject)
    child.once('close', (code) => {
      process.stdout.write(`\n> ${script}\n`)
      process.stdout.write(Buffer.concat(said))
      if (code !== 0) failed.push(script)
      resolve()
    })
  })
}

async function runWaiting(): Promise<void> {
  for (let script = waiting.shift(); script !== undefined; script = waiting.shift()) await run(script)
}

await Promise.all(Array.from({ length: availableParallelism() }, runWaiting))
if (failed.length > 0) {
  process.stderr.write(`\nNot in order: ${failed.join(', ')}\n`)
  process.exitCode = 1
}
