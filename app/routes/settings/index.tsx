import { redirect, type LoaderFunctionArgs } from '@remix-run/node'
import { may } from '#app/domain/roles.ts'
import { paths } from '#app/paths.ts'
import { requireUser } from '#app/session.server.ts'

/** The first room that the reader has something to do in. */
export async function loader({ request }: LoaderFunctionArgs) {
  const { role } = await requireUser(request)
  if (may(role, 'manage_settings')) return redirect(paths.organisationSettings())
  return redirect(may(role, 'enter_yearly_count') ? paths.yearlyCountSettings() : paths.account())
}
