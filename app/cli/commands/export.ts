import { resolve } from 'node:path'
import type { Command } from 'commander'
import { PICTURE, pictureSource } from '#app/domain/postmortem-names.ts'
import { environment } from '#app/env.server.ts'
import { postmortemFolderMessages } from '#app/messages/postmortem-folder.ts'
import { print, printJson, terminalLanguage, withOutput, type OutputOptions } from '../output.ts'

interface ExportOptions extends OutputOptions {
  written?: boolean
}

/** `sagwa export` */
export function register(program: Command): void {
  const exported = program.command('export').description('write postmortems to a folder of Markdown files')
  withOutput(
    exported
      .command('postmortems <folder>')
      .description('write every postmortem as a Markdown file, named like its incident')
      .option('--written', 'write blocks and facts out, for readers elsewhere')
      .addHelpText(
        'after',
        '\nWithout --written the files keep their placeholders, and "sagwa import --from postmortems" reads them back to\n' +
          'the letter. Files that are as they should be are not touched, and none is ever removed.',
      ),
    'sagwa export postmortems ./postmortems',
  ).action(exportPostmortems)
}

async function exportPostmortems(folder: string, { written, json, lang }: ExportOptions): Promise<void> {
  environment()
  const language = terminalLanguage(lang)
  const [
    { onExistingDatabase },
    { listPostmortemReferences },
    { getIncidentRecord },
    { getPostmortem },
    { getOrganisation },
    { findPicture },
    { postmortemDocument },
    { writePostmortemFolder },
  ] = await Promise.all([
    import('../existing-database.server.ts'),
    import('#app/models/postmortem-import.server.ts'),
    import('#app/models/incident.server.ts'),
    import('#app/models/document.server.ts'),
    import('#app/models/organisation.server.ts'),
    import('#app/models/document-picture.server.ts'),
    import('#app/documents/markdown.server.ts'),
    import('../postmortem-folder.ts'),
  ])
  await onExistingDatabase(language, async () => {
    const target = resolve(folder)
    const speaker = await getOrganisation()
    const form = written ? 'written' : 'source'
    const files: string[] = []
    let changed = 0
    for (const reference of await listPostmortemReferences()) {
      const record = await getIncidentRecord(reference)
      const postmortem = await getPostmortem(record.id)
      if (postmortem === null) continue
      const name = `${reference}.md`
      const text = postmortemDocument(record, postmortem, { speaker, form })
      const pictures = []
      for (const id of Object.keys(postmortem.names.pictures)) {
        const picture = await findPicture({ reference, id })
        if (picture === undefined) continue
        const place = `${reference}/${id}.${picture.mediaType.split('/')[1]}`
        pictures.push({ id, name: place, body: picture.body })
      }
      const placeOf = new Map(pictures.map(({ id, name: place }) => [id, place]))
      const body = text.replace(PICTURE, (whole, _alt: string, id: string) =>
        whole.replace(pictureSource(id), placeOf.get(id) ?? pictureSource(id)),
      )
      changed += writePostmortemFolder(target, [...pictures, { name, body }])
      files.push(name)
    }
    if (json) printJson({ folder: target, files, written: changed })
    else print(postmortemFolderMessages[language].exported(target, files.length, changed))
  })
}
