import { getFormProps, useForm } from '@conform-to/react'
import {
  redirect,
  type ActionFunctionArgs,
  type LoaderFunctionArgs,
  type MetaFunction,
} from '@remix-run/node'
import { Form, Link, useActionData, useLoaderData } from '@remix-run/react'
import { z } from 'zod'
import { clockNow } from '#app/clock.server.ts'
import { FieldsOrConflict } from '#app/components/forms/conflict.tsx'
import { Checkbox, RadioGroup, TextField } from '#app/components/forms/fields.tsx'
import {
  ErrorSummary,
  FormActions,
  FormSection,
  SubmitButton,
  summaryErrors,
  UnsavedGuard,
} from '#app/components/forms/form.tsx'
import { WordsField } from '#app/components/words-field.tsx'
import { IncidentFormHeader } from '#app/components/incident-header.tsx'
import { useMessages } from '#app/components/reader.tsx'
import { ACTION_KINDS, ACTION_STATES } from '#app/domain/incident-record.ts'
import { NOTICE_LANGUAGES } from '#app/domain/language.ts'
import { actionItemInput, version } from '#app/domain/record-input.ts'
import { languageOf } from '#app/language.server.ts'
import { actionItemMessages } from '#app/messages/action-items.ts'
import { formMessages } from '#app/messages/forms.ts'
import { incidentMessages } from '#app/messages/incidents.ts'
import { wordingMessages } from '#app/messages/public-wording.ts'
import { addActionItem, changeActionItem, setActionItemRemoved } from '#app/models/action-item.server.ts'
import { getIncidentRecord } from '#app/models/incident.server.ts'
import { paths } from '#app/paths.ts'
import { actorOf, requireRole } from '#app/session.server.ts'
import { found, readForm, readSubmission, submit } from '#app/submission.server.ts'
import type { ActionItemTable } from '#db/schema.ts'
import type { Selectable } from 'kysely'
import { removedToken } from './undo.server.ts'

export async function loader({ request, params }: LoaderFunctionArgs) {
  const user = await requireRole(request, 'responder')
  const record = await found(getIncidentRecord(params.reference!))
  const item = record.actionItems.find((candidate) => candidate.id === params.id) ?? null
  if (params.id !== undefined && item === null) throw new Response(null, { status: 404 })
  const t = incidentMessages[languageOf(request, user)].action
  return { title: item === null ? t.add : t.edit, reference: record.reference, item }
}

export async function action({ request, params }: ActionFunctionArgs) {
  const user = await requireRole(request, 'responder')
  const language = languageOf(request, user)
  const record = await found(getIncidentRecord(params.reference!))
  const by = { incidentId: record.id, actor: actorOf(user), now: clockNow() }
  const form = await readForm(request)
  const back = paths.incident(record.reference)
  const { id } = params

  if (id !== undefined && form.get('intent') === 'remove') {
    const submission = readSubmission(form, z.object({ version }), language)
    if (!submission.ok) return submission.refusal
    return submit(submission, async ({ version: expectedVersion }) => {
      await setActionItemRemoved({ ...by, id, expectedVersion, removed: true })
      return redirect(back + removedToken('action', id, expectedVersion + 1))
    })
  }
  const submission = readSubmission(form, actionItemInput.extend({ version: version.optional() }), language)
  if (!submission.ok) return submission.refusal
  return submit(
    submission,
    async ({ version: expectedVersion, promiseKo, promiseEn, promiseJa, ...stated }) => {
      const item = { ...stated, promiseWords: { ko: promiseKo, en: promiseEn, ja: promiseJa } }
      if (id === undefined) await addActionItem({ ...by, item })
      else await changeActionItem({ ...by, id, item, expectedVersion: expectedVersion ?? 0 })
      return redirect(`${back}#actions`)
    },
  )
}

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: `${data?.title ?? ''} · Sagwa` }]

export default function ActionItemForm() {
  const { title, reference, item } = useLoaderData<typeof loader>()
  const t = useMessages(incidentMessages)
  const words = useMessages(actionItemMessages)
  const wording = useMessages(wordingMessages)
  const { conflict } = useMessages(formMessages)
  const yesOrNo = (value: string) => (value === 'on' ? conflict.yes : conflict.no)
  const answer = useActionData<typeof action>()
  const [form, fields] = useForm({
    id: 'action',
    lastResult: answer?.result,
    defaultValue: {
      title: item?.title ?? '',
      kind: item?.kind ?? 'prevent',
      state: item?.state ?? 'open',
      owner: item?.owner ?? '',
      dueOn: item?.dueOn ?? '',
      trackerUrl: item?.trackerUrl ?? '',
      promise: item?.promise ? 'on' : '',
      doneOn: item?.doneOn ?? '',
      stateReason: item?.stateReason ?? '',
      promiseKo: item?.promiseWords.ko ?? '',
      promiseEn: item?.promiseWords.en ?? '',
      promiseJa: item?.promiseWords.ja ?? '',
    },
  })
  const inPublic = { ko: fields.promiseKo, en: fields.promiseEn, ja: fields.promiseJa }
  const listed = [
    fields.title,
    fields.kind,
    fields.owner,
    fields.dueOn,
    fields.state,
    fields.doneOn,
    fields.stateReason,
    fields.trackerUrl,
    fields.promiseKo,
    fields.promiseEn,
    fields.promiseJa,
  ]
  return (
    <div className="page-narrow">
      <IncidentFormHeader reference={reference} title={title} />
      <Form method="post" {...getFormProps(form)} noValidate className="form">
        <UnsavedGuard />
        <ErrorSummary errors={summaryErrors(form, listed)} />
        <FieldsOrConflict<Selectable<ActionItemTable>>
          version={item?.version ?? 1}
          current={answer?.current}
          sent={answer?.result.initialValue}
          disputed={(row) => [
            { field: fields.title, label: t.action.title, theirs: row.title },
            {
              field: fields.kind,
              label: t.action.kind,
              theirs: row.kind,
              word: (value) => t.record.actionKinds[value as ActionItemTable['kind']],
            },
            {
              field: fields.state,
              label: t.action.state,
              theirs: row.state,
              word: (value) => t.record.actionStates[value as ActionItemTable['state']],
            },
            { field: fields.owner, label: t.action.owner, theirs: row.owner },
            { field: fields.dueOn, label: t.action.due, theirs: row.due_on ?? '' },
            { field: fields.doneOn, label: words.doneOn, theirs: row.done_on ?? '' },
            { field: fields.stateReason, label: words.reason, theirs: row.state_reason },
            { field: fields.trackerUrl, label: t.action.tracker, theirs: row.tracker_url },
            {
              field: fields.promise,
              label: t.action.promise,
              theirs: row.promise === 1 ? 'on' : '',
              word: yesOrNo,
            },
            ...NOTICE_LANGUAGES.map((language) => ({
              field: inPublic[language],
              label: wording.promise(wording.languages[language]),
              theirs: { ko: row.promise_ko, en: row.promise_en, ja: row.promise_ja }[language],
            })),
          ]}
        >
          <TextField field={fields.title} label={t.action.title} />
          <RadioGroup
            field={fields.kind}
            label={t.action.kind}
            inline
            options={ACTION_KINDS.map((value) => ({ value, label: t.record.actionKinds[value] }))}
          />
          <div className="field-row">
            <TextField field={fields.owner} label={t.action.owner} optional />
            <TextField field={fields.dueOn} label={t.action.due} type="date" optional />
          </div>
          {item === null ? null : (
            <>
              <RadioGroup
                field={fields.state}
                label={t.action.state}
                inline
                options={ACTION_STATES.map((value) => ({ value, label: t.record.actionStates[value] }))}
              />
              <div className="field-row">
                <TextField
                  field={fields.doneOn}
                  label={words.doneOn}
                  hint={words.doneOnHint}
                  type="date"
                  optional
                />
                <TextField field={fields.stateReason} label={words.reason} optional />
              </div>
            </>
          )}
          <TextField field={fields.trackerUrl} label={t.action.tracker} optional inputMode="url" />
          <Checkbox field={fields.promise} label={t.action.promise} />
          <FormSection title={wording.promiseWords} note={wording.promiseHint}>
            {NOTICE_LANGUAGES.map((language) => (
              <WordsField
                key={language}
                field={inPublic[language]}
                label={wording.promise(wording.languages[language])}
                language={language}
              />
            ))}
          </FormSection>
        </FieldsOrConflict>
        <FormActions>
          <SubmitButton>{item === null ? t.action.add : t.edit.save}</SubmitButton>
          <Link to={paths.incident(reference)}>{t.edit.cancel}</Link>
        </FormActions>
      </Form>
      {item === null ? null : (
        <Form method="post" className="form-aside">
          <input type="hidden" name="version" value={item.version} />
          <SubmitButton name="intent" value="remove" kind="quiet">
            {t.action.remove}
          </SubmitButton>
        </Form>
      )}
    </div>
  )
}
