/** What may lie in the library (protocol/wire.md, `/files`), by media type and by the end of a name. */

const BY_EXTENSION: Readonly<Record<string, string>> = {
  pdf: 'application/pdf',
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  pptx: 'application/vnd.openxmlformats-officedocument.presentationml.presentation',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  odt: 'application/vnd.oasis.opendocument.text',
  epub: 'application/epub+zip',
  txt: 'text/plain',
  md: 'text/markdown',
  csv: 'text/csv',
  jpg: 'image/jpeg',
  jpeg: 'image/jpeg',
  png: 'image/png',
  webp: 'image/webp',
  mp4: 'video/mp4',
  webm: 'video/webm',
  mp3: 'audio/mpeg',
};
const TYPES = new Set(Object.values(BY_EXTENSION));

/** What a file input may offer. */
export const ACCEPTED = Object.keys(BY_EXTENSION).map((extension) => `.${extension}`).join(',');

/** Its type as the library names it; undefined for what may not lie there. Platforms know few types, and names say more. */
export function libraryType({ name, type }: { readonly name: string; readonly type: string }): string | undefined {
  const extension = /\.([A-Za-z0-9]+)$/.exec(name)?.[1]?.toLowerCase() ?? '';
  return BY_EXTENSION[extension] ?? (TYPES.has(type) ? type : undefined);
}
