import type { ComponentChildren } from 'preact';
import type { LibraryRecord, PublishedFile } from '../../session/publication-model';
import { Icon } from '../elements/icon';
import { FileName, Ltr } from '../elements/names';
import { list } from '../format';
import { languageName } from '../format-values';
import { href } from '../router';
import { currentLanguage, t, tn } from '../text';
import { abstractIn, languagesOf, wordsIn } from './entries';
import { FILE_PREFIX } from './hits';
import { Terms } from './terms';
import type { Group, LibraryCodes } from './use-reference';

interface SheetProps {
  readonly item: string;
  readonly record: LibraryRecord;
  readonly codes: LibraryCodes;
  /** In which the document exists, where that is more than what is here. */
  readonly languages?: readonly string[];
  readonly urlBasis?: string;
  readonly note?: string;
  /** Beside each file, where it can be fetched. */
  readonly ofFile?: (file: PublishedFile) => ComponentChildren;
}

/** What a record says: abstract, where the document is, in which languages, and the facts about it. */
export function RecordSheet(props: SheetProps) {
  const { record, codes } = props;
  const said = abstractIn(record, currentLanguage());
  const names = (group: Group, all: readonly string[]): string => list(all.map((code) => codes.nameOf(group, code)));
  return (
    <div class="library-sheet">
      {said ? (
        <section>
          <h2>{t('documents.abstract')}</h2>
          {said.language === currentLanguage() ? null : <p class="hint">{t('documents.only_in', { language: languageName(said.language) })}</p>}
          <p class="body" lang={said.language} dir="auto"><Terms text={said.text} language={said.language} /></p>
        </section>
      ) : null}
      <Where {...props} />
      <Versions {...props} />
      <section>
        <h2>{t('documents.about')}</h2>
        <dl class="facts">
          <Line name={t('documents.field.authors')}>{record.authors.join('; ')}</Line>
          <Line name={t('library.field.publisher')}>{record.publisher}</Line>
          <Line name={t('library.field.year')}>{record.year}</Line>
          <Line name={t('documents.field.edition')}>{record.edition}</Line>
          <Line name={t('documents.field.identifier')}>{record.identifier}</Line>
          <Line name={t('library.facet.type')}>{codes.nameOf('types', record.type)}</Line>
          <Line name={t('library.facet.topic')}>{names('topics', record.topics)}</Line>
          <Line name={t('library.facet.region')}>{names('regions', record.regions)}</Line>
          <Line name={t('library.facet.audience')}>{names('audiences', record.audiences)}</Line>
          <Line name={t('library.facet.phase')}>{names('phases', record.phases)}</Line>
          <Line name={t('library.field.licence')}>{record.licence || t('documents.licence_unknown')}</Line>
          <Line name={t('documents.field.certainty')}>{t(`certainty.${record.certainty}`)}</Line>
          <Line name={t('documents.field.review')}>{record.review}</Line>
          <Line name={t('documents.field.note')}>{props.note ?? ''}</Line>
        </dl>
      </section>
    </div>
  );
}

function Line({ name, children }: { name: string; children: string }) {
  return children ? <div><dt>{name}</dt><dd><bdi>{children}</bdi></dd></div> : null;
}

/** Links are followed by the reader, on purpose, and tell the other side nothing of where from. */
function Where({ record: { url }, urlBasis }: SheetProps) {
  if (!/^https?:\/\//.test(url)) return null;
  const said = urlBasis === 'publisher' ? t('documents.link_publisher') : urlBasis === 'stable' || urlBasis === 'seen' || urlBasis === 'home' ? t(`documents.link_${urlBasis}`) : '';
  return (
    <section>
      <h2>{t('documents.where')}</h2>
      <p><a href={url} target="_blank" rel="noopener noreferrer"><Icon name="globe" /> <Ltr>{url}</Ltr></a></p>
      <p class="hint">{said} {t('documents.link_leaves')}</p>
    </section>
  );
}

/** Every language in which there is something, the reader's first, and which one stands in for it where it is missing. */
function Versions({ item, record, languages = languagesOf(record), ofFile }: SheetProps) {
  const mine = currentLanguage();
  const order = [...languages].sort((a, b) => Number(b === mine) - Number(a === mine));
  const shown = wordsIn(record, mine);
  return (
    <section>
      <h2>{t('documents.versions')}</h2>
      {languages.includes(mine) ? null : <p class="library-fallback"><Icon name="info" /> {t('documents.fallback', { wanted: languageName(mine), shown: languageName(shown.language) })}</p>}
      <ul class="library-versions">
        {order.map((language) => (
          <li key={language}>
            <p class="library-version"><strong>{languageName(language)}</strong> <span lang={language} dir="auto">{record.words.find((one) => one.language === language)?.title ?? ''}</span></p>
            {record.body.filter((one) => one.language === language).map((one) => <p key={one.language}><a href={href({ screen: 'library', at: item, arg: `text-${one.language}` })}><Icon name="eye" /> {t('documents.read')}</a></p>)}
            {record.files.filter((file) => file.language === language).map((file) => <FileLine key={file.sha256} item={item} file={file}>{ofFile?.(file)}</FileLine>)}
            {record.body.some((one) => one.language === language) || record.files.some((file) => file.language === language) ? null : <p class="hint">{t('documents.elsewhere')}</p>}
          </li>
        ))}
      </ul>
    </section>
  );
}

const READ = /^(?:text\/|application\/)/;

function FileLine({ item, file, children }: { item: string; file: PublishedFile; children: ComponentChildren }) {
  return (
    <div class="library-file">
      <span><Icon name="file" /> <FileName name={file.name} /> <span class="hint">{sizeOf(file.len)}</span></span>
      <span class="actions">
        {READ.test(file.type) ? <a href={href({ screen: 'library', at: item, arg: file.sha256.slice(0, FILE_PREFIX) })}>{t('documents.read')}</a> : null}
        {children}
      </span>
    </div>
  );
}

const UNIT = 1_000;

export function sizeOf(bytes: number): string {
  const kilo = bytes / UNIT;
  return kilo < UNIT ? tn('documents.kb', Math.max(1, Math.round(kilo))) : tn('documents.mb', Math.round(kilo / UNIT * 10) / 10);
}
