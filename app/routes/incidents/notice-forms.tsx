import { getFormProps, useForm, type SubmissionResult } from '@conform-to/react'
import { Form, useSearchParams } from '@remix-run/react'
import { useState, type FormEvent } from 'react'
import { FieldsOrConflict } from '#app/components/forms/conflict.tsx'
import { RadioGroup, TextArea, TextField } from '#app/components/forms/fields.tsx'
import {
  ErrorSummary,
  FormActions,
  FormSection,
  hasUnsavedText,
  SubmitButton,
  summaryErrors,
  UnsavedGuard,
} from '#app/components/forms/form.tsx'
import { Confirm, NoticeBox, Section, StatusLine } from '#app/components/layout/page.tsx'
import { useMessages } from '#app/components/reader.tsx'
import type { NoticeLanguage } from '#app/domain/language.ts'
import { noticeMessages } from '#app/messages/notices.ts'
import type { Notice } from '#app/models/notice.server.ts'

/** What came back for a form of this page. */
export type Answer = { result: SubmissionResult; current: unknown } | undefined

/** The answer to the form that was sent: a page with several forms shows it at that one only. */
function answerTo(intent: string, answer: Answer): Answer {
  const sent = answer?.result.initialValue?.intent ?? 'save'
  return sent === intent ? answer : undefined
}

interface DeskForm {
  notice: Notice
  /** The organisation's, in its order. */
  languages: NoticeLanguage[]
  answer: Answer
}

type Stage = Notice['stage']
const STAGES: readonly Stage[] = ['first_word', 'update', 'resolved', 'final_report']

/** For which stage the notice is drafted, with what each of them is for. */
export function StageChoice({ id, stage }: { id: string; stage: Stage }) {
  const t = useMessages(noticeMessages)
  return (
    <RadioGroup
      field={{ name: 'stage', id, initialValue: stage }}
      label={t.stage}
      options={STAGES.map((value) => ({ value, label: t.stages[value], hint: t.stageHints[value] }))}
    />
  )
}

/** The draft in every language of the organisation. */
export function TextsForm({ notice, languages, answer: latest }: DeskForm) {
  const t = useMessages(noticeMessages)
  const [query] = useSearchParams()
  const answer = answerTo('save', latest)
  const [form, fields] = useForm({
    // A new version of the notice is a new form: the texts in it come from the server.
    id: `texts-${notice.version}`,
    lastResult: answer?.result,
    defaultValue: {
      title_ko: notice.texts.ko?.title ?? '',
      body_ko: notice.texts.ko?.body ?? '',
      title_en: notice.texts.en?.title ?? '',
      body_en: notice.texts.en?.body ?? '',
      title_ja: notice.texts.ja?.title ?? '',
      body_ja: notice.texts.ja?.body ?? '',
    },
  })
  const inputs = {
    ko: { title: fields.title_ko, body: fields.body_ko },
    en: { title: fields.title_en, body: fields.body_en },
    ja: { title: fields.title_ja, body: fields.body_ja },
  }
  const saved = query.get('saved')
  return (
    <Form method="post" {...getFormProps(form)} key={notice.version} noValidate className="form form-wide">
      <UnsavedGuard />
      <input type="hidden" name="intent" value="save" />
      <ErrorSummary
        errors={summaryErrors(
          form,
          languages.flatMap((language) => [inputs[language].title, inputs[language].body]),
        )}
      />
      <FieldsOrConflict<Notice>
        version={notice.version}
        current={answer?.current}
        sent={answer?.result.initialValue}
        disputed={(theirs) =>
          languages.flatMap((language) => [
            {
              field: inputs[language].title,
              label: `${t.draftTitle} (${t.languages[language]})`,
              theirs: theirs.texts[language]?.title ?? '',
            },
            {
              field: inputs[language].body,
              label: `${t.draftBody} (${t.languages[language]})`,
              theirs: theirs.texts[language]?.body ?? '',
            },
          ])
        }
      >
        <p className="quiet small">{t.draftHint}</p>
        <div className="languages">
          {languages.map((language) => (
            <FormSection key={language} title={t.languages[language]}>
              <TextField field={inputs[language].title} label={t.draftTitle} lang={language} />
              <TextArea
                field={inputs[language].body}
                label={t.draftBody}
                lang={language}
                rows={18}
                className="input input-draft"
              />
            </FormSection>
          ))}
        </div>
      </FieldsOrConflict>
      <FormActions>
        <SubmitButton kind="plain">{t.save}</SubmitButton>
        <StatusLine savedAt={saved !== null && /^\d{1,15}$/.test(saved) ? Number(saved) : null} />
      </FormActions>
    </Form>
  )
}

/**
 * Publishing, withdrawing and drafting anew work on what is saved. While the texts on the screen are not, they wait:
 * what somebody has just typed would neither be published nor be kept.
 */
function useSavedTextsOnly() {
  const t = useMessages(noticeMessages)
  const [waiting, setWaiting] = useState(false)
  const onSubmit = (event: FormEvent) => {
    const unsaved = hasUnsavedText()
    setWaiting(unsaved)
    if (unsaved) event.preventDefault()
  }
  const hint = <div role="status">{waiting ? <NoticeBox urgent title={t.saveFirst} /> : null}</div>
  return { onSubmit, hint }
}

/** Publishes the draft; the second time it asks for what: an update, a correction with its words, or a typing mistake. */
export function PublishForm({ notice, languages, answer: latest }: DeskForm) {
  const t = useMessages(noticeMessages)
  const answer = answerTo('publish', latest)
  const [form, fields] = useForm({
    id: `publish-${notice.version}`,
    lastResult: answer?.result,
    defaultValue: {
      kind: notice.revisions.length === 0 ? 'first' : 'update',
      words_ko: '',
      words_en: '',
      words_ja: '',
    },
  })
  const again = notice.revisions.length > 0
  const { onSubmit, hint } = useSavedTextsOnly()
  const { onSubmit: onSubmitOfConform, ...formProps } = getFormProps(form)
  return (
    <Section title={t.publish} id="publish">
      <Form
        method="post"
        {...formProps}
        onSubmit={(event) => {
          onSubmit(event)
          if (!event.defaultPrevented) onSubmitOfConform(event)
        }}
        key={notice.version}
        noValidate
        className="stack"
      >
        {hint}
        <input type="hidden" name="intent" value="publish" />
        <input type="hidden" name="version" value={notice.version} />
        <ErrorSummary
          errors={summaryErrors(form, [fields.kind, fields.words_ko, fields.words_en, fields.words_ja])}
        />
        {again ? (
          <>
            <RadioGroup
              field={fields.kind}
              label={t.kind}
              options={(['update', 'correction', 'typo'] as const).map((value) => ({
                value,
                label: t.kinds[value],
              }))}
            />
            <div className="correction-words stack">
              <PublicWords
                languages={languages}
                id="correction"
                label={t.correction}
                hint={t.correctionHint}
                fields={{ ko: fields.words_ko, en: fields.words_en, ja: fields.words_ja }}
              />
            </div>
          </>
        ) : (
          <input type="hidden" name="kind" value="first" />
        )}
        <SubmitButton>{t.publish}</SubmitButton>
      </Form>
    </Section>
  )
}

/** What is said in public beside the text, in every language of the organisation. */
function PublicWords({
  languages,
  id,
  label,
  hint,
  fields,
}: {
  languages: NoticeLanguage[]
  id: string
  label: string
  hint?: string
  fields?: Partial<Record<NoticeLanguage, { errors?: string[]; initialValue?: unknown }>>
}) {
  const t = useMessages(noticeMessages)
  return languages.map((language) => (
    <TextArea
      key={language}
      field={{
        name: `words_${language}`,
        id: `${id}-${language}`,
        errors: fields?.[language]?.errors,
        initialValue: fields?.[language]?.initialValue,
      }}
      label={`${label}, ${t.languages[language]}`}
      hint={hint}
      lang={language}
      rows={2}
    />
  ))
}

/** Fills the draft again from the record. */
export function RedraftForm({ notice }: { notice: Notice }) {
  const t = useMessages(noticeMessages)
  const { onSubmit, hint } = useSavedTextsOnly()
  return (
    <Confirm summary={t.redraft} destroys={[t.redraftWarning]}>
      <Form method="post" className="stack" onSubmit={onSubmit}>
        {hint}
        <input type="hidden" name="version" value={notice.version} />
        <StageChoice id="redraft-stage" stage={notice.stage} />
        <SubmitButton name="intent" value="redraft" kind="plain">
          {t.redraft}
        </SubmitButton>
      </Form>
    </Confirm>
  )
}

/** Takes the notice back, with a reason that is public. */
export function WithdrawForm({ notice, languages, answer: latest }: DeskForm) {
  const t = useMessages(noticeMessages)
  const answer = answerTo('withdraw', latest)
  const errors = Object.values(answer?.result.error ?? {}).flatMap((messages) => messages ?? [])
  const { onSubmit, hint } = useSavedTextsOnly()
  return (
    <Confirm summary={t.withdraw} destroys={[t.withdrawWarning]}>
      <Form method="post" className="stack" onSubmit={onSubmit}>
        {hint}
        <input type="hidden" name="version" value={notice.version} />
        <ErrorSummary errors={errors.map((message) => ({ fieldId: null, message }))} />
        <PublicWords languages={languages} id="withdrawal" label={t.withdrawReason} />
        <SubmitButton name="intent" value="withdraw" kind="danger">
          {t.withdraw}
        </SubmitButton>
      </Form>
    </Confirm>
  )
}
