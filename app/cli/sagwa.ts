import { Command, CommanderError } from 'commander'
import { DomainError } from '#app/domain/errors.ts'
import { EnvironmentError } from '#app/env.server.ts'
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

/** What went wrong, one line per problem, in English: the terminal is where administrators are. */
async function explain(error: unknown): Promise<string> {
  if (error instanceof DomainError) {
    const { problemTexts } = await import('#app/messages/problems.ts')
    const lines = Object.entries(problemTexts(error.problems, 'en')).flatMap(([field, texts]) =>
      texts.map((text) => (field === '' ? text : `${field}: ${text}`)),
    )
    return lines.length > 0 ? lines.join('\n') : error.code
  }
  return error instanceof Error ? error.message : String(error)
}

try {
  await main(process.argv.slice(2))
} catch (error) {
  if (error instanceof CommanderError) {
    // Commander has already said what is wrong. Asking for help or the version is no mistake.
    process.exitCode = error.exitCode === 0 ? 0 : 2
  } else {
    process.stderr.write(`${await explain(error)}\n`)
    process.exitCode = error instanceof EnvironmentError ? 2 : 1
    if (process.env.LOG_LEVEL === 'debug') console.error(error)
  }
}
