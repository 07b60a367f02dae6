import { lateScripts } from 'virtual:late-scripts'

/**
 * Has the browser fetch what is imported late together with the page: for an editor that is certain to be opened.
 * `modules` are their paths in the repository. Only the server knows the files, so React is told not to look inside.
 */
export function EarlyScripts({ modules }: { modules: readonly string[] }) {
  const files = new Set(modules.flatMap((module) => lateScripts[module] ?? []))
  const links = [...files].map((href) => `<link rel="modulepreload" href="${href}">`)
  return <span hidden suppressHydrationWarning dangerouslySetInnerHTML={{ __html: links.join('') }} />
}
