/** Where the page for unknown addresses is stored. No slug can be a bare number: references have a hyphen. */
export const NOT_FOUND_PATH = '/notices/404'

/** Where it is noted for which address and version the files were rendered. Not an address: those begin with a slash. */
export const RENDERED_FOR = 'rendered-for'
