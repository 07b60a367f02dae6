import { useReader } from './reader.tsx'

/**
 * Markdown that the server has already turned into clean HTML (`rehype-sanitize`), set as prose. `html` must come from
 * there and from nowhere else: it goes into the page as it is.
 */
export function MarkdownView({ html, language }: { html: string; language?: string }) {
  const reader = useReader()
  return (
    <div className="prose" lang={language ?? reader.language} dangerouslySetInnerHTML={{ __html: html }} />
  )
}
