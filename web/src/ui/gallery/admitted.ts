/** What partners and auditors see, who have no requests, notices and screening; and how a contact point sees them. Invented. */
import type { Directory, Loadable, Me, Office, RoomSummary } from '../../session/model';
import type { PublicationsDesk, Standing } from '../../session/publication-model';
import { signal } from '@preact/signals';
import { fullFreeze, message, roomAt } from './cases';
import { meetingsDesk } from './convened';
import { frameworksDesk } from './framed';
import { auditor, DAY, directory as offices, NOW, officeOf, partner } from './people';
import { searchScenes } from './finding';
import type { Scene } from './scenes';
import { publicationsDesk } from './shelved';
import { coursesDesk } from './taught';

const directory: Loadable<Directory> = { state: 'ready', value: { ...offices, offices: [...offices.offices, partner, auditor] } };

function meAt({ id, country, name, officers: [first] }: Office): Me {
  if (!first) throw new Error('an office without people');
  return { officer: first.id, login: `somebody.${country.toLowerCase()}`, name: first.name, office: { id, country, name }, role: first.role, authorisedUntil: NOW + 240 * DAY };
}

const letter: RoomSummary = { ...roomAt(5), subject: 'Draft of the guideline on first contact', preview: 'The second table is there now.', ours: meAt(partner).office, counterparts: [{ id: officeOf('CH').id, country: 'CH', name: officeOf('CH').name }] };

/** The same shelves under other eyes. */
function seenBy(desk: PublicationsDesk, standing: Standing): PublicationsDesk {
  const own: Partial<PublicationsDesk> = { me: signal(standing), may: (shelf) => ({ offer: standing.contributor && shelf !== 'framework', publish: false, retire: false }), toDecide: signal([]) };
  return new Proxy(desk, { get: (held, name) => Reflect.get(name in own ? own : held, name) as unknown });
}

const none = { national: false, secretariat: false };
const as = (office: Office, standing: Standing) => (at: string, desk: PublicationsDesk | null, rooms: readonly RoomSummary[] = [], more: Partial<Scene> = {}): Scene => ({
  at, ...(desk ? { publications: seenBy(desk, standing) } : {}), ...more, put: { session: { state: 'ready', me: meAt(office) }, directory, rooms: { state: 'ready', value: rooms }, ...more.put },
});
const asPartner = as(partner, { ...none, country: 'XP', contributor: true, partner: true });
const asAuditor = as(auditor, { ...none, country: 'XA', contributor: false, partner: false });
const bern = `#/directory/${officeOf('CH').id}`;

export const guestScenes: Readonly<Record<string, Scene>> = {
  'partner-inbox': asPartner('#/inbox/all', null, [letter]),
  'partner-office': asPartner(bern, null),
  'partner-message': asPartner('#/new/d3', null, [], { put: { drafts: [message] } }),
  'partner-library': asPartner('#/library', publicationsDesk),
  'partner-framework': asPartner('#/frameworks/ch', frameworksDesk),
  'partner-meeting': asPartner('#/meetings/nairobi', meetingsDesk),
  'partner-search': asPartner('#/search', publicationsDesk, [], { ...searchScenes['search'], type: 'freezing' }),
  'auditor-inbox': asAuditor('#/new', null),
  'auditor-directory': asAuditor('#/directory', null),
  'auditor-library': asAuditor('#/library', publicationsDesk),
  'auditor-course': asAuditor('#/courses/first-hours', coursesDesk({})),
  'office-partner': { at: `#/directory/${partner.id}`, put: { directory } },
  'compose-freeze-partner': { at: '#/new/d2?kind=freeze', put: { directory, drafts: [{ ...fullFreeze, draft: { ...fullFreeze.draft, to: [partner.id] } }] }, press: 'button[type=submit]' },
};
