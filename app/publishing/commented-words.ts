/** Marks in the HTML of a document the words that somebody commented on, for readers whose page runs no script. */
import { anchorFinder, type TextAnchor } from '#app/domain/text-anchor.ts'

/** A conversation that is tied to words. */
export interface CommentedWords {
  id: string
  anchor: TextAnchor
}

/**
 * The pieces with every commented stretch in `<mark class="commented">` and behind it a sign that leads to what was said:
 * a link to `#comment-<id>` without words, so that the text reads and is found again as before. Words that stand in none of
 * the pieces, or could stand in two places, get no mark.
 *
 * @param pieces HTML of a document in its order, as `documentHtml` prints it
 * @param label of the sign, for those who do not see it
 */
export function markCommented(
  pieces: readonly string[],
  comments: readonly CommentedWords[],
  label: string,
): string[] {
  if (comments.length === 0) return [...pieces]
  const tokens = pieces.map(tokensOf)
  const find = anchorFinder(
    tokens
      .flat()
      .map((token) => (token.kind === 'letters' ? token.text : ''))
      .join(''),
  )
  const places = comments
    .flatMap(({ id, anchor }) => {
      const found = find(anchor)
      return found === null ? [] : [{ id, ...found }]
    })
    .sort((a, b) => a.start - b.start || b.end - a.end)
  let at = 0
  return tokens.map((list) => {
    let html = ''
    for (const token of list) {
      if (token.kind === 'tag') {
        html += token.html
        continue
      }
      const end = at + token.text.length
      const inside = places.some((place) => place.start < end && at < place.end)
      const ending = places.filter((place) => at < place.end && place.end <= end)
      html += inside ? `<mark class="commented">${token.html}</mark>` : token.html
      html += ending.map(({ id }) => sign(id, label)).join('')
      at = end
    }
    // One mark for letters that follow each other.
    return html.replaceAll('</mark><mark class="commented">', '')
  })
}

function sign(id: string, label: string): string {
  const escaped = (text: string) => text.replace(/[&<>"]/g, (letter) => `&#${letter.charCodeAt(0)};`)
  return `<a class="comment-sign" href="#comment-${escaped(id)}" aria-label="${escaped(label)}"></a>`
}

type Token = { kind: 'tag'; html: string } | { kind: 'letters'; html: string; text: string }

/** Tags, and between them letter by letter, with what a reference such as `&#x26;` stands for. */
const TOKENS = /<(?:"[^"]*"|[^">])*>|&(?:#x([0-9a-f]+)|#(\d+)|(amp|lt|gt|quot|nbsp));|[^]/giu
const NAMED: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', nbsp: '\u00a0' }

function tokensOf(html: string): Token[] {
  return [...html.matchAll(TOKENS)].map(([whole, hex, decimal, name]): Token => {
    if (whole.length > 1 && whole.startsWith('<')) return { kind: 'tag', html: whole }
    const code = hex === undefined ? decimal && Number(decimal) : Number.parseInt(hex, 16)
    const text = code ? String.fromCodePoint(code) : name === undefined ? whole : NAMED[name.toLowerCase()]!
    return { kind: 'letters', html: whole, text }
  })
}
