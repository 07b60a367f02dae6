/**
 * Properties try the same examples in every run, so that a run tells of the change and not of its luck. To look for new
 * ones: `SAGWA_SEED=random SAGWA_RUNS=20`. An example that fails then becomes a case of its own in the test.
 */
import fc from 'fast-check'

const FAST_CHECKS_OWN = 100

const seed = process.env.SAGWA_SEED ?? '20200302'
const times = Number(process.env.SAGWA_RUNS ?? 1)

fc.configureGlobal({ numRuns: runs(FAST_CHECKS_OWN), ...(seed === 'random' ? {} : { seed: Number(seed) }) })

/** How often a property is tried: `usual` times, multiplied by `SAGWA_RUNS`. */
export function runs(usual: number): number {
  return Math.ceil(usual * times)
}
