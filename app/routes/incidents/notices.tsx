import {
  redirect,
  type ActionFunctionArgs,
  type LoaderFunctionArgs,
  type MetaFunction,
} from '@remix-run/node'
import {
  Form,
  useActionData,
  useLoaderData,
  useSearchParams,
  type ShouldRevalidateFunction,
} from '@remix-run/react'
import { clockNow } from '#app/clock.server.ts'
import { SubmitButton } from '#app/components/forms/form.tsx'
import { IncidentHeader } from '#app/components/incident-header.tsx'
import { EmptyState, Toast } from '#app/components/layout/page.tsx'
import { useMay, useMessages } from '#app/components/reader.tsx'
import { noticeStageInput, noticeTextInput, publishInput } from '#app/domain/record-input.ts'
import { unlessDatabaseFails } from '#app/database-failure.server.ts'
import { languageOf } from '#app/language.server.ts'
import { noticeMessages } from '#app/messages/notices.ts'
import { getIncidentRecord } from '#app/models/incident.server.ts'
import {
  getNotice,
  listNotices,
  redraftNotice,
  saveNoticeText,
  startNotice,
} from '#app/models/notice.server.ts'
import { previewNotice, publishNotice, withdrawNotice } from '#app/models/notice-publication.server.ts'
import { getOrganisation } from '#app/models/organisation.server.ts'
import { paths } from '#app/paths.ts'
import { publishedSite } from '#app/published-site.server.ts'
import { actorOf, requireRole, requireUser } from '#app/session.server.ts'
import { found, readForm, readSubmission, submit } from '#app/submission.server.ts'
import { NoticeDesk } from './notice-desk.tsx'
import { StageChoice } from './notice-forms.tsx'

export async function loader({ request, params }: LoaderFunctionArgs) {
  await requireUser(request)
  const record = await found(getIncidentRecord(params.reference!))
  const { languages } = await getOrganisation()
  const [listed] = await listNotices({ reference: record.reference })
  if (listed === undefined) return { record, languages, notice: null, findings: [], changed: false }
  const { findings, changed } = await previewNotice({ slug: listed.slug, now: clockNow() })
  return { record, languages, notice: await getNotice(listed.slug), findings, changed }
}

/** The form's names of what the model calls by language and part. */
const FIELD_NAMES = {
  'ko.title': 'title_ko',
  'ko.body': 'body_ko',
  'en.title': 'title_en',
  'en.body': 'body_en',
  'ja.title': 'title_ja',
  'ja.body': 'body_ja',
  ko: 'words_ko',
  en: 'words_en',
  ja: 'words_ja',
}

export async function action({ request, params }: ActionFunctionArgs) {
  const form = await readForm(request)
  const intent = form.get('intent')
  const user = await requireRole(
    request,
    intent === 'publish' || intent === 'withdraw' ? 'publisher' : 'responder',
  )
  const language = languageOf(request, user)
  const reference = params.reference!
  const here = paths.incidentNotices(reference)
  const by = { slug: reference, actor: actorOf(user), now: clockNow() }

  switch (intent) {
    case 'start': {
      const submission = readSubmission(form, noticeStageInput, language)
      if (!submission.ok) return submission.refusal
      return submit(submission, async ({ stage }) => {
        await startNotice({ reference, stage, actor: by.actor, now: by.now })
        return redirect(here)
      })
    }
    case 'redraft': {
      const submission = readSubmission(form, noticeStageInput, language)
      if (!submission.ok) return submission.refusal
      return submit(submission, async ({ stage, version }) => {
        await redraftNotice({ ...by, stage, expectedVersion: version ?? 0 })
        return redirect(here)
      })
    }
    case 'publish':
    case 'withdraw': {
      const submission = readSubmission(form, publishInput, language)
      if (!submission.ok) return submission.refusal
      return submit(
        submission,
        async ({ kind, words_ko, words_en, words_ja, version }) => {
          const words = { ko: words_ko, en: words_en, ja: words_ja }
          const change = { ...by, expectedVersion: version }
          if (intent === 'publish') await publishNotice({ ...change, kind, correctionText: words })
          else await withdrawNotice({ ...change, reason: words })
          // The person is told that it is online, so it has to be. Once it is published nothing may call it undone: a
          // database that fails now leaves the page to the next look, some seconds later.
          await unlessDatabaseFails(publishedSite.refresh())
          return redirect(`${here}?published=1`)
        },
        FIELD_NAMES,
      )
    }
    default: {
      const submission = readSubmission(form, noticeTextInput, language)
      if (!submission.ok) return submission.refusal
      const { languages } = await getOrganisation()
      return submit(
        submission,
        async ({ version, ...typed }) => {
          const all = {
            ko: { title: typed.title_ko, body: typed.body_ko },
            en: { title: typed.title_en, body: typed.body_en },
            ja: { title: typed.title_ja, body: typed.body_ja },
          }
          const texts = Object.fromEntries(languages.map((written) => [written, all[written]]))
          await saveNoticeText({ ...by, texts, expectedVersion: version })
          return redirect(`${here}?saved=${by.now}`)
        },
        FIELD_NAMES,
      )
    }
  }
}

/** After a conflict in publishing the page shows what the other person saved; a conflict in saving shows both itself. */
export const shouldRevalidate: ShouldRevalidateFunction = ({
  actionStatus,
  formData,
  defaultShouldRevalidate,
}) => defaultShouldRevalidate || (actionStatus === 409 && formData?.get('intent') !== 'save')

export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: `${data?.record.reference ?? ''} · Sagwa` },
]

export default function IncidentNotices() {
  const { record, notice, ...desk } = useLoaderData<typeof loader>()
  const answer = useActionData<typeof action>()
  const [query] = useSearchParams()
  const t = useMessages(noticeMessages)
  return (
    <>
      <IncidentHeader incident={record} />
      {query.has('published') && notice ? (
        <Toast>
          <span>{notice.state === 'withdrawn' ? t.states.withdrawn : t.published}</span>{' '}
          <a href={paths.publishedNotice(notice.slug)}>{t.openPublic}</a>
        </Toast>
      ) : null}
      {notice === null ? <StartNotice /> : <NoticeDesk notice={notice} {...desk} answer={answer} />}
    </>
  )
}

function StartNotice() {
  const { record } = useLoaderData<typeof loader>()
  const t = useMessages(noticeMessages)
  const mayDraft = useMay('draft_notice')
  const ended = record.markers.impact_end.chosen !== null
  return (
    <EmptyState
      title={t.none}
      text={t.noneBody}
      action={
        mayDraft ? (
          <Form method="post" className="form">
            <StageChoice id="start-stage" stage={ended ? 'final_report' : 'first_word'} />
            <SubmitButton name="intent" value="start">
              {t.start}
            </SubmitButton>
          </Form>
        ) : null
      }
    />
  )
}
