/** What a template looks like as a first draft. */
import { escapeMarkdown, factsOf } from '#app/domain/facts.ts'
import { postmortemFacts, writePostmortem } from '#app/domain/postmortem-blocks.ts'
import { exampleRecord } from '#app/domain/postmortem-templates/example-record.ts'
import type { Language } from '#app/messages/define.ts'
import { incidentDocumentMessages } from '#app/messages/documents.ts'
import { postmortemMessages } from '#app/messages/postmortem.ts'
import type { Organisation } from '#app/models/organisation.server.ts'
import { documentHtml, NOTHING_NAMED, OPEN_END, OPEN_START, SIGNS } from '#app/publishing/markdown.ts'

/** The template with the example record in it, as safe HTML; what nobody has answered yet is marked. */
export function templatePreview(markdown: string, language: Language, organisation: Organisation): string {
  const record = exampleRecord(language, organisation.zone)
  const { text } = writePostmortem(markdown.replace(SIGNS, ''), {
    record,
    language,
    facts: postmortemFacts(factsOf(record, organisation)),
    words: incidentDocumentMessages[language],
    nothing: postmortemMessages[language].empty,
    gap: (label) => OPEN_START + escapeMarkdown(label) + OPEN_END,
  })
  return documentHtml(text, NOTHING_NAMED).html
}
