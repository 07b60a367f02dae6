/** A real Chromium for the browser tests: the machine's own, else an installed one. */
import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { chromium, type Browser } from 'playwright-core'

export interface FoundBrowser {
  executable: string
  /** Version, path and font, for the line that the test run prints. */
  description: string
}

const PLACES = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/opt/google/chrome/chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
]

/** Starting as root needs the first; the rest keeps Chromium from looking for the internet. */
const FLAGS = [
  ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

/** Starts Chromium. The caller closes it. */
export function launchBrowser(executable: string): Promise<Browser> {
  return chromium.launch({ executablePath: executable, args: FLAGS })
}

/**
 * Looks for Chromium at `CHROMIUM_PATH`, at the usual places and in Playwright's own folder, and installs it when there
 * is none: from Debian's packages for root, else Playwright's build. Korean text needs a font as well.
 *
 * @throws with what to do when there is no way to a browser.
 */
export function findOrInstallBrowser(): FoundBrowser {
  let executable = find()
  let origin = ''
  if (executable === undefined) {
    origin = install()
    executable = find()
  }
  if (executable === undefined) {
    throw new Error(
      'No Chromium was found or could be installed. Install one, or name it: CHROMIUM_PATH=/path/to/chromium',
    )
  }
  const version = spawnSync(executable, ['--version', '--no-sandbox'], { encoding: 'utf8' }).stdout.trim()
  return { executable, description: `${version} (${executable}${origin}), ${ensureKoreanFont()}` }
}

function find(): string | undefined {
  const given = process.env.CHROMIUM_PATH
  if (given) {
    if (!existsSync(given)) throw new Error(`CHROMIUM_PATH names ${given}, which does not exist.`)
    return given
  }
  return [...PLACES, chromium.executablePath()].find((place) => existsSync(place))
}

function install(): string {
  if (isDebianRoot()) {
    console.log('No Chromium here: installing it with a Korean font from the Debian packages.')
    if (aptInstall('chromium', 'fonts-nanum')) return ', just installed by apt-get'
  }
  console.log("No Chromium here: downloading Playwright's build.")
  const done = spawnSync(process.execPath, ['node_modules/playwright-core/cli.js', 'install', 'chromium'], {
    stdio: 'inherit',
  })
  return done.status === 0 ? ', just downloaded' : ''
}

function ensureKoreanFont(): string {
  const font = koreanFont()
  if (font) return `Korean font ${font}`
  if (isDebianRoot() && aptInstall('fonts-nanum'))
    return `Korean font ${koreanFont() ?? 'missing'}, just installed`
  return 'no Korean font on this machine: only pages that bring their own show Korean'
}

function koreanFont(): string | undefined {
  const listed = spawnSync('fc-list', [':lang=ko', 'family'], { encoding: 'utf8' })
  return listed.stdout?.split('\n').find(Boolean)?.split(',')[0]
}

function isDebianRoot(): boolean {
  return process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')
}

function aptInstall(...packages: string[]): boolean {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  try {
    execFileSync('apt-get', ['update', '-qq'], { env, stdio: 'ignore' })
    execFileSync('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...packages], {
      env,
      stdio: 'ignore',
    })
    return true
  } catch {
    return false
  }
}
