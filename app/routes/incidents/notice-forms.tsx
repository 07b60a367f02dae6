import { getFormProps, useForm, type SubmissionResult } from '@conform-to/react'
import { Form, useSearchParams } from '@remix-run/react'
import { useMemo, type RefObject } from 'react'
import { FieldsOrConflict } from '#app/components/forms/conflict.tsx'
import { RadioGroup, TextArea, TextField, type FieldState } from '#app/components/forms/fields.tsx'
import {
  ErrorSummary,
  FormActions,
  SubmitButton,
  summaryErrors,
  UnsavedGuard,
} from '#app/components/forms/form.tsx'
import { Confirm, NoticeBox, StatusLine } from '#app/components/layout/page.tsx'
import { useMessages, useReader } from '#app/components/reader.tsx'
import { FACT_LABELS, writeFacts } from '#app/domain/facts.ts'
import type { NoticeLanguage } from '#app/domain/language.ts'
import { NoticeEditor, type EditorMark } from '#app/editor/notice-editor.tsx'
import { noticeMessages } from '#app/messages/notices.ts'
import type { Notice } from '#app/models/notice.server.ts'
import { useDraftSaving, useSavedTextsOnly } from './notice-saving.tsx'

/** What came back for a form of this page. */
export type Answer = { result: SubmissionResult; current: unknown } | undefined

/** The answer to the form that was sent: a page with several forms shows it at that one only. */
export function answerTo(intent: string, answer: Answer): Answer {
  const sent = answer?.result.initialValue?.intent ?? 'save'
  return sent === intent ? answer : undefined
}

/** All sentences of an answer, whatever field they belong to. */
export function errorsOf(answer: Answer): { fieldId: null; message: string }[] {
  return Object.values(answer?.result.error ?? {})
    .flatMap((messages) => messages ?? [])
    .map((message) => ({ fieldId: null, message }))
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
function StageChoice({ id, stage }: { id: string; stage: Stage }) {
  const t = useMessages(noticeMessages)
  return (
    <RadioGroup
      field={{ name: 'stage', id, initialValue: stage }}
      label={t.stage}
      options={STAGES.map((value) => ({ value, label: t.stages[value], hint: t.stageHints[value] }))}
    />
  )
}

/** Starts the notice of an incident, or the next one after a withdrawal. */
export function StartForm({ stage, again = false }: { stage: Stage; again?: boolean }) {
  const t = useMessages(noticeMessages)
  return (
    <Form method="post" className="form">
      <StageChoice id="start-stage" stage={stage} />
      <FormActions>
        <SubmitButton name="intent" value="start">
          {again ? t.startAgain : t.start}
        </SubmitButton>
      </FormActions>
    </Form>
  )
}

/** The draft in every language of the organisation: beside each other where there is room, else one at a time. */
export function TextsForm({
  notice,
  languages,
  answer: latest,
  place,
  marks,
}: DeskForm & {
  place: RefObject<HTMLDivElement>
  /** What the checks point out in the bodies. */
  marks: Partial<Record<NoticeLanguage, EditorMark[]>>
}) {
  const t = useMessages(noticeMessages)
  const [query] = useSearchParams()
  const saving = useDraftSaving()
  const { epoch } = saving
  const answer = answerTo('save', latest)
  // A form that begins anew takes its texts from the server; one that saved itself goes on with its own.
  const defaultValue = useMemo(
    () => ({
      title_ko: notice.texts.ko?.title ?? '',
      body_ko: notice.texts.ko?.body ?? '',
      title_en: notice.texts.en?.title ?? '',
      body_en: notice.texts.en?.body ?? '',
      title_ja: notice.texts.ja?.title ?? '',
      body_ja: notice.texts.ja?.body ?? '',
      kind: notice.nextKind,
      words_ko: notice.correction.ko ?? '',
      words_en: notice.correction.en ?? '',
      words_ja: notice.correction.ja ?? '',
    }),
    [epoch],
  )
  const [form, fields] = useForm({ id: `texts-${epoch}`, lastResult: answer?.result, defaultValue })
  const inputs = {
    ko: { title: fields.title_ko, body: fields.body_ko, words: fields.words_ko },
    en: { title: fields.title_en, body: fields.body_en, words: fields.words_en },
    ja: { title: fields.title_ja, body: fields.body_ja, words: fields.words_ja },
  }
  const { language: own } = useReader()
  const editorFacts = useMemo(
    () =>
      inEachLanguage((language) =>
        notice.facts.map(({ key, texts }) => ({
          key,
          label: FACT_LABELS[key][own],
          text:
            texts[language].length === 0
              ? null
              : writeFacts(`{{${key}}}`, notice.facts, language, { markdown: false }).text,
          items: texts[language],
        })),
      ),
    [notice.facts, own],
  )
  const again = notice.revisions.length > 0
  const { onSubmit: onSubmitOfConform, ...formProps } = getFormProps(form)
  const saved = query.get('saved')
  const savedAt =
    saving.savedAt ??
    (saved !== null && /^\d{1,15}$/.test(saved) ? Number(saved) : (notice.edited?.at ?? null))
  const all = languages.flatMap((language) => Object.values(inputs[language]))
  return (
    <Form
      method="post"
      {...formProps}
      ref={saving.hold}
      key={epoch}
      noValidate
      className="form form-wide"
      onInput={saving.touch}
      onSubmit={(event) => {
        saving.submit(event)
        if (!event.defaultPrevented) onSubmitOfConform(event)
      }}
    >
      <UnsavedGuard />
      <input type="hidden" name="intent" value="save" />
      <ErrorSummary errors={summaryErrors(form, again ? [fields.kind, ...all] : all)} />
      <FieldsOrConflict<Notice>
        version={saving.version}
        current={saving.conflict?.current ?? answer?.current}
        sent={saving.conflict?.sent ?? answer?.result.initialValue}
        disputed={(theirs) => [
          ...(again
            ? [
                {
                  field: fields.kind,
                  label: t.kind,
                  theirs: theirs.nextKind,
                  word: (value: string) => t.kinds[value as keyof typeof t.kinds] ?? value,
                },
              ]
            : []),
          ...languages.flatMap((language) => [
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
            ...(again
              ? [
                  {
                    field: inputs[language].words,
                    label: `${t.correction} (${t.languages[language]})`,
                    theirs: theirs.correction[language] ?? '',
                  },
                ]
              : []),
          ]),
        ]}
      >
        {again ? (
          <RadioGroup
            field={fields.kind}
            label={t.kind}
            options={(['update', 'correction', 'typo'] as const).map((value) => ({
              value,
              label: t.kinds[value],
            }))}
          />
        ) : null}
        <div className="languages" ref={place}>
          {languages.length > 1 ? (
            <div className="language-tabs" role="radiogroup" aria-label={t.languagesLabel}>
              {languages.map((language, index) => (
                <label key={language}>
                  {/* Belongs to no form: which text is in sight is nothing to save. */}
                  <input
                    type="radio"
                    form="none"
                    name="shown-language"
                    value={language}
                    defaultChecked={index === 0}
                  />
                  <span>{t.languages[language]}</span>
                </label>
              ))}
            </div>
          ) : null}
          {languages.map((language) => (
            <fieldset
              key={language}
              className="language-text"
              data-language={language}
              onFocus={({ target }) => {
                // Where a fact goes that is picked beside the text.
                if (!place.current) return
                place.current.dataset.writing = language
                place.current.dataset.part = target.matches('[name^=title_]') ? 'title' : 'body'
              }}
            >
              <legend>{t.languages[language]}</legend>
              {again ? (
                <div className="correction-words">
                  <TextArea
                    field={inputs[language].words}
                    label={t.correction}
                    hint={t.correctionHint}
                    lang={language}
                    rows={3}
                  />
                </div>
              ) : null}
              <TitleField field={inputs[language].title} notice={notice} language={language} />
              <NoticeEditor
                key={inputs[language].body.key}
                name={inputs[language].body.name}
                id={inputs[language].body.id}
                language={language}
                label={t.draftBody}
                markdownHint={t.draftHint}
                defaultValue={textOf(inputs[language].body.initialValue)}
                errors={inputs[language].body.errors}
                facts={editorFacts[language]}
                marks={marks[language] ?? NO_MARKS}
              />
            </fieldset>
          ))}
        </div>
      </FieldsOrConflict>
      <div className="draft-foot">
        <FormActions>
          <SubmitButton kind="plain">{t.save}</SubmitButton>
          <StatusLine savedAt={savedAt} saving={saving.phase === 'saving'} />
        </FormActions>
        <SavingTrouble />
      </div>
    </Form>
  )
}

const NO_MARKS: EditorMark[] = []

/**
 * The title in its one line: as it will be read, with its facts in it, until somebody goes to change it; then as it is
 * typed, with what becomes of it below. Without script the line is what is typed.
 */
function TitleField({
  field,
  notice,
  language,
}: {
  field: FieldState
  notice: Notice
  language: NoticeLanguage
}) {
  const t = useMessages(noticeMessages)
  const { live } = useDraftSaving()
  const title = live.texts[language]?.title ?? ''
  const hasFacts = title.includes('{{')
  const written = `${field.id}-written`
  return (
    <div className="title-field" data-facts={hasFacts ? '' : undefined}>
      <TextField
        field={field}
        label={t.draftTitle}
        lang={language}
        {...(hasFacts ? { 'aria-details': written } : {})}
      />
      {hasFacts ? (
        <p className="title-written needs-script" id={written} lang={language}>
          <span className="visually-hidden">{t.titleWritten}: </span>
          {title.split(PLACEHOLDER).map((piece, index) => {
            if (index % 2 === 0) return piece
            const { text, findings } = writeFacts(piece, notice.facts, language, { markdown: false })
            return (
              <span key={index} className="fact-chip" data-unknown={findings.length > 0 ? '' : undefined}>
                {text}
              </span>
            )
          })}
        </p>
      ) : null}
    </div>
  )
}

const PLACEHOLDER = /(\{\{[^{}]*\}\})/

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : ''
}

function inEachLanguage<T>(make: (language: NoticeLanguage) => T): Record<NoticeLanguage, T> {
  return { ko: make('ko'), en: make('en'), ja: make('ja') }
}

/** Why what is on the screen is not saved, as long as it is not. */
function SavingTrouble() {
  const t = useMessages(noticeMessages)
  const { phase, problems } = useDraftSaving()
  return (
    <div role="status">
      {phase === 'failed' ? <NoticeBox urgent title={t.autosaveFailed} /> : null}
      {phase === 'signed_out' ? <NoticeBox urgent title={t.autosaveSignedOut} /> : null}
      {phase === 'refused' ? (
        <NoticeBox urgent title={t.autosaveRefused}>
          <p>{problems.join(' ')}</p>
        </NoticeBox>
      ) : null}
    </div>
  )
}

/** Drafts a language that has no text yet, such as one that was switched on later. */
export function DraftLanguages({ notice, languages, answer: latest }: DeskForm) {
  const t = useMessages(noticeMessages)
  const answer = answerTo('draft_language', latest)
  const { onSubmit, hint, version } = useSavedTextsOnly()
  const { live } = useDraftSaving()
  const empty = languages.filter((language) => {
    const text = live.texts[language] ?? notice.texts[language]
    return text !== undefined && text.title.trim() === '' && text.body.trim() === ''
  })
  if (empty.length === 0) return null
  return (
    <div className="stack">
      <ErrorSummary errors={errorsOf(answer)} />
      {empty.map((language) => (
        <Form method="post" key={language} className="one-step" onSubmit={onSubmit}>
          {hint}
          <input type="hidden" name="version" value={version} />
          <input type="hidden" name="language" value={language} />
          <span>{t.draftLanguageHint(t.languages[language])}</span>{' '}
          <SubmitButton name="intent" value="draft_language" kind="plain">
            {t.draftLanguage(t.languages[language])}
          </SubmitButton>
        </Form>
      ))}
    </div>
  )
}

/** Whether the public page says how its promises stand. */
export function FollowPromises({ shown, answer: latest }: { shown: boolean; answer: Answer }) {
  const t = useMessages(noticeMessages)
  const answer = answerTo('follow_promises', latest)
  const { onSubmit, hint, version } = useSavedTextsOnly()
  return (
    <Form method="post" className="one-step" onSubmit={onSubmit}>
      {hint}
      <ErrorSummary errors={errorsOf(answer)} />
      <input type="hidden" name="version" value={version} />
      {shown ? null : <input type="hidden" name="shown" value="1" />}
      <span className="quiet small">{shown ? t.promisesShown : t.promisesHidden}</span>{' '}
      <SubmitButton name="intent" value="follow_promises" kind="plain">
        {shown ? t.hidePromises : t.showPromises}
      </SubmitButton>
    </Form>
  )
}

/** Fills the draft again from the record. */
export function RedraftForm({ notice }: { notice: Notice }) {
  const t = useMessages(noticeMessages)
  const { onSubmit, hint, version } = useSavedTextsOnly()
  return (
    <Confirm summary={t.redraft} destroys={[t.redraftWarning]}>
      <Form method="post" className="stack" onSubmit={onSubmit}>
        {hint}
        <input type="hidden" name="version" value={version} />
        <StageChoice id="redraft-stage" stage={notice.stage} />
        <SubmitButton name="intent" value="redraft" kind="plain">
          {t.redraft}
        </SubmitButton>
      </Form>
    </Confirm>
  )
}

/** Takes the notice back, with a reason that is public. */
export function WithdrawForm({ languages, answer: latest }: DeskForm) {
  const t = useMessages(noticeMessages)
  const answer = answerTo('withdraw', latest)
  const { onSubmit, hint, version } = useSavedTextsOnly()
  return (
    <Confirm summary={t.withdraw} destroys={[t.withdrawWarning]}>
      <Form method="post" className="stack" onSubmit={onSubmit}>
        {hint}
        <input type="hidden" name="version" value={version} />
        <ErrorSummary errors={errorsOf(answer)} />
        {languages.map((language) => (
          <TextArea
            key={language}
            field={{
              name: `words_${language}`,
              id: `withdrawal-${language}`,
              initialValue: answer?.result.initialValue?.[`words_${language}`],
            }}
            label={`${t.withdrawReason}, ${t.languages[language]}`}
            lang={language}
            rows={2}
          />
        ))}
        <SubmitButton name="intent" value="withdraw" kind="danger">
          {t.withdraw}
        </SubmitButton>
      </Form>
    </Confirm>
  )
}
