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
import { Checkbox, CheckboxGroup, RadioGroup, TextField } from '#app/components/forms/fields.tsx'
import { ErrorSummary, FormActions, SubmitButton, summaryErrors } from '#app/components/forms/form.tsx'
import { ZoneField } from '#app/components/forms/zone-field.tsx'
import { NoticeBox, PageHeader, Section } from '#app/components/layout/page.tsx'
import { nameIn, useMay, useMessages, useReader } from '#app/components/reader.tsx'
import { NameFields } from '#app/components/service-fields.tsx'
import { TimeText } from '#app/components/time-text.tsx'
import { DEFAULT_COUNTING_RULE } from '#app/domain/counting-rule.ts'
import { SEVERITIES } from '#app/domain/incident-record.ts'
import { countingRuleInput } from '#app/domain/record-input.ts'
import { languageOf } from '#app/language.server.ts'
import { settingsMessages } from '#app/messages/settings.ts'
import { shellMessages } from '#app/messages/shell.ts'
import {
  createCountingRule,
  getCountingRule,
  listRuleVersions,
  makeDefaultRule,
  restoreCountingRule,
  retireCountingRule,
  reviseCountingRule,
  type ListedRule,
} from '#app/models/counting-rule.server.ts'
import { listServices } from '#app/models/service.server.ts'
import { paths } from '#app/paths.ts'
import { actorOf, requireRole, requireUser } from '#app/session.server.ts'
import { found, readForm, readSubmission, submit } from '#app/submission.server.ts'

const decisionInput = z.object({ intent: z.enum(['default', 'retire', 'restore']) })

export async function loader({ request, params }: LoaderFunctionArgs) {
  const isNew = params.id === undefined
  const user = isNew ? await requireRole(request, 'admin') : await requireUser(request)
  const rule = isNew ? null : await found(getCountingRule(params.id))
  const language = languageOf(request, user)
  const counted = new Set(rule === null || rule.definition.services === 'all' ? [] : rule.definition.services)
  return {
    title: rule === null ? settingsMessages[language].rules.addTitle : nameIn(language, rule),
    rule,
    versions: rule === null ? [] : await listRuleVersions(rule.id),
    services: (await listServices()).filter(
      (service) => service.retiredAt === null || counted.has(service.id),
    ),
    zones: Intl.supportedValuesOf('timeZone'),
  }
}

export async function action({ request, params }: ActionFunctionArgs) {
  const user = await requireRole(request, 'admin')
  const language = languageOf(request, user)
  const by = { actor: actorOf(user), now: clockNow() }
  const form = await readForm(request)
  const ruleId = params.id
  if (ruleId !== undefined) await found(getCountingRule(ruleId))

  if (ruleId !== undefined && form.has('intent')) {
    const submission = readSubmission(form, decisionInput, language)
    if (!submission.ok) return submission.refusal
    return submit(submission, async ({ intent }) => {
      if (intent === 'default') await makeDefaultRule({ ...by, ruleId })
      else if (intent === 'restore') await restoreCountingRule({ ...by, ruleId })
      else await retireCountingRule({ ...by, ruleId })
      return redirect(
        intent === 'retire'
          ? `${paths.countingRuleSettings()}?retired=${ruleId}`
          : paths.countingRule(ruleId),
      )
    })
  }
  const submission = readSubmission(form, countingRuleInput, language)
  if (!submission.ok) return submission.refusal
  return submit(
    submission,
    async ({ version: expectedVersion, ...rule }) => {
      if (ruleId === undefined)
        return redirect(paths.countingRule(await createCountingRule({ ...by, ...rule })))
      await reviseCountingRule({ ...by, ruleId, expectedVersion: expectedVersion ?? 0, ...rule })
      return redirect(paths.countingRule(ruleId))
    },
    { services: 'serviceIds' },
  )
}

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: `${data?.title ?? ''} · Sagwa` }]

export default function CountingRulePage() {
  const { title, rule } = useLoaderData<typeof loader>()
  const t = useMessages(settingsMessages)
  const { language } = useReader()
  const mayChange = useMay('manage_settings')
  if (rule === null) {
    return (
      <div className="page-narrow">
        <PageHeader title={title} />
        <RuleForm />
      </div>
    )
  }
  return (
    <div className="page-narrow">
      <PageHeader
        title={title}
        meta={
          <>
            <span>{t.rules.version(rule.version)}</span>
            {rule.isDefault ? <span>{t.rules.isDefault}</span> : null}
            {rule.retiredAt === null ? null : <span>{t.rules.retired}</span>}
          </>
        }
        actions={
          <Link className="button button-quiet" to={`${paths.trends()}?rule=${rule.id}`}>
            {t.rules.see}
          </Link>
        }
      />
      <p className="trend-sentence">{rule.words[language]}</p>
      {mayChange && rule.retiredAt === null ? (
        <Section id="revise" title={t.rules.revise} note={t.rules.reviseNote}>
          <RuleForm key={rule.version} />
        </Section>
      ) : null}
      <Versions />
      {mayChange && !rule.isDefault ? <Decisions rule={rule} /> : null}
    </div>
  )
}

function RuleForm() {
  const { rule, services, zones } = useLoaderData<typeof loader>()
  const t = useMessages(settingsMessages)
  const words = useMessages(shellMessages)
  const { language } = useReader()
  const answer = useActionData<typeof action>()
  const newest = (answer?.current ?? null) as ListedRule | null
  const { services: counted, ...definition } = rule?.definition ?? DEFAULT_COUNTING_RULE
  const [form, fields] = useForm({
    id: 'rule',
    lastResult: answer?.result,
    defaultValue: {
      nameKo: rule?.nameKo ?? '',
      nameEn: rule?.nameEn ?? '',
      scope: counted === 'all' ? 'all' : 'some',
      serviceIds: counted === 'all' ? [] : counted,
      severities: definition.severities,
      minimumMinutes: String(definition.minimumMinutes),
      maintenance: definition.maintenance ? 'on' : '',
      zone: definition.zone ?? '',
      whoCounts: definition.whoCounts,
      reason: '',
    },
  })
  const seen = newest?.version ?? rule?.version
  return (
    <Form method="post" {...getFormProps(form)} noValidate className="form">
      <ErrorSummary
        errors={summaryErrors(form, [
          fields.nameKo,
          fields.nameEn,
          fields.scope,
          fields.serviceIds,
          fields.severities,
          fields.minimumMinutes,
          fields.zone,
          fields.whoCounts,
          fields.reason,
        ])}
      />
      {newest === null ? null : (
        <NoticeBox urgent title={t.rules.newest(newest.version)}>
          <p>
            {nameIn(language, newest)}: {newest.words[language]}
          </p>
          {newest.reason === '' ? null : <p>{newest.reason}</p>}
        </NoticeBox>
      )}
      {seen === undefined ? null : <input type="hidden" name="version" value={seen} />}
      <NameFields fields={fields} labels={t.rules} hint={t.optionalHint} />
      <RadioGroup
        field={fields.scope}
        label={t.rules.scope}
        inline
        options={[
          { value: 'all', label: t.rules.allServices },
          ...(services.length === 0 ? [] : [{ value: 'some', label: t.rules.someServices }]),
        ]}
      />
      {services.length === 0 ? null : (
        <div className="rule-services">
          <CheckboxGroup
            field={fields.serviceIds}
            label={t.rules.someServices}
            inline
            options={services.map((service) => ({ value: service.id, label: nameIn(language, service) }))}
          />
        </div>
      )}
      <CheckboxGroup
        field={fields.severities}
        label={t.rules.severities}
        inline
        options={SEVERITIES.map((value) => ({ value, label: words.severity[value] }))}
      />
      <TextField
        field={fields.minimumMinutes}
        label={t.rules.minimumMinutes}
        hint={t.rules.minimumHint}
        inputMode="numeric"
        short
      />
      <Checkbox field={fields.maintenance} label={t.rules.maintenance} />
      <ZoneField field={fields.zone} label={t.rules.zone} hint={t.rules.zoneHint} optional zones={zones} />
      <TextField field={fields.whoCounts} label={t.rules.whoCounts} hint={t.rules.whoHint} optional />
      <TextField
        field={fields.reason}
        label={rule === null ? t.rules.reasonFirst : t.rules.reason}
        hint={t.rules.reasonHint}
        optional={rule === null}
      />
      <FormActions>
        <SubmitButton>{seen === undefined ? t.rules.create : t.rules.saveVersion(seen + 1)}</SubmitButton>
        <Link to={paths.countingRuleSettings()}>{t.cancel}</Link>
      </FormActions>
    </Form>
  )
}

function Versions() {
  const { versions } = useLoaderData<typeof loader>()
  const t = useMessages(settingsMessages).rules
  const { language } = useReader()
  return (
    <Section id="versions" title={t.history}>
      {versions.length === 0 ? <p className="quiet">{t.builtIn}</p> : null}
      <ol className="rule-list">
        {versions.map((version) => (
          <li key={version.number}>
            <p>
              <strong>{t.version(version.number)}</strong>{' '}
              <span className="quiet small">
                <TimeText at={version.recordedAt} /> · {version.recordedBy}
              </span>
            </p>
            <p>{version.reason || <span className="quiet">{t.noReason}</span>}</p>
            <p className="small quiet">{version.words[language]}</p>
          </li>
        ))}
      </ol>
    </Section>
  )
}

function Decisions({ rule }: { rule: ListedRule }) {
  const t = useMessages(settingsMessages).rules
  return (
    <Section id="use" title={rule.retiredAt === null ? t.makeDefault : t.restore}>
      <Form method="post" className="rule-decisions">
        {rule.retiredAt === null ? (
          <>
            <SubmitButton kind="plain" name="intent" value="default">
              {t.makeDefault}
            </SubmitButton>
            <p className="small quiet">{t.makeDefaultNote}</p>
            <SubmitButton kind="plain" name="intent" value="retire">
              {t.retire}
            </SubmitButton>
            <p className="small quiet">{t.retireNote}</p>
          </>
        ) : (
          <SubmitButton kind="plain" name="intent" value="restore">
            {t.restore}
          </SubmitButton>
        )}
      </Form>
    </Section>
  )
}
