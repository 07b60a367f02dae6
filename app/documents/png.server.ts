import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { ResvgRenderOptions } from '@resvg/resvg-js'

/** Family of the font files below; a drawing that names it looks the same on every machine. */
const PICTURE_FONT = 'Pretendard'

/** From the built server, whose chunks lie two folders below, and from the sources. */
const FONT_FOLDERS = ['../../client/fonts/pretendard/', '../public/fonts/pretendard/']
const FONT_FILES = ['Pretendard-Regular.otf', 'Pretendard-SemiBold.otf']

/**
 * A drawing as PNG. The renderer and the fonts are read at the first call: most servers never make a picture. The font
 * files have the syllables of KS X 1001; rarer letters come from whatever the machine has.
 *
 * @param svg complete and self-contained: no custom properties, no outside files
 * @param width of the picture in pixels
 */
export async function pngOf(svg: string, width: number): Promise<Uint8Array<ArrayBuffer>> {
  const { Resvg } = await import('@resvg/resvg-js')
  const options: ResvgRenderOptions = {
    fitTo: { mode: 'width', value: width },
    font: {
      fontFiles: fontFiles(),
      loadSystemFonts: true,
      defaultFontFamily: PICTURE_FONT,
      sansSerifFamily: PICTURE_FONT,
    },
    textRendering: 1,
  }
  return new Uint8Array(new Resvg(svg, options).render().asPng())
}

function fontFiles(): string[] {
  for (const folder of FONT_FOLDERS) {
    const files = FONT_FILES.map((name) => fileURLToPath(new URL(folder + name, import.meta.url)))
    if (files.every((file) => existsSync(file))) return files
  }
  return []
}
