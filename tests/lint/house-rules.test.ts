import path from 'node:path'
import { ESLint } from 'eslint'
import { expect, test } from 'vitest'

const root = path.resolve(import.meta.dirname, '../..')

// Types cost seconds and need files that exist; the rules of the house need neither.
const eslint = new ESLint({
  cwd: root,
  overrideConfig: {
    files: ['**/*.{ts,tsx}'],
    languageOptions: { parserOptions: { projectService: false, project: null } },
    rules: {},
  },
  ruleFilter: ({ ruleId }) => HOUSE_RULES.has(ruleId),
})

const HOUSE_RULES = new Set([
  '@typescript-eslint/no-restricted-imports',
  'no-restricted-syntax',
  'no-console',
])

async function complaints(file: string, code: string): Promise<string[]> {
  const [result] = await eslint.lintText(`${code}\n`, { filePath: path.join(root, file) })
  return result!.messages.map((message) => message.ruleId ?? message.message)
}

const IMPORTS = '@typescript-eslint/no-restricted-imports'
const SYNTAX = 'no-restricted-syntax'

const REFUSED: [why: string, file: string, code: string, rule: string][] = [
  [
    'the domain does not read the database',
    'app/domain/x.ts',
    `import { db } from '#db/client.server.ts'`,
    IMPORTS,
  ],
  ['the domain knows no model', 'app/domain/x.ts', `import { y } from '#app/models/y.server.ts'`, IMPORTS],
  [
    'the domain knows no model by a relative path either',
    'app/domain/x.ts',
    `import { y } from '../models/y.server.ts'`,
    IMPORTS,
  ],
  ['the domain does no I/O', 'app/domain/x.ts', `import { readFileSync } from 'node:fs'`, IMPORTS],
  ['the domain draws nothing', 'app/domain/x.ts', `import { useState } from 'react'`, IMPORTS],
  [
    'a folder in the domain is no way out',
    'app/domain/notice-text/x.ts',
    `import { p } from '#app/paths.ts'`,
    IMPORTS,
  ],
  [
    'the domain runs no code of the schema',
    'app/domain/x.ts',
    `import { toJson } from '#db/schema.ts'`,
    IMPORTS,
  ],
  ['the domain has no clock', 'app/domain/x.ts', `export const x = Date.now()`, SYNTAX],
  ['the domain has no clock by another name', 'app/domain/x.ts', `export const x = new Date()`, SYNTAX],
  ['the domain throws no dice', 'app/domain/x.ts', `export const x = Math.random()`, SYNTAX],
  [
    'readers do not download the editor',
    'app/components/x.tsx',
    `import { $getRoot } from 'lexical'`,
    IMPORTS,
  ],
  ['routes do not pull the editor in', 'app/routes/x.tsx', `import { x } from '@lexical/react/x'`, IMPORTS],
  [
    'models do not know the editor',
    'app/models/x.server.ts',
    `import { x } from '@lexical/headless'`,
    IMPORTS,
  ],
  [
    'components do not hold the database',
    'app/components/x.tsx',
    `import { db } from '#db/client.server.ts'`,
    IMPORTS,
  ],
  [
    'plain modules do not hold the database',
    'app/paths.ts',
    `import { db } from '../db/client.server.ts'`,
    IMPORTS,
  ],
  ['routes do not write queries', 'app/routes/x.tsx', `import { sql } from 'kysely'`, IMPORTS],
  [
    'routes do not hold the database',
    'app/routes/x.tsx',
    `import { db } from '#db/client.server.ts'`,
    IMPORTS,
  ],
  [
    'models know no component',
    'app/models/x.server.ts',
    `import { X } from '#app/components/x.tsx'`,
    IMPORTS,
  ],
  ['models know no route', 'app/models/x.server.ts', `import { loader } from '../routes/home.tsx'`, IMPORTS],
  ['nothing has a nameless export', 'app/models/x.server.ts', `export default function x() {}`, SYNTAX],
  ['nothing prints past the log', 'app/models/x.server.ts', `console.log('x')`, 'no-console'],
]

const ALLOWED: [why: string, file: string, code: string][] = [
  [
    'the domain uses zod and itself',
    'app/domain/x.ts',
    `import { z } from 'zod'\nimport { y } from './y.ts'\nimport { w } from '#app/domain/w.ts'`,
  ],
  [
    'the domain uses its pure libraries',
    'app/domain/x.ts',
    `import { josa } from 'es-hangul'\nimport { Temporal } from 'temporal-polyfill'\nimport q from '@stdlib/stats-base-dists-beta-quantile'`,
  ],
  [
    'a folder in the domain reaches the rest of it',
    'app/domain/notice-text/x.ts',
    `import { y } from '../y.ts'`,
  ],
  ['the domain uses the types of the schema', 'app/domain/x.ts', `import type { Role } from '#db/schema.ts'`],
  [
    'the editor uses Lexical',
    'app/editor/x.ts',
    `import { $getRoot } from 'lexical'\nimport { x } from '@lexical/headless'`,
  ],
  ['models hold the database', 'app/models/x.server.ts', `import { db } from '#db/client.server.ts'`],
  ['commands hold the database', 'app/cli/x.ts', `import { db } from '#db/client.server.ts'`],
  ['routes have a default export', 'app/routes/x.tsx', `export default function X() {}`],
]

for (const [why, file, code, rule] of REFUSED) {
  test(`refused: ${why}`, async () => {
    expect(await complaints(file, code)).toContain(rule)
  })
}

for (const [why, file, code] of ALLOWED) {
  test(`allowed: ${why}`, async () => {
    expect(await complaints(file, code)).toEqual([])
  })
}
