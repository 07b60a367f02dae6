/** Answers what no other route does; the root's error boundary draws the page. */
export function loader() {
  throw new Response(null, { status: 404, statusText: 'Not Found' })
}

export { loader as action }

/** Never drawn. Without a component Remix would send the bare answer instead of a page. */
export default function NotFound() {
  return null
}
