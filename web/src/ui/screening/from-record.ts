/** Queries made of records that say a name or number already: a notice's subject, a request's person or asset. Pure. */
import type { RequestAsset, RequestPerson } from '../../session/model';
import type { NoticeRecord } from '../../session/notice-model';
import type { Kind, Query } from '../../session/screening-model';
import { isBirthDate, queryOf } from './typed';

/** As notices/subjects.py has them. */
const KIND_OF_SUBJECT: Readonly<Partial<Record<NoticeRecord['subject']['kind'], Kind>>> = { person: 'person', entity: 'organisation', asset: 'property', object: 'property' };
const KIND_OF_ASSET: Readonly<Record<string, Kind | undefined>> = {
  bank_account: 'account', payment_account: 'account', client_account: 'account', safe_deposit: 'account', company_interest: 'organisation', business: 'organisation',
  trust_interest: 'organisation', securities: 'security', vehicle: 'vehicle', vessel: 'vessel', aircraft: 'aircraft', virtual_asset: 'wallet',
};
const PASSPORT = /pass?[ae]?por|pass?por|paszport|reisepass|паспорт|جواز|护照|護照|여권|旅券|דרכון/iu;
const GENDERS = { F: ['female'], M: ['male'], X: ['other'], '': [] } as const;
const IBAN = /^[A-Z]{2}\d{2}[A-Z0-9]{11,30}$/;

/** Of a method or a threat nothing: no notice is found by it. */
export function queryOfNotice({ subject }: NoticeRecord): Query {
  const kind = KIND_OF_SUBJECT[subject.kind];
  if (kind === undefined) return queryOf('person', []);
  const numbers = subject.documents.map(({ type, number }) => ({ scheme: PASSPORT.test(type) ? 'passport' : 'id_card', value: number }));
  const register = subject.registration ? [{ scheme: 'register', value: subject.registration }] : [];
  return {
    kind, names: subject.names, birth_dates: subject.born,
    countries: [...new Set([...subject.nationalities, subject.jurisdiction])].filter(Boolean), genders: GENDERS[subject.sex], identifiers: [...numbers, ...register],
  };
}

export function queryOfPerson({ name, latin, born, nationality, document }: RequestPerson): Query {
  return {
    ...queryOf('person', [...new Set([name, latin])].filter(Boolean)), birth_dates: isBirthDate(born) ? [born] : [],
    countries: /^[A-Z]{2}$/.test(nationality) ? [nationality] : [], identifiers: document ? [{ scheme: 'other', value: document }] : [],
  };
}

/** The asset by its number. */
export function queryOfAsset({ type, identifier }: RequestAsset): Query {
  const value = identifier.replace(/\s/g, '').toUpperCase();
  const scheme = IBAN.test(value) ? 'iban' : type === 'virtual_asset' ? 'wallet' : 'other';
  return { ...queryOf(KIND_OF_ASSET[type] ?? 'property', []), identifiers: identifier ? [{ scheme, value: identifier }] : [] };
}

/** Who holds it; whether a person or a company, the officer says. */
export function queryOfHolder({ holder }: RequestAsset): Query {
  return queryOf('organisation', holder ? [holder] : []);
}
