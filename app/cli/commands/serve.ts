import type { Command } from 'commander'
import { clockNow } from '#app/clock.server.ts'
import { environment } from '#app/env.server.ts'
import { log } from '#app/logging.server.ts'
import type { Metrics } from '#app/metrics.server.ts'

/** `sagwa serve` */
export function register(program: Command): void {
  program
    .command('serve')
    .description('serve Sagwa until it is told to stop')
    .addHelpText(
      'after',
      '\nPORT, HOST, PUBLIC_URL, SAGWA_DATA, DATABASE_URL, SAGWA_SECRET, SMTP_URL, MAIL_FROM, WEBHOOKS_INSIDE, METRICS_TOKEN and LOG_LEVEL are read from the environment.',
    )
    .action(serve)
}

/** How long a page that another process published may stay unseen. */
const WATCH_MILLISECONDS = 2_000

/** How long a message may wait in the outbox before it is looked at. */
const DELIVER_MILLISECONDS = 2_000

async function metricsFor(token: string | null): Promise<Metrics | undefined> {
  if (token === null) return undefined
  const [{ createMetrics }, { countWaitingDeliveries }] = await Promise.all([
    import('#app/metrics.server.ts'),
    import('#app/models/delivery.server.ts'),
  ])
  return createMetrics({ token, waitingDeliveries: countWaitingDeliveries })
}

async function serve(): Promise<void> {
  const { host, port, publicUrl, mail, webhooksInside, metricsToken } = environment()
  const [
    { startServer },
    database,
    { keepRendered, publishedSite },
    { firstStartLink },
    { forgetEnded },
    { indexMissing },
    { createDeliveryWorker },
    { publicSite },
    { db },
  ] = await Promise.all([
    import('#app/server.ts'),
    import('#app/cli/open-database.server.ts'),
    import('#app/published-site.server.ts'),
    import('#app/first-start.server.ts'),
    import('#app/auth.server.ts'),
    import('#app/models/search-index.server.ts'),
    import('#app/delivery/worker.server.ts'),
    import('#app/models/published-file.server.ts'),
    import('#db/client.server.ts'),
  ])
  await database.prepareDatabase()
  await forgetEnded(clockNow()).catch((error: unknown) =>
    log().warn({ err: error }, 'sessions that have ended could not be deleted'),
  )
  await publishedSite.refresh()
  publishedSite.watch(WATCH_MILLISECONDS, (error) =>
    log().error({ err: error }, 'published pages could not be refreshed'),
  )
  const deliveries = createDeliveryWorker({
    q: db,
    site: publicSite(),
    mail,
    webhooksInside,
    clock: clockNow,
    onError: (error) => log().error({ err: error }, 'messages to subscribers could not be sent'),
  })
  const server = await startServer({
    host,
    port,
    publicUrl,
    published: publishedSite,
    metrics: await metricsFor(metricsToken),
    checkDatabase: database.checkDatabase,
    async liveDrafts() {
      const [{ createLiveDrafts }, { listLiveSessions, readSession }] = await Promise.all([
        import('#app/live-drafts.server.ts'),
        import('#app/auth.server.ts'),
      ])
      const sessions = {
        read: (cookie: string) => readSession(new Headers({ cookie })),
        live: listLiveSessions,
      }
      return createLiveDrafts({ q: db, clock: clockNow, sessions, publicOrigin: publicUrl })
    },
    async close() {
      await deliveries.stop()
      await database.closeDatabase()
    },
  })
  deliveries.watch(DELIVER_MILLISECONDS)
  keepRendered(WATCH_MILLISECONDS)
  process.stdout.write(`Sagwa serves ${publicUrl ?? server.url} (stop with Ctrl+C)\n`)
  const begin = await firstStartLink(publicUrl ?? server.url)
  if (begin !== null) process.stdout.write(`Nobody has an account yet. Become the first admin at ${begin}\n`)
  log().info({ url: server.url }, 'listening')
  // Beside the first requests: after a restore it takes a while, otherwise there is nothing to do.
  void indexMissing().then(
    (added) => added > 0 && log().info({ added }, 'search index completed'),
    (error: unknown) => log().error({ err: error }, 'the search index could not be completed'),
  )

  process.on('uncaughtException', (error) => {
    log().fatal({ err: error }, 'a defect ended the process')
    process.exit(1)
  })
  let stopping = false
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.on(signal, () => {
      if (stopping) return
      stopping = true
      log().info({ signal }, 'stopping after the running requests')
      void server.stop().then(() => process.exit(0))
    })
  }
}
