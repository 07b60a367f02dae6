import { startTransition, StrictMode, useEffect, type ReactNode } from 'react'
import { hydrateRoot } from 'react-dom/client'
import { RemixBrowser } from '@remix-run/react'
import { AsleepContext, AWAKE, SLEEPING } from '#app/asleep.ts'
import { RequestLanguageContext } from '#app/request-language.ts'

const slept = document.querySelector(`script[type="${SLEEPING}"]`) !== null

// React puts the text of the server back into a textarea that it takes over, over what was typed before it came.
const typed = [...document.querySelectorAll('textarea')]
  .filter((field) => field.value !== field.defaultValue)
  .map((field) => ({ field, text: field.value }))

/** Says that the page now answers. Around everything, so it is mounted last, and ids count as they do on the server. */
function Awake({ children }: { children: ReactNode }) {
  useEffect(() => {
    for (const { field, text } of typed.splice(0)) {
      if (field.isConnected && field.value !== text) field.value = text
    }
    document.documentElement.dataset.awake = ''
    document.dispatchEvent(new Event(AWAKE))
  }, [])
  return children
}

startTransition(() => {
  hydrateRoot(
    document,
    <StrictMode>
      <AsleepContext.Provider value={slept}>
        <RequestLanguageContext.Provider value={document.documentElement.lang === 'ko' ? 'ko' : 'en'}>
          <Awake>
            <RemixBrowser />
          </Awake>
        </RequestLanguageContext.Provider>
      </AsleepContext.Provider>
    </StrictMode>,
  )
})
