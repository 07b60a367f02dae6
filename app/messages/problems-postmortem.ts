import type { Language } from './define.ts'
import type { ProblemSentences } from './problems.ts'

/** What is wrong with a template of a postmortem. */
export const postmortemProblems: Record<Language, ProblemSentences> = {
  en: {
    template_unknown_name: ({ line, name }) =>
      `Line ${line}: nothing is called {{${name}}}. Correct the name or take it out.`,
    template_block_inline: ({ line, name }) =>
      `Line ${line}: {{${name}}} is a whole block. Put it on a line of its own.`,
    template_name_taken: () => 'Another template in this language has this name. Choose another one.',
    templates_too_many: ({ max }) => `${max} templates are in use already. Retire one first.`,
    picture_missing: () => 'Choose a picture.',
    picture_too_large: ({ max, actual }) => `The picture has ${actual} MB. At most ${max} MB are stored.`,
    picture_type_unknown: () =>
      'This is no picture that can be stored here, whatever its name says. PNG, JPEG, GIF and WebP are.',
    picture_vector: () =>
      'SVG pictures can hold programs, so they are not stored. Save it as PNG and insert that.',
    picture_broken: () => 'The picture is damaged or ends too early. Save it again and insert that.',
    picture_too_many_pixels: ({ width, height, max }) =>
      `The picture has ${width} × ${height} pixels. At most ${max} million are stored: make it smaller.`,
    pictures_too_many: ({ max }) => `This postmortem has ${max} pictures already, the most that are stored.`,
    draft_of_newer_version: () =>
      'A newer version of Sagwa has written in this draft, and this one cannot read all of it. Nothing of it is lost or changed: go on with the newer version.',
    postmortem_of_no_incident: () =>
      'It names no incident. Write "reference: 2020-001" between two lines of --- at its top, or add --create.',
    postmortem_severity_unknown: () =>
      'It does not say how severe the incident was. Write "severity: major" at its top, or add --severity.',
    postmortem_twice: ({ reference, file }) => `${file} is the postmortem of ${reference} already.`,
    file_too_large: ({ max, actual }) => `This file has ${actual} kB; at most ${max} kB are read.`,
    file_not_text: () => 'This is no text in UTF-8.',
  },
  ko: {
    template_unknown_name: ({ line, name }) =>
      `${line}번째 줄: {{${name}}}라는 이름이 없어요. 이름을 고치거나 지워 주세요.`,
    template_block_inline: ({ line, name }) =>
      `${line}번째 줄: {{${name}}}는 블록이에요. 한 줄에 따로 적어 주세요.`,
    template_name_taken: () => '같은 언어에 이 이름의 양식이 이미 있어요. 다른 이름을 적어 주세요.',
    picture_missing: () => '그림을 골라 주세요.',
    picture_too_large: ({ max, actual }) => `그림이 ${actual}MB예요. ${max}MB까지 저장할 수 있어요.`,
    picture_type_unknown: () =>
      '이름과 상관없이 저장할 수 있는 그림이 아니에요. PNG, JPEG, GIF, WebP 그림을 넣어 주세요.',
    picture_vector: () =>
      'SVG 그림에는 프로그램이 들어갈 수 있어서 저장하지 않아요. PNG로 바꾸어 넣어 주세요.',
    picture_broken: () => '그림이 깨졌거나 중간에서 끊겼어요. 다시 저장해서 넣어 주세요.',
    picture_too_many_pixels: ({ width, height, max }) =>
      `그림이 ${width}×${height}픽셀이에요. ${(Number(max) * 100).toLocaleString('ko')}만 픽셀까지 저장할 수 있으니 줄여서 넣어 주세요.`,
    pictures_too_many: ({ max }) => `이 사후 보고서에는 그림이 이미 ${max}개 있어요. 더는 저장할 수 없어요.`,
    templates_too_many: ({ max }) => `양식을 이미 ${max}개 쓰고 있어요. 먼저 하나를 내려 주세요.`,
    draft_of_newer_version: () =>
      '더 새로운 버전의 Sagwa에서 쓴 내용이 초안에 있는데 이 버전으로는 다 읽을 수 없어요. 초안은 바뀌지 않고 그대로 있으니 새 버전에서 이어서 써 주세요.',
    postmortem_of_no_incident: () =>
      '어느 장애의 보고서인지 적혀 있지 않아요. 맨 위 --- 두 줄 사이에 "reference: 2020-001"처럼 적거나 --create를 붙여 주세요.',
    postmortem_severity_unknown: () =>
      '장애의 심각도가 적혀 있지 않아요. 맨 위에 "severity: major"처럼 적거나 --severity를 붙여 주세요.',
    postmortem_twice: ({ reference, file }) => `${file} 파일이 이미 ${reference} 장애의 보고서예요.`,
    file_too_large: ({ max, actual }) => `파일이 ${actual}kB예요. ${max}kB까지 읽을 수 있어요.`,
    file_not_text: () => 'UTF-8로 쓴 텍스트가 아니에요.',
  },
}
