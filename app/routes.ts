import { index, layout, route, type RouteConfig } from '@remix-run/route-config'

/** Every address that Remix serves, in one list. Published pages are not here: they are rows, not routes. */
export default [
  layout('routes/frame.tsx', [
    index('routes/home.tsx'),
    route('account', 'routes/account.tsx'),
    route('settings/people', 'routes/settings/people.tsx'),
  ]),
  route('language', 'routes/language.ts'),
  route('theme', 'routes/theme.ts'),
  route('setup', 'routes/setup.tsx'),
  route('sign-in', 'routes/sign-in.tsx'),
  route('sign-out', 'routes/sign-out.tsx'),
  route('invite/:token', 'routes/invite.tsx'),
  // Last: every other address, so that a missing page is answered inside the frame and in the reader's language.
  route('*', 'routes/not-found.tsx'),
] satisfies RouteConfig
