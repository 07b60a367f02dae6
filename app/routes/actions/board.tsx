import {
  redirect,
  type ActionFunctionArgs,
  type LoaderFunctionArgs,
  type MetaFunction,
} from '@remix-run/node'
import { Form, Link, useActionData, useLoaderData, useSearchParams } from '@remix-run/react'
import { z } from 'zod'
import { clockNow } from '#app/clock.server.ts'
import { FilterSelect, FilterYear } from '#app/components/filters.tsx'
import { TextField } from '#app/components/forms/fields.tsx'
import { SubmitButton } from '#app/components/forms/form.tsx'
import { EmptyState, PageHeader, Toast } from '#app/components/layout/page.tsx'
import { OtherForms } from '#app/components/other-forms.tsx'
import { nameIn, useMay, useMessages, useReader } from '#app/components/reader.tsx'
import { daysFromTo, promiseStanding } from '#app/domain/action-item.ts'
import { ACTION_KINDS } from '#app/domain/incident-record.ts'
import { plainDate } from '#app/domain/instant.ts'
import { actionDoneInput, version } from '#app/domain/record-input.ts'
import { languageOf } from '#app/language.server.ts'
import { actionItemMessages } from '#app/messages/action-items.ts'
import { incidentMessages } from '#app/messages/incidents.ts'
import {
  completeActionItem,
  listActionBoard,
  listOwners,
  outstandingAgeing,
  reopenActionItem,
  type BoardItem,
} from '#app/models/action-board.server.ts'
import { getOrganisation } from '#app/models/organisation.server.ts'
import { listServices } from '#app/models/service.server.ts'
import { paths } from '#app/paths.ts'
import { actorOf, requireRole, requireUser } from '#app/session.server.ts'
import { readForm, readSubmission, settled, submit } from '#app/submission.server.ts'
import { filtersToQuery, NOBODY, queryToFilters } from './filters.ts'

export async function loader({ request }: LoaderFunctionArgs) {
  const user = await requireUser(request)
  const query = new URL(request.url).searchParams
  const filters = queryToFilters(query)
  const cursor = query.get('after')
  const { zone } = await getOrganisation()
  const today = plainDate(clockNow(), zone)
  return {
    title: actionItemMessages[languageOf(request, user)].board.title,
    filters,
    paged: cursor !== null,
    today,
    page: await listActionBoard({ filters, today, cursor }),
    outstanding: await outstandingAgeing({ filters, today, zone }),
    owners: await listOwners(),
    services: await listServices(),
  }
}

const undoInput = z.object({ id: z.uuid(), version })

export async function action({ request }: ActionFunctionArgs) {
  const user = await requireRole(request, 'responder')
  const by = { actor: actorOf(user), now: clockNow() }
  const query = new URL(request.url).searchParams
  const here = (done: string | null) =>
    paths.actions() + filtersToQuery(queryToFilters(query), { after: query.get('after'), done })
  const form = await readForm(request)
  if (form.get('intent') === 'undo') {
    const parsed = undoInput.safeParse(Object.fromEntries(form))
    if (!parsed.success) throw new Response(null, { status: 400 })
    const { id, version: expectedVersion } = parsed.data
    await settled(reopenActionItem({ ...by, id, expectedVersion }))
    throw redirect(here(null))
  }
  const submission = readSubmission(form, actionDoneInput, languageOf(request, user))
  if (!submission.ok) return submission.refusal
  return submit(submission, async ({ id, version: expectedVersion, doneOn }) => {
    await completeActionItem({ ...by, id, expectedVersion, doneOn })
    return redirect(here(`${id}.${expectedVersion + 1}`))
  })
}

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: `${data?.title ?? ''} · Sagwa` }]

export default function ActionBoard() {
  const { filters, paged, page } = useLoaderData<typeof loader>()
  const t = useMessages(actionItemMessages).board
  const words = useMessages(incidentMessages)
  const filtered = Object.values(filters).some((value) => value !== undefined)
  return (
    <>
      <PageHeader
        title={t.title}
        meta={
          <>
            <AgeingLine />
            <OtherForms
              addresses={{
                csv: paths.actionsAs('csv') + filtersToQuery(filters),
                json: paths.actionsAs('json') + filtersToQuery(filters),
              }}
            />
          </>
        }
      />
      <DoneToast />
      <Filters filtered={filtered} />
      {page.items.length > 0 ? (
        <>
          <BoardTable />
          <nav className="pager" aria-label={t.title}>
            <span className="quiet">{t.count(page.items.length)}</span>
            {paged ? <Link to={paths.actions() + filtersToQuery(filters)}>{t.first}</Link> : null}
            {page.next === null ? null : (
              <Link to={paths.actions() + filtersToQuery(filters, { after: page.next })} rel="next">
                {t.more}
              </Link>
            )}
          </nav>
        </>
      ) : filtered || paged ? (
        <EmptyState
          title={t.noMatch}
          text={words.list.noMatchBody}
          action={
            <Link className="button" to={paths.actions()}>
              {t.clear}
            </Link>
          }
        />
      ) : (
        <EmptyState
          title={t.empty}
          text={t.emptyBody}
          example={<p>{t.emptyExample}</p>}
          action={
            <Link className="button" to={paths.incidents()}>
              {t.toIncidents}
            </Link>
          }
        />
      )}
    </>
  )
}

/** "7 open · 2 late, the longest by 45 days · the oldest was written down 120 days ago". */
function AgeingLine() {
  const { outstanding } = useLoaderData<typeof loader>()
  const t = useMessages(actionItemMessages).board.ageing
  const { total, standings, late, age } = outstanding.ageing
  if (total === 0) return <span>{t.none}</span>
  return (
    <>
      <span>{outstanding.more ? t.openOrMore(total) : t.open(total)}</span>
      {standings.late > 0 ? (
        <strong className="late">{t.late(standings.late, late.most ?? 0)}</strong>
      ) : (
        <span>{t.noneLate}</span>
      )}
      {age.most === null ? null : <span>{t.oldest(age.most)}</span>}
    </>
  )
}

/** What was just marked as done, as `id.version` in the address, with the button that opens it again. */
function DoneToast() {
  const t = useMessages(actionItemMessages).board
  const { times } = useMessages(incidentMessages)
  const [query] = useSearchParams()
  const [id, version] = query.get('done')?.split('.') ?? []
  if (id === undefined || version === undefined) return null
  return (
    <Toast>
      <Form method="post" className="cluster">
        <span>{t.marked}</span>
        <input type="hidden" name="id" value={id} />
        <input type="hidden" name="version" value={version} />
        <button className="button button-quiet" name="intent" value="undo">
          {times.undo}
        </button>
      </Form>
    </Toast>
  )
}

function Filters({ filtered }: { filtered: boolean }) {
  const { filters, owners, services } = useLoaderData<typeof loader>()
  const t = useMessages(actionItemMessages).board
  const { list, record } = useMessages(incidentMessages)
  const { language } = useReader()
  const named = filters.owner && !owners.includes(filters.owner) ? [filters.owner, ...owners] : owners
  return (
    <Form method="get" className="filters" aria-label={list.filters}>
      <FilterSelect
        name="state"
        label={list.state}
        value={filters.state}
        any={t.states.open}
        options={(['late', 'done', 'dropped'] as const).map((value) => ({ value, label: t.states[value] }))}
      />
      <FilterSelect
        name="owner"
        label={record.owner}
        value={filters.owner === '' ? NOBODY : filters.owner}
        any={list.any}
        options={[
          { value: NOBODY, label: t.nobody },
          ...named.map((owner) => ({ value: owner, label: owner })),
        ]}
      />
      <FilterSelect
        name="kind"
        label={list.kind}
        value={filters.kind}
        any={list.any}
        options={ACTION_KINDS.map((value) => ({ value, label: record.actionKinds[value] }))}
      />
      <FilterSelect
        name="service"
        label={list.service}
        value={filters.serviceId}
        any={list.any}
        options={services.map((service) => ({ value: service.id, label: nameIn(language, service) }))}
      />
      <FilterYear label={t.year} value={filters.year} />
      <label className="filter-check">
        <input
          type="checkbox"
          name="promise"
          defaultChecked={filters.promise}
          key={String(filters.promise)}
        />
        <span>{t.promiseOnly}</span>
      </label>
      <button className="button">{list.apply}</button>
      {filtered ? <Link to={paths.actions()}>{t.clear}</Link> : null}
    </Form>
  )
}

function BoardTable() {
  const { page, filters } = useLoaderData<typeof loader>()
  const t = useMessages(actionItemMessages)
  const { record, list } = useMessages(incidentMessages)
  const over = filters.state === 'done' || filters.state === 'dropped'
  const mayEdit = useMay('edit_record')
  return (
    <div className="table-scroll">
      <table className="table table-stacked board">
        <caption className="visually-hidden">{t.board.caption[filters.state ?? 'open']}</caption>
        <thead>
          <tr>
            <th scope="col">{record.what}</th>
            <th scope="col">{t.board.incident}</th>
            <th scope="col">{list.kind}</th>
            <th scope="col">{record.owner}</th>
            <th scope="col">{over ? record.state : record.due}</th>
            {mayEdit && !over ? (
              <th scope="col">
                <span className="visually-hidden">{t.board.markDone}</span>
              </th>
            ) : null}
          </tr>
        </thead>
        <tbody>
          {page.items.map((item) => (
            <tr key={item.id} id={`item-${item.id}`}>
              <th scope="row" className="cell-title">
                <Link
                  to={
                    mayEdit
                      ? paths.actionItem(item.reference, item.id)
                      : `${paths.incident(item.reference)}#actions`
                  }
                  data-row=""
                >
                  {item.title}
                </Link>
                {item.promise ? <span className="tag">{record.promise}</span> : null}
              </th>
              <td className="board-incident">
                <Link to={paths.incident(item.reference)} title={item.incidentTitle}>
                  {item.reference}
                </Link>
                {/^https?:\/\//.test(item.trackerUrl) ? (
                  <a
                    href={item.trackerUrl}
                    rel="noreferrer"
                    aria-label={t.board.trackerOf(item.title)}
                    className="cell-note"
                  >
                    {trackerName(item.trackerUrl)}
                  </a>
                ) : null}
              </td>
              <td className="nowrap">{record.actionKinds[item.kind]}</td>
              <td>{item.owner || <span className="quiet">{record.noOwner}</span>}</td>
              <td>{over ? <Ended item={item} /> : <Due item={item} />}</td>
              {mayEdit && !over ? (
                <td>
                  <DoneForm item={item} />
                </td>
              ) : null}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

/** Where a tracker is, short enough for a column: its last part, or its host. */
function trackerName(url: string): string {
  if (!URL.canParse(url)) return url
  const { hostname, pathname } = new URL(url)
  const last = pathname.split('/').filter(Boolean).at(-1)
  return last !== undefined && last.length <= 24 ? decoded(last) : hostname
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

function Due({ item }: { item: BoardItem }) {
  const { today } = useLoaderData<typeof loader>()
  const t = useMessages(actionItemMessages).board
  const { home } = useMessages(incidentMessages)
  if (item.dueOn === null) return <span className="quiet nowrap">{home.noDay}</span>
  const late = promiseStanding(item, today) === 'late'
  const days = daysFromTo(today, item.dueOn)
  return (
    <>
      <span className="nowrap number">{item.dueOn}</span>
      {late ? (
        <strong className="cell-note late">{t.daysLate(-days)}</strong>
      ) : days <= 14 ? (
        <span className="cell-note">{t.daysLeft(days)}</span>
      ) : null}
    </>
  )
}

function Ended({ item }: { item: BoardItem }) {
  const { today } = useLoaderData<typeof loader>()
  const { standings } = useMessages(actionItemMessages)
  return (
    <>
      {standings[promiseStanding(item, today)]}
      {item.doneOn === null ? null : <span className="cell-note number">{item.doneOn}</span>}
      {item.stateReason === '' ? null : <span className="cell-note">{item.stateReason}</span>}
    </>
  )
}

/** One press opens it, the second marks the item as done; the day stands there to be corrected or emptied. */
function DoneForm({ item }: { item: BoardItem }) {
  const { today } = useLoaderData<typeof loader>()
  const t = useMessages(actionItemMessages)
  const answer = useActionData<typeof action>()
  const mine = answer?.result.initialValue?.id === item.id ? answer.result : null
  const { '': general, doneOn, version: stale } = mine?.error ?? {}
  const typed = mine?.initialValue?.doneOn
  return (
    <details className="decide" open={mine !== null} key={item.version}>
      <summary className="link-button" aria-label={t.board.markDoneOf(item.title)}>
        {t.board.markDone}
      </summary>
      <Form method="post" className="decide-form" preventScrollReset>
        <input type="hidden" name="id" value={item.id} />
        <input type="hidden" name="version" value={item.version} />
        {general || stale ? (
          <p className="field-error" role="alert">
            {[...(general ?? []), ...(stale ?? [])].join(' ')}
          </p>
        ) : null}
        <TextField
          field={{
            name: 'doneOn',
            id: `done-${item.id}`,
            errors: doneOn ?? undefined,
            initialValue: typeof typed === 'string' ? typed : mine === null ? today : '',
          }}
          label={t.doneOn}
          hint={t.doneOnHint}
          type="date"
        />
        <SubmitButton kind="plain" name="intent" value="done">
          {t.board.markDone}
        </SubmitButton>
      </Form>
    </details>
  )
}
