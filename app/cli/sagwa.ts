import { Command, CommanderError } from 'commander'
import packageJson from '../../package.json' with { type: 'json' }

interface CommandFile {
  register: (program: Command) => void
}

/** One file per command, named like it. Only the one that was asked for is loaded; all of them for the help. */
const files = import.meta.glob<CommandFile>('./commands/*.ts')

/** Exit codes: 0 done, 1 findings or refused, 2 wrong use. */
async function main(words: string[]): Promise<void> {
  const program = new Command('sagwa')
    .description(
      'One incident record, three documents that stay true to it: postmortem, yearly trend, public notice.',
    )
    .version(packageJson.version, '-V, --version', 'print the version')
    .helpOption('-h, --help', 'show what a command does')
    .helpCommand(false)
    .showSuggestionAfterError()
    .exitOverride()

  const asked = files[`./commands/${words[0]}.ts`]
  for (const load of asked ? [asked] : Object.values(files)) (await load()).register(program)
  if (words.length === 0) program.help({ error: true })
  // A command that was added whole does not inherit it.
  for (const command of everyCommand(program)) command.exitOverride()
  await program.parseAsync(words, { from: 'user' })
}

function* everyCommand(command: Command): Generator<Command> {
  for (const child of command.commands) {
    yield child
    yield* everyCommand(child)
  }
}

// The reader of a pipe may have seen enough (`sagwa … | head`).
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0)
  throw error
})

try {
  await main(process.argv.slice(2))
} catch (error) {
  if (error instanceof CommanderError) {
    process.exitCode = error.exitCode === 0 ? 0 : 2
  } else {
    const [{ failure }, { terminalLanguage }] = await Promise.all([
      import('./failure.ts'),
      import('./output.ts'),
    ])
    const { message, exitCode } = failure(error, terminalLanguage(askedLanguage(process.argv)))
    process.stderr.write(`${message}\n`)
    process.exitCode = exitCode
    if (process.env.LOG_LEVEL === 'debug') console.error(error)
  }
}

/** `--lang` as it stands in the words themselves, for errors from before they were read. */
function askedLanguage(words: string[]): string | undefined {
  const at = words.findIndex((word) => /^--lang(=|$)/.test(word))
  return at === -1 ? undefined : (words[at]?.split('=')[1] ?? words[at + 1])
}
