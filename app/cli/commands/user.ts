import { Argument, Option, type Command } from 'commander'
import { clockNow } from '#app/clock.server.ts'
import { environment } from '#app/env.server.ts'
import { ROLES } from '#app/domain/roles.ts'
import { commandLineMessages } from '#app/messages/command-line.ts'
import type { Role } from '#db/schema.ts'
import type { Person } from '#app/models/person.server.ts'
import { Refusal } from '../failure.ts'
import {
  columns,
  plainLine,
  print,
  printJson,
  terminalLanguage,
  withOutput,
  type OutputOptions,
} from '../output.ts'

interface PasswordOptions extends OutputOptions {
  passwordStdin?: boolean
}

/** `sagwa user …` */
export function register(program: Command): void {
  const user = program
    .command('user')
    .helpCommand(false)
    .description('add people, list them, and say what they may do')
  const passwordFlag = () =>
    new Option('--password-stdin', 'read the password from standard input instead of making one')
  const role = () => new Argument('<role>', 'what they may do').choices(ROLES)

  withOutput(
    user
      .command('add <email>')
      .description('add somebody who can sign in')
      .requiredOption('--name <name>', 'the name that the history shows')
      .addOption(new Option('--role <role>', 'what they may do').choices(ROLES).default('responder'))
      .addOption(passwordFlag()),
    'sagwa user add mina@example.com --name "Kim Mina" --role publisher',
  ).action(add)
  withOutput(
    user.command('list').description('list everybody with an account'),
    'sagwa user list --json',
  ).action(list)
  withOutput(
    user.command('role <email>').addArgument(role()).description('give somebody another role'),
    'sagwa user role mina@example.com admin',
  ).action(changeRole)
  withOutput(
    user.command('disable <email>').description('end all sessions of somebody and let them sign in no more'),
    'sagwa user disable mina@example.com',
  ).action((email: string, options: OutputOptions) => setDisabled(email, true, options))
  withOutput(
    user.command('enable <email>').description('let somebody sign in again'),
    'sagwa user enable mina@example.com',
  ).action((email: string, options: OutputOptions) => setDisabled(email, false, options))
  withOutput(
    user
      .command('password <email>')
      .description('set a new password and end all sessions')
      .addOption(passwordFlag()),
    'sagwa user password mina@example.com',
  ).action(setPassword)
}

async function opened(options: OutputOptions) {
  environment()
  const language = terminalLanguage(options.lang)
  const [store, people, { getOrganisation }, { newPassword, passwordFromInput }] = await Promise.all([
    import('../existing-database.server.ts'),
    import('#app/models/person.server.ts'),
    import('#app/models/organisation.server.ts'),
    import('../password.ts'),
  ])
  const t = commandLineMessages[language].user
  return {
    t,
    people,
    by: { actor: store.terminalActor(), now: clockNow() },
    newPassword,
    passwordFromInput,
    /** Accounts before the first start would lock everybody out of it. */
    run: (work: () => Promise<void>) =>
      store.onExistingDatabase(language, async () => {
        await getOrganisation()
        await work()
      }),
    find: async (email: string): Promise<Person> => {
      const person = await people.findPersonByEmail(email)
      if (person === undefined) throw new Refusal(t.unknown(plainLine(email)))
      return person
    },
  }
}

async function add(email: string, options: PasswordOptions & { name: string; role: Role }): Promise<void> {
  const { run, people, by, t, newPassword, passwordFromInput } = await opened(options)
  await run(async () => {
    const made = options.passwordStdin ? null : newPassword()
    const password = made ?? (await passwordFromInput())
    const { name, role } = options
    const person = await people.createPerson({ name, email, role, language: null, password, ...by })
    if (options.json) return printJson({ ...shown(person), password: made })
    print(t.added(person.email, person.role), ...(made === null ? [] : [t.password(made)]))
  })
}

async function list(options: OutputOptions): Promise<void> {
  const { run, people, t } = await opened(options)
  await run(async () => {
    const everybody = await people.listPeople()
    if (options.json) return printJson({ users: everybody.map(shown) })
    const rows = everybody.map((person) => [
      person.email,
      person.role,
      person.disabledAt === null ? t.enabled : t.disabled,
      plainLine(person.name),
    ])
    print(...columns([[t.email, t.role, t.state, t.name], ...rows]))
  })
}

async function changeRole(email: string, role: Role, options: OutputOptions): Promise<void> {
  const { run, people, by, find, t } = await opened(options)
  await run(async () => {
    const { id } = await find(email)
    await people.changeRole({ id, role, ...by })
    report(await find(email), t.roleNow(email, role), options)
  })
}

async function setDisabled(email: string, disabled: boolean, options: OutputOptions): Promise<void> {
  const { run, people, by, find, t } = await opened(options)
  await run(async () => {
    const { id } = await find(email)
    if (disabled) await people.disablePerson({ id, ...by })
    else await people.enablePerson({ id, ...by })
    report(await find(email), disabled ? t.nowDisabled(email) : t.nowEnabled(email), options)
  })
}

async function setPassword(email: string, options: PasswordOptions): Promise<void> {
  const { run, people, by, find, t, newPassword, passwordFromInput } = await opened(options)
  await run(async () => {
    const { id } = await find(email)
    const made = options.passwordStdin ? null : newPassword()
    await people.setPassword({ id, password: made ?? (await passwordFromInput()), ...by })
    if (options.json) return printJson({ email, password: made })
    print(t.passwordSet(email), ...(made === null ? [] : [t.password(made)]))
  })
}

function report(person: Person, line: string, { json }: OutputOptions): void {
  if (json) printJson(shown(person))
  else print(line)
}

function shown({ email, name, role, disabledAt }: Person) {
  return { email, name, role, disabled: disabledAt !== null }
}
