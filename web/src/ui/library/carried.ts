/** What a ZIP for a place without a line holds: a page that any browser opens, and the files beside it. Pure. */
import type { CarriedFile, CarriedText, PublishedFile } from '../../session/publication-model';
import { languageName } from '../format-values';
import { t } from '../text';
import { blocksOf } from './body';
import { citation } from './citation';
import { type Entry, wordsIn } from './entries';

export interface Carried {
  readonly texts: readonly CarriedText[];
  readonly files: readonly CarriedFile[];
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
const safe = (text: string): string => text.replace(/[&<>"]/g, (sign) => ENTITIES[sign] ?? '');
const element = (name: string, text: string, attributes = ''): string => (text ? `<${name} dir="auto"${attributes}>${safe(text)}</${name}>` : '');

const STYLE = 'body{max-width:46rem;margin:2rem auto;padding:0 1rem;font:1rem/1.5 system-ui,sans-serif}article{border-top:1px solid #888;padding-block:1rem}p,li{white-space:pre-line;overflow-wrap:anywhere}';
/** Nothing in it runs or fetches anything, whatever a document says. */
const POLICY = "default-src 'none'; style-src 'unsafe-inline'";

/** `entries` in their order, with their files where these are wanted. */
export function carried(title: string, entries: readonly Entry[], withFiles: boolean, language: string): Carried {
  const files = withFiles ? filesOf(entries) : [];
  const articles = entries.map((entry) => articleOf(entry, files, language)).join('\n');
  const head = `<meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="${POLICY}"><meta name="viewport" content="width=device-width"><title>${safe(title)}</title><style>${STYLE}</style>`;
  const page = `<!doctype html>\n<html lang="${language}" dir="${language === 'ar' ? 'rtl' : 'ltr'}"><head>${head}</head><body>${element('h1', title)}${element('p', t('documents.carried_from'))}\n${articles}\n</body></html>\n`;
  return { texts: [{ path: 'index.html', text: page }], files };
}

function filesOf(entries: readonly Entry[]): readonly CarriedFile[] {
  const all = new Map(entries.flatMap(({ record }) => record.files).map((file) => [file.sha256, file]));
  return [...all.values()].map((file) => ({ path: pathOf(file), file }));
}

/** A name of its own, without what another system may not write. */
function pathOf({ name, sha256 }: PublishedFile): string {
  return `files/${sha256.slice(0, 8)}-${name.replace(/[^\p{L}\p{M}\p{N}._-]+/gu, '_').slice(-80)}`;
}

function articleOf({ item, record }: Entry, files: readonly CarriedFile[], language: string): string {
  const words = wordsIn(record, language);
  const links = record.files.map((file) => linkOf(file, files)).join('');
  const url = /^https?:\/\//.test(record.url) ? `<p><a rel="noreferrer" href="${safe(record.url)}">${safe(record.url)}</a></p>` : '';
  const texts = record.body.map(({ language: of, text }) => `<section lang="${safe(of)}">${bodyOf(text)}</section>`).join('');
  const about = [...record.authors, record.publisher, record.year, record.licence || t('documents.licence_unknown')].filter(Boolean).join(' · ');
  return `<article id="${safe(item)}">${element('h2', words.title, ` lang="${safe(words.language)}"`)}${element('p', about)}${element('p', words.text)}${links ? `<ul>${links}</ul>` : ''}${url}${element('p', citation('apa', item, record))}${texts}</article>`;
}

function linkOf(file: PublishedFile, files: readonly CarriedFile[]): string {
  const path = files.find((one) => one.file.sha256 === file.sha256)?.path;
  const name = safe(`${file.name} (${languageName(file.language)})`);
  return path === undefined ? `<li>${name}</li>` : `<li><a href="${path.split('/').map(encodeURIComponent).join('/')}">${name}</a></li>`;
}

function bodyOf(text: string): string {
  return blocksOf(text).map((block) => {
    if (block.kind === 'list') return `<ul>${block.items.map((one) => element('li', one)).join('')}</ul>`;
    return element(block.kind === 'paragraph' ? 'p' : block.level === 1 ? 'h3' : 'h4', block.text);
  }).join('');
}
