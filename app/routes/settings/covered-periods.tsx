import { getFormProps, useForm, type SubmissionResult } from '@conform-to/react'
import { Form, Link } from '@remix-run/react'
import { CoveredPeriodFields } from '#app/components/covered-period-fields.tsx'
import { ErrorSummary, FormActions, SubmitButton, summaryErrors } from '#app/components/forms/form.tsx'
import { EmptyState, Section } from '#app/components/layout/page.tsx'
import { useMessages } from '#app/components/reader.tsx'
import { settingsMessages } from '#app/messages/settings.ts'
import type { StatedPeriod } from '#app/models/covered-period.server.ts'
import { paths } from '#app/paths.ts'

/** The part of the page on yearly counts that says of which time there is a record; its forms go to that page. */
export function CoveredPeriods({
  periods,
  mayEnter,
  result,
}: {
  periods: StatedPeriod[]
  mayEnter: boolean
  /** What came back for the form that adds a period. */
  result: SubmissionResult | undefined
}) {
  const t = useMessages(settingsMessages)
  return (
    <>
      <Section id="covered" title={t.periods.title} note={t.periods.note}>
        {periods.length === 0 ? (
          <EmptyState title={t.periods.empty} text={t.periods.emptyBody} example={t.periods.emptyExample} />
        ) : (
          <PeriodTable periods={periods} mayEnter={mayEnter} />
        )}
      </Section>
      {mayEnter ? <AddPeriod key={periods.length} result={result} /> : null}
    </>
  )
}

function PeriodTable({ periods, mayEnter }: { periods: StatedPeriod[]; mayEnter: boolean }) {
  const t = useMessages(settingsMessages)
  return (
    <div className="table-scroll">
      <table className="table table-stacked settings-table">
        <caption className="visually-hidden">{t.periods.caption}</caption>
        <thead>
          <tr>
            <th scope="col">{t.periods.from}</th>
            <th scope="col">{t.periods.until}</th>
            <th scope="col">{t.periods.noteLabel}</th>
            {mayEnter ? (
              <th scope="col">
                <span className="visually-hidden">{t.edit}</span>
              </th>
            ) : null}
          </tr>
        </thead>
        <tbody>
          {periods.map((period) => (
            <tr key={period.id}>
              <th scope="row" className="cell-title">
                {mayEnter ? (
                  <Link
                    to={paths.coveredPeriod(period.id)}
                    data-row=""
                    aria-label={t.periods.editOf(period.from)}
                  >
                    {period.from}
                  </Link>
                ) : (
                  period.from
                )}
              </th>
              <td data-label={t.periods.until}>
                {period.until ?? <span className="quiet">{t.periods.stillKept}</span>}
              </td>
              <td className="settings-source">
                {period.note}
                <span className="cell-note">{t.counts.entered(period.recordedBy)}</span>
              </td>
              {mayEnter ? (
                <td className="settings-actions">
                  <Form method="post" action={paths.yearlyCountSettings()}>
                    <input type="hidden" name="id" value={period.id} />
                    <input type="hidden" name="version" value={period.version} />
                    <button
                      className="button button-quiet"
                      name="intent"
                      value="remove_period"
                      aria-label={t.periods.removeOf(period.from)}
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

function AddPeriod({ result }: { result: SubmissionResult | undefined }) {
  const t = useMessages(settingsMessages)
  const [form, fields] = useForm({
    id: 'period',
    lastResult: result,
    defaultValue: { from: '', until: '', note: '' },
  })
  return (
    <Section id="add-period" title={t.periods.addTitle}>
      <Form
        method="post"
        action={paths.yearlyCountSettings()}
        {...getFormProps(form)}
        noValidate
        className="form"
      >
        <ErrorSummary errors={summaryErrors(form, [fields.from, fields.until, fields.note])} />
        <CoveredPeriodFields fields={fields} />
        <FormActions>
          <SubmitButton name="intent" value="add_period">
            {t.periods.addButton}
          </SubmitButton>
        </FormActions>
      </Form>
    </Section>
  )
}
