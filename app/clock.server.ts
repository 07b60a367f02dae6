import { instant, type Instant } from './domain/instant.ts'

/** The present, read where a request or a command begins; everything below is given it as an argument. */
export function clockNow(): Instant {
  return instant(Date.now())
}
