import {
  isRouteErrorResponse,
  Links,
  Meta,
  Outlet,
  Scripts,
  ScrollRestoration,
  useRouteError,
  useRouteLoaderData,
} from '@remix-run/react'
import type { LinksFunction, LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import type { ReactNode } from 'react'
import { useAsleep } from '#app/asleep.ts'
import { themeOf } from '#app/choices.server.ts'
import { InterruptionText, isInterruption, SIGNED_OUT } from '#app/components/interruption.tsx'
import { Front } from '#app/components/layout/shell.tsx'
import { SleepingScripts } from '#app/components/layout/sleeping-scripts.tsx'
import { ReaderProvider, type Reader } from '#app/components/reader.tsx'
import { unlessDatabaseFails } from '#app/database-failure.server.ts'
import { languageOf } from '#app/language.server.ts'
import { frameMessages } from '#app/messages/frame.ts'
import type { Language } from '#app/messages/define.ts'
import { findOrganisation } from '#app/models/organisation.server.ts'
import { useNonce } from '#app/nonce.ts'
import { paths } from '#app/paths.ts'
import { useRequestLanguage } from '#app/request-language.ts'
import { getReader } from '#app/session.server.ts'
import stylesheet from '#app/styles/index.css?url'

export const links: LinksFunction = () => [
  { rel: 'stylesheet', href: stylesheet },
  { rel: 'icon', href: '/favicon.svg', type: 'image/svg+xml' },
]

/** The title of pages that give none, and of the error page. */
export const meta: MetaFunction<typeof loader> = ({ data, error }) => {
  if (!error) return [{ title: 'Sagwa' }]
  const known = isRouteErrorResponse(error) && isInterruption(error.data) ? error.data.language : 'en'
  const { text } = explain(error, frameMessages[data?.reader.language ?? known])
  return [{ title: `${text.title} · Sagwa` }]
}

/** Who reads, for every component: `useReader()`. */
export async function loader({ request }: LoaderFunctionArgs): Promise<{ reader: Reader }> {
  // The page about a failing database is written for a reader as well.
  const [user, organisation] = await Promise.all([
    unlessDatabaseFails(getReader(request)),
    unlessDatabaseFails(findOrganisation()),
  ])
  return {
    reader: {
      language: languageOf(request, user),
      theme: themeOf(request),
      // Before the first start is finished there is nothing yet that has a time.
      zone: organisation?.zone ?? 'UTC',
      user: user && { name: user.name, role: user.role },
      organisation: organisation && {
        nameKo: organisation.nameKo,
        nameEn: organisation.nameEn,
        languages: organisation.languages,
      },
      now: Date.now(),
    },
  }
}

/** The document around every page and around the error page. */
export function Layout({ children }: { children: ReactNode }) {
  const reader = useKnownReader()
  const fallback = useRequestLanguage()
  const language = reader?.language ?? fallback
  const theme = reader?.theme ?? 'auto'
  const nonce = useNonce()
  const asleep = useAsleep()
  return (
    <html lang={language} data-theme={theme === 'auto' ? undefined : theme}>
      <head>
        <meta charSet="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover" />
        <meta name="color-scheme" content="light dark" />
        <Meta />
        <Links />
      </head>
      <body>
        <a className="skip-link" href="#main">
          {frameMessages[language].skipToContent}
        </a>
        {children}
        <ScrollRestoration nonce={nonce} />
        {asleep ? <SleepingScripts nonce={nonce} /> : <Scripts nonce={nonce} />}
      </body>
    </html>
  )
}

export default function Root() {
  const { reader } = useRouteLoaderData<typeof loader>('root')!
  return (
    <ReaderProvider reader={reader}>
      <Outlet />
    </ReaderProvider>
  )
}

/** The page for what has no page: unknown addresses, missing rights, defects. */
export function ErrorBoundary() {
  const error = useRouteError()
  const reader = useKnownReader()
  const fallback = useRequestLanguage()
  const language = reader?.language ?? fallback
  const t = frameMessages[language]
  const { status, text, failure } = explain(error, t)
  const page = (
    <>
      <p className="small">{status}</p>
      <h1>{text.title}</h1>
      {failure === null ? <p>{text.body}</p> : <InterruptionText failure={failure} language={language} />}
      <p>
        <a href={paths.home()}>{t.toHome}</a>
      </p>
    </>
  )
  if (!reader) return <main id="main">{page}</main>
  return (
    <ReaderProvider reader={reader}>
      <Front>{page}</Front>
    </ReaderProvider>
  )
}

function explain(error: unknown, t: (typeof frameMessages)[Language]) {
  const status = isRouteErrorResponse(error) ? error.status : 500
  if (isRouteErrorResponse(error) && isInterruption(error.data)) {
    const { title } = error.data.problem.code === SIGNED_OUT ? t.signedOut : t.database
    return { status, text: { title, body: '' }, failure: error.data }
  }
  const text =
    status === 404 ? t.notFound : status === 403 ? t.forbidden : status < 500 ? t.refused : t.failed
  return { status, text, failure: null }
}

/** The reader, or undefined when the root loader itself failed and nothing is known. */
function useKnownReader(): Reader | undefined {
  return useRouteLoaderData<typeof loader>('root')?.reader
}
