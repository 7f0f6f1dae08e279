import type { ComponentChildren } from 'preact';
import type { NoticeView } from '../../session/notice-model';
import type { Lead, ListPlace } from '../../session/screening-model';
import { LinkButton } from '../elements/button';
import { Icon } from '../elements/icon';
import { CountryBadge } from '../elements/names';
import { countryName } from '../format';
import { ColourMark } from '../notices/colour';
import { subjectOf, titleOf } from '../notices/filters';
import { StateChip } from '../notices/state';
import type { NoticeWords } from '../notices/use-notices';
import { href } from '../router';
import { t } from '../text';
import { Explained } from './explained';
import { bandName, leadName, scoreText } from './words';

interface Props {
  readonly lead: Lead;
  /** As this browser's own register has it; none where it has not come yet. */
  readonly notice: NoticeView | undefined;
  readonly words: NoticeWords;
  readonly open: boolean;
  readonly above?: ComponentChildren;
  /** What one may do about it. */
  readonly children?: ComponentChildren;
}

/** One listed record that may be the one asked for: how alike, who and where, why, and what to do next. */
export function LeadCard({ lead, notice, words, open, above, children }: Props) {
  const name = leadName(lead, notice);
  return (
    <article class={`clue clue-${lead.band}`} aria-label={name}>
      {above}
      <header class="clue-head">
        <Score lead={lead} />
        <div class="clue-who">
          <h3 class="clue-name"><bdi>{name}</bdi></h3>
          {lead.place ? <InList place={lead.place} /> : notice ? <Where lead={lead} notice={notice} words={words} /> : <p class="hint">{t('screening.unknown_notice')}</p>}
        </div>
      </header>
      <details class="clue-why" open={open}><summary>{t('screening.why')}</summary><Explained lead={lead} /></details>
      {lead.place ? null : (
        <div class="actions">
          <LinkButton icon="shield-check" to={href({ screen: 'notices', at: lead.notice })}>{t('screening.verify')}</LinkButton>
        </div>
      )}
      {children}
    </article>
  );
}

function Score({ lead }: { lead: Lead }) {
  return (
    <p class="clue-score">
      <span class="visually-hidden">{t('screening.score')}: </span>
      <span class="clue-number" dir="ltr">{scoreText(lead.score)}</span>
      <span class="clue-band">{bandName(lead.band)}</span>
    </p>
  );
}

/** Which of the office's own lists, and where in the file that it was taken from. */
function InList({ place: { list, source, line } }: { place: ListPlace }) {
  return (
    <>
      <p class="clue-notice"><Icon name="file" /><bdi>{list}</bdi></p>
      <p class="room-tags"><span>{t('screening.of.entry')}</span><bdi>{t('screening.place', { source, line })}</bdi></p>
      <p class="hint">{t('screening.list_rough')}</p>
    </>
  );
}

function Where({ lead, notice, words }: { lead: Lead; notice: NoticeView; words: NoticeWords }) {
  const title = titleOf(notice);
  const subject = subjectOf(notice);
  return (
    <>
      <p class="clue-notice"><ColourMark colour={notice.colour} /><span><bdi>{words.nameOf(notice.colour)}</bdi>{title ? <>: <bdi>{title}</bdi></> : null}</span></p>
      <p class="room-tags">
        <span>{t(`screening.of.${lead.of}`)}</span>
        {lead.of !== 'subject' && subject && subject !== title ? <bdi>{subject}</bdi> : null}
        <StateChip state={notice.state} words={words} />
        <span><CountryBadge country={notice.country} /> <bdi>{countryName(notice.country)}</bdi></span>
      </p>
    </>
  );
}
