import { getFormProps, useForm, type SubmissionResult } from '@conform-to/react'
import {
  redirect,
  type ActionFunctionArgs,
  type LoaderFunctionArgs,
  type MetaFunction,
} from '@remix-run/node'
import { Form, Link, useActionData, useLoaderData } from '@remix-run/react'
import { z } from 'zod'
import { clockNow } from '#app/clock.server.ts'
import { ErrorSummary, FormActions, SubmitButton, summaryErrors } from '#app/components/forms/form.tsx'
import { EmptyState, PageHeader, Section, Toast } from '#app/components/layout/page.tsx'
import { useMay, useMessages } from '#app/components/reader.tsx'
import { YearlyCountFields } from '#app/components/yearly-count-fields.tsx'
import { coveredPeriodInput, version, yearlyCountInput } from '#app/domain/record-input.ts'
import { leastRoleFor } from '#app/domain/roles.ts'
import { languageOf } from '#app/language.server.ts'
import { settingsMessages } from '#app/messages/settings.ts'
import {
  addCoveredPeriod,
  listCoveredPeriods,
  removeCoveredPeriod,
  restoreCoveredPeriod,
} from '#app/models/covered-period.server.ts'
import {
  addYearlyCount,
  listYearlyCounts,
  removeYearlyCount,
  restoreYearlyCount,
  type YearlyCount,
} from '#app/models/yearly-count.server.ts'
import { paths } from '#app/paths.ts'
import { actorOf, requireRole, requireUser } from '#app/session.server.ts'
import { readForm, readSubmission, submit } from '#app/submission.server.ts'
import { CoveredPeriods } from './covered-periods.tsx'

export async function loader({ request }: LoaderFunctionArgs) {
  const user = await requireUser(request)
  const query = new URL(request.url).searchParams
  return {
    title: settingsMessages[languageOf(request, user)].counts.title,
    counts: await listYearlyCounts(),
    removed: query.get('removed'),
    periods: await listCoveredPeriods(),
    removedPeriod: query.get('removedPeriod'),
  }
}

export async function action({ request }: ActionFunctionArgs) {
  const user = await requireRole(request, leastRoleFor('enter_yearly_count'))
  const language = languageOf(request, user)
  const by = { actor: actorOf(user), now: clockNow() }
  const form = await readForm(request)
  const here = paths.yearlyCountSettings()

  switch (form.get('intent')) {
    case 'remove': {
      const submission = readSubmission(form, z.object({ id: z.string(), version }), language)
      if (!submission.ok) return submission.refusal
      return submit(submission, async ({ id, version: expectedVersion }) => {
        await removeYearlyCount({ ...by, id, expectedVersion })
        return redirect(`${here}?removed=${id}`)
      })
    }
    case 'undo': {
      const submission = readSubmission(form, z.object({ id: z.string() }), language)
      if (!submission.ok) return submission.refusal
      return submit(submission, async ({ id }) => {
        await restoreYearlyCount({ ...by, id })
        return redirect(here)
      })
    }
    case 'remove_period': {
      const submission = readSubmission(form, z.object({ id: z.string(), version }), language)
      if (!submission.ok) return submission.refusal
      return submit(submission, async ({ id, version: expectedVersion }) => {
        await removeCoveredPeriod({ ...by, id, expectedVersion })
        return redirect(`${here}?removedPeriod=${id}`)
      })
    }
    case 'undo_period': {
      const submission = readSubmission(form, z.object({ id: z.string() }), language)
      if (!submission.ok) return submission.refusal
      return submit(submission, async ({ id }) => {
        await restoreCoveredPeriod({ ...by, id })
        return redirect(paths.coveredPeriods())
      })
    }
    case 'add_period': {
      const submission = readSubmission(form, coveredPeriodInput, language)
      if (!submission.ok) return submission.refusal
      return submit(submission, async (period) => {
        await addCoveredPeriod({ ...by, ...period })
        return redirect(paths.coveredPeriods())
      })
    }
    default: {
      const submission = readSubmission(form, yearlyCountInput, language)
      if (!submission.ok) return submission.refusal
      return submit(submission, async (count) => {
        await addYearlyCount({ ...by, ...count })
        return redirect(here)
      })
    }
  }
}

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: `${data?.title ?? ''} · Sagwa` }]

export default function YearlyCountSettings() {
  const { counts, removed, periods, removedPeriod } = useLoaderData<typeof loader>()
  const t = useMessages(settingsMessages)
  const mayEnter = useMay('enter_yearly_count')
  const answer = useActionData<typeof action>()
  return (
    <>
      <PageHeader
        title={t.counts.title}
        meta={<span>{t.counts.note}</span>}
        actions={
          <Link className="button button-quiet" to={paths.trends()}>
            {t.counts.trend}
          </Link>
        }
      />
      {removed !== null && mayEnter && !counts.some((count) => count.id === removed) ? (
        <Toast>
          <Form method="post" action={paths.yearlyCountSettings()} className="cluster">
            <span>{t.counts.removed}</span>
            <input type="hidden" name="id" value={removed} />
            <button className="button button-quiet" name="intent" value="undo">
              {t.undo}
            </button>
          </Form>
        </Toast>
      ) : null}
      {removedPeriod !== null && mayEnter && !periods.some((period) => period.id === removedPeriod) ? (
        <Toast>
          <Form method="post" action={paths.yearlyCountSettings()} className="cluster">
            <span>{t.periods.removed}</span>
            <input type="hidden" name="id" value={removedPeriod} />
            <button className="button button-quiet" name="intent" value="undo_period">
              {t.undo}
            </button>
          </Form>
        </Toast>
      ) : null}
      {counts.length === 0 ? (
        <EmptyState title={t.counts.empty} text={t.counts.emptyBody} example={t.counts.emptyExample} />
      ) : (
        <CountTable counts={counts} mayEnter={mayEnter} />
      )}
      {mayEnter ? (
        <EnterCount key={counts.length} result={isOfPeriod(answer) ? undefined : answer?.result} />
      ) : null}
      <CoveredPeriods
        periods={periods}
        mayEnter={mayEnter}
        result={isOfPeriod(answer) ? answer?.result : undefined}
      />
    </>
  )
}

function CountTable({ counts, mayEnter }: { counts: YearlyCount[]; mayEnter: boolean }) {
  const t = useMessages(settingsMessages)
  return (
    <div className="table-scroll">
      <table className="table table-stacked settings-table">
        <caption className="visually-hidden">{t.counts.caption}</caption>
        <thead>
          <tr>
            <th scope="col">{t.counts.year}</th>
            <th scope="col" className="number">
              {t.counts.count}
            </th>
            <th scope="col">{t.counts.source}</th>
            <th scope="col">{t.counts.ruleStated}</th>
            {mayEnter ? (
              <th scope="col">
                <span className="visually-hidden">{t.edit}</span>
              </th>
            ) : null}
          </tr>
        </thead>
        <tbody>
          {counts.map((count) => (
            <tr key={count.id}>
              <th scope="row" className="cell-title">
                {mayEnter ? (
                  <Link
                    to={paths.yearlyCount(count.id)}
                    data-row=""
                    aria-label={t.editOf(String(count.year))}
                  >
                    {count.year}
                  </Link>
                ) : (
                  count.year
                )}
              </th>
              <td className="number" data-label={t.counts.count}>
                {count.count}
              </td>
              <td className="settings-source">
                {count.sourceUrl === '' ? count.source : <a href={count.sourceUrl}>{count.source}</a>}
                <span className="cell-note">{t.counts.entered(count.recordedBy)}</span>
              </td>
              <td className="settings-source" data-label={t.counts.ruleStated}>
                {count.ruleStated || <span className="quiet">{t.counts.notStated}</span>}
              </td>
              {mayEnter ? (
                <td className="settings-actions">
                  <Form method="post" action={paths.yearlyCountSettings()}>
                    <input type="hidden" name="id" value={count.id} />
                    <input type="hidden" name="version" value={count.version} />
                    <button
                      className="button button-quiet"
                      name="intent"
                      value="remove"
                      aria-label={t.counts.removeOf(count.year)}
                    >
                      {t.counts.remove}
                    </button>
                  </Form>
                </td>
              ) : null}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

function EnterCount({ result }: { result: SubmissionResult | undefined }) {
  const t = useMessages(settingsMessages)
  const [form, fields] = useForm({
    id: 'count',
    lastResult: result,
    defaultValue: { year: '', count: '', source: '', sourceUrl: '', ruleStated: '' },
  })
  return (
    <Section id="enter" title={t.counts.addTitle}>
      <Form
        method="post"
        action={paths.yearlyCountSettings()}
        {...getFormProps(form)}
        noValidate
        className="form"
      >
        <ErrorSummary
          errors={summaryErrors(form, [
            fields.year,
            fields.count,
            fields.source,
            fields.sourceUrl,
            fields.ruleStated,
          ])}
        />
        <YearlyCountFields fields={fields} />
        <FormActions>
          <SubmitButton name="intent" value="add">
            {t.counts.addButton}
          </SubmitButton>
        </FormActions>
      </Form>
    </Section>
  )
}

/** Two forms share the page; what came back belongs to the one whose button was pressed. */
function isOfPeriod(answer: ReturnType<typeof useActionData<typeof action>>): boolean {
  return answer?.result.initialValue?.intent === 'add_period'
}
