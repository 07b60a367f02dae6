import {
  redirect,
  type ActionFunctionArgs,
  type LoaderFunctionArgs,
  type MetaFunction,
} from '@remix-run/node'
import { Form, Link, useActionData, useLoaderData } from '@remix-run/react'
import { z } from 'zod'
import { clockNow } from '#app/clock.server.ts'
import { ErrorSummary } from '#app/components/forms/form.tsx'
import { EmptyState, PageHeader, Section, Toast } from '#app/components/layout/page.tsx'
import { useMessages } from '#app/components/reader.tsx'
import { version } from '#app/domain/record-input.ts'
import { languageOf } from '#app/language.server.ts'
import { templateMessages } from '#app/messages/templates.ts'
import {
  listDocumentTemplates,
  setDocumentTemplateRetired,
  type DocumentTemplate,
} from '#app/models/document-template.server.ts'
import { paths } from '#app/paths.ts'
import { actorOf, requireRole } from '#app/session.server.ts'
import { readForm, readSubmission, submit } from '#app/submission.server.ts'

const retirementInput = z.object({ id: z.string(), intent: z.enum(['retire', 'restore']), version })

export async function loader({ request }: LoaderFunctionArgs) {
  const user = await requireRole(request, 'publisher')
  const templates = await listDocumentTemplates()
  return {
    title: templateMessages[languageOf(request, user)].title,
    templates: templates.map(({ markdown: _, ...template }) => template),
    retired: new URL(request.url).searchParams.get('retired'),
  }
}

export async function action({ request }: ActionFunctionArgs) {
  const user = await requireRole(request, 'publisher')
  const submission = readSubmission(await readForm(request), retirementInput, languageOf(request, user))
  if (!submission.ok) return submission.refusal
  return submit(submission, async ({ id, intent, version: expectedVersion }) => {
    const retired = intent === 'retire'
    await setDocumentTemplateRetired({ id, retired, expectedVersion, actor: actorOf(user), now: clockNow() })
    return redirect(retired ? `${paths.templateSettings()}?retired=${id}` : paths.templateSettings())
  })
}

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: `${data?.title ?? ''} · Sagwa` }]

type Listed = Omit<DocumentTemplate, 'markdown'>

export default function TemplateSettings() {
  const { templates, retired } = useLoaderData<typeof loader>()
  const answer = useActionData<typeof action>()
  const t = useMessages(templateMessages)
  const notInUse = templates.filter((template) => template.retiredAt !== null)
  const justRetired = notInUse.find((template) => template.id === retired)
  const errors = Object.values(answer?.result.error ?? {}).flatMap((list) => list ?? [])
  const add = (
    <Link className="button" to={paths.newTemplate()}>
      {t.add}
    </Link>
  )
  return (
    <>
      <PageHeader title={t.title} meta={<span>{t.note}</span>} actions={templates.length > 0 ? add : null} />
      <ErrorSummary errors={errors.map((message) => ({ fieldId: null, message }))} />
      {justRetired ? (
        <Toast>
          <Form method="post" className="cluster">
            <span>{t.wasRetired}</span>
            <Chosen template={justRetired} />
            <button className="button button-quiet" name="intent" value="restore">
              {t.undo}
            </button>
          </Form>
        </Toast>
      ) : null}
      {templates.length === 0 ? (
        <EmptyState title={t.empty} text={t.emptyBody} example={t.emptyExample} action={add} />
      ) : (
        <TemplateList templates={templates.filter(({ retiredAt }) => retiredAt === null)} />
      )}
      {notInUse.length === 0 ? null : (
        <Section title={t.retired}>
          <TemplateList templates={notInUse} />
        </Section>
      )}
    </>
  )
}

function Chosen({ template }: { template: Listed }) {
  return (
    <>
      <input type="hidden" name="id" value={template.id} />
      <input type="hidden" name="version" value={template.version} />
    </>
  )
}

function TemplateList({ templates }: { templates: Listed[] }) {
  const t = useMessages(templateMessages)
  return (
    <ul className="lines">
      {templates.map((template) => {
        const inUse = template.retiredAt === null
        return (
          <li key={template.id}>
            <span>
              <Link to={paths.template(template.id)} data-row="" lang={template.language}>
                {template.name}
              </Link>{' '}
              <span className="quiet">{t.languages[template.language]}</span>
            </span>
            <Form method="post">
              <Chosen template={template} />
              <button
                className="button button-quiet"
                name="intent"
                value={inUse ? 'retire' : 'restore'}
                aria-label={(inUse ? t.retireOf : t.restoreOf)(template.name)}
              >
                {inUse ? t.retire : t.restore}
              </button>
            </Form>
          </li>
        )
      })}
    </ul>
  )
}
