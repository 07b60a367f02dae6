import { lateScripts } from 'virtual:late-scripts'

/**
 * Has the browser fetch what is imported late together with the page: for an editor that is certain to be opened.
 * `module` is its path in the repository. Only the server knows the files, so React is told not to look inside.
 */
export function EarlyScript({ module }: { module: string }) {
  const links = (lateScripts[module] ?? []).map((href) => `<link rel="modulepreload" href="${href}">`)
  return <span hidden suppressHydrationWarning dangerouslySetInnerHTML={{ __html: links.join('') }} />
}
