import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { Form, Link, useLoaderData } from '@remix-run/react'
import { PageHeader, Section, Toast } from '#app/components/layout/page.tsx'
import { nameIn, useMay, useMessages, useReader } from '#app/components/reader.tsx'
import { languageOf } from '#app/language.server.ts'
import { settingsMessages } from '#app/messages/settings.ts'
import { listCountingRules, type ListedRule } from '#app/models/counting-rule.server.ts'
import { paths } from '#app/paths.ts'
import { requireUser } from '#app/session.server.ts'

export async function loader({ request }: LoaderFunctionArgs) {
  const user = await requireUser(request)
  return {
    title: settingsMessages[languageOf(request, user)].rules.title,
    rules: await listCountingRules(),
    retired: new URL(request.url).searchParams.get('retired'),
  }
}

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: `${data?.title ?? ''} · Sagwa` }]

export default function CountingRules() {
  const { rules, retired } = useLoaderData<typeof loader>()
  const t = useMessages(settingsMessages)
  const mayChange = useMay('manage_settings')
  const notInUse = rules.filter((rule) => rule.retiredAt !== null)
  const justRetired = notInUse.find((rule) => rule.id === retired)
  return (
    <>
      <PageHeader
        title={t.rules.title}
        meta={<span>{t.rules.note}</span>}
        actions={
          mayChange ? (
            <Link className="button" to={paths.newCountingRule()}>
              {t.rules.add}
            </Link>
          ) : null
        }
      />
      {justRetired && mayChange ? (
        <Toast>
          <Form method="post" action={paths.countingRule(justRetired.id)} className="cluster">
            <span>{t.rules.wasRetired}</span>
            <button className="button button-quiet" name="intent" value="restore">
              {t.undo}
            </button>
          </Form>
        </Toast>
      ) : null}
      <RuleList rules={rules.filter((rule) => rule.retiredAt === null)} />
      {notInUse.length === 0 ? null : (
        <Section title={t.rules.retired}>
          <RuleList rules={notInUse} />
        </Section>
      )}
    </>
  )
}

function RuleList({ rules }: { rules: ListedRule[] }) {
  const t = useMessages(settingsMessages).rules
  const { language } = useReader()
  return (
    <ul className="rule-list">
      {rules.map((rule) => (
        <li key={rule.id}>
          <p>
            <Link to={paths.countingRule(rule.id)} data-row="">
              {nameIn(language, rule)}
            </Link>{' '}
            <span className="quiet small">{t.version(rule.version)}</span>
            {rule.isDefault ? <span className="tag tag-chosen">{t.isDefault}</span> : null}
          </p>
          <p className="small quiet">{rule.words[language]}</p>
        </li>
      ))}
    </ul>
  )
}
