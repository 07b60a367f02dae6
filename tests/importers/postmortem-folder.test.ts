import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, test } from 'vitest'
import { readPostmortemFolder, writePostmortemFolder } from '#app/cli/postmortem-folder.ts'

function folderOf(files: Record<string, string | Uint8Array>) {
  const folder = mkdtempSync(path.join(tmpdir(), 'sagwa-folder-'))
  for (const [name, body] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(folder, name)), { recursive: true })
    writeFileSync(path.join(folder, name), body)
  }
  return { folder, [Symbol.dispose]: () => rmSync(folder, { recursive: true, force: true }) }
}

test('what is no text, too large, empty or under broken front matter is named, and the rest is read', () => {
  using there = folderOf({
    'a.md': '---\ntitle: Slow\nreference: 2020-001\ndate: 2020-03-02\nlanguage: en\n---\n\n# Slow\n\n* one\n',
    'binary.md': Uint8Array.from([0x89, 0x50, 0x4e, 0x47, 0, 255, 254]),
    'broken.md': '---\ntitle: [\n---\nx',
    'empty.md': '\n\n',
    'huge.md': 'x'.repeat(2_100_000),
    'nul.md': 'a\u0000b',
    'index.md': 'All our incidents',
    'notes.txt': 'not asked for',
    'deeper/b.md': 'not entered',
  })
  const { read, unread, skipped } = readPostmortemFolder(there.folder)
  expect(read).toMatchObject([
    {
      name: 'a.md',
      reference: '2020-001',
      title: 'Slow',
      day: '2020-03-02',
      language: 'en',
      markdown: '- one',
      changed: [{ construct: 'bullet' }],
      ignored: [],
    },
  ])
  expect(unread.map(({ name, problems }) => [name, Object.values(problems)[0]?.[0]?.code])).toEqual([
    ['binary.md', 'file_not_text'],
    ['broken.md', 'front_matter_unreadable'],
    ['empty.md', 'postmortem_nothing_pasted'],
    ['huge.md', 'file_too_large'],
    ['nul.md', 'file_not_text'],
  ])
  expect(skipped).toEqual(['index.md'])
})

test('a file says by its name which day or which incident it is of, and in letters which language', () => {
  using there = folderOf({
    '2020-001.md': '장애가 났다.',
    '2022-07-11-slow.html.md.erb': '# Slow ingress\n\nIt was slow.',
    '2022-13-45-odd.md': 'No such day.',
  })
  expect(readPostmortemFolder(there.folder).read).toMatchObject([
    { reference: '2020-001', day: null, language: 'ko', title: '2020-001' },
    { reference: null, day: '2022-07-11', language: 'en', title: 'Slow ingress' },
    { reference: null, day: null },
  ])
})

test('pictures are taken from the folder and from nowhere else', () => {
  using outside = folderOf({ 'secret.png': 'secret' })
  using there = folderOf({
    'a.md': '![a](img/a.png) ![b](../b.png) ![c](https://example.com/c.png) ![d](link.png) ![e](none.png)',
    'img/a.png': 'picture',
  })
  symlinkSync(path.join(outside.folder, 'secret.png'), path.join(there.folder, 'link.png'))
  const [file] = readPostmortemFolder(there.folder).read
  expect([...file!.pictures.keys()]).toEqual(['img/a.png'])
})

test('a file that is as it should be is not written again', () => {
  using there = folderOf({ 'a.md': 'same' })
  const before = statSync(path.join(there.folder, 'a.md')).mtimeMs
  const files = [
    { name: 'a.md', body: 'same' },
    { name: '2020-001/p.png', body: Uint8Array.from([1, 2]) },
  ]
  expect(writePostmortemFolder(there.folder, files)).toBe(1)
  expect(statSync(path.join(there.folder, 'a.md')).mtimeMs).toBe(before)
  expect([...readFileSync(path.join(there.folder, '2020-001/p.png'))]).toEqual([1, 2])
})
