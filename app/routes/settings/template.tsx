import { getFormProps, useForm } from '@conform-to/react'
import {
  data,
  redirect,
  type ActionFunctionArgs,
  type LoaderFunctionArgs,
  type MetaFunction,
} from '@remix-run/node'
import { Form, Link, useActionData, useLoaderData } from '@remix-run/react'
import type { Selectable } from 'kysely'
import { clockNow } from '#app/clock.server.ts'
import { FieldsOrConflict } from '#app/components/forms/conflict.tsx'
import { RadioGroup, Select, TextArea, TextField } from '#app/components/forms/fields.tsx'
import {
  ErrorSummary,
  FormActions,
  SubmitButton,
  summaryErrors,
  UnsavedGuard,
} from '#app/components/forms/form.tsx'
import { PageHeader, Section } from '#app/components/layout/page.tsx'
import { useMessages } from '#app/components/reader.tsx'
import { POSTMORTEM_TEMPLATES, TEMPLATE_NAMES } from '#app/domain/postmortem-templates/index.ts'
import { documentTemplateInput, version } from '#app/domain/record-input.ts'
import { languageOf } from '#app/language.server.ts'
import type { Language } from '#app/messages/define.ts'
import { postmortemMessages } from '#app/messages/postmortem.ts'
import { templateMessages } from '#app/messages/templates.ts'
import {
  addDocumentTemplate,
  changeDocumentTemplate,
  getDocumentTemplate,
  listDocumentTemplates,
  type DocumentTemplate,
} from '#app/models/document-template.server.ts'
import { getOrganisation } from '#app/models/organisation.server.ts'
import { paths } from '#app/paths.ts'
import { actorOf, requireRole } from '#app/session.server.ts'
import { found, readForm, readSubmission, submit, type Refusal } from '#app/submission.server.ts'
import { templatePreview } from '#app/documents/template-preview.server.ts'
import type { DocumentTemplateTable } from '#db/schema.ts'

const LANGUAGES = ['ko', 'en'] as const
const templateForm = documentTemplateInput.safeExtend({ version })

export async function loader({ request, params }: LoaderFunctionArgs) {
  const user = await requireRole(request, 'publisher')
  const language = languageOf(request, user)
  const templates = await listDocumentTemplates()
  const from = new URL(request.url).searchParams.get('from')
  const template =
    params.id === undefined
      ? beginning(from, templates, language)
      : await found(getDocumentTemplate(params.id))
  return {
    isNew: params.id === undefined,
    title: template.name === '' ? templateMessages[language].newTitle : template.name,
    template,
    from,
    own: templates.map(({ id, name, language: written }) => ({ id, name, language: written })),
    preview:
      params.id === undefined
        ? null
        : templatePreview(template.markdown, template.language, await getOrganisation()),
  }
}

/** What a new template begins with: nothing, one that comes along (`sre-ko`), or another one of one's own. */
function beginning(
  from: string | null,
  templates: readonly DocumentTemplate[],
  language: Language,
): Pick<DocumentTemplate, 'name' | 'language' | 'markdown' | 'version'> {
  const name = TEMPLATE_NAMES.find((one) => from?.startsWith(`${one}-`))
  const own = templates.find(({ id }) => id === from)
  if (own !== undefined) return { name: '', language: own.language, markdown: own.markdown, version: 1 }
  const written = from?.endsWith('-ko') ? 'ko' : from?.endsWith('-en') ? 'en' : language
  const markdown = name === undefined ? '' : POSTMORTEM_TEMPLATES[name][written].trim()
  return { name: '', language: written, markdown, version: 1 }
}

export async function action({ request, params }: ActionFunctionArgs) {
  const user = await requireRole(request, 'publisher')
  const form = await readForm(request)
  const submission = readSubmission(form, templateForm, languageOf(request, user))
  if (!submission.ok) return withoutPreview(submission.refusal)
  if (form.get('intent') === 'preview') {
    const { markdown, language } = submission.value
    const preview = templatePreview(markdown, language, await getOrganisation())
    return data({ ...submission.refuse({}).data, preview }, { status: 200 })
  }
  const refusal = await submit(submission, async ({ version: expectedVersion, ...template }) => {
    const by = { actor: actorOf(user), now: clockNow() }
    if (params.id === undefined) await addDocumentTemplate({ ...template, ...by })
    else await changeDocumentTemplate({ id: params.id, expectedVersion, ...template, ...by })
    return redirect(paths.templateSettings())
  })
  return withoutPreview(refusal)
}

function withoutPreview({ data: refused, init }: Refusal) {
  return data({ ...refused, preview: null }, init ?? undefined)
}

export const meta: MetaFunction<typeof loader> = ({ data: page }) => [
  { title: `${page?.title ?? ''} · Sagwa` },
]

export default function EditTemplate() {
  const { isNew, title, template, from, own, preview: savedPreview } = useLoaderData<typeof loader>()
  const t = useMessages(templateMessages)
  const words = useMessages(postmortemMessages)
  const answer = useActionData<typeof action>()
  const preview = answer?.preview ?? savedPreview
  const [form, fields] = useForm({
    id: `template-${from ?? 'new'}`,
    lastResult: answer?.result,
    defaultValue: { name: template.name, language: template.language, markdown: template.markdown },
  })
  const shown = (fields.language.value ?? template.language) as Language
  return (
    <div className="page-narrow">
      <PageHeader title={title} />
      {isNew ? (
        <Form method="get" className="compare-form">
          <Select
            field={{ name: 'from', id: 'from', initialValue: from ?? '' }}
            label={t.beginWith}
            empty={t.blank}
            options={[
              ...LANGUAGES.flatMap((language) =>
                TEMPLATE_NAMES.map((name) => ({
                  value: `${name}-${language}`,
                  label: t.comesAlong(words.templates[name], t.languages[language]),
                })),
              ),
              ...own.map(({ id, name, language }) => ({
                value: id,
                label: t.comesAlong(name, t.languages[language]),
              })),
            ]}
          />
          <button className="button">{t.take}</button>
        </Form>
      ) : null}
      {/* Another beginning is another form. */}
      <Form method="post" {...getFormProps(form)} key={from} noValidate className="form">
        <UnsavedGuard />
        <ErrorSummary errors={summaryErrors(form, [fields.name, fields.language, fields.markdown])} />
        <FieldsOrConflict<Selectable<DocumentTemplateTable>>
          version={template.version}
          current={answer?.current}
          sent={answer?.result.initialValue}
          disputed={(row) => [
            { field: fields.name, label: t.name, theirs: row.name },
            {
              field: fields.language,
              label: t.language,
              theirs: row.language,
              word: (value) => t.languages[value === 'ko' ? 'ko' : 'en'],
            },
            { field: fields.markdown, label: t.text, theirs: row.markdown },
          ]}
        >
          <TextField field={fields.name} label={t.name} hint={t.nameHint} />
          <RadioGroup
            field={fields.language}
            label={t.language}
            inline
            options={LANGUAGES.map((value) => ({ value, label: t.languages[value] }))}
          />
          <TextArea
            field={fields.markdown}
            label={t.text}
            hint={t.textHint}
            rows={18}
            className="input input-draft"
            lang={shown}
          />
        </FieldsOrConflict>
        <FormActions>
          <SubmitButton>{t.save}</SubmitButton>
          <SubmitButton name="intent" value="preview" kind="plain">
            {t.preview}
          </SubmitButton>
          <Link to={paths.templateSettings()}>{t.cancel}</Link>
        </FormActions>
      </Form>
      {preview === null ? null : (
        <Section id="preview" title={t.previewTitle} note={t.previewNote}>
          <div className="prose" lang={shown} dangerouslySetInnerHTML={{ __html: preview }} />
        </Section>
      )}
    </div>
  )
}
