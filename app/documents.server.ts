/** The documents that pages and the command line give out as Markdown. */
import { incidentMarkdown } from '#app/domain/incident-markdown.ts'
import type { IncidentRecord } from '#app/domain/incident-record.ts'
import { trendMarkdown } from '#app/domain/trend-markdown.ts'
import type { Trend } from '#app/domain/trend.ts'
import { isLanguage, languageOf } from '#app/language.server.ts'
import type { Language } from '#app/messages/define.ts'
import { incidentDocumentMessages, trendDocumentMessages } from '#app/messages/documents.ts'
import { withFrontMatter } from '#app/publishing/markdown.ts'

/** The record of an incident with its front matter. */
export function incidentDocument(record: IncidentRecord, language: Language): string {
  const { frontMatter, text } = incidentMarkdown(record, language, incidentDocumentMessages[language])
  return withFrontMatter(frontMatter, text)
}

/** The trend, to be put into a report. */
export function trendDocument(trend: Trend, language: Language): string {
  return trendMarkdown(trend, language, trendDocumentMessages[language])
}

/** The language of a document: `?lang=ko` or `?lang=en` in its address, else the reader's. */
export function documentLanguage(request: Request, user: { language: Language | null }): Language {
  const asked = new URL(request.url).searchParams.get('lang')
  return isLanguage(asked) ? asked : languageOf(request, user)
}

/**
 * The answer with a document, shown where the browser can and named for whoever keeps it.
 *
 * @param name of the file, without its ending; ASCII
 */
export function markdownAnswer(name: string, text: string, language: Language): Response {
  return new Response(text, {
    headers: {
      'Content-Type': 'text/markdown; charset=utf-8',
      'Content-Language': language,
      'Content-Disposition': `inline; filename="${name}.${language}.md"`,
      'Cache-Control': 'no-store',
    },
  })
}
