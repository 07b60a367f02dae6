import tseslint from 'typescript-eslint'

/**
 * The rules of the house: who may import what. `tests/lint/house-rules.test.ts` shows that each of them bites.
 * Later blocks replace the option of earlier ones for the same file, so every block lists all that holds for it.
 */
const lexical = {
  regex: '^(lexical|@lexical/.*)$',
  message: 'Lexical stays in app/editor, so that nobody who only reads downloads it.',
}
const databaseClient = {
  regex: '^(#db/|(\\.\\.?/)+(db/)?)client\\.server(\\.ts)?$',
  message: 'Only *.server.ts files, app/cli and db may hold the database; ask a model.',
}
const pureDomain = {
  regex:
    '^(?!\\./|(\\.\\./)+(domain/)?[^/]+$|#app/domain/|zod$|temporal-polyfill(/|$)|es-hangul$|stemmer$|@stdlib/|#db/schema\\.ts$).+',
  message: 'The domain is pure: zod, temporal-polyfill, es-hangul, stemmer, @stdlib and itself.',
}
const schemaTypes = {
  regex: '^#db/schema\\.ts$',
  allowTypeImports: true,
  message: 'The domain may use the types of the schema, nothing that runs.',
}
const upwards = {
  regex: '(^#app/|/)(routes|components)/',
  message: 'Models know neither routes nor components; arrows point down.',
}
const storage = {
  regex: '^(kysely(/.*)?|better-sqlite3|pg|#db/.*)$',
  allowTypeImports: true,
  message: 'Routes parse, call a model and render; only models speak to the database.',
}

/**
 * @param {object[]} patterns
 * @returns {import('eslint').Linter.RulesRecord}
 */
const restrict = (...patterns) => ({ '@typescript-eslint/no-restricted-imports': ['error', { patterns }] })

const PURITY = [
  ['Date.now()', "CallExpression[callee.object.name='Date'][callee.property.name='now']"],
  ['new Date()', "NewExpression[callee.name='Date'][arguments.length=0]"],
  ['Temporal.Now', "MemberExpression[object.name='Temporal'][property.name='Now']"],
  ['Math.random()', "CallExpression[callee.object.name='Math'][callee.property.name='random']"],
]

export default tseslint.config(
  { ignores: ['build/', 'data/', 'node_modules/', 'public/', 'tests/.output/', '**/*.d.ts'] },
  tseslint.configs.recommended,
  {
    files: ['**/*.{ts,tsx}'],
    extends: [tseslint.configs.recommendedTypeCheckedOnly],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': ['error', { checksVoidReturn: { attributes: false } }],
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', ignoreRestSiblings: true }],
      // `throw redirect()` and `throw new Response()` are how Remix refuses.
      '@typescript-eslint/only-throw-error': [
        'error',
        {
          allow: [
            { from: 'lib', name: 'Response' },
            { from: 'package', package: '@remix-run/server-runtime', name: 'TypedResponse' },
          ],
        },
      ],
      // Executors and handlers have to be async by their type even where nothing is awaited.
      '@typescript-eslint/require-await': 'off',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
    },
  },
  {
    rules: {
      'no-console': ['error', { allow: ['error'] }],
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      'no-restricted-syntax': [
        'error',
        {
          selector: 'ExportDefaultDeclaration',
          message: 'Named exports only; a default has no name to search for.',
        },
      ],
    },
  },
  { files: ['**/*.{ts,tsx}'], rules: restrict(lexical, databaseClient) },
  {
    files: ['app/**/*.server.{ts,tsx}', 'app/cli/**/*.ts', 'db/**/*.ts', 'tests/**/*.{ts,tsx}'],
    rules: restrict(lexical),
  },
  { files: ['app/editor/**/*.{ts,tsx}'], rules: restrict(databaseClient) },
  { files: ['app/editor/**/*.server.{ts,tsx}', 'tests/editor/**/*.{ts,tsx}'], rules: restrict() },
  { files: ['app/models/**/*.ts'], rules: restrict(lexical, upwards) },
  { files: ['app/routes/**/*.{ts,tsx}'], rules: restrict(lexical, storage) },
  {
    files: ['app/domain/**/*.ts'],
    rules: {
      ...restrict(pureDomain, schemaTypes),
      'no-restricted-syntax': [
        'error',
        {
          selector: 'ExportDefaultDeclaration',
          message: 'Named exports only; a default has no name to search for.',
        },
        ...PURITY.map(([name, selector]) => ({
          selector,
          message: `The domain is pure: no ${name}; take it as an argument.`,
        })),
      ],
    },
  },
  {
    // Where Remix, Vite and Vitest demand a default export.
    files: [
      'app/root.tsx',
      'app/entry.*.tsx',
      'app/routes.ts',
      'app/routes/**/*.{ts,tsx}',
      '*.config.{ts,js}',
      'tests/setup/*.ts',
    ],
    rules: { 'no-restricted-syntax': 'off' },
  },
  { files: ['tests/**/*.{ts,tsx}'], rules: { 'no-console': 'off' } },
  // Read by any old Node before the version check.
  { files: ['app/cli/bin.mjs'], rules: { 'no-var': 'off', 'prefer-const': 'off' } },
)
