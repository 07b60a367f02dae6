import { NoticeBox } from '#app/components/layout/page.tsx'
import { useMessages } from '#app/components/reader.tsx'
import { editorMessages } from '#app/messages/editor.ts'
import { LARGEST_TABLE } from './markdown/largest-table.ts'
import type { Pasted } from './paste/read-clipboard.ts'

/** Whether somebody should hear what became of something pasted. */
export function worthTelling(pasted: Pasted): boolean {
  return pasted.outcome === 'too_large' || isChanged(pasted)
}

function isChanged(pasted: Extract<Pasted, { outcome: 'read' }>): boolean {
  return pasted.unsafeLinks > 0 || pasted.controls || pasted.pictures || pasted.largeTables > 0
}

/** What became of something pasted. */
export function PastedNote({ pasted, onDismiss }: { pasted: Pasted; onDismiss: () => void }) {
  const t = useMessages(editorMessages)
  const sentences =
    pasted.outcome === 'too_large'
      ? [t.tooLarge(sizeText(pasted.bytes))]
      : [
          pasted.unsafeLinks > 0 ? t.linksRefused(pasted.unsafeLinks) : null,
          pasted.controls ? t.controlsRemoved : null,
          pasted.pictures ? t.picturesLeft : null,
          pasted.largeTables > 0 ? t.largeTables(LARGEST_TABLE) : null,
        ].filter((sentence) => sentence !== null)
  return (
    <NoticeBox urgent={pasted.outcome === 'too_large'} title={sentences.join(' ')}>
      <button type="button" className="button button-quiet" onClick={onDismiss}>
        {t.dismiss}
      </button>
    </NoticeBox>
  )
}

function sizeText(bytes: number): string {
  return bytes < 1_000_000 ? `${Math.ceil(bytes / 1000)} KB` : `${(bytes / 1_000_000).toFixed(1)} MB`
}
