/** Languages in which code gets its colours, those that incidents are told in. */
export const CODE_LANGUAGES = [
  'bash',
  'c',
  'cpp',
  'csharp',
  'css',
  'diff',
  'dockerfile',
  'go',
  'http',
  'ini',
  'java',
  'javascript',
  'json',
  'kotlin',
  'markdown',
  'nginx',
  'php',
  'python',
  'ruby',
  'rust',
  'sql',
  'swift',
  'typescript',
  'xml',
  'yaml',
] as const
export type CodeLanguage = (typeof CODE_LANGUAGES)[number]

/** What stands behind a fence for one of them, beside its own name. */
const OTHER_NAMES: Readonly<Record<string, CodeLanguage>> = {
  sh: 'bash',
  shell: 'bash',
  console: 'bash',
  zsh: 'bash',
  patch: 'diff',
  docker: 'dockerfile',
  golang: 'go',
  toml: 'ini',
  properties: 'ini',
  conf: 'ini',
  jsonc: 'json',
  json5: 'json',
  kt: 'kotlin',
  py: 'python',
  rs: 'rust',
  postgresql: 'sql',
  mysql: 'sql',
  ts: 'typescript',
  tsx: 'typescript',
  js: 'javascript',
  jsx: 'javascript',
  'c++': 'cpp',
  cs: 'csharp',
  'c#': 'csharp',
  md: 'markdown',
  rb: 'ruby',
  html: 'xml',
  svg: 'xml',
  yml: 'yaml',
}

/** UTF-16 units of a block of code that gets colours; a longer one is shown without. */
export const LONGEST_PAINTED_CODE = 20_000

/** The language that is meant behind a fence; null for one that gets no colours. */
export function codeLanguage(name: string): CodeLanguage | null {
  const known = name.toLowerCase()
  if ((CODE_LANGUAGES as readonly string[]).includes(known)) return known as CodeLanguage
  return Object.hasOwn(OTHER_NAMES, known) ? (OTHER_NAMES[known] ?? null) : null
}
