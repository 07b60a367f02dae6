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
import { ReaderProvider, type Reader } from '#app/components/reader.tsx'
import { languageOf } from '#app/language.server.ts'
import { frameMessages } from '#app/messages/frame.ts'
import type { Language } from '#app/messages/define.ts'
import { useNonce } from '#app/nonce.ts'
import { getReader } from '#app/session.server.ts'

export const links: LinksFunction = () => [{ rel: 'icon', href: '/favicon.svg', type: 'image/svg+xml' }]

/** The title of pages that give none, and of the error page. */
export const meta: MetaFunction<typeof loader> = ({ data, error }) => {
  if (!error) return [{ title: 'Sagwa' }]
  const { text } = explain(error, frameMessages[data?.reader.language ?? 'en'])
  return [{ title: `${text.title} · Sagwa` }]
}

/** Who reads, for every component: `useReader()`. Reads the session once, and nothing without its cookie. */
export async function loader({ request }: LoaderFunctionArgs): Promise<{ reader: Reader }> {
  const user = await getReader(request)
  return {
    reader: {
      language: languageOf(request, user),
      zone: 'Asia/Seoul',
      user: user && { name: user.name, role: user.role },
      organisation: null,
      now: Date.now(),
    },
  }
}

/** The document around every page and around the error page. */
export function Layout({ children }: { children: ReactNode }) {
  const language = useLanguage()
  const nonce = useNonce()
  return (
    <html lang={language}>
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
        <Scripts nonce={nonce} />
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
  const language = useLanguage()
  const t = frameMessages[language]
  const { status, text } = explain(error, t)
  return (
    <main id="main" className="error-page" tabIndex={-1}>
      <p className="error-page-status">{status}</p>
      <h1>{text.title}</h1>
      <p>{text.body}</p>
      <p>
        <a href="/">{t.toHome}</a>
      </p>
    </main>
  )
}

function explain(error: unknown, t: (typeof frameMessages)[Language]) {
  const status = isRouteErrorResponse(error) ? error.status : 500
  const text =
    status === 404 ? t.notFound : status === 403 ? t.forbidden : status < 500 ? t.refused : t.failed
  return { status, text }
}

/** The reader's language; English when the root loader itself failed and nothing is known. */
function useLanguage(): Language {
  return useRouteLoaderData<typeof loader>('root')?.reader.language ?? 'en'
}
