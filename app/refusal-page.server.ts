/** The page for what the server refuses before the application sees it: words only, with a style of its own. */
import { createHash } from 'node:crypto'
import { frameMessages } from '#app/messages/frame.ts'
import type { Language } from '#app/messages/define.ts'
import { refusalMessages } from '#app/messages/refusal.ts'

const STYLE =
  ':root{color-scheme:light dark;font:16px/1.6 system-ui,sans-serif;background:Canvas;color:CanvasText}' +
  'main{max-width:36rem;margin:15vh auto 0;padding:0 1.25rem}h1{font-size:1.375rem;line-height:1.4}' +
  'li{margin:.4rem 0}'

/** What the style needs, and nothing else. */
export const REFUSAL_POLICY = `default-src 'none'; style-src 'sha256-${createHash('sha256').update(STYLE).digest('base64')}'; frame-ancestors 'none'`

/** Says that a form was too large, that nothing was saved, and how to get at the words again. */
export function tooLargePage(kibibytes: number, language: Language): string {
  const t = refusalMessages[language]
  const steps = [t.back, t.copy, t.shorten].map((step) => `<li>${step}</li>`).join('')
  return (
    `<!doctype html><html lang="${language}"><head><meta charset="utf-8">` +
    '<meta name="viewport" content="width=device-width,initial-scale=1">' +
    `<title>${t.title} · Sagwa</title><style>${STYLE}</style></head>` +
    `<body><main><h1>${t.title}</h1><p>${frameMessages[language].tooLarge(kibibytes)}</p><ul>${steps}</ul></main></body></html>\n`
  )
}
