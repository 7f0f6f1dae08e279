/**
 * A small network for tests: root keys, log keys, witnesses, bureaus, agencies, offices and officers.
 *
 * Everything follows from the seed, but for the encapsulations of wraps, which draw their own randomness.
 */

import { type Bytes, toB64 } from '../../src/protocol/bytes.ts';
import { Directory } from '../../src/protocol/directory.ts';
import { type Envelope, sign, type Signer, STATEMENT } from '../../src/protocol/envelope.ts';
import { newSeeds, type OfficerKeys, officerKeys, type Seeds, SigningKey } from '../../src/protocol/keys.ts';
import { statement } from '../../src/protocol/statement-making.ts';
import { type Issue, type Kind, type Person, ROOT } from '../../src/protocol/statements.ts';
import { ed25519Pair, mldsaPair } from '../../src/protocol/suite.ts';
import { seededBytes } from '../../src/protocol/testing.ts';
import { type JsonObject } from '../../src/protocol/canonical.ts';

export const START = 1_790_000_000;
export const DAY = 86_400;

/** Somebody with keys, published or not. */
export interface Actor extends OfficerKeys {
  readonly name: string;
  readonly seeds: Seeds;
  keysetHash: string;
}

type Further = Parameters<typeof statement>[2];

export function personNamed(name: string): Person {
  return { name, latin: name, languages: ['en'], phone: '', title: '' };
}

export class World {
  readonly random;
  readonly directory = Directory.empty();
  readonly leaves: Bytes[] = [];
  readonly envelopes: Envelope[] = [];
  rootKeys: SigningKey[] = [];
  logSeeds = { ed25519: new Uint8Array(0), mldsa44: new Uint8Array(0) };
  readonly witnessSeeds = new Map<string, Bytes>();
  time = START;

  constructor(seed: string) {
    this.random = seededBytes(seed);
  }

  static async start(seed: string): Promise<World> {
    const world = new World(seed);
    world.rootKeys = await Promise.all([1, 2, 3].map(() => SigningKey.fromSeed(world.random(32))));
    world.logSeeds = { ed25519: world.random(32), mldsa44: world.random(32) };
    for (const name of ['witness.example/fr', 'witness.example/ke']) world.witnessSeeds.set(name, world.random(32));
    await world.issueRoot({});
    return world;
  }

  /** The root statement's own keys, with changes. */
  async rootFields(change: JsonObject): Promise<JsonObject> {
    const witnesses = await Promise.all(
      [...this.witnessSeeds].map(async ([name, seed]) => ({ name, key: toB64((await ed25519Pair(seed)).public) })),
    );
    const before = this.directory.root;
    return {
      seq: before === null ? 0 : before.seq + 1, prev: before?.hash ?? null, name: 'Test network', k: 2,
      keys: this.rootKeys.map((key) => toB64(key.public)),
      log: {
        origin: 'log.example/test',
        ed25519: toB64((await ed25519Pair(this.logSeeds.ed25519)).public),
        mldsa44: toB64((await mldsaPair(this.logSeeds.mldsa44)).public),
      },
      witnesses, quorum: 1, ...change,
    };
  }

  async issueRoot(change: JsonObject, signers: readonly Signer[] = this.rootKeys.slice(0, 2)): Promise<Envelope> {
    return this.land(await this.signed('root', ROOT, signers, await this.rootFields(change)));
  }

  issue(by: string): Issue {
    return { net: this.directory.net, by, iprev: this.directory.chainHead(by), time: this.time };
  }

  /** A signed payload, not yet in the register and not checked for shape. */
  signed(kind: Kind, by: string, signers: readonly Signer[], further: JsonObject, change: JsonObject = {}): Promise<Envelope> {
    const { net, iprev, time } = this.issue(by);
    return sign(STATEMENT, { v: 1, net, kind, by, iprev, time, ...further, ...change }, signers);
  }

  async land(envelope: Envelope): Promise<Envelope> {
    await this.directory.verify([envelope]);
    this.directory.apply(this.directory.size, envelope);
    this.leaves.push(envelope.wire());
    this.envelopes.push(envelope);
    return envelope;
  }

  /** Issue by an actor, or by two root keys. */
  async publish(kind: Kind, by: Actor | typeof ROOT, further: Further, change: JsonObject = {}): Promise<Envelope> {
    this.time += 60;
    const id = by === ROOT ? ROOT : by.keyset.keyid;
    const signers = by === ROOT ? this.rootKeys.slice(0, 2) : [by.signer];
    const payload = statement(kind, this.issue(id), further);
    return this.land(await sign(STATEMENT, { ...payload, ...change }, signers));
  }

  async unpublished(name: string): Promise<Actor> {
    const seeds = newSeeds(this.random);
    return { name, seeds, ...(await officerKeys(seeds)), keysetHash: '' };
  }

  /** Somebody with a published keyset. */
  async newcomer(name: string): Promise<Actor> {
    const actor = await this.unpublished(name);
    actor.keysetHash = (await this.publish('keyset', actor, { suite: 1, sign: actor.keyset.sign, kem: actor.keyset.kem })).hash;
    return actor;
  }

  async bureau(country: string): Promise<Actor> {
    const head = await this.newcomer(`Bureau ${country}`);
    await this.publish('bureau', ROOT, { country, name: `Bureau ${country}`, keyset: head.keysetHash, person: personNamed(head.name) });
    return head;
  }

  async agency(bureau: Actor, id: string): Promise<Actor> {
    const head = await this.newcomer(`Head of ${id}`);
    const country = id.slice(0, 2).toUpperCase();
    await this.publish('agency', bureau, { country, agency: id, name: id, keyset: head.keysetHash, person: personNamed(head.name) });
    return head;
  }

  async office(bureau: Actor, id: string, agency: string): Promise<void> {
    await this.publish('office', bureau, {
      office: id, agency, name: `Office ${id}`, tz: 'Europe/Paris', hours: { days: [1, 2, 3, 4, 5], from: '08:00', to: '18:00' },
      languages: ['en'], phone: '+1', networks: [],
    });
  }

  async nominate(head: Actor, actor: Actor, office: string): Promise<Envelope> {
    return this.publish('nominate', head, { keyset: actor.keysetHash, person: personNamed(actor.name), office, role: 'officer' });
  }

  async authorise(bureau: Actor, nomination: Envelope): Promise<Envelope> {
    return this.publish('authorise', bureau, { nomination: nomination.hash, until: this.time + 300 * DAY });
  }

  /** A newcomer made an active officer. */
  async officer(name: string, office: string, head: Actor, bureau: Actor): Promise<Actor> {
    const actor = await this.newcomer(name);
    await this.authorise(bureau, await this.nominate(head, actor, office));
    return actor;
  }
}

/** A country with one agency and one office. */
export interface Country {
  readonly bureau: Actor;
  readonly head: Actor;
  readonly agency: string;
  readonly office: string;
}

export async function country(world: World, code: string): Promise<Country> {
  const bureau = await world.bureau(code);
  const agency = `${code.toLowerCase()}/agency`;
  const office = `${code.toLowerCase()}/office`;
  const head = await world.agency(bureau, agency);
  await world.office(bureau, office, agency);
  return { bureau, head, agency, office };
}
