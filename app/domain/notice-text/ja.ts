import type { ApologyStrength } from './apology.ts'
import { paragraphs, type DraftSituation, type NoticeDraft, type NoticeStage } from './draft.ts'

const APOLOGIES: Record<ApologyStrength, string> = {
  0: 'ご迷惑をおかけし、申し訳ございません',
  1: 'ご不便、ご迷惑をおかけしましたことをお詫び申し上げます',
  2: 'ご不便、ご迷惑をおかけしましたことを、心よりお詫び申し上げます',
  3: '多大なるご不便、ご迷惑をおかけしましたことを、心よりお詫び申し上げます',
  4: '多大なるご不便、ご迷惑をおかけしましたことを、深くお詫び申し上げます',
  5: '多大なるご不便、ご迷惑をおかけしましたことを、心より深くお詫び申し上げます',
}

/**
 * A Japanese notice: 第一報, 続報, 復旧, 最終報. The final report keeps the order of a 障害報告: greeting, apology, that it
 * is over, 「記」 with event, times, scope, cause, measures and prevention, 以上, contact.
 */
export function draftJapanese(situation: DraftSituation, stage: NoticeStage): NoticeDraft {
  const { maintenance } = situation
  const event = maintenance ? 'メンテナンス' : '障害'
  const day = situation.knows.day ? '{{impact.date}}に発生した' : ''
  const greeting = '平素より{{services}}をご利用いただき、誠にありがとうございます。'
  const apology = APOLOGIES[situation.strength]

  if (stage === 'first_word' || stage === 'update') {
    const first = stage === 'first_word'
    return {
      title: first
        ? `【第一報】{{services}}${maintenance ? 'メンテナンス' : 'の障害'}について`
        : `【続報】{{services}}${maintenance ? 'メンテナンス' : 'の障害'}について`,
      body: paragraphs(
        maintenance
          ? '{{impact.start}}より、{{services}}のメンテナンスを行っております。ご迷惑をおかけし、申し訳ございません。'
          : '{{impact.start}}より、{{services}}がご利用いただけない、またはご利用いただきにくい状態となっております。ご迷惑をおかけし、申し訳ございません。',
        '現在、次の事象を確認しております。',
        '- {{symptoms}}',
        first ? null : causeShort(situation),
        situation.knows.mitigated
          ? '{{mitigated}}に暫定対応を行い、引き続き復旧作業を進めております。'
          : '現在、復旧作業を進めております。',
        '次回は{{?次回のお知らせの日時}}にお知らせいたします。',
      ),
    }
  }

  const happened = `${when(situation)}の間、{{services}}に${event}が発生いたしました。`
  if (stage === 'resolved') {
    return {
      title: maintenance
        ? '{{services}}メンテナンス終了のお知らせ'
        : '【復旧】{{services}}の障害に関するお詫びとお知らせ',
      body: paragraphs(
        `${happened}現在は復旧しております。`,
        `${apology}。`,
        '発生時には、次の事象を確認しております。',
        '- {{symptoms}}',
        causeShort(situation),
      ),
    }
  }

  return {
    title: `${day}{{services}}の${event}に関するお詫びとご報告`,
    body: paragraphs(
      greeting,
      `{{services}}の${event}により、ご利用の皆様に${apology}。サービスを安定して提供できなかったことは、当社の責任です。`,
      `${happened}現在は復旧しております。`,
      '## 発生事象',
      '- {{symptoms}}',
      '## 原因',
      situation.knows.cause ? '現時点で確認している原因は次のとおりです。' : INVESTIGATING,
      situation.knows.cause && '- {{cause}}',
      ...measures(situation),
      '## 再発防止策',
      situation.knows.promises ? '- {{promises}}' : '- {{?再発防止策（内容と期限）}}',
      '以上',
      '## お問い合わせ先',
      '{{organisation.contact}}',
    ),
  }
}

const INVESTIGATING = '原因は現在調査中です。判明次第、本ページにてお知らせいたします。'

function causeShort(situation: DraftSituation): string {
  return situation.knows.cause ? '現時点で確認している原因は次のとおりです。\n\n- {{cause}}' : INVESTIGATING
}

function when(situation: DraftSituation): string {
  const window = situation.knows.window ? '{{impact.window}}' : '{{impact.start}}から{{impact.end}}まで'
  return situation.duration ? `${window}（{{${situation.duration}}}）` : window
}

function measures({ knows }: DraftSituation): string[] {
  const steps = [
    knows.detected && '{{detected}} 障害を検知',
    knows.mitigated && '{{mitigated}} 暫定対応を実施',
    knows.end && '{{impact.end}} 復旧を確認',
    knows.resolved && '{{resolved}} 対応を完了',
  ].filter((step) => step !== false)
  const tells = knows.detected || knows.mitigated || knows.resolved
  return tells ? ['## 対応', steps.map((step) => `- ${step}`).join('\n')] : []
}
