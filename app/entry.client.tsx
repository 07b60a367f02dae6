import { startTransition, StrictMode } from 'react'
import { hydrateRoot } from 'react-dom/client'
import { RemixBrowser } from '@remix-run/react'
import { RequestLanguageContext } from '#app/request-language.ts'

startTransition(() => {
  hydrateRoot(
    document,
    <StrictMode>
      <RequestLanguageContext.Provider value={document.documentElement.lang === 'ko' ? 'ko' : 'en'}>
        <RemixBrowser />
      </RequestLanguageContext.Provider>
    </StrictMode>,
  )
})
