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
  const parts = WORDING_PARTS.filter((part) => isWorded(record.wording[part]))
  return (
    <>
      {parts.length === 0 ? (
        <p className="quiet">{t.none}</p>
      ) : (
        <dl className="facts">
          {parts.map((part) => (
            <div className="facts-row" key={part}>
              <dt>{t.parts[part]}</dt>
              <dd>
                <InEachLanguage words={record.wording[part]} />
              </dd>
            </div>
          ))}
        </dl>
      )}
      {record.deniedCauses.length === 0 && !mayEdit ? null : (
        <h3 className="sub-heading">{t.denied.title}</h3>
      )}
      <ul className="lines">
        {record.deniedCauses.map((cause) => (
          <li key={cause.id}>
            <div>
              <InEachLanguage words={deniedWords(cause)} />
              <p className="quiet small">
                {cause.evidence === '' ? t.denied.unproven : t.denied.proven}
                {cause.saidBy === '' ? null : ` · ${cause.saidBy}`}
              </p>
            </div>
            {mayEdit ? <Link to={paths.deniedCause(record.reference, cause.id)}>{t.denied.edit}</Link> : null}
          </li>
        ))}
      </ul>
      {mayEdit ? (
        <p>
          <Link to={paths.newDeniedCause(record.reference)}>{t.denied.add}</Link>
        </p>
      ) : null}
    </>
  )
}

/** The words in the languages of the notices, and which of these still lack them. */
function InEachLanguage({ words }: { words: WordsByLanguage }) {
  const t = useMessages(wordingMessages)
  const languages = useReader().organisation?.languages ?? []
  const missing = languages.filter((language) => words[language] === '')
  return (
    <>
      {languages
        .filter((language) => words[language] !== '')
        .map((language) => (
          <p key={language} lang={language} className="keep-lines">
            {words[language]}
          </p>
        ))}
      {missing.length === 0 ? null : (
        <p className="quiet small">
          {missing.length === languages.length
            ? t.noLanguage
            : t.missing(missing.map((language) => t.languages[language]).join(', '))}
        </p>
      )}
    </>
  )
}
