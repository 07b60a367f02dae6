/**
 * What people see while the database fails: the reason and what to do, in their language and with a status that says it
 * is not their fault, and what they typed with a way to send it again. One place for all routes.
 */
import type { ActionFunction, LoaderFunction, LoaderFunctionArgs, ServerBuild } from '@remix-run/node'
import { databaseProblem } from '#db/database-errors.ts'
import type { Interruption, TypedField } from '#app/components/interruption.tsx'
import type { Problem } from '#app/domain/errors.ts'
import { typedFields } from '#app/kept-form.server.ts'
import { languageOf } from '#app/language.server.ts'
import { log, loggablePath } from '#app/logging.server.ts'
import { problemText } from '#app/messages/problems.ts'

/** 507 where there is no room left (RFC 4918, 11.5), 503 for all that may be well again in a moment. */
export function failureStatus(problem: Problem): 503 | 507 {
  return problem.code === 'database_full' ? 507 : 503
}

/** What `work` brings, or null while the database fails; other errors stay errors. */
export async function unlessDatabaseFails<T>(work: Promise<T>): Promise<T | null> {
  try {
    return await work
  } catch (error) {
    if (databaseProblem(error) === null) throw error
    return null
  }
}

/** The build with every loader and action guarded: trouble with the database becomes a thrown Response that says so. */
export function withDatabaseFailures(build: ServerBuild): ServerBuild {
  const routes: ServerBuild['routes'] = {}
  for (const [id, route] of Object.entries(build.routes)) {
    if (route === undefined) continue
    const { loader, action } = route.module
    const module = { ...route.module }
    if (typeof loader === 'function') module.loader = guarded(loader)
    if (action) module.action = guardedForm(action)
    routes[id] = { ...route, module }
  }
  return { ...build, routes }
}

function guarded(handler: LoaderFunction): LoaderFunction {
  return async (args) => {
    try {
      return await handler(args)
    } catch (error) {
      throw await asAnswer(error, args, async () => null)
    }
  }
}

function guardedForm(handler: ActionFunction): ActionFunction {
  return async (args) => {
    const copy = args.request.clone()
    try {
      return await handler(args)
    } catch (error) {
      throw await asAnswer(error, args, () => typedFields(copy))
    }
  }
}

async function asAnswer(
  error: unknown,
  { request, context }: LoaderFunctionArgs,
  typed: () => Promise<TypedField[] | null>,
): Promise<unknown> {
  const problem = databaseProblem(error)
  if (problem === null) return error
  const { pathname, search } = new URL(request.url)
  log().error(
    { requestId: context.requestId, path: loggablePath(pathname), err: error },
    'the database failed',
  )
  const language = languageOf(request)
  const message = problemText(problem, language)
  const failure: Interruption = {
    problem,
    language,
    message,
    problems: [message],
    address: pathname + search,
    typed: await typed().catch(() => []),
  }
  return Response.json(failure, { status: failureStatus(problem) })
}
