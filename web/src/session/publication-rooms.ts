/** Who goes to a meeting or course, and what is written together: read from this person's rooms, and sent into them. */
import type { JsonObject } from '../protocol/canonical.ts';
import type { Shelf } from '../protocol/statements.ts';
import { Refusal } from './failures.ts';
import type { EntryId, OfficeId, RoomId, Tlp } from './model.ts';
import type { NoticeGround } from './notices.ts';
import { type Event, foldManuscripts, foldPlaces, type Said } from './participation.ts';
import type { Manuscript, Places, PublicationsDesk } from './publication-model.ts';
import type { PublicationOrder, PublicationOrders } from './publication-orders.ts';
import { keyOf } from './publication-views.ts';

export class PublicationRooms {
  readonly #ground: NoticeGround;
  readonly #orders: PublicationOrders;

  constructor(ground: NoticeGround, orders: PublicationOrders) {
    this.#ground = ground;
    this.#orders = orders;
  }

  #said(only?: RoomId): Said[] {
    return this.#ground.parts().book.cases().filter(({ id, block }) => block === undefined && (only === undefined || id === only))
      .flatMap((room) => room.opened.map((opened) => ({ room: room.id, opened })));
  }

  /** Reads a signal. */
  places(event: Event): Places {
    if (this.#ground.version.value === 0) return foldPlaces([], event);
    const view = this.#ground.view();
    return foldPlaces(this.#said(), event, (by) => view.signer(by));
  }

  /** Reads a signal. */
  manuscripts(room: RoomId): readonly Manuscript[] {
    if (this.#ground.version.value === 0) return [];
    const view = this.#ground.view();
    return foldManuscripts(this.#said(room), (by) => view.signer(by));
  }

  /** The room of our two offices about it, where there is one. */
  #roomAbout(shelf: Shelf, item: string, to: OfficeId): RoomId | null {
    const own = this.#ground.office();
    const about = this.#said().filter(({ room, opened: { body, office } }) =>
      body?.['kind'] === 'participation' && body['shelf'] === shelf && body['item'] === item && office === own
      && this.#ground.parts().book.find(room)?.fold.members.some(({ id }) => id === `office:${to}`) === true);
    return about.at(-1)?.room ?? null;
  }

  nomination(to: OfficeId, { shelf, item, title, people, text, handling }: Parameters<PublicationsDesk['nominate']>[1]): PublicationOrder {
    const home = this.#roomAbout(shelf, item, to);
    const body = { shelf, item, people, text } as unknown as JsonObject;
    return this.#orders.letter('participation', keyOf({ shelf, item }), title, { to: [to], home, tlp: handling, body });
  }

  place(room: RoomId, participation: EntryId, people: Parameters<PublicationsDesk['place']>[2], text: string): PublicationOrder {
    const about = this.#ground.parts().book.find(room)?.find(participation)?.body;
    if (about?.['kind'] !== 'participation') throw new Refusal({ code: 'not_found' });
    const { shelf, item, handling: { tlp } } = about as unknown as { shelf: Shelf; item: string; handling: { tlp: Tlp } };
    const body = { re: participation, people, text } as unknown as JsonObject;
    return this.#orders.letter('place', keyOf({ shelf, item }), item, { to: [], home: room, tlp, body });
  }

  manuscript(to: RoomId | readonly OfficeId[], said: Parameters<PublicationsDesk['sendManuscript']>[1]): PublicationOrder {
    const { shelf, item, title, record, base, text, handling } = said;
    const body = { shelf, item, record, base, text } as unknown as JsonObject;
    const place = typeof to === 'string' ? { to: [], home: to } : { to, home: null };
    return this.#orders.letter('manuscript', keyOf({ shelf, item }), title, { ...place, tlp: handling, body });
  }
}
