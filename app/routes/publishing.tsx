import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { Link, useLoaderData } from '@remix-run/react'
import { EmptyState, PageHeader } from '#app/components/layout/page.tsx'
import { useMessages } from '#app/components/reader.tsx'
import { StateWord } from '#app/components/severity-mark.tsx'
import { TimeText } from '#app/components/time-text.tsx'
import { languageOf } from '#app/language.server.ts'
import { incidentMessages } from '#app/messages/incidents.ts'
import { noticeMessages } from '#app/messages/notices.ts'
import { listDriftingNotices } from '#app/models/notice-drift.server.ts'
import { listNotices } from '#app/models/notice.server.ts'
import { paths } from '#app/paths.ts'
import { requireUser } from '#app/session.server.ts'

export async function loader({ request }: LoaderFunctionArgs) {
  const user = await requireUser(request)
  const drifting = await listDriftingNotices()
  return {
    title: noticeMessages[languageOf(request, user)].listTitle,
    notices: await listNotices(),
    drifting: drifting.map(({ slug }) => slug),
  }
}

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: `${data?.title ?? ''} · Sagwa` }]

export default function Publishing() {
  const { notices, drifting } = useLoaderData<typeof loader>()
  const t = useMessages(noticeMessages)
  const words = useMessages(incidentMessages).list
  const published = notices.some((notice) => notice.publishedAt !== null)
  return (
    <>
      <PageHeader
        title={t.listTitle}
        actions={
          published ? (
            <a className="button" href={paths.publishedNotices()}>
              {t.openPublic}
            </a>
          ) : null
        }
      />
      {notices.length === 0 ? (
        <EmptyState
          title={t.none}
          text={t.noneBody}
          action={
            <Link className="button" to={paths.incidents()}>
              {words.title}
            </Link>
          }
        />
      ) : (
        <div className="table-scroll">
          <table className="table table-stacked incident-table">
            <caption className="visually-hidden">{t.listTitle}</caption>
            <thead>
              <tr>
                <th scope="col">{words.reference}</th>
                <th scope="col">{words.what}</th>
                <th scope="col">{t.stage}</th>
                <th scope="col">{words.state}</th>
                <th scope="col">{t.states.published}</th>
              </tr>
            </thead>
            <tbody>
              {notices.map((notice) => (
                <tr key={notice.slug}>
                  <td className="number quiet">{notice.reference}</td>
                  <th scope="row" className="cell-title">
                    <Link to={paths.incidentNotices(notice.reference)} data-row="">
                      {notice.incidentTitle}
                    </Link>
                  </th>
                  <td>{t.stages[notice.stage]}</td>
                  <td>
                    <StateWord state={notice.state === 'draft' ? 'waiting' : 'done'}>
                      {t.states[notice.state]}
                    </StateWord>
                    {notice.review === 'draft' ? null : (
                      <p>{notice.review === 'in_review' ? t.publishing.review : t.publishing.approved}</p>
                    )}
                    {drifting.includes(notice.slug) ? (
                      <p>
                        <StateWord state="now">{t.publishing.drift}</StateWord>
                      </p>
                    ) : null}
                  </td>
                  <td className="nowrap">
                    {notice.publishedAt === null ? (
                      <span className="quiet">–</span>
                    ) : (
                      <a href={paths.publishedNotice(notice.slug)}>
                        <TimeText at={notice.publishedAt} as="compact" seconds={false} />
                      </a>
                    )}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </>
  )
}
