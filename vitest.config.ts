import { availableParallelism } from 'node:os'
import { defineConfig } from 'vitest/config'

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
if (major * 1000 + minor < 22018) {
  process.stderr.write(
    `The tests need Node 22.18 or newer; this is ${process.versions.node}. ` +
      `"npm test" uses the one that "npm ci" brought along; for single files: npm exec -- vitest run <file>\n`,
  )
  process.exit(2)
}

const setupFiles = ['tests/setup/no-console-error.ts', 'tests/setup/properties.ts']

/** One second, which is usual, is less than a busy machine takes to draw a page. */
const patient = { poll: { timeout: 15_000 } }

// Processes and browsers on a busy machine answer late for no fault of ours, so what needs them is tried again. The
// summary names every test that needed it.
// The Remix plugin stays out: it is for the build, and the tests that need pages ask the built server.
export default defineConfig({
  test: {
    reporters: ['default', './tests/setup/summary-reporter.ts'],
    // Two processors are the smallest machine this has to be quick on.
    testTimeout: 20_000,
    hookTimeout: 60_000,
    // One more than Vitest's own choice, for most of our tests wait for another process.
    maxWorkers: availableParallelism(),
    restoreMocks: true,
    projects: [
      {
        test: {
          name: 'unit',
          include: [
            'tests/{domain,publishing,importers,components,messages,editor,lint}/**/*.test.{ts,tsx}',
            'tests/*.test.ts',
          ],
          setupFiles,
        },
      },
      {
        test: {
          name: 'models',
          include: ['tests/models/**/*.test.ts'],
          globalSetup: ['tests/setup/databases.global.ts'],
          setupFiles,
          expect: patient,
        },
      },
      {
        test: {
          name: 'routes',
          include: ['tests/{routes,cli}/**/*.test.ts'],
          globalSetup: ['tests/setup/build.global.ts'],
          setupFiles,
          testTimeout: 30_000,
          retry: 1,
          expect: patient,
        },
      },
      {
        test: {
          name: 'resilience',
          include: ['tests/resilience/**/*.test.ts'],
          globalSetup: ['tests/setup/build.global.ts'],
          setupFiles,
          testTimeout: 60_000,
          retry: 1,
          expect: patient,
        },
      },
      {
        test: {
          name: 'e2e',
          include: ['tests/e2e/**/*.test.ts'],
          globalSetup: ['tests/setup/build.global.ts', 'tests/setup/browser.global.ts'],
          setupFiles,
          testTimeout: 60_000,
          retry: 2,
          expect: patient,
          // Chromium is heavy: one page at a time keeps the waits honest.
          fileParallelism: false,
        },
      },
    ],
  },
})
