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

export type PlaceName = 'home' | 'incidents' | 'trends' | 'notices' | 'actions' | 'settings'

/** Line drawings of the places; each is a small form of what waits there. */
const PLACE_PATHS: Record<PlaceName, string> = {
  home: 'M2.5 8.5L9 3l6.5 5.5V15h-4.5v-4.5h-4V15H2.5z',
  // Bars that hang on a point in time.
  incidents: 'M3 2.5v13M6 5h9M6 9h5M6 13h7',
  // Years as rows, incidents as dots.
  trends: 'M3 4h.01M7 4h.01M13 4h.01M5 9h.01M11 9h.01M3 14h.01M9 14h.01M15 14h.01',
  // A letter.
  notices: 'M2 4.5h14v10H2zM2 5l7 5.5L16 5',
  // A list with a tick.
  actions: 'M2.5 5l1.5 1.5L7 3.5M10 5h5.5M2.5 12.5L4 14l3-3M10 12.5h5.5',
  settings:
    'M2 5.5h6.5M13.5 5.5H16M2 12.5h2.5M9.5 12.5H16M11 3.5a2 2 0 1 1 0 4 2 2 0 0 1 0-4M7 10.5a2 2 0 1 1 0 4 2 2 0 0 1 0-4',
}

/** The drawing of a place, 18 px in the rail. Decorative. */
export function PlaceIcon({ place }: { place: PlaceName }) {
  return (
    <svg
      viewBox="0 0 18 18"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.5"
      aria-hidden="true"
      focusable="false"
    >
      <path
        d={PLACE_PATHS[place]}
        strokeLinecap="round"
        strokeLinejoin="round"
        strokeWidth={place === 'trends' ? 3 : 1.5}
      />
    </svg>
  )
}
