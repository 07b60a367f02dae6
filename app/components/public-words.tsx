import { Link } from '@remix-run/react'
import { useMay, useMessages, useReader } from '#app/components/reader.tsx'
import type { IncidentRecord } from '#app/domain/incident-record.ts'
import { deniedWords, isWorded, WORDING_PARTS, type WordsByLanguage } from '#app/domain/public-wording.ts'
import { wordingMessages } from '#app/messages/public-wording.ts'
import { paths } from '#app/paths.ts'

/** How an incident is put in public, part by part in the languages of its notices, and what it was denied to be. */
export function PublicWords({ record }: { record: IncidentRecord }) {
  const t = useMessages(wordingMessages)
  const mayEdit = useMay('edit_record')
  const { reference } = record
  const parts = WORDING_PARTS.filter((part) => isWorded(record.wording[part]))
  const promises = record.actionItems.filter(
    (item) => item.promise && item.state !== 'dropped' && isWorded(item.promiseWords),
  )
  return (
    <>
      {parts.length === 0 && promises.length === 0 ? <p className="quiet">{t.none}</p> : null}
      <dl className="facts">
        {parts.map((part) => (
          <div className="facts-row" key={part}>
            <dt>{t.parts[part]}</dt>
            <dd>
              <InEachLanguage words={record.wording[part]} />
            </dd>
          </div>
        ))}
        {promises.map((item) => (
          <div className="facts-row" key={item.id}>
            <dt>{t.promised}</dt>
            <dd>
              <InEachLanguage
                words={item.promiseWords}
                to={mayEdit ? paths.actionItem(reference, item.id) : undefined}
              />
            </dd>
          </div>
        ))}
      </dl>
      {record.deniedCauses.length === 0 && !mayEdit ? null : (
        <h3 className="sub-heading">{t.denied.title}</h3>
      )}
      <ul className="lines">
        {record.deniedCauses.map((cause) => (
          <li key={cause.id}>
            <div>
              <InEachLanguage
                words={deniedWords(cause)}
                to={mayEdit ? paths.deniedCause(reference, cause.id) : undefined}
              />
              <p className="quiet small">
                {cause.evidence === '' ? t.denied.unproven : t.denied.because(cause.evidence)}
                {cause.saidBy === '' ? null : ` · ${cause.saidBy}`}
              </p>
            </div>
          </li>
        ))}
        {mayEdit ? (
          <li>
            <Link to={paths.newDeniedCause(reference)}>{t.denied.add}</Link>
          </li>
        ) : null}
      </ul>
    </>
  )
}

/** The words in the languages of the notices, the first a link if there is one, and which languages still lack them. */
function InEachLanguage({ words, to }: { words: WordsByLanguage; to?: string }) {
  const t = useMessages(wordingMessages)
  const languages = useReader().organisation?.languages ?? []
  const written = languages.filter((language) => words[language] !== '')
  const missing = languages.filter((language) => words[language] === '')
  const names = missing.map((language) => t.languages[language]).join(', ')
  const lacking = written.length === 0 ? t.noLanguage : t.missing(names)
  return (
    <>
      {written.map((language, index) => (
        <p key={language} lang={language} className="keep-lines">
          {index === 0 && to !== undefined ? <Link to={to}>{words[language]}</Link> : words[language]}
        </p>
      ))}
      {missing.length === 0 ? null : (
        <p className="quiet small">
          {written.length === 0 && to !== undefined ? <Link to={to}>{lacking}</Link> : lacking}
        </p>
      )}
    </>
  )
}
