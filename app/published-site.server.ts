import { clockNow } from '#app/clock.server.ts'
import { log } from '#app/logging.server.ts'
import { findOrganisation, getOrganisation, lockOrganisation } from '#app/models/organisation.server.ts'
import { isRenderedForHere, publishedFiles, republishSite } from '#app/models/published-file.server.ts'
import { createPublishedSite } from '#app/publishing/serve.server.ts'
import type { Queryable } from '#db/client.server.ts'

/** The public site of this process. Whoever publishes calls `refresh()`; what other processes publish is seen by `watch`. */
export const publishedSite = createPublishedSite(publishedFiles())

/** Renders every public file anew, and returns how many notices there were. */
export function rebuildSite(): Promise<number> {
  return republishSite({ organisation: lockedOrganisation, now: clockNow() })
}

/**
 * Looks every `milliseconds` whether the public files were written by another version of Sagwa, for another address or
 * for the organisation as it was before somebody changed it, and renders them anew in the background.
 */
export function keepRendered(milliseconds: number): void {
  let busy = false
  const look = async () => {
    if (busy) return
    busy = true
    try {
      const organisation = await findOrganisation()
      if (organisation === null || (await isRenderedForHere(organisation))) return
      const notices = await rebuildSite()
      await publishedSite.refresh()
      log().info({ notices }, 'public pages rendered anew')
    } catch (error) {
      log().error({ err: error }, 'public pages could not be rendered anew')
    } finally {
      busy = false
    }
  }
  setInterval(() => void look(), milliseconds).unref()
}

/** Read under its lock, so that nobody publishes or changes it meanwhile. */
async function lockedOrganisation(tx: Queryable) {
  await lockOrganisation(tx)
  return getOrganisation(tx)
}
