/** Three offices for one file of tests, and whoever sits down in one of them, at a browser of their own or one used before. */
import { afterAll, beforeAll } from 'vitest';
import { Device, value } from './device.ts';
import { type Offices, startOffices } from './offices.ts';

export interface Seats {
  readonly offices: Offices;
  readonly signedIn: (login: string, before?: (device: Device) => void, browser?: string) => Promise<Device>;
}

export function seats(): Seats {
  let offices: Offices | undefined;
  let count = 0;
  beforeAll(async () => {
    offices = await startOffices();
  }, 300_000); // five people's Argon2id, on whatever machine
  afterAll(() => offices?.stop());
  const here = (): Offices => {
    if (offices === undefined) throw new Error('the offices open when the tests begin');
    return offices;
  };
  return {
    get offices() {
      return here();
    },
    signedIn: async (login, before = () => undefined, browser = `browser ${++count}`) => {
      const device = new Device(here().url, browser);
      before(device);
      await device.session.start();
      const { passphrase, kit } = here().person(login);
      await device.session.verbs.signIn(login, passphrase, kit);
      return device;
    },
  };
}

export async function write(device: Device, to: string, subject: string, file?: File): Promise<string> {
  const { draft } = value(await device.session.verbs.newDraft({ to: [to], subject, body: `About ${subject}` }));
  if (file !== undefined) value(await device.session.verbs.attach(draft.id, file));
  value(await device.send(draft.id));
  return draft.id;
}
