/** The documents that pages and the command line give out as Markdown. */
import { incidentMarkdown } from '#app/domain/incident-markdown.ts'
import { escapeMarkdown, factsOf, type Speaker } from '#app/domain/facts.ts'
import type { IncidentRecord } from '#app/domain/incident-record.ts'
import { trendMarkdown } from '#app/domain/trend-markdown.ts'
import { postmortemFacts, writePostmortem, type PostmortemContext } from '#app/domain/postmortem-blocks.ts'
import type { Trend } from '#app/domain/trend.ts'
import { postmortemFrontMatter } from '#app/importers/postmortem-markdown.ts'
import { isLanguage, languageOf } from '#app/language.server.ts'
import type { Language } from '#app/messages/define.ts'
import { incidentDocumentMessages, trendDocumentMessages } from '#app/messages/documents.ts'
import { postmortemMessages } from '#app/messages/postmortem.ts'
import { pictureSource } from '#app/domain/postmortem-names.ts'
import { paths } from '#app/paths.ts'
import type { Postmortem } from '#app/models/document.server.ts'
import { withFrontMatter } from '#app/publishing/markdown.ts'

/** The record of an incident with its front matter. */
export function incidentDocument(record: IncidentRecord, language: Language): string {
  const { frontMatter, text } = incidentMarkdown(record, language, incidentDocumentMessages[language])
  return withFrontMatter(frontMatter, text)
}

/**
 * The postmortem of an incident as a file: written out for readers elsewhere, or with its placeholders as it is stored.
 * In the language in which it is written.
 *
 * @param origin before the addresses of its pictures, for readers elsewhere who can sign in here
 */
export function postmortemDocument(
  record: IncidentRecord,
  postmortem: Postmortem,
  { speaker, form, origin }: { speaker: Speaker; form: 'written' | 'source'; origin?: string },
): string {
  const picture = (id: string) =>
    origin === undefined ? pictureSource(id) : origin + paths.postmortemPicture(record.reference, id)
  const text =
    form === 'source'
      ? `${postmortem.markdown}\n`
      : writtenPostmortem(record, postmortem, speaker, { picture }).text
  const frontMatter = postmortemFrontMatter(record, postmortem)
  return withFrontMatter(frontMatter, `# ${escapeMarkdown(record.title)}\n\n${text}`)
}

/**
 * The text of a postmortem with its blocks and facts written out as the record has them now.
 *
 * @param as what stands around each value, and where pictures are
 */
export function writtenPostmortem(
  record: IncidentRecord,
  { markdown, language, names }: Pick<Postmortem, 'markdown' | 'language' | 'names'>,
  speaker: Speaker,
  as: Pick<PostmortemContext, 'around' | 'picture'> = {},
) {
  return writePostmortem(markdown, {
    ...as,
    names,
    record,
    language,
    facts: postmortemFacts(factsOf(record, speaker)),
    words: incidentDocumentMessages[language],
    nothing: postmortemMessages[language].empty,
  })
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
