import { useEffect, useState } from 'react'

/** Opens the print dialogue. Shows only once a script can do it; the page prints as well without it. */
export function PrintButton({ children }: { children: string }) {
  const [offered, setOffered] = useState(false)
  useEffect(() => setOffered(true), [])
  if (!offered) return null
  return (
    <button type="button" className="link-button no-print" onClick={() => window.print()}>
      {children}
    </button>
  )
}
