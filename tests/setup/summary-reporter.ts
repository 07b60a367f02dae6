/**
 * Ends the output of a test run with one plain line that people and programs can read, and names the tests that passed
 * only when they were tried again: a race in them, or in what they test, that somebody should find.
 */
import type { Reporter, TestModule } from 'vitest/node'

export default class SummaryReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], errors: readonly unknown[]): void {
    const counts = { passed: 0, failed: 0, skipped: 0 }
    const triedAgain: string[] = []
    for (const module of modules) {
      for (const test of module.children.allTests()) {
        const { state } = test.result()
        if (state !== 'pending') counts[state] += 1
        if (test.diagnostic()?.flaky) triedAgain.push(`${module.relativeModuleId}: ${test.fullName}`)
      }
      // A file that could not even be read holds no tests, and is a failure all the same.
      if (module.state() === 'failed' && [...module.children.allTests('failed')].length === 0)
        counts.failed += 1
    }
    counts.failed += errors.length
    // After the default reporter, which prints its own summary at the same event.
    process.once('exit', () => {
      for (const title of triedAgain) process.stdout.write(`Passed at the second try: ${title}\n`)
      process.stdout.write(
        `Tests: ${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped\n`,
      )
    })
  }
}
