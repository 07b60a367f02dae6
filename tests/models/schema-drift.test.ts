import { readFileSync } from 'node:fs'
import ts from 'typescript'
import { expect } from 'vitest'
import { testOnEveryDatabase } from '#tests/setup/database.ts'

interface Column {
  name: string
  nullable: boolean
}

/** The tables of `db/schema.ts` as they are written there: column names, and whether null is among their types. */
function tablesInSchema(): Record<string, Column[]> {
  const source = ts.createSourceFile(
    'schema.ts',
    readFileSync('db/schema.ts', 'utf8'),
    ts.ScriptTarget.Latest,
    true,
  )
  const interfaces = new Map(
    source.statements.filter(ts.isInterfaceDeclaration).map((node) => [node.name.text, node]),
  )
  const properties = (name: string) =>
    [...(interfaces.get(name)?.members ?? [])].filter(ts.isPropertySignature).map((member) => ({
      name: member.name.getText(source),
      type: member.type?.getText(source) ?? '',
    }))
  return Object.fromEntries(
    properties('Schema').map(({ name: table, type }) => [
      table,
      properties(type).map((column) => ({
        name: column.name,
        // better-auth's dates are `unknown` here, because they differ between the databases.
        nullable:
          /\bnull\b/.test(column.type) || (column.type === 'unknown' && /Token|Scope/.test(column.name)),
      })),
    ]),
  )
}

testOnEveryDatabase(
  'the hand-written schema has the tables and columns of the migrated database',
  async (q) => {
    // The search index is no table to either database's queries: it is asked in its own language.
    const migrated = (await q.introspection.getTables()).filter(
      ({ name }) => !/^(kysely_|search_index)/.test(name),
    )
    const inDatabase = Object.fromEntries(
      migrated.map((table) => [
        table.name,
        table.columns
          .map((column) => ({ name: column.name, nullable: column.isNullable && !column.hasDefaultValue }))
          .sort(byName),
      ]),
    )
    const inSchema = Object.fromEntries(
      Object.entries(tablesInSchema()).map(([table, columns]) => [table, columns.sort(byName)]),
    )
    expect(Object.keys(inSchema).length).toBeGreaterThan(25)
    expect(Object.keys(inDatabase).sort()).toEqual(Object.keys(inSchema).sort())
    for (const [table, columns] of Object.entries(inSchema)) {
      expect(
        withoutPrimaryKeys(inDatabase[table] ?? []),
        `columns of ${table}, in the database and in db/schema.ts`,
      ).toEqual(withoutPrimaryKeys(columns))
    }
  },
)

function byName(a: Column, b: Column): number {
  return a.name < b.name ? -1 : 1
}

/** SQLite reports a text primary key as one that may be null, for historical reasons; only its name is compared. */
function withoutPrimaryKeys(columns: Column[]): Column[] {
  return columns.map((column) =>
    ['id', 'path'].includes(column.name) ? { ...column, nullable: false } : column,
  )
}
