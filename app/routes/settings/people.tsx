import { getFormProps, useForm } from '@conform-to/react'
import {
  data,
  redirect,
  type ActionFunctionArgs,
  type LoaderFunctionArgs,
  type MetaFunction,
} from '@remix-run/node'
import { Form, useActionData, useLoaderData } from '@remix-run/react'
import { z } from 'zod'
import { clockNow } from '#app/clock.server.ts'
import { RadioGroup, TextField } from '#app/components/forms/fields.tsx'
import { ErrorSummary, FormActions, SubmitButton, summaryErrors } from '#app/components/forms/form.tsx'
import { NoticeBox, PageHeader, Section, Toast } from '#app/components/layout/page.tsx'
import { useMessages } from '#app/components/reader.tsx'
import { TimeText } from '#app/components/time-text.tsx'
import { DomainError, encodeProblem } from '#app/domain/errors.ts'
import { PASSWORD_MIN } from '#app/domain/password-length.ts'
import { ROLES } from '#app/domain/roles.ts'
import { environment } from '#app/env.server.ts'
import { languageOf } from '#app/language.server.ts'
import { accountMessages } from '#app/messages/account.ts'
import { createInvitation, listInvitations, revokeInvitation } from '#app/models/invitation.server.ts'
import {
  changeRole,
  disablePerson,
  enablePerson,
  listPeople,
  setPassword,
} from '#app/models/person.server.ts'
import { paths } from '#app/paths.ts'
import { actorOf, requireRole } from '#app/session.server.ts'
import { readForm, readSubmission, submit, type Refusal } from '#app/submission.server.ts'

const required = encodeProblem({ code: 'required' })
const role = z.enum(ROLES, { error: () => encodeProblem({ code: 'not_a_choice' }) })
const id = z.string({ error: () => required })

const inviteInput = z.object({
  intent: z.literal('invite'),
  email: z.string({ error: () => required }),
  role,
})
const rowInput = z.discriminatedUnion('intent', [
  z.object({ intent: z.literal('role'), id, role }),
  z.object({ intent: z.literal('disable'), id }),
  z.object({ intent: z.literal('enable'), id }),
  z.object({ intent: z.literal('password'), id, password: z.string({ error: () => required }) }),
  z.object({ intent: z.literal('revoke-invitation'), id }),
])

interface InvitationLink {
  url: string
  email: string
}

export async function loader({ request }: LoaderFunctionArgs) {
  const user = await requireRole(request, 'admin')
  return {
    title: accountMessages[languageOf(request, user)].people.title,
    me: user.id,
    people: await listPeople(),
    invitations: await listInvitations(clockNow()),
    saved: new URL(request.url).searchParams.has('saved'),
  }
}

export async function action({ request }: ActionFunctionArgs) {
  const user = await requireRole(request, 'admin')
  const form = await readForm(request)
  const language = languageOf(request, user)
  const actor = actorOf(user)
  const now = clockNow()

  if (form.get('intent') === 'invite') {
    const submission = readSubmission(form, inviteInput, language)
    if (!submission.ok) return withLink(submission.refusal)
    const { email, role } = submission.value
    try {
      const { invitation, token } = await createInvitation({ email, role, actor, now })
      const url = (environment().publicUrl ?? new URL(request.url).origin) + paths.invitation(token)
      // The link exists only in this answer, so this is the one action that does not redirect.
      return data({ result: null, link: { url, email: invitation.email } })
    } catch (error) {
      if (error instanceof DomainError) return withLink(submission.refuse(error.problems))
      throw error
    }
  }

  const submission = readSubmission(form, rowInput, language, { hide: ['password'] })
  if (!submission.ok) return withLink(submission.refusal)
  const answer = await submit(submission, async (row) => {
    switch (row.intent) {
      case 'role':
        await changeRole({ id: row.id, role: row.role, actor, now })
        break
      case 'disable':
        await disablePerson({ id: row.id, actor, now })
        break
      case 'enable':
        await enablePerson({ id: row.id, actor, now })
        break
      case 'password':
        await setPassword({ id: row.id, password: row.password, actor, now })
        break
      case 'revoke-invitation':
        await revokeInvitation({ id: row.id, actor, now })
    }
    return redirect(`${paths.peopleSettings()}?saved`)
  })
  return withLink(answer)
}

function withLink({ data: { result }, init }: Refusal) {
  return data({ result, link: null as InvitationLink | null }, init ?? undefined)
}

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: `${data?.title ?? ''} · Sagwa` }]

export default function People() {
  const t = useMessages(accountMessages)
  const { me, people, invitations, saved } = useLoaderData<typeof loader>()
  const answer = useActionData<typeof action>()
  const result = answer?.result ?? undefined
  const link = answer?.link ?? null
  const inviting = result?.initialValue?.intent === 'invite'
  const [form, fields] = useForm<z.input<typeof inviteInput>>({
    id: link ? 'invite-next' : 'invite',
    lastResult: inviting ? result : undefined,
    defaultValue: { role: 'responder' },
  })
  const rowErrors = inviting ? [] : Object.values(result?.error ?? {}).flatMap((messages) => messages ?? [])
  return (
    <>
      <PageHeader title={t.people.title} />
      {saved && !answer ? <Toast>{t.people.saved}</Toast> : null}
      <ErrorSummary errors={rowErrors.map((message) => ({ fieldId: null, message }))} />
      {link ? (
        <NoticeBox title={t.people.linkTitle}>
          <p>{t.people.linkHint(link.email)}</p>
          <input
            className="input"
            type="text"
            readOnly
            value={link.url}
            aria-label={t.people.linkTitle}
            onFocus={(event) => event.currentTarget.select()}
          />
        </NoticeBox>
      ) : null}

      <Section title={t.people.list}>
        <ul className="lines">
          {people.map((person) => (
            <li key={person.id} className="person">
              <p>
                <strong>{person.name}</strong> {person.id === me ? `(${t.people.you}) ` : null}
                {person.disabledAt === null ? null : `(${t.people.disabled}) `}
                <span className="quiet">{person.email}</span>
              </p>
              <div className="person-acts">
                <Form method="post" className="person-role">
                  <input type="hidden" name="id" value={person.id} />
                  <select
                    className="input input-short"
                    name="role"
                    key={person.role}
                    defaultValue={person.role}
                    aria-label={t.people.roleOf(person.name)}
                  >
                    {ROLES.map((name) => (
                      <option key={name} value={name}>
                        {t.roles[name]}
                      </option>
                    ))}
                  </select>
                  <button
                    className="button"
                    name="intent"
                    value="role"
                    aria-label={t.people.changeRoleOf(person.name)}
                  >
                    {t.people.changeRole}
                  </button>
                </Form>
                <Form method="post">
                  <input type="hidden" name="id" value={person.id} />
                  {person.disabledAt === null ? (
                    <button
                      className="button"
                      name="intent"
                      value="disable"
                      aria-label={t.people.disableOf(person.name)}
                    >
                      {t.people.disable}
                    </button>
                  ) : (
                    <button
                      className="button"
                      name="intent"
                      value="enable"
                      aria-label={t.people.enableOf(person.name)}
                    >
                      {t.people.enable}
                    </button>
                  )}
                </Form>
                {person.id === me ? null : (
                  <details className="confirm">
                    <summary className="button">{t.people.setPassword}</summary>
                    <Form method="post" className="confirm-body form">
                      <input type="hidden" name="id" value={person.id} />
                      <TextField
                        field={{ name: 'password', id: `password-${person.id}` }}
                        label={t.account.newPassword}
                        hint={t.fields.passwordHint(PASSWORD_MIN)}
                        type="password"
                        autoComplete="new-password"
                      />
                      <button
                        className="button"
                        name="intent"
                        value="password"
                        aria-label={t.people.setPasswordOf(person.name)}
                      >
                        {t.people.setPassword}
                      </button>
                    </Form>
                  </details>
                )}
              </div>
            </li>
          ))}
        </ul>
      </Section>

      <Section title={t.people.inviteTitle} note={t.people.inviteHint}>
        <Form method="post" className="form" {...getFormProps(form)}>
          <ErrorSummary errors={summaryErrors(form, [fields.email, fields.role])} />
          <input type="hidden" name="intent" value="invite" />
          <TextField field={fields.email} label={t.fields.email} type="email" autoComplete="off" />
          <RadioGroup
            field={fields.role}
            label={t.fields.role}
            options={ROLES.map((name) => ({ value: name, label: t.roles[name], hint: t.roleHints[name] }))}
          />
          <FormActions>
            <SubmitButton>{t.people.inviteSubmit}</SubmitButton>
          </FormActions>
        </Form>
      </Section>

      <Section title={t.people.open}>
        {invitations.length === 0 ? <p className="quiet">{t.people.noneOpen}</p> : null}
        <ul className="lines">
          {invitations.map((invitation) => (
            <li key={invitation.id}>
              <p>
                <strong>{invitation.email}</strong> {t.roles[invitation.role]}
                <br />
                <span className="quiet">
                  {t.people.invitedBy} {invitation.createdBy} · {t.people.expires}{' '}
                  <TimeText at={invitation.expiresAt} as="compact" seconds={false} />
                </span>
              </p>
              <Form method="post">
                <input type="hidden" name="id" value={invitation.id} />
                <button
                  className="button"
                  name="intent"
                  value="revoke-invitation"
                  aria-label={t.people.revokeOf(invitation.email)}
                >
                  {t.people.revoke}
                </button>
              </Form>
            </li>
          ))}
        </ul>
      </Section>
    </>
  )
}
