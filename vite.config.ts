import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { promisify } from 'node:util'
import { brotliCompress, gzip } from 'node:zlib'
import { vitePlugin as remix } from '@remix-run/dev'
import { defineConfig, type Plugin } from 'vite'
import type * as OpenDatabase from './app/cli/open-database.server.ts'
import type * as PublishedSite from './app/published-site.server.ts'

declare module '@remix-run/server-runtime' {
  interface Future {
    v3_singleFetch: true
  }
}

const UNBUNDLED = [
  '@remix-run/node',
  '@resvg/resvg-js',
  '@remix-run/server-runtime',
  'better-sqlite3',
  'pg',
  'pino',
  'ws',
]

/**
 * Remix builds its own server module and nothing else. Sagwa has one entry for everything, the command line, which
 * starts the server and loads Remix as a late chunk, so that public pages answer before the framework is read.
 */
function oneEntry(): Plugin {
  return {
    name: 'sagwa-one-entry',
    apply: 'build',
    enforce: 'post',
    config(config, { isSsrBuild }) {
      const options = config.build?.rollupOptions
      if (!isSsrBuild || !options) return
      options.input = { sagwa: 'app/cli/sagwa.ts' }
      options.output = {
        format: 'esm',
        entryFileNames: '[name].js',
        chunkFileNames: 'chunks/[name]-[hash].js',
      }
      // Looked for by better-auth and not there; Vite would put an empty module in its place, which is worse.
      options.external = ['@opentelemetry/api']
      return {
        // Libraries go into the chunks, without what is never called: read from hundreds of small files, kysely and zod
        // alone cost 35 MB and more time than the rest of the start. Not those with native code, nor those that
        // require parts of themselves late, which bundling would turn into early.
        ssr: { noExternal: true, external: UNBUNDLED },
        define: { 'process.env.NODE_ENV': JSON.stringify('production') },
      }
    },
  }
}

/**
 * Modules that go to the browser in one file because the same pages need them: a file of some hundred bytes costs as much
 * in headers, and browsers ask for six at a time. What is only needed here and there keeps a file of its own.
 */
const TOGETHER: Record<string, RegExp> = {
  frame:
    /^(asleep|paths|nonce|request-language|components\/(layout\/|reader|palette|keyboard|search-hit|interruption)|messages\/(shell|frame|search|roles|define|problems-database)|domain\/(roles|language|search-text))\b/,
  words:
    /^(domain\/(instant|time-text|month-names|errors|durations|markers|symptoms|timeline|incident-record)|messages\/(time-bar|factors)|components\/(time-text|duration-text|severity-mark|other-forms|print-button))\b/,
  forms: /^(components\/forms\/(form|fields)|messages\/forms)\b/,
}

/** What stays the same from one release to the next. */
const FRAMEWORK =
  /\/node_modules\/(react|react-dom|scheduler|react-router|react-router-dom|turbo-stream|@remix-run)\//

/** Puts modules into files as `TOGETHER` says, by their path under `app/`. */
function fewerFiles(): Plugin {
  const app = `${import.meta.dirname}/app/`
  return {
    name: 'sagwa-fewer-files',
    apply: 'build',
    config: (_config, { isSsrBuild }) => ({
      build: {
        rollupOptions: {
          output: isSsrBuild
            ? {}
            : {
                manualChunks: (id) => {
                  if (FRAMEWORK.test(id)) return 'framework'
                  const name = id.startsWith(app) ? id.slice(app.length) : null
                  if (name === null || name.includes('?') || name.includes('.server.')) return undefined
                  return Object.keys(TOGETHER).find((chunk) => TOGETHER[chunk]!.test(name))
                },
              },
        },
      },
    }),
  }
}

const LATE = 'virtual:late-scripts'
const LATE_FILE = path.resolve('build/late-scripts.json')

/**
 * Tells the server which files belong to a module that the browser imports late, so that a page which is sure to need it
 * can have it fetched from the first moment on. By the module's path in the repository. The client is built first; it
 * gets an empty list itself, and so does the development server.
 */
function lateScripts(): Plugin {
  let isServer = false
  return {
    name: 'sagwa-late-scripts',
    config: (_config, { isSsrBuild, command }) => {
      isServer = command === 'build' && isSsrBuild === true
    },
    resolveId: (id) => (id === LATE ? `\0${LATE}` : null),
    load: async (id) => {
      if (id !== `\0${LATE}`) return null
      return `export const lateScripts = ${isServer ? await readFile(LATE_FILE, 'utf8') : '{}'}`
    },
    async writeBundle(_options, bundle) {
      if (isServer) return
      const chunks = Object.values(bundle).filter((file) => file.type === 'chunk')
      const withImports = (file: string, seen = new Set<string>()): Set<string> => {
        const chunk = chunks.find(({ fileName }) => fileName === file)
        if (chunk && !seen.has(file)) {
          seen.add(file)
          for (const imported of chunk.imports) withImports(imported, seen)
        }
        return seen
      }
      const root = chunks.find(({ name, isEntry }) => isEntry && name === 'entry.client')
      const always = withImports(root?.fileName ?? '')
      const late = chunks
        .filter(({ isDynamicEntry, facadeModuleId }) => isDynamicEntry && facadeModuleId !== null)
        .map(({ fileName, facadeModuleId }) => [
          path
            .relative(import.meta.dirname, facadeModuleId!)
            .split(path.sep)
            .join('/'),
          [...withImports(fileName)].filter((file) => !always.has(file)).map((file) => `/${file}`),
        ])
      await mkdir(path.dirname(LATE_FILE), { recursive: true })
      await writeFile(LATE_FILE, JSON.stringify(Object.fromEntries(late)))
    },
  }
}

/** Puts `.br` and `.gz` beside the files of the client build, so that the server never compresses them. */
function compressAssets(): Plugin {
  let isLastBuild = false
  return {
    name: 'sagwa-compress-assets',
    apply: 'build',
    enforce: 'post',
    configResolved(config) {
      // The server's build comes second and still moves files over to the client's.
      isLastBuild = Boolean(config.build.ssr)
    },
    closeBundle: {
      sequential: true,
      order: 'post',
      async handler() {
        if (!isLastBuild) return
        const folder = path.resolve('build/client')
        const files = await readdir(folder, { recursive: true })
        await Promise.all(
          files
            .filter((file) => /\.(js|css|svg|json|txt)$/.test(file))
            .map((file) => compress(path.join(folder, file))),
        )
      },
    },
  }
}

/** Under the development server: the database made ready, and the published pages in front of Remix. */
function publishedPages(): Plugin {
  return {
    name: 'sagwa-published-pages',
    apply: 'serve',
    async configureServer(server) {
      // Remix starts servers of its own to read the routes, also for a build; nobody asks those for a page.
      if (!server.config.plugins.some(({ name }) => name === 'remix')) return
      const load = async <Module>(file: string) => (await server.ssrLoadModule(file)) as Module
      const { prepareDatabase } = await load<typeof OpenDatabase>('/app/cli/open-database.server.ts')
      await prepareDatabase()
      server.middlewares.use('/', (request, response, next) => {
        load<typeof PublishedSite>('/app/published-site.server.ts')
          .then(async ({ publishedSite }) => {
            await publishedSite.refresh()
            if (!publishedSite.handle(request, response)) next()
          })
          .catch(next)
      })
    },
  }
}

async function compress(file: string): Promise<void> {
  const bytes = await readFile(file)
  // Smaller files fit into one packet anyway.
  if (bytes.length < 1000) return
  await writeFile(`${file}.br`, await promisify(brotliCompress)(bytes))
  await writeFile(`${file}.gz`, await promisify(gzip)(bytes, { level: 9 }))
}

export default defineConfig({
  plugins: [
    remix({
      serverBuildFile: 'sagwa.js',
      future: {
        v3_fetcherPersist: true,
        v3_relativeSplatPath: true,
        v3_throwAbortReason: true,
        v3_singleFetch: true,
        v3_lazyRouteDiscovery: true,
        v3_routeConfig: true,
      },
    }),
    oneEntry(),
    fewerFiles(),
    lateScripts(),
    compressAssets(),
    publishedPages(),
  ],
  build: {
    target: 'es2022',
    rollupOptions: {
      onLog(level, log, handle) {
        // Routes without a page leave nothing for browsers, and comments in libraries are theirs to mend.
        if (log.code === 'EMPTY_BUNDLE' || log.code === 'INVALID_ANNOTATION') return
        // What one page loads late another needs at once, which is meant so.
        if (log.plugin === 'vite:reporter') return
        handle(level, log)
      },
    },
    // Script that is sent is measured by `npm run bench:pages`, and held to a budget by a test.
    reportCompressedSize: false,
  },
  // A build that went well says so by its end; a list of 300 files would hide what goes wrong.
  logLevel: process.argv.includes('vite:build') ? 'warn' : 'info',
  server: { host: process.env.HOST || '127.0.0.1', port: Number(process.env.PORT || 3000) },
})
