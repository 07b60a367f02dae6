import type { ApologyStrength } from './apology.ts'
import { paragraphs, stepList, type DraftSituation, type NoticeDraft, type NoticeStage } from './draft.ts'

const APOLOGIES: Record<ApologyStrength, string> = {
  0: 'ご不便をおかけし、申し訳ございませんでした',
  1: 'ご不便、ご迷惑をおかけしましたことを、お詫び申し上げます',
  2: 'ご不便、ご迷惑をおかけしましたことを、心よりお詫び申し上げます',
  3: '多大なるご不便、ご迷惑をおかけしましたことを、心よりお詫び申し上げます',
  4: '多大なるご不便、ご迷惑をおかけしましたことを、深くお詫び申し上げます',
  5: '多大なるご不便、ご迷惑をおかけしましたことを、心より深くお詫び申し上げます',
}

/** A Japanese notice in です・ます with 謙譲語 for what the company does: 第一報, 続報, 復旧のお知らせ, 障害報告. */
export function draftJapanese(situation: DraftSituation, stage: NoticeStage): NoticeDraft {
  const write = { first_word: firstWord, update, resolved, final_report: finalReport }
  return write[stage](situation)
}

const GREETING = '平素より{{services}}をご利用いただき、誠にありがとうございます。'
const NEXT = '**次回のお知らせ**：{{?次回のお知らせの日時}}'
const INVESTIGATING = '原因は現在調査中です。判明次第、本ページにてお知らせいたします。'
const CAUSE = '現時点で確認している原因は次のとおりです。\n\n- {{cause}}'

/** 第一報: a labelled list, as 障害情報 has it, so that each item is found at a glance. */
function firstWord(situation: DraftSituation): NoticeDraft {
  return {
    title: `{{services}}の${event(situation)}について（第一報）`,
    body: paragraphs(
      GREETING,
      situation.maintenance
        ? '現在、{{services}}のメンテナンスを行っております。ご不便をおかけしておりますことを、お詫び申し上げます。'
        : '現在、{{services}}において障害が発生しております。ご利用の皆様にご不便、ご迷惑をおかけしておりますことを、お詫び申し上げます。',
      '**発生日時**：{{impact.start}}',
      '**発生事象**：\n\n- {{symptoms}}',
      working(situation),
      NEXT,
    ),
  }
}

/** 続報: what is new comes before what is known already. */
function update(situation: DraftSituation): NoticeDraft {
  return {
    title: `{{services}}の${event(situation)}について（続報）`,
    body: paragraphs(
      GREETING,
      situation.maintenance
        ? '{{services}}のメンテナンスは、現在も続いております。ご不便をおかけしておりますことを、お詫び申し上げます。'
        : '{{services}}の障害は、現在も復旧に至っておりません。ご利用の皆様にご不便、ご迷惑をおかけしておりますことを、重ねてお詫び申し上げます。',
      '**前回からの経過**：\n\n- {{?前回のお知らせ以降に確認した内容}}',
      '**発生日時**：{{impact.start}}',
      '**発生事象**：\n\n- {{symptoms}}',
      situation.maintenance && !situation.knows.cause ? null : cause(situation),
      working(situation),
      NEXT,
    ),
  }
}

function working({ knows, maintenance }: DraftSituation): string {
  const work = maintenance ? 'メンテナンス作業' : '復旧作業'
  if (knows.mitigated) return `**対応状況**：{{mitigated}}に暫定対応を行い、引き続き${work}を進めております。`
  return `**対応状況**：現在、${work}を進めております。`
}

/** 復旧のお知らせ: that it is over comes first. */
function resolved(situation: DraftSituation): NoticeDraft {
  const { maintenance, knows } = situation
  return {
    title: `{{services}}の${maintenance ? 'メンテナンス終了' : '障害復旧'}のお知らせ`,
    body: paragraphs(
      GREETING,
      `${happened(situation)}現在は復旧し、正常にご利用いただけます。`,
      `ご利用の皆様に${APOLOGIES[situation.strength]}。`,
      '発生時には、次の事象を確認しております。\n\n- {{symptoms}}',
      maintenance && !knows.cause ? null : cause(situation),
    ),
  }
}

/**
 * 障害報告: greeting, apology, that it is over, what was ruled out, then 「記」 with event, times, scope, cause, measures
 * and prevention, closed by 以上, and last whom to ask.
 */
function finalReport(situation: DraftSituation): NoticeDraft {
  const { knows, maintenance, grave, steps, duration } = situation
  const day = knows.day ? '{{impact.date}}に' : ''
  return {
    title: maintenance
      ? `${day}実施した{{services}}のメンテナンスに関するお詫びとご報告`
      : `${day}発生した{{services}}の障害に関するお詫びとご報告`,
    body: paragraphs(
      GREETING,
      `このたびの{{services}}の${event(situation)}により、ご利用の皆様に${APOLOGIES[situation.strength]}。${maintenance ? '' : 'サービスを安定してご提供できなかったことは、当社の責任です。'}`,
      `${maintenance ? 'メンテナンスは終了しており' : '障害はすでに復旧しており'}、現在は正常にご利用いただけます。`,
      knows.ruledOut && 'なお、調査の結果、次の事項は原因から除外しております。\n\n- {{cause.denied}}',
      '記',
      '## 発生事象\n\n- {{symptoms}}',
      `## 発生日時・復旧日時\n\n- 発生日時：{{impact.start}}\n- 復旧日時：{{impact.end}}${duration ? `\n- 障害時間：{{${duration}}}` : ''}`,
      (knows.scope || !knows.extent) && '## 影響範囲\n\n- {{scope}}',
      maintenance && !knows.cause ? null : `## 原因\n\n${cause(situation)}`,
      steps.length > 0 && `## 対応経過\n\n${stepList(steps, STEPS)}`,
      `## 再発防止策\n\n${knows.promises ? '- {{promises}}' : '- {{?再発防止策（内容と期限）}}'}`,
      knows.compensation && '## 補償について\n\n- {{compensation}}',
      !knows.compensation && grave && '## 補償について\n\n- {{?補償（対象・方法・期限）}}',
      '以上',
      '## お問い合わせ先',
      '{{organisation.contact}}',
    ),
  }
}

const STEPS = {
  detected: '{{detected}}　事象を検知',
  first_public_word: '{{first_public_word}}　最初のお知らせを掲載',
  mitigated: '{{mitigated}}　暫定対応を完了',
  impact_end: '{{impact.end}}　復旧を確認',
  resolved: '{{resolved}}　すべての対応を完了',
}

function event({ maintenance }: DraftSituation): string {
  return maintenance ? 'メンテナンス' : '障害'
}

function cause({ knows }: DraftSituation): string {
  return knows.cause ? CAUSE : INVESTIGATING
}

function happened({ knows, duration, maintenance }: DraftSituation): string {
  const window = knows.window ? '{{impact.window}}の間' : '{{impact.start}}から{{impact.end}}まで'
  const length = duration ? `（{{${duration}}}）` : ''
  return `${window}${length}、{{services}}${maintenance ? 'のメンテナンスを実施いたしました' : 'において障害が発生いたしました'}。`
}
