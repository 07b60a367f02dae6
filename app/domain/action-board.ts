/** The board of action items as programs and spreadsheets get it. */
import { promiseStanding } from './action-item.ts'
import type { CsvColumns } from './csv.ts'
import type { ActionItem } from './incident-record.ts'
import { toRfc3339 } from './instant.ts'

/** An item with the incident that it came out of. */
export interface ListedActionItem extends ActionItem {
  reference: string
  incidentTitle: string
}

/**
 * The board as a table for spreadsheets. Names of columns and values are the same in every language; days are calendar
 * days of the organisation's zone, `recorded_at` is RFC 3339 with the offset of `zone`.
 *
 * @param today day `YYYY-MM-DD` on which `standing` is how the item stands
 */
export function actionCsvColumns(today: string, zone: string): CsvColumns<ListedActionItem> {
  return {
    incident: (row) => row.reference,
    incident_title: (row) => row.incidentTitle,
    title: (row) => row.title,
    kind: (row) => row.kind,
    state: (row) => row.state,
    standing: (row) => promiseStanding(row, today),
    owner: (row) => row.owner,
    due_on: (row) => row.dueOn,
    done_on: (row) => row.doneOn,
    promise: (row) => (row.promise ? 'yes' : 'no'),
    state_reason: (row) => row.stateReason,
    tracker_url: (row) => row.trackerUrl,
    recorded_at: (row) => (row.recordedAt === null ? null : toRfc3339(row.recordedAt, zone)),
  }
}

/** A page of the board, as plain values. `next` is what the next page is asked with (`after`); null on the last one. */
export function actionBoardJson(
  { items, next }: { items: readonly ListedActionItem[]; next: string | null },
  { today, zone }: { today: string; zone: string },
) {
  return {
    zone,
    today,
    actionItems: items.map(({ reference, incidentTitle, version: _, recordedAt, ...item }) => ({
      incident: { reference, title: incidentTitle },
      ...item,
      standing: promiseStanding(item, today),
      recordedAt: recordedAt === null ? null : toRfc3339(recordedAt, zone),
    })),
    next,
  }
}
