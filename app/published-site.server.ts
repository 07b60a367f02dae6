import { publishedFiles } from '#app/models/published-file.server.ts'
import { createPublishedSite } from '#app/publishing/serve.server.ts'

/** The public site of this process. Whoever publishes calls `refresh()`; what other processes publish is seen by `watch`. */
export const publishedSite = createPublishedSite(publishedFiles())
