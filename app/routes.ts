import { index, type RouteConfig } from '@remix-run/route-config'

/** Every address that Remix serves, in one list. Published pages are not here: they are rows, not routes. */
export default [index('routes/home.tsx')] satisfies RouteConfig
