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
import { ErrorSummary, FormActions, SubmitButton, summaryErrors } from '#app/components/forms/form.tsx'
import { EmptyState, PageHeader, Section, Toast } from '#app/components/layout/page.tsx'
import { nameIn, useMessages, useReader } from '#app/components/reader.tsx'
import { ServiceFields } from '#app/components/service-fields.tsx'
import { serviceInput, version } from '#app/domain/record-input.ts'
import { languageOf } from '#app/language.server.ts'
import { settingsMessages } from '#app/messages/settings.ts'
import {
  addService,
  listServices,
  moveService,
  setServiceRetired,
  type Service,
} from '#app/models/service.server.ts'
import { paths } from '#app/paths.ts'
import { actorOf, requireRole } from '#app/session.server.ts'
import { readForm, readSubmission, submit } from '#app/submission.server.ts'

const moveInput = z.object({ id: z.string(), intent: z.enum(['up', 'down']) })
const retirementInput = z.object({ id: z.string(), intent: z.enum(['retire', 'restore']), version })

export async function loader({ request }: LoaderFunctionArgs) {
  const user = await requireRole(request, 'admin')
  return {
    title: settingsMessages[languageOf(request, user)].services.title,
    services: await listServices(),
    zones: Intl.supportedValuesOf('timeZone'),
    retired: new URL(request.url).searchParams.get('retired'),
  }
}

export async function action({ request }: ActionFunctionArgs) {
  const user = await requireRole(request, 'admin')
  const language = languageOf(request, user)
  const by = { actor: actorOf(user), now: clockNow() }
  const form = await readForm(request)
  const here = paths.serviceSettings()

  switch (form.get('intent')) {
    case 'up':
    case 'down': {
      const submission = readSubmission(form, moveInput, language)
      if (!submission.ok) return submission.refusal
      return submit(submission, async ({ id, intent }) => {
        await moveService({ ...by, id, direction: intent })
        return redirect(here)
      })
    }
    case 'retire':
    case 'restore': {
      const submission = readSubmission(form, retirementInput, language)
      if (!submission.ok) return submission.refusal
      return submit(submission, async ({ id, intent, version: expectedVersion }) => {
        const retired = intent === 'retire'
        await setServiceRetired({ ...by, id, retired, expectedVersion })
        return redirect(retired ? `${here}?retired=${id}` : here)
      })
    }
    default: {
      const submission = readSubmission(form, serviceInput, language)
      if (!submission.ok) return submission.refusal
      return submit(submission, async (service) => {
        await addService({ ...by, ...service })
        return redirect(here)
      })
    }
  }
}

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: `${data?.title ?? ''} · Sagwa` }]

export default function ServiceSettings() {
  const { services, zones, retired } = useLoaderData<typeof loader>()
  const t = useMessages(settingsMessages)
  const inUse = services.filter((service) => service.retiredAt === null)
  const notInUse = services.filter((service) => service.retiredAt !== null)
  const justRetired = notInUse.find((service) => service.id === retired)
  return (
    <>
      <PageHeader title={t.services.title} meta={<span>{t.services.note}</span>} />
      {justRetired ? (
        <Toast>
          <Form method="post" action={paths.serviceSettings()} className="cluster">
            <span>{t.services.wasRetired}</span>
            <RowFields service={justRetired} />
            <button className="button button-quiet" name="intent" value="restore">
              {t.undo}
            </button>
          </Form>
        </Toast>
      ) : null}
      {services.length === 0 ? (
        <EmptyState
          title={t.services.empty}
          text={t.services.emptyBody}
          example={t.services.emptyExample}
          action={
            <a className="button" href="#add-title">
              {t.services.addTitle}
            </a>
          }
        />
      ) : (
        <ServiceTable services={inUse} />
      )}
      {/* What was added is no longer to be typed: a longer list starts the form anew. */}
      <AddService key={services.length} zones={zones} />
      {notInUse.length === 0 ? null : (
        <Section title={t.services.retired} note={t.services.retiredNote}>
          <RetiredServices services={notInUse} />
        </Section>
      )}
    </>
  )
}

function RowFields({ service }: { service: Pick<Service, 'id' | 'version'> }) {
  return (
    <>
      <input type="hidden" name="id" value={service.id} />
      <input type="hidden" name="version" value={service.version} />
    </>
  )
}

function ServiceTable({ services }: { services: Service[] }) {
  const t = useMessages(settingsMessages)
  const { language, zone } = useReader()
  return (
    <div className="table-scroll">
      <table className="table settings-table">
        <caption className="visually-hidden">{t.services.note}</caption>
        <thead>
          <tr>
            <th scope="col">{t.services.name}</th>
            <th scope="col">{t.services.zone}</th>
            <th scope="col">{t.services.order}</th>
            <th scope="col">
              <span className="visually-hidden">{t.edit}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {services.map((service, index) => {
            const name = nameIn(language, service)
            const other = language === 'ko' ? service.nameEn : service.nameKo
            return (
              <tr key={service.id}>
                <th scope="row">
                  <Link to={paths.service(service.id)} data-row="" aria-label={t.editOf(name)}>
                    {name}
                  </Link>
                  {other !== name && other !== '' ? (
                    <span className="cell-note" lang={language === 'ko' ? 'en' : 'ko'}>
                      {other}
                    </span>
                  ) : null}
                </th>
                <td>{service.zone ?? <span className="quiet">{t.services.ofOrganisation(zone)}</span>}</td>
                <td>
                  <Form method="post" action={paths.serviceSettings()} className="order" preventScrollReset>
                    <input type="hidden" name="id" value={service.id} />
                    <OrderButton direction="up" label={t.services.up(name)} disabled={index === 0} />
                    <OrderButton
                      direction="down"
                      label={t.services.down(name)}
                      disabled={index === services.length - 1}
                    />
                  </Form>
                </td>
                <td className="settings-actions">
                  <Form method="post" action={paths.serviceSettings()}>
                    <RowFields service={service} />
                    <button
                      className="button button-quiet"
                      name="intent"
                      value="retire"
                      aria-label={t.services.retireOf(name)}
                    >
                      {t.services.retire}
                    </button>
                  </Form>
                </td>
              </tr>
            )
          })}
        </tbody>
      </table>
    </div>
  )
}

function OrderButton({
  direction,
  label,
  disabled,
}: {
  direction: 'up' | 'down'
  label: string
  disabled: boolean
}) {
  return (
    <button
      className="button button-quiet order-button"
      name="intent"
      value={direction}
      aria-label={label}
      title={label}
      disabled={disabled}
    >
      <svg viewBox="0 0 16 16" fill="none" stroke="currentColor" strokeWidth="1.6" aria-hidden="true">
        <path d={direction === 'up' ? 'M8 13V3M4 7l4-4 4 4' : 'M8 3v10M4 9l4 4 4-4'} />
      </svg>
    </button>
  )
}

function RetiredServices({ services }: { services: Service[] }) {
  const t = useMessages(settingsMessages)
  const { language } = useReader()
  return (
    <ul className="lines">
      {services.map((service) => {
        const name = nameIn(language, service)
        return (
          <li key={service.id}>
            <span>{name}</span>
            <Form method="post" action={paths.serviceSettings()}>
              <RowFields service={service} />
              <button
                className="button button-quiet"
                name="intent"
                value="restore"
                aria-label={t.services.restoreOf(name)}
              >
                {t.services.restore}
              </button>
            </Form>
          </li>
        )
      })}
    </ul>
  )
}

function AddService({ zones }: { zones: string[] }) {
  const t = useMessages(settingsMessages)
  const answer = useActionData<typeof action>()
  const [form, fields] = useForm({
    id: 'service',
    lastResult: answer?.result,
    defaultValue: { nameKo: '', nameEn: '', nameJa: '', zone: '' },
  })
  return (
    <Section id="add" title={t.services.addTitle}>
      <Form
        method="post"
        action={paths.serviceSettings()}
        {...getFormProps(form)}
        noValidate
        className="form"
      >
        <ErrorSummary
          errors={summaryErrors(form, [fields.nameKo, fields.nameEn, fields.nameJa, fields.zone])}
        />
        <ServiceFields fields={fields} zones={zones} />
        <FormActions>
          <SubmitButton name="intent" value="add">
            {t.add}
          </SubmitButton>
        </FormActions>
      </Form>
    </Section>
  )
}
