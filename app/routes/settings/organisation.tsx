import { getFormProps, useForm } from '@conform-to/react'
import {
  data,
  redirect,
  type ActionFunctionArgs,
  type LoaderFunctionArgs,
  type MetaFunction,
} from '@remix-run/node'
import type { Selectable } from 'kysely'
import { Form, useActionData, useLoaderData } from '@remix-run/react'
import { clockNow } from '#app/clock.server.ts'
import { FieldsOrConflict } from '#app/components/forms/conflict.tsx'
import { Checkbox, CheckboxGroup, RadioGroup, TextArea, TextField } from '#app/components/forms/fields.tsx'
import {
  ErrorSummary,
  FormActions,
  FormSection,
  SubmitButton,
  summaryErrors,
  UnsavedGuard,
} from '#app/components/forms/form.tsx'
import { ZoneField } from '#app/components/forms/zone-field.tsx'
import { NoticeBox, PageHeader, Toast } from '#app/components/layout/page.tsx'
import { useMessages } from '#app/components/reader.tsx'
import { GUARDED_WORDS_AT_MOST } from '#app/domain/guarded-words.ts'
import { guardedWordsInput, organisationInput, version } from '#app/domain/record-input.ts'
import { languageOf } from '#app/language.server.ts'
import { settingsMessages } from '#app/messages/settings.ts'
import { changeGuardedWords, getGuardedWords } from '#app/models/guarded-words.server.ts'
import {
  changeOrganisation,
  countIncidentsThatMove,
  getOrganisation,
} from '#app/models/organisation.server.ts'
import { paths } from '#app/paths.ts'
import { actorOf, requireRole } from '#app/session.server.ts'
import { readForm, readSubmission, submit, type Refusal } from '#app/submission.server.ts'
import type { OrganisationTable } from '#db/schema.ts'

const organisationForm = organisationInput.safeExtend({ version })

export async function loader({ request }: LoaderFunctionArgs) {
  const user = await requireRole(request, 'admin')
  return {
    title: settingsMessages[languageOf(request, user)].organisation.title,
    organisation: await getOrganisation(),
    guarded: await getGuardedWords(),
    zones: Intl.supportedValuesOf('timeZone'),
    saved: new URL(request.url).searchParams.has('saved'),
  }
}

export async function action({ request }: ActionFunctionArgs) {
  const user = await requireRole(request, 'admin')
  const form = await readForm(request)
  if (form.get('intent') === 'guard') {
    const words = readSubmission(form, guardedWordsInput, languageOf(request, user))
    if (!words.ok) return asking(words.refusal, null)
    const refused = await submit(words, async ({ version: expectedVersion, words: list }) => {
      await changeGuardedWords({ words: list, expectedVersion, actor: actorOf(user), now: clockNow() })
      return redirect(`${paths.organisationSettings()}?saved`)
    })
    return asking(refused, null)
  }
  const submission = readSubmission(form, organisationForm, languageOf(request, user))
  if (!submission.ok) return asking(submission.refusal, null)
  const { zone } = submission.value
  const before = await getOrganisation()
  if (zone !== before.zone && form.get('confirmedZone') !== zone) {
    const count = await countIncidentsThatMove(zone)
    if (count > 0) {
      return asking(submission.refuse({ zone: [{ code: 'zone_moves_incidents', params: { count } }] }), zone)
    }
  }
  const answer = await submit(submission, async ({ version: expectedVersion, ...organisation }) => {
    await changeOrganisation({ ...organisation, expectedVersion, actor: actorOf(user), now: clockNow() })
    return redirect(`${paths.organisationSettings()}?saved`)
  })
  return asking(answer, null)
}

/** The refusal, with the zone that has to be confirmed where that is all that is missing. */
function asking({ data: refused, init }: Refusal, zone: string | null) {
  return data({ ...refused, zone }, init ?? undefined)
}

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: `${data?.title ?? ''} · Sagwa` }]

export default function OrganisationSettings() {
  const { organisation, zones, saved } = useLoaderData<typeof loader>()
  const t = useMessages(settingsMessages)
  const latest = useActionData<typeof action>()
  const isOfWords = latest?.result.initialValue?.intent === 'guard'
  const answer = isOfWords ? undefined : latest
  const [form, fields] = useForm({
    id: 'organisation',
    lastResult: answer?.result,
    defaultValue: { ...organisation, version: undefined },
  })
  const languages = [
    { value: 'ko', label: t.organisation.korean },
    { value: 'en', label: t.organisation.english },
    { value: 'ja', label: t.organisation.japanese },
  ]
  return (
    <div className="page-narrow">
      <PageHeader title={t.organisation.title} />
      {saved && latest === undefined ? <Toast>{t.saved}</Toast> : null}
      <Form
        method="post"
        action={paths.organisationSettings()}
        {...getFormProps(form)}
        noValidate
        className="form"
      >
        <UnsavedGuard />
        <ErrorSummary
          errors={summaryErrors(form, [
            fields.nameKo,
            fields.nameEn,
            fields.nameJa,
            fields.zone,
            fields.languages,
            fields.defaultLanguage,
            fields.contactKo,
            fields.contactEn,
            fields.contactJa,
          ])}
        />
        <FieldsOrConflict<Selectable<OrganisationTable>>
          version={organisation.version}
          current={answer?.current}
          sent={answer?.result.initialValue}
          disputed={(row) => [
            { field: fields.nameKo, label: t.organisation.nameKo, theirs: row.name_ko },
            { field: fields.nameEn, label: t.organisation.nameEn, theirs: row.name_en },
            { field: fields.nameJa, label: t.organisation.nameJa, theirs: row.name_ja },
            { field: fields.zone, label: t.organisation.zone, theirs: row.zone },
            { field: fields.contactKo, label: t.organisation.contactKo, theirs: row.contact_ko },
            { field: fields.contactEn, label: t.organisation.contactEn, theirs: row.contact_en },
            { field: fields.contactJa, label: t.organisation.contactJa, theirs: row.contact_ja },
          ]}
        >
          <FormSection title={t.organisation.names}>
            <TextField field={fields.nameKo} label={t.organisation.nameKo} lang="ko" />
            <TextField field={fields.nameEn} label={t.organisation.nameEn} lang="en" />
            <TextField
              field={fields.nameJa}
              label={t.organisation.nameJa}
              hint={t.organisation.nameJaHint}
              lang="ja"
              optional
            />
          </FormSection>
          <FormSection title={t.organisation.time}>
            <ZoneField
              field={fields.zone}
              label={t.organisation.zone}
              hint={t.organisation.zoneHint}
              zones={zones}
            />
            {answer?.zone ? (
              <NoticeBox urgent>
                <Checkbox
                  field={{ name: 'confirmedZone', id: 'confirmed-zone' }}
                  value={answer.zone}
                  label={t.organisation.zoneConfirm(answer.zone)}
                  hint={t.organisation.zoneConfirmHint}
                />
              </NoticeBox>
            ) : null}
          </FormSection>
          <FormSection title={t.organisation.public}>
            <TextField
              field={fields.contactKo}
              label={t.organisation.contactKo}
              hint={t.organisation.contactHint}
              lang="ko"
              optional
            />
            <TextField field={fields.contactEn} label={t.organisation.contactEn} lang="en" optional />
            <TextField field={fields.contactJa} label={t.organisation.contactJa} lang="ja" optional />
          </FormSection>
        </FieldsOrConflict>
        <CheckboxGroup field={fields.languages} label={t.organisation.languages} inline options={languages} />
        <RadioGroup
          field={fields.defaultLanguage}
          label={t.organisation.defaultLanguage}
          inline
          options={languages}
        />
        <FormActions>
          <SubmitButton>{t.save}</SubmitButton>
        </FormActions>
      </Form>
      <GuardedWords answer={isOfWords ? latest : undefined} />
    </div>
  )
}

type Answer = ReturnType<typeof useActionData<typeof action>>

/** The words that no notice may carry. A form of its own: they are nothing that the public pages are made from. */
function GuardedWords({ answer }: { answer: Answer }) {
  const { guarded } = useLoaderData<typeof loader>()
  const t = useMessages(settingsMessages)
  const [form, fields] = useForm({
    id: 'guarded',
    lastResult: answer?.result,
    defaultValue: { words: guarded.words.join('\n') },
  })
  return (
    <Form
      method="post"
      action={paths.organisationSettings()}
      {...getFormProps(form)}
      noValidate
      className="form form-below"
    >
      <UnsavedGuard />
      <ErrorSummary errors={summaryErrors(form, [fields.words])} />
      <input type="hidden" name="intent" value="guard" />
      <FieldsOrConflict<Selectable<OrganisationTable>>
        version={guarded.version}
        current={answer?.current}
        sent={answer?.result.initialValue}
        disputed={(row) => [
          { field: fields.words, label: t.organisation.guardedWords, theirs: row.guarded_words },
        ]}
      >
        <FormSection title={t.organisation.guarded} note={t.organisation.guardedNote}>
          <TextArea
            field={fields.words}
            label={t.organisation.guardedWords}
            hint={t.organisation.guardedHint(GUARDED_WORDS_AT_MOST)}
            rows={6}
            optional
          />
        </FormSection>
      </FieldsOrConflict>
      <FormActions>
        <SubmitButton kind="plain">{t.organisation.guardedSave}</SubmitButton>
      </FormActions>
    </Form>
  )
}
