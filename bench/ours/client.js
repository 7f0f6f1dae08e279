// What is measured of the browser's protocol: opening a room, and sealing and opening a file.
// Called by opening.py and files.py; all modules are the client's own.
import { makeHashing } from "../../web/src/browser/hashing.ts";
import { fromB64 } from "../../web/src/protocol/bytes.ts";
import { Directory } from "../../web/src/protocol/directory.ts";
import { KemKey } from "../../web/src/protocol/keys.ts";
import { OpenStream } from "../../web/src/protocol/opening.ts";
import { decodeFrame, Room } from "../../web/src/protocol/rooms.ts";
import { SealStream, SliceHasher } from "../../web/src/protocol/sealing.ts";
import { openBody, unroll } from "../../web/src/protocol/unroll.ts";

const MIB = 1024 * 1024;

export async function receiveRoom({ leaves, frames, seeds }) {
  const directory = Directory.empty();
  await directory.fold(leaves.map(fromB64));
  const keys = await Promise.all(seeds.map((seed) => KemKey.fromSeed(fromB64(seed))));
  return { directory, frames: frames.map(fromB64), kems: new Map(keys.map((key) => [key.keyid, key])) };
}

// Milliseconds from the frames of a sync to the bodies that are shown.
export async function openRoom({ directory, frames, kems }, expected) {
  const began = performance.now();
  const entries = frames.map(decodeFrame);
  await Room.empty().fold(entries, directory);
  const keys = await unroll(entries, kems);
  const messages = entries.filter(({ value }) => value.kind === "message");
  const opened = await Promise.all(messages.map((entry) => openBody(keys.get(entry.value.epoch), entry)));
  const took = performance.now() - began;
  if (opened.length !== expected) throw new Error(`${opened.length} were opened`);
  return took;
}

const key = new Uint8Array(32).fill(7);
const salt = new Uint8Array(24).fill(8);
const context = "repatria/v1/blob\nroom\nblob";

// Milliseconds for sealing so many slices of 1 MiB and opening them again, with every hash that is asked for.
// No more than a slice is kept: the opening side gets the last sealed one again and again only in its bytes.
export async function sealAndOpen(mebibytes) {
  // Two, since the two sides are two officers' machines: each has a thread for hashing.
  const sides = await Promise.all([0, 1].map(() => makeHashing(globalThis.hashingUrl).start()));
  const plain = crypto.getRandomValues(new Uint8Array(65536));
  const slice = new Uint8Array(MIB);
  for (let at = 0; at < MIB; at += plain.length) slice.set(plain, at);
  const began = performance.now();
  const sealing = await SealStream.start(key, context, salt);
  const opening = await OpenStream.start(key, context, sealing.header);
  const hashers = [new SliceHasher(), new SliceHasher()];
  for (const hasher of hashers) hasher.update(sealing.header);
  const pass = async (sealed) => {
    for (const hasher of hashers) hasher.update(sealed);
    return sealed;
  };
  for (let at = 0; at < mebibytes; at++) {
    await sides[0].update(slice);
    await sides[1].update(await opening.update(await pass(await sealing.update(slice))));
  }
  await sides[1].update(await opening.finish(await pass(await sealing.finish())));
  const [sent, received] = await Promise.all(sides.map((side) => side.hex()));
  const [left, right] = await Promise.all(hashers.map((hasher) => hasher.finish()));
  const took = performance.now() - began;
  if (sent !== received || left !== right) throw new Error("what was opened is not what was sealed");
  return took;
}
