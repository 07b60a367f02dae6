import {
  $createRangeSelection,
  $getNodeByKey,
  $getRoot,
  $getSelection,
  $isElementNode,
  $isRangeSelection,
  $setSelection,
  mergeRegister,
  type ElementNode,
  type LexicalEditor,
  type LexicalNode,
} from 'lexical'
import { GapNode } from '../nodes/gap-node.ts'

/**
 * Questions of a template. What is typed over one takes its place, so that readers get answers and no questionnaire;
 * while somebody writes the answer, the question stands over it in quiet letters that are not part of the text.
 */
export function registerQuestions(editor: LexicalEditor): () => void {
  /** By the block that had nothing but a question. */
  const asked = new Map<string, string>()
  let shown: HTMLElement | null = null
  const show = (element: HTMLElement | null, words?: string) => {
    if (shown && shown !== element) delete shown.dataset.question
    shown = element
    if (element && words) element.dataset.question = words
  }
  return mergeRegister(
    editor.registerMutationListener(
      GapNode,
      (mutations, { prevEditorState, updateTags }) => {
        if (updateTags.has('historic') || updateTags.has('collaboration')) return
        prevEditorState.read(() => {
          for (const [key, mutation] of mutations) {
            const gap = mutation === 'destroyed' ? $getNodeByKey(key) : null
            const block = gap?.getParent()
            if (gap instanceof GapNode && block && block.getChildrenSize() === 1) {
              asked.set(block.getKey(), gap.getWords())
            }
          }
        })
      },
      { skipInitialization: true },
    ),
    editor.registerUpdateListener(({ editorState }) => {
      if (asked.size === 0) return
      editorState.read(() => {
        const selection = $getSelection()
        const block = $isRangeSelection(selection) ? blockOf(selection.anchor.getNode()) : null
        const words = block && asked.get(block.getKey())
        // An empty one was taken out, not answered.
        if (!block || !words || block.getTextContentSize() === 0) return show(null)
        show(editor.getElementByKey(block.getKey()), words)
      })
    }),
  )
}

function blockOf(node: LexicalNode): ElementNode | null {
  for (let at: LexicalNode | null = node; at; at = at.getParent()) {
    if ($isElementNode(at) && !at.isInline()) return at
  }
  return null
}

/** The questions that nobody has answered, in the order of the text. */
export function $openQuestions(): GapNode[] {
  const found: GapNode[] = []
  const visit = (node: LexicalNode) => {
    if (node instanceof GapNode) found.push(node)
    else if ($isElementNode(node)) node.getChildren().forEach(visit)
  }
  visit($getRoot())
  return found
}

/** Selects the next question behind the caret, or the first one, ready to be typed over; null if there is none. */
export function $selectNextQuestion(): GapNode | null {
  const selection = $getSelection()
  const at = $isRangeSelection(selection) ? selection.focus.getNode() : null
  const questions = $openQuestions()
  const selected = selection?.getNodes().find((node) => node instanceof GapNode)
  const next =
    selected instanceof GapNode
      ? questions[questions.findIndex((one) => one.is(selected)) + 1]
      : questions.find((question) => at?.isBefore(question))
  const question = next ?? questions[0]
  if (!question) return null
  const parent = question.getParentOrThrow()
  const index = question.getIndexWithinParent()
  const range = $createRangeSelection()
  range.anchor.set(parent.getKey(), index, 'element')
  range.focus.set(parent.getKey(), index + 1, 'element')
  $setSelection(range)
  return question
}
