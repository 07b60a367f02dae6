#!/usr/bin/env node
// Plain, old syntax up to the version check: an older Node must get as far as the message. Starting on it anyway
// would end in a crash of the SQLite library without a word.
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

var running = process.versions.node.split('.').map(Number)
if ((running[0] || 0) * 1000 + (running[1] || 0) < 22018) {
  process.stderr.write(
    'Sagwa needs Node 22.18 or newer; this is ' +
      process.versions.node +
      '.\n' +
      'In a clone, "npm run -s sagwa -- --help" uses the Node that "npm ci" brought along.\n' +
      'Elsewhere, install a newer one from https://nodejs.org.\n',
  )
  process.exit(2)
}

var root = fileURLToPath(new URL('../..', import.meta.url))
var entry = new URL('../../build/server/sagwa.js', import.meta.url)
if (!existsSync(entry)) {
  process.stderr.write('Sagwa is not built yet; building it once (about ten seconds).\n')
  var built = spawnSync(process.execPath, ['node_modules/@remix-run/dev/dist/cli.js', 'vite:build'], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
    encoding: 'utf8',
  })
  if (built.status !== 0) {
    process.stderr.write(
      String(built.stdout) + String(built.stderr) + '\nThe build failed; "npm run build" shows more.\n',
    )
    process.exit(1)
  }
}
// What is built is the product, whatever the shell says: React is several times slower in its development form.
process.env.NODE_ENV = 'production'
import(entry.href)
