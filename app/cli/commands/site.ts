import { resolve } from 'node:path'
import type { Command } from 'commander'
import { environment } from '#app/env.server.ts'
import { commandLineMessages } from '#app/messages/command-line.ts'
import { Refusal } from '../failure.ts'
import { print, printJson, terminalLanguage, withOutput, type OutputOptions } from '../output.ts'

/** `sagwa site` */
export function register(program: Command): void {
  const site = program.command('site').description('write the public site to a folder, or render it anew')
  withOutput(
    site
      .command('export <folder>')
      .description('write the public site as files, byte for byte as the server sends it')
      .addHelpText(
        'after',
        '\nA page is index.html in a folder named like its address, the page for unknown addresses is 404.html.\n' +
          'sagwa-site.json lists every file with its address, content type, language, SHA-256 and ETag: a host that\n' +
          'guesses types by name has to be told those of .atom, .rss and feed.json. Only files of an earlier export\n' +
          'are ever removed. Subscribing by mail still needs the server at PUBLIC_URL.',
      ),
    'sagwa site export ./public-site',
  ).action(exportFiles)
  withOutput(
    site
      .command('rebuild')
      .description('render every public file anew; the server does it by itself after an update'),
    'sagwa site rebuild',
  ).action(rebuild)
}

async function exportFiles(folder: string, { json, lang }: OutputOptions): Promise<void> {
  environment()
  const language = terminalLanguage(lang)
  const t = commandLineMessages[language].site
  const [{ onExistingDatabase }, { exportSite, ForeignFolderError, MANIFEST }, { publishedFiles }] =
    await Promise.all([
      import('../existing-database.server.ts'),
      import('#app/publishing/export.server.ts'),
      import('#app/models/published-file.server.ts'),
    ])
  await onExistingDatabase(language, async () => {
    const target = resolve(folder)
    try {
      const { files, written, removed } = await exportSite(publishedFiles(), target)
      if (json) printJson({ folder: target, manifest: MANIFEST, written, removed, files })
      else print(t.exported(target, files.length, written, removed))
    } catch (error) {
      if (error instanceof ForeignFolderError) throw new Refusal(t.foreign(target))
      throw error
    }
  })
}

async function rebuild({ json, lang }: OutputOptions): Promise<void> {
  environment()
  const language = terminalLanguage(lang)
  const [{ onExistingDatabase }, { rebuildSite }] = await Promise.all([
    import('../existing-database.server.ts'),
    import('#app/published-site.server.ts'),
  ])
  await onExistingDatabase(language, async () => {
    const notices = await rebuildSite()
    if (json) printJson({ notices })
    else print(commandLineMessages[language].site.rebuilt(notices))
  })
}
