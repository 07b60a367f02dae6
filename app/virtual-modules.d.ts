declare module 'virtual:remix/server-build' {
  import type { ServerBuild } from '@remix-run/server-runtime'
  const build: ServerBuild
  export = build
}

declare module 'virtual:late-scripts' {
  /** Addresses of the files of a module that is imported late, by its path; empty in the browser. */
  export const lateScripts: Readonly<Record<string, readonly string[]>>
}
