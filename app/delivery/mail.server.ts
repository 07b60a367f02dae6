import type { Transporter } from 'nodemailer'
import type { MailEnvironment } from '#app/env.server.ts'
import type { Outcome } from './outcome.ts'

export interface Mail {
  to: string
  subject: string
  text: string
  /** Of the delivery: makes the Message-ID, the same at every attempt. */
  id: string
  /** Where one click stops further mails; null in a mail that asks to confirm. */
  stopUrl: string | null
}

export interface Mailer {
  send: (mail: Mail) => Promise<Outcome>
  close: () => void
}

/**
 * Sends plain mails through one SMTP server, over a few kept connections. The library is loaded at the first mail.
 */
export function createMailer({ smtpUrl, from }: MailEnvironment): Mailer {
  let transport: Promise<Transporter> | undefined
  const domain = /@([^\s>]+)/.exec(from)?.[1] ?? 'localhost'

  async function open(): Promise<Transporter> {
    const { createTransport } = await import('nodemailer')
    return createTransport({
      url: smtpUrl,
      pool: true,
      maxConnections: 2,
      connectionTimeout: 10_000,
      greetingTimeout: 10_000,
      // Together with the two above still less than a claim lasts.
      socketTimeout: 30_000,
      // Nothing in a mail may make this process read files or addresses.
      disableFileAccess: true,
      disableUrlAccess: true,
    })
  }

  async function send({ to, subject, text, id, stopUrl }: Mail): Promise<Outcome> {
    transport ??= open()
    try {
      await (
        await transport
      ).sendMail({
        from,
        // As an object, so that nothing in it is read as a list of addresses.
        to: { name: '', address: to },
        subject,
        text,
        messageId: `<${id}@${domain}>`,
        headers: {
          'Auto-Submitted': 'auto-generated',
          ...(stopUrl === null
            ? {}
            : { 'List-Unsubscribe': `<${stopUrl}>`, 'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click' }),
        },
      })
      return { kind: 'delivered' }
    } catch (error) {
      return failureOf(error as Error & { responseCode?: number; code?: string })
    }
  }

  return {
    send,
    close: () => void transport?.then((open) => open.close()),
  }
}

/** What an SMTP server refuses for good begins with a 5; only what it says of the receiver is about the receiver. */
function failureOf({
  message,
  responseCode = 0,
  code,
}: Error & { responseCode?: number; code?: string }): Outcome {
  const refused = responseCode >= 500 && code === 'EENVELOPE'
  return { kind: 'failed', reason: message, final: refused }
}
