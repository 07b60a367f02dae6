import { vitePlugin as remix } from '@remix-run/dev'
import { defineConfig, type Plugin } from 'vite'

declare module '@remix-run/server-runtime' {
  interface Future {
    v3_singleFetch: true
  }
}

/**
 * Remix builds its own server module and nothing else. Sagwa has one entry for everything, the command line, which
 * starts the server and loads Remix as a late chunk, so that public pages answer before the framework is read.
 */
function oneEntry(): Plugin {
  return {
    name: 'sagwa-one-entry',
    apply: 'build',
    enforce: 'post',
    config(config, env) {
      if (!env.isSsrBuild) return
      config.build!.rollupOptions!.input = { sagwa: 'app/cli/sagwa.ts' }
      config.build!.rollupOptions!.output = {
        format: 'esm',
        entryFileNames: '[name].js',
        chunkFileNames: 'chunks/[name]-[hash].js',
      }
    },
  }
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
  ],
  build: { target: 'es2022' },
})
