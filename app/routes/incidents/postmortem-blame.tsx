import type { SubmissionResult } from '@conform-to/react'
import { Form } from '@remix-run/react'
import { useEffect, useState, type FormEvent } from 'react'
import { TextArea } from '#app/components/forms/fields.tsx'
import { hasUnsavedText, SubmitButton } from '#app/components/forms/form.tsx'
import { useMessages } from '#app/components/reader.tsx'
import type { BlamelessFinding, checkBlameless } from '#app/domain/blameless.ts'
import { blamelessMessages } from '#app/messages/blameless.ts'
import { postmortemMessages } from '#app/messages/postmortem.ts'
import type { Blame } from './postmortem-pieces.server.ts'
import { reveal } from './postmortem-open-points.tsx'

type Check = typeof checkBlameless

/** How long nobody has typed before the text is looked at again. */
const GLANCE = 600

/**
 * What in the text looks for somebody to blame, why that leads nowhere, and a question that does. The server has looked at
 * the saved text; in the browser the same code follows what is typed.
 */
export function BlamePanel({
  blame,
  text,
  answer,
  field,
}: {
  blame: Blame
  text: string
  answer: { result: SubmissionResult } | undefined
  /** Name of the textarea. */
  field: string
}) {
  const t = useMessages(blamelessMessages)
  const words = useMessages(postmortemMessages)
  const findings = useLive(blame, text)
  const keptBy = new Map(blame.kept.map((kept) => [kept.fingerprint, kept]))
  const open = findings.filter(({ fingerprint }) => !keptBy.has(fingerprint))
  const kept = blame.kept.filter(({ fingerprint }) => findings.some((one) => one.fingerprint === fingerprint))
  return (
    <section className="section blame" id="blame" aria-labelledby="blame-title">
      <div className="section-head">
        <h2 id="blame-title">{t.title}</h2>
        <p className="section-note" role="status">
          {open.length === 0 ? t.none : words.blameCount(open.length)}
        </p>
      </div>
      <ul className="findings">
        {open.map((finding) => (
          <li key={finding.fingerprint} className="finding finding-should">
            <p className="finding-place">
              <span className="finding-quote" lang={finding.language}>
                {finding.quote}
              </span>
              <button
                type="button"
                className="link-button needs-script"
                onClick={() => reveal(field, finding)}
              >
                {words.show}
              </button>
            </p>
            <p>{t.reasons[finding.code]}</p>
            <p className="finding-question">{t.questions[finding.code]}</p>
            <KeepForm finding={finding} answer={answer} />
          </li>
        ))}
      </ul>
      {kept.length === 0 ? null : (
        <details className="more">
          <summary>{words.blameKept(kept.length)}</summary>
          <ul className="findings">
            {kept.map(({ fingerprint, quote, reason, by }) => (
              <li key={fingerprint} className="finding finding-may">
                <p className="finding-quote">{quote}</p>
                <p>
                  {t.kept(reason)} · {by}
                </p>
                <Form method="post">
                  <input type="hidden" name="fingerprint" value={fingerprint} />
                  <button className="link-button" name="intent" value="reopen_finding">
                    {words.reopen}
                  </button>
                </Form>
              </li>
            ))}
          </ul>
        </details>
      )}
    </section>
  )
}

function KeepForm({
  finding,
  answer,
}: {
  finding: BlamelessFinding
  answer: { result: SubmissionResult } | undefined
}) {
  const t = useMessages(blamelessMessages)
  const words = useMessages(postmortemMessages)
  const [waits, setWaits] = useState(false)
  const { fingerprint } = finding
  const sent = answer?.result.initialValue
  const errors = sent?.fingerprint === fingerprint ? (answer?.result.error?.reason ?? undefined) : undefined
  const onSubmit = (event: FormEvent) => {
    // A decision is about the saved text, and the page that comes back shows that one.
    if (hasUnsavedText()) event.preventDefault()
    setWaits(hasUnsavedText())
  }
  return (
    <details className="keep" open={errors !== undefined}>
      <summary>{t.keep}</summary>
      <Form method="post" className="form" onSubmit={onSubmit}>
        <input type="hidden" name="fingerprint" value={fingerprint} />
        <TextArea
          field={{ name: 'reason', id: `keep-${fingerprint}`, errors, required: true }}
          label={words.keepReason}
          rows={2}
        />
        <div role="status">{waits ? <p className="field-error">{words.saveFirst}</p> : null}</div>
        <SubmitButton name="intent" value="keep_finding" kind="plain">
          {words.keepSave}
        </SubmitButton>
      </Form>
    </details>
  )
}

function useLive(blame: Blame, text: string): BlamelessFinding[] {
  const [live, setLive] = useState<{ text: string; findings: BlamelessFinding[] } | null>(null)
  const [check, setCheck] = useState<Check | null>(null)
  useEffect(() => {
    void import('#app/domain/blameless.ts').then((loaded) => setCheck(() => loaded.checkBlameless))
  }, [])
  useEffect(() => {
    if (check === null) return
    const timer = setTimeout(() => setLive({ text, findings: check(text, { people: blame.people }) }), GLANCE)
    return () => clearTimeout(timer)
  }, [check, text, blame.people])
  return live?.findings ?? blame.findings
}
