/** A postmortem as one HTML file that needs nothing else: to be kept, forwarded and printed. */
import { renderToStaticMarkup } from 'react-dom/server'
import { escapeMarkdown, factsOf, type Speaker } from '#app/domain/facts.ts'
import { MINUTE, type Instant } from '#app/domain/instant.ts'
import type { IncidentRecord } from '#app/domain/incident-record.ts'
import { postmortemFacts, writePostmortem } from '#app/domain/postmortem-blocks.ts'
import { compactDateTime, compactSpan } from '#app/domain/time-text.ts'
import { incidentDocumentMessages } from '#app/messages/documents.ts'
import { postmortemMessages } from '#app/messages/postmortem.ts'
import { findPicture } from '#app/models/document-picture.server.ts'
import type { Postmortem } from '#app/models/document.server.ts'
import {
  documentHtml,
  gone,
  OPEN_END,
  OPEN_START,
  PERSON_END,
  PERSON_START,
  SIGNS,
} from '#app/publishing/markdown.ts'
import { PUBLIC_STYLE } from '#app/publishing/style.ts'

/** On paper a table may be as wide as the sheet and never in a box that scrolls; code is wrapped. */
const STYLE =
  'body{max-width:calc(46rem + 48px)}main{padding:40px 0 56px}main>p,main li,main blockquote{max-width:42rem}' +
  '.kind{margin:0 0 8px;color:var(--quiet);font-size:.9375rem}main p,main ul,main ol,main pre,main blockquote{margin:0 0 14px}' +
  'main ul,main ol{padding-left:1.35em}main li{margin:0 0 4px}h2{margin:36px 0 10px;font-size:1.3rem}' +
  'h3{font-size:1.0625rem}.state{margin:24px 0 40px;font-size:.9375rem}.state th{width:8em;font-weight:400;color:var(--quiet)}' +
  'main table{margin:18px 0;font-size:.9375rem;line-height:1.45}th,td{padding:7px 16px 7px 0}thead th{color:var(--quiet);font-weight:400}' +
  '.table-scroll{overflow-x:auto}pre{padding:12px 16px;background:color-mix(in srgb,var(--ink) 5%,var(--paper));font-size:.875rem;line-height:1.5;white-space:pre-wrap;overflow-wrap:anywhere}' +
  'code{font-family:ui-monospace,Menlo,Consolas,D2Coding,monospace}img{max-width:100%;height:auto}' +
  'mark{background:none;color:inherit}mark.open-question{border-bottom:2px dotted var(--quiet);font-style:italic}mark.gone{color:var(--quiet)}' +
  'figure{margin:22px 0}figcaption{margin-top:6px;color:var(--quiet);font-size:.875rem;line-height:1.5;max-width:42rem}' +
  'li:has(>input),.task-list-item{list-style:none}li>label{display:inline;font-weight:400}input[type=checkbox]{width:auto;min-height:0;margin:0 .5em 0 -1.4em}hr{border:0;border-top:1px solid var(--line);margin:28px 0}' +
  '@media print{@page{size:A4;margin:20mm 18mm 18mm}html{font-size:10.5pt;line-height:1.55}body{max-width:none;padding:0}main{padding:0}' +
  'h1{font-size:20pt}h2{margin-top:18pt;font-size:13pt}h1,h2,h3,h4{break-after:avoid}' +
  'tr,figure,img,blockquote,li{break-inside:avoid}figure img{max-height:110mm}thead{display:table-header-group}table{font-size:9pt}' +
  'p,li{orphans:3;widows:3}.table-scroll{overflow:visible}pre{border:1px solid var(--line);background:none}' +
  'main a[href^=http]::after{content:" (" attr(href) ")";font-size:.85em;color:var(--quiet);overflow-wrap:anywhere}' +
  'main a[data-bare]::after{content:none}}'

/** The postmortem as HTML, in the language in which it is written, with its pictures in it. */
export async function postmortemFile(
  record: IncidentRecord,
  postmortem: Postmortem,
  speaker: Speaker,
): Promise<string> {
  const { language } = postmortem
  const t = postmortemMessages[language]
  const html = await bodyOf(record, postmortem, speaker)
  return `<!doctype html>${renderToStaticMarkup(
    <html lang={language}>
      <head>
        <meta charSet="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="robots" content="noindex" />
        <title>{`${t.printed(record.reference)} · ${record.title}`}</title>
        <link rel="icon" href="data:," />
        <style dangerouslySetInnerHTML={{ __html: PUBLIC_STYLE + STYLE + marginsOf(record) }} />
      </head>
      <body>
        <main>
          <p className="kind">{t.printed(record.reference)}</p>
          <h1>{record.title}</h1>
          <table className="state">
            <tbody>
              {headOf(record, postmortem).map(([name, value]) => (
                <tr key={name}>
                  <th scope="row">{name}</th>
                  <td>{value}</td>
                </tr>
              ))}
            </tbody>
          </table>
          <div dangerouslySetInnerHTML={{ __html: html }} />
        </main>
      </body>
    </html>,
  )}\n`
}

/** Each sheet says what it belongs to and which one it is. */
function marginsOf({ reference, title }: IncidentRecord): string {
  // Nothing of the title can end the string or the style.
  const name = `${reference} ${title}`.replace(/["\\<\p{Cc}]/gu, ' ')
  const small = 'font-size:8.5pt;color:#444;'
  return (
    `@media print{@page{@top-left{content:"${name}";${small}}@bottom-right{content:counter(page) " / " counter(pages);${small}}}` +
    '@page:first{@top-left{content:none}}}'
  )
}

/** What a reader has to know of a document before its first sentence: of when it is, and whether it stands. */
export function headOf(record: IncidentRecord, postmortem: Postmortem): [name: string, value: string][] {
  const { language, approved, number, recordedAt, recordedBy, review } = postmortem
  const t = postmortemMessages[language]
  const { zone, markers } = record
  const start = markers.impact_start.chosen?.value ?? null
  const end = markers.impact_end.chosen?.value ?? null
  // To the minute: whoever reads it asks for the day.
  const at = (time: Instant) => compactDateTime((time - (time % MINUTE)) as Instant, zone, language)
  return [
    ...(start === null
      ? []
      : [[t.document.impact, `${compactSpan(start, end, zone, language)} (${zone})`] as [string, string]]),
    [
      t.document.state,
      approved?.revision === number
        ? `${t.states[review]} · ${at(approved.at)} ${approved.name}`
        : t.states[review],
    ],
    [t.document.revision, `${t.revision(number)} · ${at(recordedAt)} ${recordedBy}`],
  ]
}

async function bodyOf(
  record: IncidentRecord,
  { markdown, language, names }: Postmortem,
  speaker: Speaker,
): Promise<string> {
  const { text } = writePostmortem(markdown.replace(SIGNS, ''), {
    record,
    language,
    names,
    facts: postmortemFacts(factsOf(record, speaker)),
    words: incidentDocumentMessages[language],
    nothing: postmortemMessages[language].empty,
    gap: (label) => OPEN_START + escapeMarkdown(label) + OPEN_END,
    gone,
    unknown: (_, words) => gone(words),
    person: (name) => PERSON_START + escapeMarkdown(name) + PERSON_END,
  })
  const { html } = documentHtml(text, {
    // Whoever gets the file may not reach the record: a reference is a name here and no link.
    incidentOf: () => null,
    pictureOf: (id) => {
      const size = Object.hasOwn(names.pictures, id) ? names.pictures[id] : undefined
      return size === undefined ? null : { url: placeOf(id), ...size }
    },
  })
  let complete = html.replace(/<a href="(https?:[^"]*)">\1<\/a>/g, '<a data-bare href="$1">$1</a>')
  for (const id of Object.keys(names.pictures)) {
    const picture = await findPicture({ reference: record.reference, id })
    if (picture === undefined) continue
    const bytes = `data:${picture.mediaType};base64,${Buffer.from(picture.body).toString('base64')}`
    complete = complete.replaceAll(`src="${placeOf(id)}"`, `src="${bytes}"`)
  }
  return complete.replace(/<a href="\/picture\/[\w-]+">(<img [^>]*>)<\/a>/g, '$1')
}

/** Where a picture is until its bytes stand there. */
function placeOf(id: string): string {
  return `/picture/${id}`
}
