import {
  redirect,
  type ActionFunctionArgs,
  type LoaderFunctionArgs,
  type MetaFunction,
} from '@remix-run/node'
import {
  useActionData,
  useLoaderData,
  useSearchParams,
  type ShouldRevalidateFunction,
} from '@remix-run/react'
import { clockNow } from '#app/clock.server.ts'
import { IncidentDuties } from '#app/components/incident-duties.tsx'
import { IncidentHeader } from '#app/components/incident-header.tsx'
import { EmptyState, Section, Toast } from '#app/components/layout/page.tsx'
import { useMay, useMessages } from '#app/components/reader.tsx'
import { unlessDatabaseFails } from '#app/database-failure.server.ts'
import { refuse } from '#app/domain/errors.ts'
import {
  noticeDecisionInput,
  noticeLanguageInput,
  noticePromisesInput,
  noticeStageInput,
  noticeStepInput,
  noticeTextInput,
  withdrawInput,
} from '#app/domain/record-input.ts'
import { languageOf } from '#app/language.server.ts'
import { dutyMessages } from '#app/messages/duties.ts'
import { noticeMessages } from '#app/messages/notices.ts'
import { getIncidentRecord } from '#app/models/incident.server.ts'
import { readDesk } from '#app/models/notice-desk.server.ts'
import { draftCorrection, keepDrift } from '#app/models/notice-drift.server.ts'
import { dutiesOf } from '#app/models/duty-profile.server.ts'
import { noticeShortForms, publishNotice, withdrawNotice } from '#app/models/notice-publication.server.ts'
import {
  approveNotice,
  keepFinding,
  reopenFinding,
  sendBack,
  submitForReview,
  takeBack,
} from '#app/models/notice-review.server.ts'
import {
  draftLanguage,
  findNoticeSlug,
  redraftNotice,
  saveNoticeText,
  startNotice,
} from '#app/models/notice.server.ts'
import { getOrganisation } from '#app/models/organisation.server.ts'
import { paths } from '#app/paths.ts'
import { publishedSite } from '#app/published-site.server.ts'
import { actorOf, requireRole, requireUser } from '#app/session.server.ts'
import { found, readForm, readSubmission, submit } from '#app/submission.server.ts'
import { NoticeDesk } from './notice-desk.tsx'
import { draftOf, NOTICE_FIELD_NAMES } from './notice-form-data.ts'
import { StartForm } from './notice-forms.tsx'

export async function loader({ request, params }: LoaderFunctionArgs) {
  const user = await requireUser(request)
  const record = await found(getIncidentRecord(params.reference!))
  const { languages } = await getOrganisation()
  const slug = await findNoticeSlug(record.reference)
  const now = clockNow()
  const duties = await dutiesOf(record, now)
  if (slug === null) return { record, languages, duties, desk: null, short: null }
  const desk = await readDesk({ slug, user, now })
  return { record, languages, duties, desk, short: await noticeShortForms({ slug, now }) }
}

/** Steps that put something before the public or speak for the second pair of eyes. */
const FOR_PUBLISHERS = new Set(['approve', 'send_back', 'publish', 'publish_alone', 'withdraw', 'keep_drift'])

export async function action({ request, params }: ActionFunctionArgs) {
  await requireUser(request)
  const form = await readForm(request)
  const intent = form.get('intent')
  const user = await requireRole(
    request,
    typeof intent === 'string' && FOR_PUBLISHERS.has(intent) ? 'publisher' : 'responder',
  )
  const language = languageOf(request, user)
  const reference = params.reference!
  const here = paths.incidentNotices(reference)
  const actor = actorOf(user)
  const now = clockNow()

  if (intent === 'start') {
    const submission = readSubmission(form, noticeStageInput, language)
    if (!submission.ok) return submission.refusal
    return submit(submission, async ({ stage }) => {
      await startNotice({ reference, stage, actor, now })
      return redirect(here)
    })
  }
  const slug = await findNoticeSlug(reference)
  if (slug === null) throw new Response(null, { status: 404 })
  const by = { slug, actor, now }

  switch (intent) {
    case 'redraft': {
      const submission = readSubmission(form, noticeStageInput, language)
      if (!submission.ok) return submission.refusal
      return submit(submission, async ({ stage, version }) => {
        await redraftNotice({ ...by, stage, expectedVersion: version ?? 0 })
        return redirect(here)
      })
    }
    case 'draft_language': {
      const submission = readSubmission(form, noticeLanguageInput, language)
      if (!submission.ok) return submission.refusal
      return submit(submission, async ({ language: lacking, version }) => {
        await draftLanguage({ ...by, language: lacking, expectedVersion: version })
        return redirect(here)
      })
    }
    case 'follow_promises': {
      const submission = readSubmission(form, noticePromisesInput, language)
      if (!submission.ok) return submission.refusal
      return submit(submission, async ({ shown, version }) => {
        await saveNoticeText({ ...by, texts: {}, showsPromises: shown, expectedVersion: version })
        return redirect(`${here}#promises`)
      })
    }
    case 'submit':
    case 'take_back':
    case 'correct':
    case 'approve':
    case 'send_back':
    case 'publish':
    case 'publish_alone': {
      const submission = readSubmission(form, noticeStepInput, language)
      if (!submission.ok) return submission.refusal
      return submit(submission, async ({ version, fingerprint, comment, emergency }) => {
        const change = { ...by, expectedVersion: version }
        if (intent === 'submit') await submitForReview(change)
        else if (intent === 'take_back') await takeBack(change)
        else if (intent === 'correct') await draftCorrection(change)
        else if (intent === 'send_back') await sendBack({ ...change, comment })
        else if (intent === 'approve') {
          await approveNotice({ ...change, actor: { ...actor, id: user.id }, role: user.role, fingerprint })
        } else {
          const alone = intent === 'publish_alone'
          if (alone && emergency === '') refuse({ emergency: [{ code: 'emergency_reason_missing' }] })
          await publishNotice({ ...change, ...(alone ? { emergencyReason: emergency } : {}) })
          return published(here)
        }
        return redirect(here)
      })
    }
    case 'withdraw': {
      const submission = readSubmission(form, withdrawInput, language)
      if (!submission.ok) return submission.refusal
      return submit(
        submission,
        async ({ words_ko, words_en, words_ja, version }) => {
          const reason = { ko: words_ko, en: words_en, ja: words_ja }
          await withdrawNotice({ ...by, reason, expectedVersion: version })
          return published(here)
        },
        NOTICE_FIELD_NAMES,
      )
    }
    case 'keep_finding':
    case 'reopen_finding':
    case 'keep_drift': {
      const submission = readSubmission(form, noticeDecisionInput, language)
      if (!submission.ok) return submission.refusal
      return submit(submission, async ({ key, reason }) => {
        if (intent === 'keep_finding') await keepFinding({ ...by, fingerprint: key, reason })
        else if (intent === 'reopen_finding') await reopenFinding({ ...by, fingerprint: key })
        else await keepDrift({ ...by, key, reason })
        return redirect(intent === 'keep_drift' ? here : `${here}#checks`)
      })
    }
    default: {
      const submission = readSubmission(form, noticeTextInput, language)
      if (!submission.ok) return submission.refusal
      const { languages } = await getOrganisation()
      return submit(
        submission,
        async (typed) => {
          const { version, ...draft } = draftOf(typed, languages)
          await saveNoticeText({ ...by, ...draft, expectedVersion: version })
          return redirect(`${here}?saved=${now}`)
        },
        NOTICE_FIELD_NAMES,
      )
    }
  }
}

/**
 * Leads back to the notice once it is online. The person is told that it is, so it has to be. Once it is published nothing
 * may call it undone: a database that fails now leaves the page to the next look, some seconds later.
 */
async function published(here: string): Promise<Response> {
  await unlessDatabaseFails(publishedSite.refresh())
  return redirect(`${here}?published=1`)
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
  const { record, desk, duties, languages, short } = useLoaderData<typeof loader>()
  const answer = useActionData<typeof action>()
  const [query] = useSearchParams()
  const t = useMessages(noticeMessages)
  const { title: dutyTitle } = useMessages(dutyMessages)
  return (
    <>
      <IncidentHeader incident={record} />
      {query.has('published') && desk ? (
        <Toast>
          <span>{desk.notice.state === 'withdrawn' ? t.states.withdrawn : t.published}</span>{' '}
          <a href={paths.publishedNotice(desk.notice.slug)}>{t.openPublic}</a>
        </Toast>
      ) : null}
      {desk === null ? (
        <StartNotice />
      ) : (
        <NoticeDesk desk={desk} languages={languages} short={short} duties={duties} answer={answer} />
      )}
      {desk === null ? (
        <Section id="duties" title={dutyTitle}>
          <IncidentDuties duties={duties} />
        </Section>
      ) : null}
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
      action={mayDraft ? <StartForm stage={ended ? 'final_report' : 'first_word'} /> : null}
    />
  )
}
