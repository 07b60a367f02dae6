/** Vitest global setup of the browser tests: a Chromium and a Korean font, found or installed. */
import type { TestProject } from 'vitest/node'
import { findOrInstallBrowser } from './browser.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** Path of the Chromium that the browser tests start. */
    chromiumPath: string
  }
}

export default function setup(project: TestProject): void {
  const browser = findOrInstallBrowser()
  console.log(`Browser: ${browser.description}`)
  project.provide('chromiumPath', browser.executable)
}
