/** Putting one message into a room, looking again as often as somebody else was quicker. */
import { serverCode } from './failures.ts';
import type { Tlp } from './model.ts';
import type { Rounds } from './rounds.ts';
import type { Outgoing, Sender } from './sender.ts';

const TRIES = 6;
/** The room or the register moved between looking and writing: look again, sign again. */
export const MOVED: readonly string[] = [
  'stale_head', 'stale_epoch', 'bad_epoch', 'bad_time', 'log_went_back', 'wrong_log', 'bad_seq', 'wrong_kem', 'bad_history',
];

/** Opens a case room with other offices, with its first message where that has no files. The room's id. */
export async function openRoom(rounds: Rounds, sender: Sender, opening: { to: readonly string[]; floor: Tlp; first: Outgoing | null }): Promise<string> {
  for (let tries = 1; ; tries++) {
    await rounds.sync();
    try {
      return await rounds.run(async () => {
        const { room, frames } = await sender.openRoom(opening.to, opening.floor, opening.first);
        await sender.post(room, frames, true);
        return room;
      });
    } catch (error) {
      if (!MOVED.includes(serverCode(error)) || tries >= TRIES) throw error;
    }
  }
}

export async function deliver(rounds: Rounds, sender: Sender, room: string, make: () => Outgoing): Promise<void> {
  for (let tries = 1; ; tries++) {
    await rounds.sync();
    try {
      await rounds.run(async () => {
        const { frames } = await sender.append(room, make());
        await sender.post(room, frames, false);
      });
      return;
    } catch (error) {
      if (!MOVED.includes(serverCode(error)) || tries >= TRIES) throw error;
    }
  }
}
