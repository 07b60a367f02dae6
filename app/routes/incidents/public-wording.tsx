import { getFormProps, useForm } from '@conform-to/react'
import {
  redirect,
  type ActionFunctionArgs,
  type LoaderFunctionArgs,
  type MetaFunction,
} from '@remix-run/node'
import { Form, Link, useActionData, useLoaderData } from '@remix-run/react'
import { clockNow } from '#app/clock.server.ts'
import { FieldsOrConflict } from '#app/components/forms/conflict.tsx'
import type { FieldState } from '#app/components/forms/fields.tsx'
import {
  ErrorSummary,
  FormActions,
  FormSection,
  SubmitButton,
  summaryErrors,
  UnsavedGuard,
} from '#app/components/forms/form.tsx'
import { IncidentFormHeader } from '#app/components/incident-header.tsx'
import { useMessages, useReader } from '#app/components/reader.tsx'
import { WordsField } from '#app/components/words-field.tsx'
import { NOTICE_LANGUAGES, type NoticeLanguage } from '#app/domain/language.ts'
import { isWorded, WORDING_PARTS, type PublicWording, type WordingPart } from '#app/domain/public-wording.ts'
import { publicWordingInput } from '#app/domain/record-input.ts'
import { languageOf } from '#app/language.server.ts'
import { incidentMessages } from '#app/messages/incidents.ts'
import { wordingMessages } from '#app/messages/public-wording.ts'
import { getIncidentRecord } from '#app/models/incident.server.ts'
import { changePublicWording } from '#app/models/public-wording.server.ts'
import { paths } from '#app/paths.ts'
import { actorOf, requireRole } from '#app/session.server.ts'
import { found, readForm, readSubmission, submit } from '#app/submission.server.ts'

type FieldName = `${WordingPart}_${NoticeLanguage}`

function nameOf(part: WordingPart, language: NoticeLanguage): FieldName {
  return `${part}_${language}`
}

export async function loader({ request, params }: LoaderFunctionArgs) {
  const user = await requireRole(request, 'responder')
  const { reference, version, title, cause, wording } = await found(getIncidentRecord(params.reference!))
  const pageTitle = wordingMessages[languageOf(request, user)].pageTitle(reference)
  return { pageTitle, reference, version, wording, internal: { title, cause } }
}

export async function action({ request, params }: ActionFunctionArgs) {
  const user = await requireRole(request, 'responder')
  const record = await found(getIncidentRecord(params.reference!))
  const form = await readForm(request)
  const submission = readSubmission(form, publicWordingInput, languageOf(request, user))
  if (!submission.ok) return submission.refusal
  return submit(submission, async ({ version: expectedVersion, ...typed }) => {
    const wording = byPart((name) => typed[name])
    const by = { incidentId: record.id, actor: actorOf(user), now: clockNow() }
    await changePublicWording({ ...by, wording, expectedVersion })
    return redirect(`${paths.incident(record.reference)}#public`)
  })
}

function byPart(text: (name: FieldName) => string): PublicWording {
  return Object.fromEntries(
    WORDING_PARTS.map((part) => [
      part,
      Object.fromEntries(NOTICE_LANGUAGES.map((language) => [language, text(nameOf(part, language))])),
    ]),
  ) as unknown as PublicWording
}

/** Lines that a field shows at first; a title is one line and stays one. */
const ROWS: Record<WordingPart, number | undefined> = {
  title: undefined,
  cause: 3,
  scope: 2,
  compensation: 2,
}

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: `${data?.pageTitle ?? ''} · Sagwa` }]

export default function PublicWordingForm() {
  const { pageTitle, reference, version, wording, internal } = useLoaderData<typeof loader>()
  const t = useMessages(wordingMessages)
  const { edit } = useMessages(incidentMessages)
  const languages = useReader().organisation?.languages ?? []
  // Those that notices are published in come first, in their order; the others are kept as they are.
  const inOrder = [...languages, ...NOTICE_LANGUAGES.filter((language) => !languages.includes(language))]
  const answer = useActionData<typeof action>()
  const names = WORDING_PARTS.flatMap((part) =>
    inOrder.map((language) => ({ part, language, name: nameOf(part, language) })),
  )
  const [form, fields] = useForm<Record<FieldName, string>>({
    id: 'wording',
    lastResult: answer?.result,
    defaultValue: Object.fromEntries(
      names.map(({ part, language, name }) => [name, wording[part][language]]),
    ),
  })
  const field = (name: FieldName): FieldState => fields[name]
  const label = (part: WordingPart, language: NoticeLanguage) => t.part(t.parts[part], t.languages[language])
  return (
    <div className="page-narrow">
      <IncidentFormHeader reference={reference} title={pageTitle} />
      <Form method="post" {...getFormProps(form)} noValidate className="form">
        <UnsavedGuard />
        <p className="quiet">{t.note}</p>
        <ErrorSummary
          errors={summaryErrors(
            form,
            names.map(({ name }) => fields[name]),
          )}
        />
        <FieldsOrConflict<{ version: number; wording: PublicWording }>
          version={version}
          current={answer?.current}
          sent={answer?.result.initialValue}
          disputed={(row) =>
            names.map(({ part, language, name }) => ({
              field: field(name),
              label: label(part, language),
              theirs: row.wording[part][language],
            }))
          }
        >
          {WORDING_PARTS.map((part) => (
            <FormSection key={part} title={t.parts[part]} note={t.hints[part]}>
              {part === 'title' || part === 'cause' ? (
                <Internal text={internal[part]} replaced={isWorded(wording[part])} />
              ) : null}
              {inOrder.map((language) => (
                <WordsField
                  key={language}
                  field={field(nameOf(part, language))}
                  label={label(part, language)}
                  language={language}
                  rows={ROWS[part]}
                />
              ))}
            </FormSection>
          ))}
        </FieldsOrConflict>
        <p className="quiet small">{t.reworded}</p>
        <FormActions>
          <SubmitButton>{edit.save}</SubmitButton>
          <Link to={`${paths.incident(reference)}#public`}>{edit.cancel}</Link>
        </FormActions>
      </Form>
    </div>
  )
}

/** What the record says inside, to write the public words from. */
function Internal({ text, replaced }: { text: string; replaced: boolean }) {
  const t = useMessages(wordingMessages)
  if (text === '') return null
  return (
    <p className={replaced ? 'quiet keep-lines' : 'keep-lines'}>
      <span className="quiet">{t.internal}: </span>
      {text}
    </p>
  )
}
