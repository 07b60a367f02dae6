import type { Command } from 'commander'
import { clockNow } from '#app/clock.server.ts'
import { environment } from '#app/env.server.ts'
import { commandLineMessages } from '#app/messages/command-line.ts'
import { columns, print, printJson, terminalLanguage, withOutput, type OutputOptions } from '../output.ts'

interface DemoOptions extends OutputOptions {
  ifEmpty?: boolean
  password?: string
  withLater?: boolean
}

/** `sagwa demo` */
export function register(program: Command): void {
  withOutput(
    program
      .command('demo')
      .description('load two real outages of a messenger into an empty database')
      .option('--if-empty', 'do nothing, and succeed, when the database holds data')
      .option('--password <password>', 'password of the demo accounts (default: a random one)')
      .option('--with-later', 'add the outage of 17 March 2020, which the story could not know'),
    'SAGWA_DATA=./demo-data sagwa demo',
  ).action(demo)
}

async function demo(options: DemoOptions): Promise<void> {
  const language = terminalLanguage(options.lang)
  const t = commandLineMessages[language].demo
  const { host, port, publicUrl } = environment()
  const [{ onPreparedDatabase }, seed, { newPassword }] = await Promise.all([
    import('../existing-database.server.ts'),
    import('#db/seed/origin-record.ts'),
    import('../password.ts'),
  ])
  await onPreparedDatabase(async () => {
    if (options.ifEmpty && !(await seed.isEmptyDatabase())) {
      if (options.json) printJson({ loaded: false })
      else print(t.alreadyThere)
      return
    }
    const password = options.password ?? newPassword()
    const { references, accounts } = await seed.loadOriginRecord({
      password,
      withLater: options.withLater,
      actor: { id: null, name: 'sagwa demo' },
      now: clockNow(),
    })
    const name = host.includes(':') ? `[${host}]` : host === '0.0.0.0' ? 'localhost' : host
    const address = publicUrl ?? (port === 0 ? null : `http://${name}:${port}`)
    if (options.json) return printJson({ loaded: true, references, accounts, password, address })
    const rows = accounts.map(({ role, email }) => [`  ${email}`, t.may[role]])
    print(
      t.loaded(references.join(', ')),
      '',
      address === null ? t.signInAnywhere : t.signIn(address),
      ...columns(rows),
      '',
      t.password(password),
      t.passwordOnce,
    )
  })
}
