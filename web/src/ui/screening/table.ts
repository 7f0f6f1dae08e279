/** What was found, as a file. Pure. */
import type { NoticeView } from '../../session/notice-model';
import type { Decided, Found, Reason, ScreeningDesk } from '../../session/screening-model';
import { countryName } from '../format';
import { longDate } from '../format-values';
import { csvOf, titleOf } from '../notices/filters';
import type { NoticeWords } from '../notices/use-notices';
import { t, tcode } from '../text';
import { bandName, leadName, reasonWords, scoreText, sideText } from './words';

const COLUMNS = ['asked', 'score', 'band', 'name', 'of', 'colour', 'country', 'state', 'title', 'id', 'why', 'decision'] as const;

/** A row for each lead, and one for each query without any. */
export function tableOf(found: readonly Found[], desk: Pick<ScreeningDesk, 'decided'>, noticeOf: (id: string) => NoticeView | undefined, words: NoticeWords): string {
  const rows = found.flatMap(({ query, leads }) => {
    const asked = query.names.join('; ') || query.identifiers.map(({ value }) => value).join('; ');
    if (leads.length === 0) return [[asked, ...COLUMNS.slice(1).map((column) => (column === 'why' ? t('screening.none') : ''))]];
    return leads.map((lead) => {
      const notice = noticeOf(lead.notice);
      return [
        asked, scoreText(lead.score), bandName(lead.band), leadName(lead, notice), t(`screening.of.${lead.of}`), notice ? words.nameOf(notice.colour) : '', notice ? countryName(notice.country) : '',
        notice ? words.word('states', notice.state) : '', lead.place ? `${lead.place.list}: ${t('screening.place', { source: lead.place.source, line: lead.place.line })}` : notice ? titleOf(notice) : '', lead.id, lead.reasons.map(reasonText).join('; '), decidedText(desk.decided(query, lead)),
      ];
    });
  });
  return csvOf([COLUMNS.map((column) => t(`screening.column.${column}`)), ...rows, [t('screening.hit_is_lead')]]);
}

function decidedText(decided: Decided | null): string {
  return decided ? `${t('screening.decided', { date: longDate(decided.at), name: decided.by })} ${tcode('screen.verdict', decided.verdict, decided.verdict)}: ${decided.why}` : '';
}

export function reasonText(reason: Reason): string {
  const sides = [reason.query, reason.listed].filter(Boolean).map((side) => sideText(reason, side));
  return `${[...new Set(sides)].join(' ~ ')}: ${reasonWords(reason)}`;
}
