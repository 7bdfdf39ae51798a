// The searches whose growth is measured: the rows of the table in the design of the store, as requests.

import type { Query } from '../../../src/storage/query.ts';
import type { See } from '../../../src/storage/see.ts';
import { dayOf, identifierOf, nameOf } from './growth-data.ts';

export interface Question {
  name: string;
  /** `size`: number of patients in the store; `turn`: another value each time, the same for every size. */
  url(size: number, turn: number): string;
  /** How much more than on the smallest store it may take on the largest. */
  most: number;
  /** Linear in any form: no ratio is asked of it. */
  linear?: boolean;
  /** Few rounds only. */
  slow?: boolean;
  /** Measured is the page that comes after so many. */
  page?: number;
  /** Asked of the store itself, for a caller who sees only this. */
  see?: { query: Query; see: See };
}

const RARELY = 2.5;
const FLAT = 1.5;
const enc = encodeURIComponent;

/** A patient of a store of this size, another each turn, spread over all of it. */
const some = (size: number, turn: number) => Math.floor(((turn * 0.618034) % 1) * size);

export function growthQuestions(): Question[] {
  const q = (name: string, most: number, url: Question['url'], more: Partial<Question> = {}): Question => ({
    name,
    most,
    url,
    ...more,
  });
  const subject = (size: number, turn: number) => `subject=Patient/p${some(size, turn)}`;
  return [
    q('read by type and id', RARELY, (s, t) => `Patient/p${some(s, t)}`),
    q('subject & code', FLAT, (s, t) => `Observation?${subject(s, t)}&code=common`),
    q('identifier', RARELY, (s, t) => `Patient?identifier=${identifierOf(some(s, t))}`),
    q('date range, newest first', RARELY, () => 'Observation?date=ge2025-01-01&_sort=-date&_count=20'),
    q('– and code', RARELY, () => 'Observation?date=ge2025-01-01&code=common&_sort=-date&_count=20'),
    q(
      'a month, newest first',
      RARELY,
      (_, t) => `Observation?date=${dayOf(t).slice(0, 7)}&_sort=-date&_count=20`,
    ),
    q(
      'status & authored, newest first',
      RARELY,
      () => 'ServiceRequest?status=active&authored=ge2025-01-01&_sort=-authored&_count=20',
    ),
    q('1/3 of the type, newest first', RARELY, () => 'Observation?code=common&_sort=-date&_count=20'),
    q('1/25 of the type, newest first', RARELY, () => 'Observation?code=some&_sort=-date&_count=20'),
    q('1/250 of the type, newest first', RARELY, () => 'Observation?code=rare&_sort=-date&_count=20'),
    q('all, newest first', RARELY, () => 'Observation?_sort=-date&_count=20'),
    q('subject, newest first', RARELY, (s, t) => `Observation?${subject(s, t)}&_sort=-date&_count=20`),
    q('family name', RARELY, (_, t) => `Patient?family=${enc(nameOf(t).family)}&_count=20`),
    q('whole name', RARELY, (s, t) => {
      const { family, given } = nameOf(some(s, t));
      return `Patient?name=${enc(family + given)}`;
    }),
    q('name :exact', RARELY, (s, t) => {
      const { family, given } = nameOf(some(s, t));
      return `Patient?name:exact=${enc(family + given)}`;
    }),
    q('chain by name', RARELY, (s, t) => {
      const { family, given } = nameOf(some(s, t));
      return `Observation?subject:Patient.name=${enc(family + given)}&_count=20`;
    }),
    q(
      'chain by identifier',
      FLAT,
      (s, t) => `Observation?subject:Patient.identifier=${identifierOf(some(s, t))}`,
    ),
    q('chain to half of all patients', RARELY, () => 'Observation?subject:Patient.gender=male&_count=20'),
    q('_has, selective', FLAT, (s, t) => `Patient?_has:Observation:patient:identifier=${some(s, t)}-1`),
    q('_has, unselective', FLAT, () => 'Patient?_has:Observation:patient:code=common&_count=20'),
    q('_include of 20', RARELY, () => 'Observation?code=some&_include=Observation:subject&_count=20'),
    q(
      '_revinclude of 20',
      RARELY,
      // A surname has few bearers in a small store.
      (_, t) => `Patient?gender=${t % 2 ? 'female' : 'male'}&_revinclude=Encounter:patient&_count=20`,
    ),
    q('_sort on a few values', RARELY, () => 'Observation?_sort=status&_count=20'),
    q('OR of 3 codes', FLAT, () => 'Observation?code=common,some,rare&_count=20'),
    q('code:not', RARELY, () => 'Observation?code:not=common&_count=20'),
    q('composite', FLAT, () => 'Observation?component-code-value-quantity=sphere$lt-6&_count=20'),
    q('count up to 1,000', RARELY, () => 'Observation?code=common&_count=20&_total=estimate'),
    q('$everything of one patient', RARELY, (s, t) => `Patient/p${some(s, t)}/$everything`),
    q('page 30 by rid', FLAT, () => 'Observation?code=common&_count=20', { page: 30 }),
    q('page 30, newest first', FLAT, () => 'Observation?_sort=-date&_count=20', { page: 30 }),
    q('code, newest first, sees 3 of 16 owners', RARELY, () => '', { see: seesOwners(3) }),
    q('name begins with one letter', RARELY, (_, t) => `Patient?name=${enc(nameOf(t).family)}&_count=20`),
    q('name :contains', RARELY, (s, t) => `Patient?name:contains=${enc(nameOf(some(s, t)).given.slice(1))}`, {
      linear: true,
      slow: true,
    }),
    q('exact count', RARELY, () => 'Observation?code=common&_count=0&_total=accurate', {
      linear: true,
      slow: true,
    }),
    q(':missing=true, nothing missing', RARELY, () => 'Observation?code:missing=true', {
      linear: true,
      slow: true,
    }),
  ];
}

function seesOwners(n: number): NonNullable<Question['see']> {
  const anyOf = Array.from({ length: n }, (_, i) => `owner:Organization/o${i}`);
  return {
    query: {
      types: ['Observation'],
      where: { kind: 'match', param: 'code', match: { kind: 'token', code: 'common' } },
      sort: [{ by: 'param', param: 'date', kind: 'date', descending: true }],
      count: 20,
    },
    see: { types: {}, others: { anyOf } },
  };
}
