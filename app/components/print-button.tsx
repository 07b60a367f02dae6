/** Opens the print dialogue. Shows only where a script can do it; the page prints as well without it. */
export function PrintButton({ children }: { children: string }) {
  return (
    <button type="button" className="link-button needs-script no-print" onClick={() => window.print()}>
      {children}
    </button>
  )
}
