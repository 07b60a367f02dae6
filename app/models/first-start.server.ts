import { db, type Queryable } from '#db/client.server.ts'
import { inTransaction } from '#db/transaction.server.ts'
import { DomainError, refuse } from '#app/domain/errors.ts'
import { plainDate, type Instant } from '#app/domain/instant.ts'
import { addCoveredPeriod, listCoveredPeriods } from './covered-period.server.ts'
import {
  changeOrganisation,
  createOrganisation,
  findOrganisation,
  lockOrganisation,
  type OrganisationInput,
} from './organisation.server.ts'
import { hashPassword } from './password.server.ts'
import {
  anybodyExists,
  emailProblems,
  insertPerson,
  nameProblems,
  passwordProblems,
  type NewPerson,
  type Person,
} from './person.server.ts'

const UNIQUE_VIOLATION = '23505'

/**
 * Makes the organisation and its first admin, once and for all: of two who do it at the same time one is refused. The
 * record counts as kept from this day on.
 *
 * @throws DomainError `invalid` with the fields name, email and password; `already_exists` when somebody has an account.
 */
export async function completeFirstStart(
  {
    organisation,
    admin,
    now,
  }: { organisation: OrganisationInput; admin: Omit<NewPerson, 'role'>; now: Instant },
  q: Queryable = db,
): Promise<Person> {
  if (await anybodyExists(q)) throw alreadyDone()
  refuse({ ...nameProblems(admin.name), ...emailProblems(admin.email), ...passwordProblems(admin.password) })
  const hash = await hashPassword(admin.password)
  const { name, email, language } = admin
  const actor = { id: null, name: name.trim() }

  return inTransaction(async (tx) => {
    // Both ways touch the one row of the organisation first, which lets a second first start wait for this one.
    const present = await findOrganisation(tx)
    if (present === null) await createOrganisation({ ...organisation, actor, now }, tx).catch(refuseSecond)
    else await lockOrganisation(tx)
    if (await anybodyExists(tx)) throw alreadyDone()
    if (present !== null) {
      await changeOrganisation({ ...organisation, expectedVersion: present.version, actor, now }, tx)
    }
    if ((await listCoveredPeriods(tx)).length === 0) {
      // From here on a day without an incident is a day with none; what was before, only people can say.
      const from = plainDate(now, organisation.zone)
      await addCoveredPeriod({ from, until: null, note: '', actor, now }, tx)
    }
    return insertPerson({ name, email, language, role: 'admin', hash, actor: 'themselves', now }, tx)
  }, q)
}

function refuseSecond(error: unknown): never {
  throw (error as { code?: unknown }).code === UNIQUE_VIOLATION ? alreadyDone() : error
}

function alreadyDone(): DomainError {
  return new DomainError('already_exists', { '': [{ code: 'first_start_done' }] })
}
