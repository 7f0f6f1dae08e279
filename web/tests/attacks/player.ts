/**
 * The TypeScript client as a victim: reads scenes as JSON lines, plays each on the real client code and
 * writes how it ended: `{"code":"ok"}`, `{"code":…}` when it blocks, `{"fault":…}` for anything else.
 *
 * tests/attacks (Python) makes the scenes and starts this.
 */

import { createInterface } from 'node:readline';
import { demand, ProtocolError } from '../../src/protocol/errors.ts';
import { checkPicture, decodeRecord } from '../../src/protocol/notices.ts';
import { decodePublication } from '../../src/protocol/publications.ts';
import { utf8 } from '../../src/protocol/bytes.ts';
import { Refusal } from '../../src/session/failures.ts';
import { makeHttp } from '../../src/browser/http.ts';
import { device, file, kdf, libraryFile, libraryText, lock, vault } from './keeping.ts';
import { Impostor } from './impostor.ts';
import { enrolment } from './newcomer.ts';
import { Officer, type Person } from './officer.ts';
import { bytesOf, type Scene } from './scene.ts';

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- each play reads its own kind of scene
type Play = (scene: any) => Promise<void>;

/** Code of the ProtocolError that `act` raises; `ok` when it raises none. Other errors pass through. */
async function codeOf(act: () => Promise<void>): Promise<string> {
  try {
    await act();
    return 'ok';
  } catch (error) {
    if (error instanceof ProtocolError) return error.code;
    throw error;
  }
}

async function sync(scene: Scene): Promise<void> {
  const impostor = new Impostor(scene);
  let seen: Officer | undefined;
  if (scene.before !== undefined) {
    const earlier = { ...scene, ...scene.before };
    seen = await Officer.start(earlier, new Impostor(earlier));
    await seen.look('register', {});
  }
  const officer = await Officer.start(scene, impostor, seen);
  const pins = { ...(scene.pin && { pin: scene.pin }), ...(scene.room_pins && { rooms: scene.room_pins }) };
  const look = () => officer.look(scene.rooms === undefined ? 'register' : 'rooms too', pins);
  try {
    await look();
  } catch (error) {
    // Trying again does not help: a client that was blocked stays so.
    if ((await codeOf(look)) === 'ok') throw new Error('the second try of a blocked client passed', { cause: error });
    throw error;
  } finally {
    impostor.demandSilence();
  }
}

/** Opens what came as a notice's record: its document, then its pictures. */
async function record(scene: Scene & { notice: string; document: string; pictures: string[] }): Promise<void> {
  const officer = await Officer.start(scene, new Impostor(scene));
  await officer.look('register', {});
  const { pictures } = decodeRecord(bytesOf(scene.document), officer.notice(scene.notice).record);
  for (const [n, picture] of pictures.entries()) await checkPicture(picture, bytesOf(scene.pictures[n]));
}

/** Opens what came as the document of a publication. */
async function document(scene: Scene & { publication: string; document: string }): Promise<void> {
  const officer = await Officer.start(scene, new Impostor(scene));
  await officer.look('register', {});
  const made = officer.publication(scene.publication);
  decodePublication(made, bytesOf(scene.document), made.document ?? '');
}

/** Looks at what is said to have been found: `not_confirmed` where a hit is not what stands there. */
async function search(scene: Scene & { answer: unknown }): Promise<void> {
  const officer = await Officer.start(scene, new Impostor(scene));
  await officer.look('register', {});
  const bytes = utf8(JSON.stringify(scene.answer));
  try {
    const confirmed = await officer.confirms({ call: () => Promise.resolve({ ok: true, status: 200, bytes, header: () => null }) });
    demand(confirmed, 'not_confirmed');
  } catch (error) {
    // What the person is told of it; that it was this answer is in the detail.
    const malformed = error instanceof Refusal && error.failure.code === 'server' && error.failure.detail === 'search';
    throw malformed ? new ProtocolError('bad_answer', 'search') : error;
  }
}

/** Sees who has a place at a meeting: `no_place` unless each of `people` is in the state named there. */
async function place(scene: Scene & { item: string; office: string; people: Record<string, string> }): Promise<void> {
  const officer = await Officer.start(scene, new Impostor(scene));
  await officer.look('rooms too', {});
  const found = Object.entries(officer.places(scene.item, scene.office)).map(([id, state]) => [id, state === 'proposed' ? 'nominated' : state]);
  demand(JSON.stringify(Object.fromEntries(found.sort())) === JSON.stringify(Object.fromEntries(Object.entries(scene.people).sort())), 'no_place');
}

const victims = new Map<string, Officer>();

/** A client that lives on between visits to a server over HTTP; its clock is what the last visit says. */
async function visit(place: Person & { victim: string; url: string; token: string }): Promise<void> {
  const send: typeof fetch = (input, init) => {
    const headers = { ...(init?.headers as Record<string, string>), Authorization: `Bearer ${place.token}` };
    return fetch(input, { ...init, headers });
  };
  const officer = victims.get(place.victim) ?? (await Officer.start(place, makeHttp(place.url, send)));
  victims.set(place.victim, officer);
  await officer.visit(place.now);
}

/** `no_such_words` unless they stand in a body that this victim has opened. */
async function reads(asked: { victim: string; words: string }): Promise<void> {
  await Promise.resolve();
  demand(victims.get(asked.victim)?.reads(asked.words) === true, 'no_such_words');
}

const PLAYS: Readonly<Record<string, Play>> = {
  sync, record, document, search, place, visit, reads, enrolment, lock, kdf, vault, device, file, library_file: libraryFile, library_text: libraryText,
};

async function outcomeOf(line: string): Promise<object> {
  try {
    const scene = JSON.parse(line) as { play: string };
    const play = PLAYS[scene.play];
    if (play === undefined) throw new TypeError(`no play is called ${scene.play}`);
    return { code: await codeOf(() => play(scene)) };
  } catch (error) {
    if (error instanceof Refusal) return { fault: `${error.message}: ${error.failure.detail ?? ''}` };
    return { fault: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  }
}

for await (const line of createInterface({ input: process.stdin })) {
  process.stdout.write(`${JSON.stringify(await outcomeOf(line))}\n`);
}
