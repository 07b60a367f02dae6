import type { LoaderFunctionArgs } from '@remix-run/node'
import { Outlet, useLoaderData } from '@remix-run/react'
import { Shell } from '#app/components/layout/shell.tsx'
import { countOpenIncidents } from '#app/models/incident-list.server.ts'
import { requireUser } from '#app/session.server.ts'

/** The frame around every signed-in page: the places, the account, and how many incidents are open. */
export async function loader({ request }: LoaderFunctionArgs) {
  await requireUser(request)
  return { openCount: await countOpenIncidents() }
}

export default function Frame() {
  const { openCount } = useLoaderData<typeof loader>()
  return (
    <Shell openCount={openCount}>
      <Outlet />
    </Shell>
  )
}
