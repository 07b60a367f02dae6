import type { NoticeLanguage } from '#app/domain/language.ts'
import { publishedMessages } from '#app/messages/published.ts'
import { siteMessages } from '#app/messages/site.ts'
import { subscribeMessages } from '#app/messages/subscribe.ts'
import type { ClaimedDelivery, DeliveredRevision } from '#app/models/delivery.server.ts'
import { plainText } from '#app/publishing/markdown.ts'
import { nameOf, pathIn, statusOf, type PublicOrganisation } from '#app/publishing/notice-files.ts'
import type { PublicSite } from '#app/publishing/site.ts'
import type { Mail } from './mail.server.ts'

/** The mail about a revision: what was wrong first, then the notice, then how to stop. */
export function noticeMail(
  { origin }: PublicSite,
  { slug, revision, organisation }: DeliveredRevision,
  { id, subscriber }: ClaimedDelivery,
): Mail {
  const language = languageFor(revision.texts, subscriber.language, organisation)
  const t = siteMessages[language]
  const words = subscribeMessages[language]
  const name = nameOf(organisation, language)
  const text = revision.texts[language] ?? { title: '', body: '' }
  const stopUrl = `${origin}/unsubscribe/${subscriber.secret}`
  const title =
    revision.kind === 'correction'
      ? t.correctionEntry(text.title)
      : revision.kind === 'withdrawal'
        ? t.withdrawnEntry(text.title)
        : text.title
  const wrong = revision.kind === 'correction' ? (revision.correction[language] ?? '') : ''
  return {
    id,
    to: subscriber.address,
    subject: `[${name}] ${title}`.replace(/[\r\n]+/g, ' '),
    text: [
      ...(revision.kind === 'withdrawal' ? [publishedMessages[language].withdrawn] : []),
      ...(wrong ? [`${t.correctionLead}: ${wrong}`, '---'] : []),
      plainText(text.body),
      `${words.mailRead}\n${origin}${pathIn(`/notices/${slug}`, language, organisation)}`,
      `--\n${words.mailWhy(name)}\n${words.mailStop} ${stopUrl}`,
    ].join('\n\n'),
    stopUrl,
  }
}

/** The mail that asks whether an address wants notices at all. */
export function confirmationMail(
  { origin }: PublicSite,
  organisation: PublicOrganisation,
  { id, token, subscriber }: ClaimedDelivery,
): Mail {
  const { language, address } = subscriber
  const t = subscribeMessages[language]
  const name = nameOf(organisation, language)
  return {
    id,
    to: address,
    subject: t.mailConfirmSubject(name),
    text: t.mailConfirmBody(name, `${origin}/subscribe/confirm/${token ?? ''}`),
    stopUrl: null,
  }
}

/** The message to a webhook: what happened, and where to read it in each language. */
export function webhookPayload(
  { origin }: PublicSite,
  { slug, reference, revision, organisation }: DeliveredRevision,
): object {
  const types = {
    first: 'notice.published',
    update: 'notice.updated',
    correction: 'notice.corrected',
    typo: 'notice.updated',
    withdrawal: 'notice.withdrawn',
  } as const
  const languages = organisation.languages.filter((language) => revision.texts[language])
  return {
    type: types[revision.kind],
    timestamp: new Date(revision.publishedAt ?? 0).toISOString(),
    data: {
      id: revision.id,
      slug,
      reference,
      version: revision.number,
      stage: revision.stage,
      status: statusOf(revision),
      organisation: nameOf(organisation, organisation.defaultLanguage),
      url: `${origin}/notices/${slug}`,
      texts: languages.map((language) => ({
        language,
        title: revision.texts[language]?.title ?? '',
        correction: revision.correction[language] ?? null,
        body: revision.texts[language]?.body ?? '',
        url: `${origin}${pathIn(`/notices/${slug}`, language, organisation)}`,
      })),
    },
  }
}

/** The message that only shows that messages arrive. */
export function testPayload(site: PublicSite, at: Date): object {
  return { type: 'test', timestamp: at.toISOString(), data: { url: `${site.origin}/notices` } }
}

/** The wanted language where the notice exists in it, else the organisation's, else any. */
function languageFor(
  texts: Partial<Record<NoticeLanguage, unknown>>,
  wanted: NoticeLanguage,
  { defaultLanguage, languages }: PublicOrganisation,
): NoticeLanguage {
  return [wanted, defaultLanguage, ...languages].find((language) => texts[language]) ?? defaultLanguage
}
