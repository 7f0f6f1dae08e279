/**
 * The session as screens know it: one state, one set of verbs. Small, because the sign-in page needs it:
 * what opens locks (gate.ts) and what works on rooms (desk.ts) is loaded when first asked for.
 */
import { type DemoSecrets, findPeople, personOf } from './demo.ts';
import { attempt, Refusal } from './failures.ts';
import type { State, Verbs } from './model.ts';
import { DEVICE_ROW, type Ports, SESSION } from './ports.ts';
import { readPreferences, Signals, tick, writePreferences } from './signals.ts';

export interface Session {
  readonly state: State;
  readonly verbs: Verbs;
  /**
   * Decides whether somebody is signed in. Call once. `expected` is called where somebody was here before, and so
   * will most likely see more than the sign-in page.
   */
  start(expected?: () => void): Promise<void>;
}

/** `languages`: what the reader's machine prefers, best first. */
export function makeSession(ports: Ports, languages: readonly string[]): Session {
  const signals = new Signals();
  signals.preferences.value = readPreferences(ports, languages);
  tick(signals, ports);
  const loading = { gate: undefined as ReturnType<typeof loadGate> | undefined };
  const gate: GetGate = () => {
    loading.gate ??= loadGate(ports, signals).catch((error: unknown) => {
      loading.gate = undefined; // the line, perhaps: asked again, it comes
      throw error;
    });
    return loading.gate;
  };
  const people = lookForDemo(ports, signals);
  const start = async (expected?: () => void): Promise<void> => {
    // Where nobody was before there is nothing to open, and the sign-in page needs no more code than this.
    if ((await ports.rows.get(DEVICE_ROW)) !== undefined) {
      const asked = ports.http.call(SESSION); // while the code comes that opens what it gives
      expected?.();
      return void (await attempt(async () => (await gate()).start(asked)));
    }
    signals.session.value = { state: 'signed_out', kitKnown: false };
    // While somebody types, what will open their locks comes over a slow line.
    ports.presence.onActivity(() => {
      if (signals.session.peek().state !== 'signed_out') return;
      void Promise.all([gate(), ports.stretch.warm()]).catch(() => undefined);
    });
  };
  return { state: signals, verbs: { ...gateVerbs(gate, people), ...deskVerbs(gate), ...ownVerbs(ports, signals) }, start };
}

async function lookForDemo(ports: Ports, signals: Signals): Promise<readonly DemoSecrets[]> {
  const people = (await findPeople(ports.http)) ?? [];
  if (people.length > 0) signals.demoPeople.value = people.map(personOf);
  return people;
}

async function loadGate(ports: Ports, signals: Signals) {
  const { Gate } = await import('./gate.ts');
  return new Gate(ports, signals);
}

type GetGate = () => ReturnType<typeof loadGate>;

/** Ends a verb whose method has no answer of its own. */
async function silent(work: Promise<void> | void): Promise<null> {
  await work;
  return null;
}

function gateVerbs(gate: GetGate, people: Promise<readonly DemoSecrets[]>) {
  return {
    prepare: (login, passphrase) => attempt(async () => silent((await gate()).prepare(login, passphrase))),
    signIn: (login, passphrase, kitCode) => attempt(async () => silent((await gate()).signIn(login, passphrase, kitCode))),
    signInWithPasskey: (login) => attempt(async () => silent((await gate()).signInWithPasskey(login))),
    signInAs: ({ login }) => attempt(async () => {
      const known = (await people).find((person) => person.login === login);
      if (known === undefined) throw new Refusal({ code: 'not_found' });
      return silent((await gate()).signIn(login, known.passphrase, known.kit));
    }),
    unlock: (passphrase) => attempt(async () => silent((await gate()).unlock(passphrase))),
    unlockWithPasskey: () => attempt(async () => silent((await gate()).unlockWithPasskey())),
    signOut: () => attempt(async () => silent((await gate()).signOut())),
    openInvitation: (token, net) => attempt(async () => silent((await (await gate()).enrolments()).open(token, net))),
    nameNetwork: (net) => attempt(async () => silent((await (await gate()).enrolments()).name(net))),
    choosePassphrase: (login, passphrase) => attempt(async () => silent((await (await gate()).enrolments()).choose(login, passphrase))),
    kitIsWrittenDown: () => attempt(async () => silent((await (await gate()).enrolments()).askQuiz())),
    showKitAgain: () => attempt(async () => silent((await (await gate()).enrolments()).showKit())),
    answerQuiz: (groups) => attempt(async () => silent((await (await gate()).enrolments()).answer(groups))),
    addPasskey: (name) => attempt(async () => silent((await gate()).addPasskey(name))),
    refresh: () => attempt(async () => silent((await gate()).refresh())),
  } satisfies Partial<Verbs>;
}

function deskVerbs(gate: GetGate) {
  const desk = async () => (await gate()).desk();
  return {
    markSeen: (room, upTo) => attempt(async () => silent((await desk()).markSeen(room, upTo))),
    acknowledge: (room, request, reference) => attempt(async () => silent((await desk()).acknowledge(room, request, reference))),
    tick: (room, tick, proof) => attempt(async () => silent((await desk()).tick(room, tick, proof))),
    changeHandling: (room, entry, to) => attempt(async () => silent((await desk()).changeHandling(room, entry, to))),
    saveAttachment: (room, entry, attachment) => attempt(async () => silent((await desk()).saveAttachment(room, entry, attachment))),
    findProof: (room, entry) => attempt(async () => (await desk()).findProof(room, entry)),
    retry: (room, entry) => attempt(async () => silent((await desk()).retry(room, entry))),
    newDraft: (first) => attempt(async () => (await desk()).newDraft(first)),
    saveDraft: (draft) => attempt(async () => (await desk()).saveDraft(draft)),
    keepDraft: (draft, which) => attempt(async () => (await desk()).keepDraft(draft, which)),
    discardDraft: (draft) => attempt(async () => silent((await desk()).discardDraft(draft))),
    restoreDraft: (draft) => attempt(async () => silent((await desk()).restoreDraft(draft))),
    attach: (draft, file) => attempt(async () => (await desk()).attach(draft, file)),
    detach: (draft, attachment) => attempt(async () => silent((await desk()).detach(draft, attachment))),
    send: (draft) => attempt(async () => (await desk()).send(draft)),
    undoSend: (draft) => attempt(async () => silent((await desk()).undoSend(draft))),
    endSession: (id) => attempt(async () => silent((await desk()).endSession(id))),
    endOtherSessions: () => attempt(async () => silent((await desk()).endOtherSessions())),
    removePasskey: (id) => attempt(async () => silent((await desk()).removePasskey(id))),
    notify: (wish) => attempt(async () => silent((await desk()).notify(wish))),
    notices: () => attempt(async () => (await desk()).notices()),
    screening: () => attempt(async () => (await desk()).screening()),
    publications: () => attempt(async () => (await desk()).publications()),
  } satisfies Partial<Verbs>;
}

function ownVerbs(ports: Ports, signals: Signals) {
  return {
    copyText: (text) => attempt(async () => {
      if (!(await ports.copy(text))) throw new Refusal({ code: 'unsupported' });
      return null;
    }),
    prefer: (change) => attempt(() => {
      signals.preferences.value = { ...signals.preferences.peek(), ...change };
      writePreferences(ports, signals.preferences.peek());
      return Promise.resolve(null);
    }),
  } satisfies Partial<Verbs>;
}
