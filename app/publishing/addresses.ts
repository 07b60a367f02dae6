/** Where the page for unknown addresses is stored. No slug can be a bare number: references have a hyphen. */
export const NOT_FOUND_PATH = '/notices/404'
