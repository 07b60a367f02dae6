/** Cells of a table that is edited as one. A larger one stays Markdown: every cell is three elements of the editor. */
export const LARGEST_TABLE = 2_000
