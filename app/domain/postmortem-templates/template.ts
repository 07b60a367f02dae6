import type { ToolLanguage } from '../language.ts'

/** Markdown with placeholders, blocks and open questions, per language. */
export type PostmortemTemplate = Record<ToolLanguage, string>
