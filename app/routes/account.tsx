import { getFormProps, useForm } from '@conform-to/react'
import {
  redirect,
  type ActionFunctionArgs,
  type LoaderFunctionArgs,
  type MetaFunction,
} from '@remix-run/node'
import { Form, useActionData, useLoaderData } from '@remix-run/react'
import { z } from 'zod'
import { consumeLimit, isSecure } from '#app/auth.server.ts'
import { clockNow } from '#app/clock.server.ts'
import { Select, TextField } from '#app/components/forms/fields.tsx'
import { ErrorSummary, FormActions, SubmitButton, summaryErrors } from '#app/components/forms/form.tsx'
import { PageHeader, Section, Toast } from '#app/components/layout/page.tsx'
import { useMessages } from '#app/components/reader.tsx'
import { TimeText } from '#app/components/time-text.tsx'
import { browserName } from '#app/domain/browser-name.ts'
import { DomainError, encodeProblem } from '#app/domain/errors.ts'
import { PASSWORD_MIN } from '#app/domain/password-length.ts'
import { languageCookie, languageOf } from '#app/language.server.ts'
import { accountMessages } from '#app/messages/account.ts'
import {
  changeProfile,
  hasPassword,
  listSessions,
  revokeAllSessions,
  revokeSession,
  setPassword,
} from '#app/models/person.server.ts'
import { paths } from '#app/paths.ts'
import { actorOf, requireUser, type User } from '#app/session.server.ts'
import { readForm, readSubmission, submit } from '#app/submission.server.ts'

const required = encodeProblem({ code: 'required' })
const profileInput = z.object({
  name: z.string({ error: () => required }),
  language: z.enum(['ko', 'en']).optional(),
})
const passwordInput = z.object({
  current: z.string({ error: () => required }),
  password: z.string({ error: () => required }),
})

/** Attempts at one's own password: whoever sits at an open screen must not guess either. */
const PASSWORD_ATTEMPTS = { window: 15 * 60, max: 10 }

export async function loader({ request }: LoaderFunctionArgs) {
  const user = await requireUser(request)
  const sessions = await listSessions(user.id, clockNow())
  return {
    title: accountMessages[languageOf(request, user)].account.title,
    profile: { name: user.name, email: user.email, language: user.language },
    sessions: sessions.map(({ id, startedAt, address, userAgent }) => ({
      id,
      startedAt,
      address,
      browser: browserName(userAgent),
      current: id === user.sessionId,
    })),
    done: new URL(request.url).searchParams.get('done'),
  }
}

export async function action({ request }: ActionFunctionArgs) {
  const user = await requireUser(request)
  const form = await readForm(request)
  switch (form.get('intent')) {
    case 'profile':
      return saveProfile(user, form, request)
    case 'password':
      return savePassword(user, form, request)
    case 'end-session':
      await revokeSession({
        userId: user.id,
        sessionId: sessionOf(form),
        actor: actorOf(user),
        now: clockNow(),
      }).catch(ignoreGone)
      throw redirect(paths.account())
    case 'end-others':
      await revokeAllSessions({
        userId: user.id,
        keepSession: user.sessionId,
        actor: actorOf(user),
        now: clockNow(),
      })
      throw redirect(paths.account())
    default:
      throw new Response(null, { status: 400 })
  }
}

async function saveProfile(user: User, form: FormData, request: Request) {
  const submission = readSubmission(form, profileInput, languageOf(request, user))
  if (!submission.ok) return submission.refusal
  return submit(submission, async ({ name, language = null }) => {
    await changeProfile({ id: user.id, name, language, actor: actorOf(user), now: clockNow() })
    // The choice kept in this browser would win over the one just made.
    return redirect(`${paths.account()}?done=profile`, {
      headers: { 'Set-Cookie': languageCookie(language, isSecure()) },
    })
  })
}

async function savePassword(user: User, form: FormData, request: Request) {
  const submission = readSubmission(form, passwordInput, languageOf(request, user), {
    hide: ['current', 'password'],
  })
  if (!submission.ok) return submission.refusal
  const now = clockNow()
  const wait = await consumeLimit(`password|${user.id}`, PASSWORD_ATTEMPTS, now)
  if (wait > 0) {
    const minutes = Math.ceil(wait / 60)
    return submission.refuse({ '': [{ code: 'too_many_attempts', params: { minutes } }] }, 429)
  }
  return submit(submission, async ({ current, password }) => {
    if (!(await hasPassword(user.id, current))) {
      throw new DomainError('invalid', { current: [{ code: 'password_wrong' }] })
    }
    await setPassword({ id: user.id, password, keepSession: user.sessionId, actor: actorOf(user), now })
    return redirect(`${paths.account()}?done=password`)
  })
}

function sessionOf(form: FormData): string {
  const session = form.get('session')
  if (typeof session !== 'string') throw new Response(null, { status: 400 })
  return session
}

/** A session that is over already needs no ending. */
function ignoreGone(error: unknown): void {
  if (!(error instanceof DomainError && error.code === 'not_found')) throw error
}

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: `${data?.title ?? ''} · Sagwa` }]

export default function Account() {
  const t = useMessages(accountMessages)
  const { profile, sessions, done } = useLoaderData<typeof loader>()
  const result = useActionData<typeof action>()?.result
  const lastResult = (intent: string) => (result?.initialValue?.intent === intent ? result : undefined)
  const [profileForm, profileFields] = useForm<z.input<typeof profileInput>>({
    id: 'profile',
    lastResult: lastResult('profile'),
    defaultValue: { name: profile.name, language: profile.language ?? undefined },
  })
  const [passwordForm, passwordFields] = useForm<z.input<typeof passwordInput>>({
    id: 'password',
    lastResult: lastResult('password'),
  })
  return (
    <>
      <PageHeader title={t.account.title} meta={<span>{profile.email}</span>} />
      {done === 'profile' ? <Toast>{t.account.saved}</Toast> : null}
      {done === 'password' ? <Toast>{t.account.passwordSaved}</Toast> : null}

      <Section title={t.account.profile}>
        <Form method="post" className="form" {...getFormProps(profileForm)}>
          <ErrorSummary errors={summaryErrors(profileForm, [profileFields.name, profileFields.language])} />
          <input type="hidden" name="intent" value="profile" />
          <TextField field={profileFields.name} label={t.fields.name} autoComplete="name" />
          <Select
            field={profileFields.language}
            label={t.fields.language}
            empty={t.fields.followBrowser}
            options={[
              { value: 'ko', label: t.fields.korean },
              { value: 'en', label: t.fields.english },
            ]}
          />
          <FormActions>
            <SubmitButton>{t.account.saveProfile}</SubmitButton>
          </FormActions>
        </Form>
      </Section>

      <Section title={t.account.password}>
        <Form method="post" className="form" {...getFormProps(passwordForm)}>
          <ErrorSummary
            errors={summaryErrors(passwordForm, [passwordFields.current, passwordFields.password])}
          />
          <input type="hidden" name="intent" value="password" />
          <input type="hidden" name="username" autoComplete="username" value={profile.email} readOnly />
          <TextField
            field={passwordFields.current}
            label={t.account.currentPassword}
            type="password"
            autoComplete="current-password"
          />
          <TextField
            field={passwordFields.password}
            label={t.account.newPassword}
            hint={t.fields.passwordHint(PASSWORD_MIN)}
            type="password"
            autoComplete="new-password"
          />
          <FormActions>
            <SubmitButton>{t.account.savePassword}</SubmitButton>
          </FormActions>
        </Form>
      </Section>

      <Section title={t.account.sessions} note={t.account.sessionsHint}>
        <ul className="lines">
          {sessions.map((session) => {
            const browser = session.browser || t.account.unknown
            return (
              <li key={session.id}>
                <p>
                  <strong>{browser}</strong> {session.address}
                  <br />
                  <span className="quiet">
                    {t.account.started} <TimeText at={session.startedAt} />
                  </span>
                </p>
                {session.current ? (
                  <p>{t.account.thisSession}</p>
                ) : (
                  <Form method="post">
                    <input type="hidden" name="intent" value="end-session" />
                    <SubmitButton
                      kind="plain"
                      name="session"
                      value={session.id}
                      aria-label={t.account.endSessionOf(browser)}
                    >
                      {t.account.endSession}
                    </SubmitButton>
                  </Form>
                )}
              </li>
            )
          })}
        </ul>
        {sessions.length > 1 ? (
          <Form method="post">
            <SubmitButton kind="plain" name="intent" value="end-others">
              {t.account.endOthers}
            </SubmitButton>
          </Form>
        ) : null}
      </Section>
    </>
  )
}
