import { db, type Queryable } from './client.server.ts'

/**
 * Runs `work` in one transaction and returns what it returns; a throw rolls everything back. Called with a transaction
 * that is already open it joins it: the outer one decides. Inside, only `tx` may be used: the outer handle would wait
 * for itself on SQLite and silently escape on PostgreSQL.
 */
export function inTransaction<T>(work: (tx: Queryable) => Promise<T>, q: Queryable = db): Promise<T> {
  if (q.isTransaction) return work(q)
  return q.transaction().execute(work)
}
