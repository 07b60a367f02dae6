import type { TypedField } from '#app/components/interruption.tsx'

const NOT_REPEATED = /password|token|code|secret/i

/** What a form sent, to be shown and sent again; without files, and without what is secret. */
export async function typedFields(request: Request): Promise<TypedField[]> {
  const form = await request.formData()
  return [...form].flatMap(([name, value]) =>
    typeof value === 'string' && !NOT_REPEATED.test(name) ? [{ name, value }] : [],
  )
}
