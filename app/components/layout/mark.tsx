/** The mark: an apple whose stem bows. Decorative; the name stands beside it. */
export function Mark({ className = 'mark' }: { className?: string }) {
  return (
    <svg className={className} viewBox="0 0 24 24" aria-hidden="true" focusable="false">
      <path
        fill="currentColor"
        d="M12 8.6c-1.6-1.2-3.5-1.7-5.1-1C4.6 8.5 3.5 10.9 3.5 13.5c0 4.6 3 8.7 5.7 8.7 1.2 0 1.8-.5 2.8-.5s1.6.5 2.8.5c2.7 0 5.7-4.1 5.7-8.7 0-2.6-1.1-5-3.4-5.9-1.6-.7-3.5-.2-5.1 1Z"
      />
      <path
        fill="none"
        stroke="currentColor"
        strokeWidth="1.8"
        strokeLinecap="round"
        d="M12 8.4c-.2-3.2 1.1-5.6 3.6-5.9 1.5-.2 2.5.6 2.7 1.7"
      />
    </svg>
  )
}

export type PlaceName = 'home' | 'incidents' | 'trends' | 'notices' | 'settings'

/** Line drawings of the places; each is a small form of what waits there. */
const PLACE_PATHS: Record<PlaceName, string> = {
  // A sheet with what is open on top.
  home: 'M3 4h12M3 9h12M3 14h7',
  // The time bar: an axis, two ticks, what users saw beneath.
  incidents: 'M1.5 6h15M5 3v6M12 3v6M5 12.5h7',
  // Years as rows, incidents as dots.
  trends: 'M2 5h14M2 13h14M5 3.5v3M9 3.5v3M14 3.5v3M6 11.5v3',
  // A letter.
  notices: 'M2 4.5h14v10H2zM2 5l7 5.5L16 5',
  settings: 'M2 5.5h7M13 5.5h3M2 12.5h3M9 12.5h7M11 3.5v4M7 10.5v4',
}

/** The drawing of a place, 18 px in the rail. Decorative. */
export function PlaceIcon({ place }: { place: PlaceName }) {
  return (
    <svg viewBox="0 0 18 18" fill="none" stroke="currentColor" strokeWidth="1.5" aria-hidden="true" focusable="false">
      <path d={PLACE_PATHS[place]} strokeLinecap="round" strokeLinejoin="round" />
    </svg>
  )
}
