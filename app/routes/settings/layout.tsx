import type { LoaderFunctionArgs } from '@remix-run/node'
import { Outlet } from '@remix-run/react'
import { PageTabs } from '#app/components/layout/page.tsx'
import { useMay, useMessages } from '#app/components/reader.tsx'
import { accountMessages } from '#app/messages/account.ts'
import { dutyMessages } from '#app/messages/duties.ts'
import { settingsMessages } from '#app/messages/settings.ts'
import { subscriberMessages } from '#app/messages/subscribers.ts'
import { templateMessages } from '#app/messages/templates.ts'
import { paths } from '#app/paths.ts'
import { requireUser } from '#app/session.server.ts'

export async function loader({ request }: LoaderFunctionArgs) {
  await requireUser(request)
  return null
}

/** The rooms of the settings that the reader may enter, above each of them. */
export default function Settings() {
  const t = useMessages(settingsMessages)
  const account = useMessages(accountMessages)
  const subscribers = useMessages(subscriberMessages)
  const duties = useMessages(dutyMessages)
  const maySettings = useMay('manage_settings')
  const mayTemplates = useMay('write_template')
  const templates = useMessages(templateMessages)
  const mayPeople = useMay('manage_people')
  return (
    <>
      <PageTabs
        label={t.label}
        tabs={[
          ...(maySettings
            ? [
                { to: paths.organisationSettings(), label: t.organisation.title },
                { to: paths.serviceSettings(), label: t.services.title, within: true },
              ]
            : []),
          { to: paths.countingRuleSettings(), label: t.rules.title, within: true },
          { to: paths.yearlyCountSettings(), label: t.counts.title, within: true },
          ...(mayTemplates ? [{ to: paths.templateSettings(), label: templates.title, within: true }] : []),
          ...(mayPeople ? [{ to: paths.peopleSettings(), label: account.people.title }] : []),
          ...(maySettings
            ? [
                { to: paths.subscriberSettings(), label: subscribers.title },
                { to: paths.dutySettings(), label: duties.settings.title },
              ]
            : []),
          { to: paths.account(), label: account.account.title },
        ]}
      />
      <Outlet />
    </>
  )
}
