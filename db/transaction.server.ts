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

/**
 * Reads of one moment: whatever others change meanwhile, `read` sees the database as it was when it began, or all of it as
 * the open transaction does that it is called with. It must not write. SQLite lets others write meanwhile, except those
 * of this process, who wait.
 */
export function inSnapshot<T>(read: (tx: Queryable) => Promise<T>, q: Queryable = db): Promise<T> {
  if (q.isTransaction) return read(q)
  return q.transaction().setIsolationLevel('repeatable read').setAccessMode('read only').execute(read)
}
