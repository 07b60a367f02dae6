import { index, layout, route, type RouteConfig } from '@remix-run/route-config'

/** Every address that Remix serves, in one list. Published pages are not here: they are rows, not routes. */
export default [
  layout('routes/frame.tsx', [
    index('routes/home.tsx'),
    route('incidents', 'routes/incidents/list.tsx'),
    route('incidents/new', 'routes/incidents/new.tsx'),
    route('incidents/:reference', 'routes/incidents/record.tsx'),
    route('incidents/:reference/edit', 'routes/incidents/edit.tsx'),
    route('incidents/:reference/times', 'routes/incidents/times.tsx'),
    route('incidents/:reference/symptoms/new', 'routes/incidents/symptom.tsx', { id: 'new-symptom' }),
    route('incidents/:reference/symptoms/:id', 'routes/incidents/symptom.tsx', { id: 'symptom' }),
    route('incidents/:reference/timeline', 'routes/incidents/timeline.tsx'),
    route('incidents/:reference/timeline/:id', 'routes/incidents/event.tsx'),
    route('incidents/:reference/statements', 'routes/incidents/statements.tsx'),
    route('incidents/:reference/statements/:id', 'routes/incidents/statement.tsx'),
    route('incidents/:reference/actions/new', 'routes/incidents/action.tsx', { id: 'new-action-item' }),
    route('incidents/:reference/actions/:id', 'routes/incidents/action.tsx', { id: 'action-item' }),
    route('incidents/:reference/notices', 'routes/incidents/notices.tsx'),
    route('incidents/:reference/history', 'routes/incidents/history.tsx'),
    route('publishing', 'routes/publishing.tsx'),
    route('account', 'routes/account.tsx'),
    route('settings/people', 'routes/settings/people.tsx'),
  ]),
  route('incidents/:reference/notices/preview/:language', 'routes/incidents/notice-preview.ts'),
  route('language', 'routes/language.ts'),
  route('theme', 'routes/theme.ts'),
  route('setup', 'routes/setup.tsx'),
  route('sign-in', 'routes/sign-in.tsx'),
  route('sign-out', 'routes/sign-out.tsx'),
  route('invite/:token', 'routes/invite.tsx'),
  // Last: every other address, so that a missing page is answered inside the frame and in the reader's language.
  route('*', 'routes/not-found.tsx'),
] satisfies RouteConfig
