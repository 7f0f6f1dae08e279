/** A text of ours, handed to the browser as a file. */
import { utf8 } from '../protocol/bytes.ts';
import { attempt, Refusal } from './failures.ts';
import type { Result } from './model.ts';
import type { Ports } from './ports.ts';

export function saveText(ports: Pick<Ports, 'saver'>, name: string, text: string): Promise<Result<null>> {
  return attempt(async () => {
    const bytes = utf8(text);
    const sink = await ports.saver.start(name, bytes.length);
    if (sink === null) throw new Refusal({ code: 'cancelled' });
    await sink.write(bytes);
    await sink.close();
    return null;
  });
}
