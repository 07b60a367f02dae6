/**
 * Every address of Sagwa, made in one place; `app/routes.ts` says who answers. A reference is `2020-002`, a slug the
 * name under which a notice is published.
 */
export const paths = {
  home: () => '/',
  signIn: (next?: string) => (next ? `/sign-in?next=${encodeURIComponent(next)}` : '/sign-in'),
  signOut: () => '/sign-out',
  /** Asks for the organisation and its first admin; open only until there is one. */
  setup: () => '/setup',
  invitation: (token: string) => `/invite/${encodeURIComponent(token)}`,
  account: () => '/account',
  language: () => '/language',
  theme: () => '/theme',

  incidents: () => '/incidents',
  incidentsAs: (form: 'json' | 'csv') => `/incidents.${form}`,
  /** What was like an incident that is being logged. */
  similarIncidents: () => '/incidents/similar.json',
  newIncident: () => '/incidents/new',
  incident: (reference: string) => `/incidents/${reference}`,
  incidentAs: (reference: string, form: 'json' | 'md') => `/incidents/${reference}.${form}`,
  editIncident: (reference: string) => `/incidents/${reference}/edit`,
  incidentTimes: (reference: string) => `/incidents/${reference}/times`,
  newSymptom: (reference: string) => `/incidents/${reference}/symptoms/new`,
  symptom: (reference: string, id: string) => `/incidents/${reference}/symptoms/${id}`,
  incidentTimeline: (reference: string) => `/incidents/${reference}/timeline`,
  pasteTimeline: (reference: string) => `/incidents/${reference}/timeline/paste`,
  timelineEvent: (reference: string, id: string) => `/incidents/${reference}/timeline/${id}`,
  incidentStatements: (reference: string) => `/incidents/${reference}/statements`,
  statement: (reference: string, id: string) => `/incidents/${reference}/statements/${id}`,
  newActionItem: (reference: string) => `/incidents/${reference}/actions/new`,
  actionItem: (reference: string, id: string) => `/incidents/${reference}/actions/${id}`,
  publicWording: (reference: string) => `/incidents/${reference}/public`,
  newDeniedCause: (reference: string) => `/incidents/${reference}/denied/new`,
  deniedCause: (reference: string, id: string) => `/incidents/${reference}/denied/${id}`,
  incidentPostmortem: (reference: string) => `/incidents/${reference}/postmortem`,
  editPostmortem: (reference: string) => `/incidents/${reference}/postmortem/edit`,
  /** A WebSocket: the draft as it is being written, see `live-drafts.server.ts`. */
  liveDraft: (documentId: string) => `/live/drafts/${documentId}`,
  /** What is open in the text that is being written. */
  postmortemChecks: (reference: string) => `/incidents/${reference}/postmortem/checks.json`,
  /** Takes a picture for the postmortem. */
  postmortemPictures: (reference: string) => `/incidents/${reference}/postmortem/pictures`,
  postmortemPicture: (reference: string, id: string) => `/incidents/${reference}/postmortem/pictures/${id}`,
  postmortemComments: (reference: string) => `/incidents/${reference}/postmortem/comments`,
  /** The same as data, for a page that shows them beside the text. */
  postmortemCommentsAs: (reference: string, form: 'json') =>
    `/incidents/${reference}/postmortem/comments.${form}`,
  postmortemHistory: (reference: string) => `/incidents/${reference}/postmortem/history`,
  comparePostmortem: (reference: string, from: number, to: number) =>
    `/incidents/${reference}/postmortem/history?from=${from}&to=${to}`,
  importPostmortem: (reference: string) => `/incidents/${reference}/postmortem/import`,
  /** One file that needs nothing else. */
  postmortemHtml: (reference: string) => `/incidents/${reference}/postmortem.html`,
  /** Written out for readers elsewhere; with `source` as it is stored, for another Sagwa. */
  postmortemMarkdown: (reference: string, form: 'written' | 'source' = 'written') =>
    `/incidents/${reference}/postmortem.md${form === 'source' ? '?as=source' : ''}`,
  incidentNotices: (reference: string) => `/incidents/${reference}/notices`,
  /** Takes a draft while it is written; answers with its new version. */
  noticeDraft: (reference: string) => `/incidents/${reference}/notices/draft`,
  noticePreview: (reference: string, language: string) =>
    `/incidents/${reference}/notices/preview/${language}`,
  incidentHistory: (reference: string) => `/incidents/${reference}/history`,

  /** Drafts and published notices, for those who write them; what customers read is under `/notices`. */
  notices: () => '/publishing',
  search: () => '/search',
  searchAs: (form: 'json') => `/search.${form}`,
  trends: () => '/trends',
  trendsAs: (form: 'json' | 'csv' | 'md') => `/trends.${form}`,
  /** One table of the trend for spreadsheets. @param search the query of the page, with its question mark or empty */
  trendTable: (table: string, search: string) => {
    const query = new URLSearchParams(search)
    query.set('table', table)
    return `/trends.csv?${query.toString()}`
  },
  trendChart: (name: string, form: 'svg' | 'png') => `/trends/chart/${name}.${form}`,
  yearReport: (year: number) => `/trends/${year}`,
  yearReportAs: (year: number, form: 'md' | 'html' | 'json') => `/trends/${year}.${form}`,
  actions: () => '/actions',
  actionsAs: (form: 'json' | 'csv') => `/actions.${form}`,
  import: () => '/import',

  settings: () => '/settings',
  organisationSettings: () => '/settings/organisation',
  serviceSettings: () => '/settings/services',
  service: (id: string) => `/settings/services/${id}`,
  peopleSettings: () => '/settings/people',
  dutySettings: () => '/settings/duties',
  subscriberSettings: () => '/settings/subscribers',
  countingRuleSettings: () => '/settings/counting-rules',
  newCountingRule: () => '/settings/counting-rules/new',
  countingRule: (id: string) => `/settings/counting-rules/${id}`,
  templateSettings: () => '/settings/templates',
  /** @param from the template it begins with: a name that comes along, with its language, or an id */
  newTemplate: (from?: string) =>
    from === undefined
      ? '/settings/templates/new'
      : `/settings/templates/new?from=${encodeURIComponent(from)}`,
  template: (id: string) => `/settings/templates/${id}`,
  yearlyCountSettings: () => '/settings/yearly-counts',
  coveredPeriods: () => '/settings/yearly-counts#covered',
  coveredPeriod: (id: string) => `/settings/covered-periods/${id}`,
  yearlyCount: (id: string) => `/settings/yearly-counts/${id}`,

  subscribe: () => '/subscribe',
  publishedNotices: () => '/notices',
  publishedNotice: (slug: string) => `/notices/${slug}`,
}

/**
 * A path to go back to, as it came from a form or a query, if it stays on this site; otherwise the home page. Two
 * slashes or a backslash at the start would lead to another host.
 */
export function localPath(text: FormDataEntryValue | null | undefined): string {
  if (typeof text !== 'string' || !/^\/(?![/\\])/.test(text)) return paths.home()
  // Browsers drop tabs and line breaks before they read the address.
  return /[\u0000-\u001f\\]/.test(text) ? paths.home() : text
}
