/** What the network wrote itself, as the protocol reads it: headings, lists, paragraphs, and nothing else. Pure. */

export type Block =
  | { readonly kind: 'heading'; readonly level: 1 | 2; readonly text: string; readonly n: number }
  | { readonly kind: 'list'; readonly items: readonly string[] }
  | { readonly kind: 'paragraph'; readonly text: string };

type Line = { readonly kind: 'heading'; readonly level: 1 | 2; readonly text: string } | { readonly kind: 'item' | 'text'; readonly text: string } | { readonly kind: 'end' };

function lineOf(line: string): Line {
  if (line.trim() === '') return { kind: 'end' };
  if (line.startsWith('# ')) return { kind: 'heading', level: 1, text: line.slice(2) };
  if (line.startsWith('## ')) return { kind: 'heading', level: 2, text: line.slice(3) };
  return line.startsWith('- ') ? { kind: 'item', text: line.slice(2) } : { kind: 'text', text: line };
}

/** `n` counts headings from 1: what a link leads to. */
export function blocksOf(body: string): readonly Block[] {
  const blocks: Block[] = [];
  let headings = 0;
  let open: Line['kind'] = 'end';
  for (const line of body.split('\n').map(lineOf)) {
    const last = line.kind === open ? blocks.at(-1) : undefined; // goes on in it
    if (line.kind === 'heading') blocks.push({ ...line, n: (headings += 1) });
    else if (line.kind === 'item' && last?.kind === 'list') blocks[blocks.length - 1] = { ...last, items: [...last.items, line.text] };
    else if (line.kind === 'item') blocks.push({ kind: 'list', items: [line.text] });
    else if (line.kind === 'text' && last?.kind === 'paragraph') blocks[blocks.length - 1] = { ...last, text: `${last.text}\n${line.text}` };
    else if (line.kind === 'text') blocks.push({ kind: 'paragraph', text: line.text });
    open = line.kind;
  }
  return blocks;
}
