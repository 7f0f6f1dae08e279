/**
 * Gives a checked file to the person: as a download, never shown. Large ones go to disk while they are
 * checked; the browser puts the file in its place only when it is closed, so an altered one never appears.
 */
import type { Bytes } from '../protocol/bytes.ts';
import type { Saver, Sink } from '../session/ports.ts';

const PICKER_FROM_BYTES = 128 * 1024 * 1024;
const OPAQUE = 'application/octet-stream';
const REVOKE_AFTER_MS = 60_000;

interface WithPicker {
  showSaveFilePicker?(options: { suggestedName: string }): Promise<FileSystemFileHandle>;
}

export const saver: Saver = {
  async start(name: string, size: number): Promise<Sink | null> {
    const picker = (globalThis as WithPicker).showSaveFilePicker?.bind(globalThis);
    if (size >= PICKER_FROM_BYTES && picker !== undefined) return pickedSink(picker, safeName(name));
    return downloadSink(safeName(name));
  },
};

async function pickedSink(picker: NonNullable<WithPicker['showSaveFilePicker']>, name: string): Promise<Sink | null> {
  try {
    const stream = await (await picker({ suggestedName: name })).createWritable();
    return { write: (chunk: Bytes) => stream.write(chunk), close: () => stream.close(), abort: () => stream.abort() };
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') return null;
    return downloadSink(name);
  }
}

function downloadSink(name: string): Sink {
  // A Blob of parts lives where the browser keeps blobs, on disk when it is large.
  let parts: BlobPart[] = [];
  return {
    write(chunk: Bytes): Promise<void> {
      parts.push(new Blob([chunk]));
      return Promise.resolve();
    },
    close(): Promise<void> {
      const url = URL.createObjectURL(new Blob(parts, { type: OPAQUE }));
      const link = document.createElement('a');
      link.href = url;
      link.download = name;
      link.click();
      setTimeout(() => {
        URL.revokeObjectURL(url);
      }, REVOKE_AFTER_MS);
      parts = [];
      return Promise.resolve();
    },
    abort(): Promise<void> {
      parts = [];
      return Promise.resolve();
    },
  };
}

/** File names are hostile: no paths, no control or direction characters, no leading dot, a sane length. */
export function safeName(name: string): string {
  const plain = name
    .replace(/[\u0000-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu, '')
    .replace(/[\\/:*?"<>|]/gu, '_')
    .replace(/^[.\s]+/u, '')
    .trim();
  return plain === '' ? 'file' : [...plain].slice(-120).join('');
}
