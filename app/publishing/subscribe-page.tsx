import type { NoticeLanguage } from '#app/domain/language.ts'
import { publishedMessages } from '#app/messages/published.ts'
import { subscribeMessages } from '#app/messages/subscribe.ts'
import { nameOf, pathIn, type PublicOrganisation } from './notice-files.ts'
import { formHtml } from './page.tsx'

/** What the reader of a page about subscribing is told or asked. */
export type SubscribeStep =
  | {
      kind: 'ask'
      /** Whether the organisation sends mail at all. */
      mail: boolean
      address: string
      problem: 'badAddress' | 'badLanguage' | 'tooMany' | null
    }
  | { kind: 'sent' }
  | { kind: 'confirm'; address: string }
  | { kind: 'confirmed'; address: string }
  | { kind: 'stop'; address: string }
  | { kind: 'stopped' }
  | { kind: 'bad_link' }

/** A page about subscribing, in the clothes of the public site and without script. */
export function subscribeHtml(
  organisation: PublicOrganisation,
  language: NoticeLanguage,
  step: SubscribeStep,
): string {
  const t = subscribeMessages[language]
  const titles: Record<SubscribeStep['kind'], string> = {
    ask: t.title,
    sent: t.checkTitle,
    confirm: t.confirmTitle,
    confirmed: t.confirmedTitle,
    stop: t.stopTitle,
    stopped: t.stoppedTitle,
    bad_link: t.badLinkTitle,
  }
  const again = `/subscribe?language=${language}`
  const page = {
    language,
    organisation: nameOf(organisation, language),
    title: titles[step.kind],
    path: again,
    indexPath: pathIn('/notices', language, organisation),
    alternates:
      step.kind === 'ask'
        ? organisation.languages.map((other) => ({ language: other, path: `/subscribe?language=${other}` }))
        : [],
  }
  return formHtml(page, <Body organisation={organisation} language={language} step={step} again={again} />)
}

function Body({
  organisation,
  language,
  step,
  again,
}: {
  organisation: PublicOrganisation
  language: NoticeLanguage
  step: SubscribeStep
  again: string
}) {
  const t = subscribeMessages[language]
  const name = nameOf(organisation, language)
  switch (step.kind) {
    case 'ask':
      return step.mail ? (
        <Ask organisation={organisation} language={language} step={step} />
      ) : (
        <p className="after">{t.notSetUp(name)}</p>
      )
    case 'sent':
      return <p className="after">{t.checkBody}</p>
    case 'confirm':
      return (
        <form method="post" className="after">
          <p>{t.confirmBody(step.address)}</p>
          <button>{t.confirm}</button>
        </form>
      )
    case 'confirmed':
      return <p className="after">{t.confirmedBody(step.address)}</p>
    case 'stop':
      return (
        <form method="post" className="after">
          <p>{t.stopBody(step.address)}</p>
          <button>{t.stop}</button>
        </form>
      )
    case 'stopped':
      return <p className="after">{t.stoppedBody}</p>
    case 'bad_link':
      return (
        <>
          <p className="after">{t.badLinkBody}</p>
          <p>
            <a href={again}>{t.again}</a>
          </p>
        </>
      )
  }
}

function Ask({
  organisation,
  language,
  step,
}: {
  organisation: PublicOrganisation
  language: NoticeLanguage
  step: Extract<SubscribeStep, { kind: 'ask' }>
}) {
  const t = subscribeMessages[language]
  return (
    <form method="post" action={`/subscribe?language=${language}`} className="after">
      <p>{t.lead(nameOf(organisation, language))}</p>
      {step.problem && (
        <p className="wrong" id="problem" role="alert">
          {t[step.problem]}
        </p>
      )}
      <p>
        <label htmlFor="address">{t.address}</label>
        <input
          id="address"
          name="address"
          type="email"
          autoComplete="email"
          required
          maxLength={254}
          defaultValue={step.address}
          aria-describedby={step.problem ? 'problem' : undefined}
          aria-invalid={step.problem === 'badAddress' || undefined}
        />
      </p>
      {organisation.languages.length > 1 && (
        <p>
          <label htmlFor="language">{t.language}</label>
          <select id="language" name="language" defaultValue={language}>
            {organisation.languages.map((other) => (
              <option key={other} value={other} lang={other}>
                {publishedMessages[other].languageName}
              </option>
            ))}
          </select>
        </p>
      )}
      <button>{t.subscribe}</button>
    </form>
  )
}
