/** What a text looks like to readers, without differences that they cannot see. */

export function withoutInvisible(html: string): string {
  return (
    withoutRepeatedMarks(html)
      .replace(/\s+/g, ' ')
      // A heading is one line.
      .replace(/<h\d[^>]*>.*?<\/h\d>/g, (heading) => heading.replaceAll('<br>', ' ').replace(/ +/g, ' '))
      // Links without words.
      .replace(/<a(?: [^>]*)?> *<\/a>/g, '')
      // Whether a break is bold.
      .replace(/((?:<(?:em|strong|del)>)+) ?((?:<br> ?)+)/g, '$2$1')
      .replace(/((?: ?<br>)+) ?((?:<\/(?:em|strong|del)>)+)/g, '$2$1')
      // Where one bold word ends and the next begins.
      .replace(/<\/(em|strong|del)>((?: ?<br>)* ?)<\1>/g, '$2')
      .replace(/ ?(<\/?(?:p|li|ul|ol|blockquote|br)>) ?/g, '$1')
      // A break with nothing behind it.
      .replace(/(?: |<br>)+(<\/t[dh]>)/g, '$1')
  )
}

/** A mark within the same mark changes nothing that a reader sees. */
function withoutRepeatedMarks(html: string): string {
  const depth = new Map<string, number>()
  return html.replace(/<(\/?)(em|strong|del)>/g, (tag, end: string, name: string) => {
    const now = (depth.get(name) ?? 0) + (end ? -1 : 1)
    depth.set(name, now)
    return now === (end ? 0 : 1) ? tag : ''
  })
}
