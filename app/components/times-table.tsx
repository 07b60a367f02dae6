import { MARKER_KEYS, readingsDisagree, type Marker, type MarkerKey } from '#app/domain/markers.ts'
import { incidentMessages } from '#app/messages/incidents.ts'
import { timeBarMessages } from '#app/messages/time-bar.ts'
import { TableScroll } from './layout/page.tsx'
import { useMessages } from './reader.tsx'
import { TimeText } from './time-text.tsx'

/** All markers with all their readings; which one is chosen and why stands beside it. */
export function TimesTable({ markers }: { markers: Record<MarkerKey, Marker> }) {
  const t = useMessages(incidentMessages).record
  const names = useMessages(timeBarMessages).markers
  return (
    <TableScroll label={t.times}>
      <table className="table table-stacked times-table">
        <thead>
          <tr>
            <th scope="col">{t.marker}</th>
            <th scope="col">{t.reading}</th>
            <th scope="col">{t.source}</th>
          </tr>
        </thead>
        <tbody>
          {MARKER_KEYS.map((key) => (
            <MarkerRows key={key} marker={markers[key]} name={names[key]} />
          ))}
        </tbody>
      </table>
    </TableScroll>
  )
}

function MarkerRows({ marker, name }: { marker: Marker; name: string }) {
  const t = useMessages(incidentMessages).record
  const several = marker.readings.length > 1
  if (marker.readings.length === 0) {
    return (
      <tr>
        <th scope="row" className="cell-title">
          {name}
        </th>
        <td colSpan={2} className="quiet">
          {marker.notApplicableReason === null ? t.noReading : t.notApplicable(marker.notApplicableReason)}
        </td>
      </tr>
    )
  }
  return marker.readings.map((reading, index) => {
    const chosen = marker.chosen?.id === reading.id
    return (
      <tr key={reading.id} className={several && !chosen ? 'reading-not-chosen' : undefined}>
        {index === 0 ? (
          <th scope="rowgroup" rowSpan={marker.readings.length} className="cell-title">
            {name}
            {marker.chosen === null && readingsDisagree(marker) ? (
              <span className="tag tag-now">{t.undecided}</span>
            ) : null}
          </th>
        ) : null}
        <td>
          <TimeText value={reading.value} as="compact" />
          {several ? (
            <span className={chosen ? 'tag tag-chosen' : 'tag'}>{chosen ? t.chosen : t.notChosen}</span>
          ) : null}
        </td>
        <td>
          {/^https?:\/\//.test(reading.sourceUrl) ? (
            <a href={reading.sourceUrl} rel="noreferrer">
              {reading.source || reading.sourceUrl}
            </a>
          ) : (
            reading.source
          )}
          {chosen && marker.chosenReason !== '' ? (
            <p className="quiet small">{t.because(marker.chosenReason)}</p>
          ) : null}
        </td>
      </tr>
    )
  })
}
