/**
 * The one style sheet of the public site, printed into each page so that the first bytes are the whole page. System
 * fonts only. Comments and line breaks are dropped when it is printed.
 */
const SOURCE = `
:root { color-scheme: light dark; --paper: #fbfaf7; --ink: #1c1b19; --quiet: #63605a; --line: #dcdad4; --now: #b4232a }
@media (prefers-color-scheme: dark) {
  :root { --paper: #161513; --ink: #eceae4; --quiet: #a5a29a; --line: #393733; --now: #f0757b }
}
* { box-sizing: border-box }
html { background: var(--paper); color: var(--ink); -webkit-text-size-adjust: 100%;
  font: 1.0625rem/1.65 system-ui, -apple-system, "Segoe UI", Roboto, sans-serif }
body { margin: 0 auto; padding: 0 24px; max-width: calc(40rem + 48px); overflow-wrap: anywhere; font-variant-numeric: tabular-nums }
:root:lang(ko) { word-break: keep-all; font-family: -apple-system, "Apple SD Gothic Neo", "Malgun Gothic", "Noto Sans KR", "Noto Sans CJK KR", NanumGothic, system-ui, sans-serif }
:root:lang(ja) { line-break: strict; word-break: auto-phrase; font-family: -apple-system, "Hiragino Sans", "Yu Gothic", Meiryo, "Noto Sans JP", "Noto Sans CJK JP", system-ui, sans-serif }
a { color: inherit; text-underline-offset: .2em; text-decoration-thickness: 1px; text-decoration-color: var(--quiet) }
a:hover { text-decoration-thickness: 2px }
:focus-visible { outline: 2px solid var(--now); outline-offset: 3px }
.top { display: flex; flex-wrap: wrap; gap: 4px 24px; justify-content: space-between; align-items: baseline;
  padding: 28px 0 20px; border-bottom: 1px solid var(--line); font-size: .9375rem }
.top > :first-child { font-weight: 600; text-decoration: none }
nav ul { display: flex; flex-wrap: wrap; gap: 4px 20px; margin: 0; padding: 0; list-style: none }
.top a, .foot a { display: inline-block; padding: 4px 0 }
[aria-current] { text-decoration: none; font-weight: 600 }
main { padding: 56px 0 72px }
.letter .kind { margin: 0 0 12px; color: var(--quiet); font-size: .9375rem }
.letter .now { color: var(--now); font-weight: 600 }
h1 { margin: 0; font-size: clamp(1.625rem, 1.2rem + 2vw, 2.25rem); line-height: 1.28; font-weight: 700; letter-spacing: -.012em; text-wrap: balance }
h2 { margin: 44px 0 12px; font-size: 1.1875rem; line-height: 1.4; font-weight: 700 }
h3, h4 { margin: 28px 0 8px; font-size: 1.0625rem; font-weight: 600 }
.letter .date { margin: 16px 0 40px; color: var(--quiet); font-size: .9375rem }
.letter p { margin: 0 0 16px }
.letter ul, .letter ol { margin: 0 0 16px; padding-left: 1.25em }
.letter li { margin: 0 0 6px }
.letter li::marker { color: var(--quiet) }
blockquote { margin: 0 0 16px; padding-left: 16px; border-left: 2px solid var(--line) }
pre { overflow: auto }
code { font-size: .9em }
table { width: 100%; margin: 32px 0; border-collapse: collapse; line-height: 1.5; border-top: 2px solid var(--ink); border-bottom: 1px solid var(--line) }
th, td { padding: 10px 16px 10px 0; text-align: left; vertical-align: top; border-top: 1px solid var(--line) }
.facts th { width: 7.5em; color: var(--quiet); font-weight: 400; white-space: nowrap }
.box { margin: 0 0 48px; padding: 20px 24px 4px; border: 2px solid var(--ink); border-radius: 4px }
.box + .box { margin-top: -32px }
summary { cursor: pointer; font-weight: 600; padding-bottom: 16px }
.box .box { margin: 0; padding: 12px 0 0; border-width: 1px 0 0; border-radius: 0 }
.box h2 { margin: 0 0 8px; font-size: 1.0625rem }
.box time { font-weight: 400; color: var(--quiet) }
.box p { margin: 0 0 16px }
.letter .sign { margin-top: 40px; font-weight: 600 }
.foot { padding: 20px 0 56px; border-top: 1px solid var(--line); color: var(--quiet); font-size: .9375rem }
.list { margin: 0; padding: 0; list-style: none }
.list li { display: grid; grid-template-columns: 11rem 1fr; gap: 2px 24px; padding: 14px 0; border-top: 1px solid var(--line) }
.list span { color: var(--quiet); font-size: .9375rem; line-height: 1.75 }
.list a { font-weight: 600 }
form p { margin: 0 0 20px }
label { display: block; margin: 0 0 4px; font-weight: 600 }
input, select, button { font: inherit; color: inherit; min-height: 44px; border-radius: 4px; border: 1px solid var(--quiet); background: var(--paper); padding: 6px 12px }
input { width: 100%; max-width: 26rem }
button { border: 0; background: var(--ink); color: var(--paper); font-weight: 600; padding: 8px 20px; cursor: pointer }
.wrong { color: var(--now); font-weight: 600 }
.after { margin-top: 24px }
.versions { margin-top: 56px; font-size: .9375rem }
.versions h2 { font-size: 1.0625rem }
.versions .list li { padding: 8px 0; grid-template-columns: 18rem 1fr }
.years ul { display: flex; flex-wrap: wrap; gap: 8px 20px; margin: 0; padding: 0; list-style: none }
.promises td:last-child { width: 42%; color: var(--quiet) }
.promises + .date { margin-top: -16px }
:target { outline: 2px solid var(--line); outline-offset: 4px }
@media (max-width: 34rem) {
  body { padding: 0 20px }
  main { padding: 36px 0 56px }
  .letter .date { margin-bottom: 32px }
  .facts th { width: 6em }
  .list li, .versions .list li { grid-template-columns: 1fr }
}
@media print {
  :root { --paper: #fff; --ink: #000; --quiet: #444; --line: #bbb; --now: #000 }
  html { font-size: 11pt }
  nav { display: none }
  details::details-content { content-visibility: visible; height: auto }
  main { padding: 24pt 0 }
  h2, tr { break-after: avoid; break-inside: avoid }
  .letter a[href^=http]::after { content: " (" attr(href) ")" }
}
`

export const PUBLIC_STYLE = SOURCE.replace(/\s*\n\s*/g, ' ')
  .replace(/\s*([{};,])\s*/g, '$1')
  .replace(/: /g, ':')
  .replace(/;}/g, '}')
  .trim()
