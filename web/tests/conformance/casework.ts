/** An officer of the browser's session at work in a case, for tests/conformance/test_casework.py: what they write and what they see. */

import { makeHttp } from '../../src/browser/http.ts';
import type { JsonObject } from '../../src/protocol/canonical.ts';
import type { Clock } from '../../src/protocol/entries.ts';
import { ProtocolError } from '../../src/protocol/errors.ts';
import { foldHandling } from '../../src/protocol/handling.ts';
import { handlingChange, tickBody } from '../../src/session/casework.ts';
import { foldChecklist } from '../../src/session/checklist.ts';
import { Refusal } from '../../src/session/failures.ts';
import { draftBody } from '../../src/session/letter.ts';
import type { Draft, ThreadItem, Tick, Tlp } from '../../src/session/model.ts';
import { Officer, type Person } from '../attacks/officer.ts';

/** Who works, where, and what time their clock shows. */
export interface Desk extends Person {
  readonly url: string;
  readonly token: string;
  readonly office: string;
}

/** What an officer does in a case; `of` is the hash of the entry that it is about. */
export type Act =
  | { readonly act: 'acknowledge'; readonly of: string; readonly reference: string }
  | { readonly act: 'answer'; readonly of: string; readonly draft: Draft }
  | { readonly act: 'tick'; readonly tick: Tick }
  | { readonly act: 'handling'; readonly of: string; readonly tlp: Tlp };

const officers = new Map<string, Officer>();

async function officerAt(desk: Desk): Promise<Officer> {
  const send: typeof fetch = (input, init) =>
    fetch(input, { ...init, headers: { ...(init?.headers as Record<string, string>), Authorization: `Bearer ${desk.token}` } });
  const officer = officers.get(desk.token) ?? (await Officer.start(desk, makeHttp(desk.url, send)));
  officers.set(desk.token, officer);
  await officer.visit(desk.now);
  return officer;
}

/** As the verbs of session/desk.ts make them. */
function outgoing(officer: Officer, desk: Desk, room: string, act: Act): { body: JsonObject; clock: Clock | null } {
  switch (act.act) {
    case 'acknowledge':
      return { body: { kind: 'acknowledgement', re: act.of, text: '', reference: act.reference }, clock: { act: 'acknowledge', of: act.of } };
    case 'answer':
      return { body: draftBody(act.draft, '', act.of, []), clock: { act: 'answer', of: act.of } };
    case 'tick':
      return { body: tickBody(act.tick, []), clock: null };
    case 'handling':
      return { body: handlingChange(officer.find(room), act.of, act.tlp, desk.office), clock: null };
  }
}

/** Writes it, and sees it in the room afterwards. A refusal by this client is a `code` of its own. */
export async function write(desk: Desk, room: string, act: Act): Promise<void> {
  const officer = await officerAt(desk);
  try {
    await officer.put(room, desk.office, { ...outgoing(officer, desk, room, act), files: [] });
  } catch (error) {
    if (error instanceof Refusal) throw new ProtocolError(error.failure.code, error.failure.detail);
    throw error;
  }
}

/** The case as its screen shows it. */
export async function see(desk: Desk, room: string): Promise<object> {
  const officer = await officerAt(desk);
  const { items } = officer.thread(room, desk.office);
  const { actions } = foldChecklist(items, []);
  return {
    items: items.map((item) => said(item)),
    ticks: actions.map(({ id, state, note, owner, said: by }) => ({ action: id, state, note, owner: owner?.id ?? '', office: by?.office.id })),
    handling: Object.fromEntries(foldHandling(officer.find(room)?.opened ?? []).codes),
  };
}

function said(item: ThreadItem): object {
  const { kind, id, officer, office } = item;
  const by = { kind, id, officer: officer.id, office: office.id };
  if (item.kind === 'acknowledgement') return { ...by, of: item.of, reference: item.reference };
  if (item.kind === 'message' && item.answer) return { ...by, kind: 'answer', outcome: item.answer.outcome, text: item.body };
  return by;
}
