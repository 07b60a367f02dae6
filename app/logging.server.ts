import { pino, type Logger } from 'pino'
import { environment } from '#app/env.server.ts'

let logger: Logger | undefined

/**
 * The one logger: a JSON object per line on standard error, so that standard output stays free for what a person asked
 * a command to print. Lines are written at once; a crash loses none.
 */
export function log(): Logger {
  logger ??= pino(
    {
      level: environment().logLevel,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      redact: {
        paths: [
          'cookie',
          'authorization',
          'password',
          'token',
          'secret',
          '*.cookie',
          '*.authorization',
          '*.password',
          '*.token',
          '*.secret',
        ],
        censor: '[hidden]',
      },
    },
    pino.destination({ dest: 2, sync: true }),
  )
  return logger
}

/**
 * The part of a request target that may stand in a log: the path without the query, whose values can be tokens or
 * search words, and without the token of an invitation link.
 */
export function loggablePath(target: string): string {
  const query = target.search(/[?#]/)
  const path = query === -1 ? target : target.slice(0, query)
  return path.replace(/^(\/(?:invite|subscribe\/confirm|unsubscribe)\/)[^/]+/, '$1[hidden]')
}
