// Random resources and random conditions over a small vocabulary, so that they often meet.

import fc from 'fast-check';
import { type Entry, OPEN, type SimpleValue } from '../../../src/storage/index-entry.ts';
import type { Comparison, Match, SimpleMatch, SortKey, Where } from '../../../src/storage/query.ts';
import type { See, Sight } from '../../../src/storage/see.ts';

export const TYPES = ['Patient', 'Observation', 'Group'];
const IDS = ['a', 'b', 'c', 'd'];
const SYSTEMS = ['', 'http://s/1', 'http://s/2'];
const CODES = ['x', 'X', 'xy', 'é', '']; // folds: x, x, xy, é, ''
const WORDS = ['', 'li', 'Li', 'liu', '王', '王小', 'a b', '\u{1f600}', '\ufb01'];
const URLS = ['http://u', 'http://u/a', 'http://u/a/b', 'http://u/ab', 'urn:x'];
const LABELS = ['l1', 'l2', 'l3'];
/** What a resource says: half of it stands in its narrative. */
const SAYINGS = ['', 'left eye', '左眼 Myopia', '<b>my</b>opia &amp; more', 'words'];
const PHRASES = ['eye', '眼', 'myopia', 'opia', 'left eye', 'words', '& more', 'b', ''];
const DAY = 86_400_000;

const type = fc.constantFrom(...TYPES);
const id = fc.constantFrom(...IDS);
const one = <T>(list: readonly T[]) => fc.constantFrom(...list);

const token = fc
  .record({ kind: fc.constant('token' as const), system: one(SYSTEMS), code: one(CODES) })
  .map((t) => ({
    ...t,
    fold: t.code.toLowerCase(),
  }));
const string = one(WORDS).map((text) => ({
  kind: 'string' as const,
  text,
  fold: text.toLowerCase().replaceAll(' ', ''),
}));
const start = fc.integer({ min: 0, max: 40 }).map((n) => n * 10 * DAY);
const length = one([1, 1000, DAY, 20 * DAY, 31 * DAY, 200 * DAY, 500 * DAY]);
const date = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.tuple(start, length).map(([lo, l]) => ({ kind: 'date' as const, lo, hi: lo + l })),
  },
  { weight: 1, arbitrary: start.map((lo) => ({ kind: 'date' as const, lo, hi: OPEN })) },
  { weight: 1, arbitrary: start.map((hi) => ({ kind: 'date' as const, lo: -OPEN, hi })) },
);
const value = one([-1.5, 0, 0.25, 1, 1.5, 2, 10]);
const interval = fc.oneof(
  { weight: 3, arbitrary: value.map((v) => ({ lo: v, hi: v })) },
  {
    weight: 2,
    arbitrary: fc.tuple(value, value).map(([a, b]) => ({ lo: Math.min(a, b), hi: Math.max(a, b) })),
  },
  { weight: 1, arbitrary: value.map((lo) => ({ lo, hi: Number.POSITIVE_INFINITY })) },
);
const number = interval.map((i) => ({ kind: 'number' as const, ...i }));
const unit = one([
  { system: 'http://s/1', code: 'mm', unit: 'mm' },
  { system: 'http://s/2', code: 'mm', unit: 'millimetre' },
  { system: '', code: '', unit: 'mm' },
]);
const quantity = fc.tuple(interval, unit).map(([i, u]) => ({ kind: 'quantity' as const, ...i, ...u }));
const version = fc.option(one(['1', '2', '1.2', '1.20', '1.2.3']), { nil: undefined, freq: 4 });
const withVersion = <T extends object>(r: T, v: string | undefined) =>
  v === undefined ? r : { ...r, version: v };
const local = fc
  .tuple(type, id, version)
  .map(([t, i, v]) => withVersion({ kind: 'reference' as const, type: t, id: i }, v));
const foreign = fc
  .tuple(fc.option(type, { nil: undefined }), one(URLS), version)
  .map(([t, url, v]) => withVersion({ kind: 'reference' as const, ...(t ? { type: t } : {}), url }, v));
const reference = fc.oneof({ weight: 4, arbitrary: local }, { weight: 1, arbitrary: foreign });
const uri = one(URLS).map((v) => ({ kind: 'uri' as const, value: v }));
const place = fc.tuple(one([-90, -0.5, 0, 0.5, 31.2, 90]), one([-180, -179.9, 0, 0.5, 121.4, 179.9, 180]));
const position = place.map(([latitude, longitude]) => ({ kind: 'position' as const, latitude, longitude }));
const composite = fc
  .oneof(
    fc.tuple(token, quantity),
    fc.tuple(token, date),
    fc.tuple(token, token),
    fc.tuple(reference, number),
  )
  .map((parts) => ({ kind: 'composite' as const, parts: parts as SimpleValue[] }));

const named = <T extends object>(param: string, values: fc.Arbitrary<T>) =>
  values.map((v) => ({ ...v, param }) as unknown as Entry);
const entry: fc.Arbitrary<Entry> = fc.oneof(
  named('code', token),
  named('name', string),
  named('date', date),
  named('authored', date),
  named('number', number),
  named('quantity', quantity),
  named('link', reference),
  named('other', reference),
  named('_ref', local),
  named('url', uri),
  named('place', position),
  named('combo', composite),
  named('mixed', fc.oneof<fc.Arbitrary<object>[]>(token, string, local)),
);
const contained = fc
  .tuple(entry, one(['c1', 'c2']), type)
  .map(([e, cid, t]) => ({ ...e, within: { type: t, id: cid } }) as Entry);
const toContained = fc
  .tuple(one(['link', 'other']), type, one(['#c1', '#c2']))
  .map(([param, t, cid]) => ({ kind: 'reference', param, type: t, id: cid }) as Entry);

export const randomEntries = fc.array(
  fc.oneof(
    { weight: 10, arbitrary: entry },
    { weight: 2, arbitrary: contained },
    { weight: 1, arbitrary: toContained },
  ),
  { maxLength: 10 },
);
export const randomSaying = fc.record({ narrative: one(SAYINGS), words: one(SAYINGS) });
export const randomLabels = fc.subarray(LABELS);
export const randomKey = fc.record({ type, id });

const op = one<Comparison>(['eq', 'ne', 'gt', 'lt', 'ge', 'le', 'sa', 'eb', 'ap']);
const optional = <T>(a: fc.Arbitrary<T>) => fc.option(a, { nil: undefined });
const tokenMatch = fc
  .record({ system: optional(one(SYSTEMS)), code: optional(one(CODES)), exact: fc.boolean() })
  .map((m) => ({ kind: 'token' as const, ...m, code: m.exact ? m.code : m.code?.toLowerCase() }));
const stringMatch = fc
  .tuple(one(['starts', 'contains', 'equals', 'ends', 'same', 'gt', 'lt', 'ge', 'le'] as const), one(WORDS))
  .map(([how, w]) => ({
    kind: 'string' as const,
    how,
    text: how === 'equals' ? w : w.toLowerCase().replaceAll(' ', ''),
  }));
const dateMatch = fc
  .tuple(
    fc.oneof({ weight: 9, arbitrary: op }, { weight: 1, arbitrary: fc.constant('co' as const) }),
    start,
    length,
  )
  .map(([o, lo, l]) => ({ kind: 'date' as const, op: o, lo, hi: lo + l }));
const asked = fc
  .tuple(op, value, one([0.005, 0.5, 2]))
  .map(([o, v, w]) => ({ op: o, value: v, lo: v - w, hi: v + w }));
const numberMatch = asked.map((a) => ({ kind: 'number' as const, ...a }));
const quantityMatch = fc
  .tuple(asked, optional(one(SYSTEMS)), optional(one(['mm', 'millimetre', ''])))
  .map(([a, system, code]) => ({ kind: 'quantity' as const, ...a, system, code }));
/** '' is a reference that says no version. */
const askedVersion = fc.oneof({ weight: 4, arbitrary: version }, { weight: 1, arbitrary: fc.constant('') });
const referenceMatch = fc.oneof(
  fc.record({ kind: fc.constant('reference' as const), type: optional(type), id, version: askedVersion }),
  fc.record({
    kind: fc.constant('reference' as const),
    type: optional(type),
    url: one(URLS),
    version: askedVersion,
  }),
  fc.record({ kind: fc.constant('reference' as const), type: optional(type), version }),
  fc.record({
    kind: fc.constant('reference' as const),
    url: one([...URLS, 'http://u/']),
    version: optional(one(['1', '1.2', '1.2.3'])),
    how: one(['below', 'above'] as const),
  }),
);
const tokenSetMatch = fc
  .array(fc.tuple(one(SYSTEMS), fc.uniqueArray(one(CODES.map((code) => code.toLowerCase()))), fc.boolean()), {
    maxLength: 3,
  })
  .map((sets) => ({
    kind: 'token-set' as const,
    sets: sets.map(([system, codes, only]) => (only ? { system, only: codes } : { system, allBut: codes })),
  }));
const uriMatch = fc
  .tuple(one(['equals', 'below', 'above'] as const), one([...URLS, 'http://u/']))
  .map(([how, v]) => ({ kind: 'uri' as const, how, value: v }));
const positionMatch = fc
  .tuple(place, one([0, 1000, 60_000, 1_000_000, 30_000_000]))
  .map(([[latitude, longitude], metres]) => ({ kind: 'position' as const, latitude, longitude, metres }));
const compositeMatch = fc
  .oneof(
    fc.tuple(tokenMatch, quantityMatch),
    fc.tuple(tokenMatch, dateMatch),
    fc.tuple(tokenMatch, tokenMatch),
    fc.tuple(referenceMatch, numberMatch),
  )
  .map((parts) => ({ kind: 'composite' as const, parts: parts as SimpleMatch[] }));

const match = (param: string, matches: fc.Arbitrary<Match>) =>
  matches.map((m): Where => ({ kind: 'match', param, match: m }));
const leaf: fc.Arbitrary<Where> = fc.oneof(
  match('code', tokenMatch),
  match('name', stringMatch),
  match('date', dateMatch),
  match('number', numberMatch),
  match('quantity', quantityMatch),
  match(
    'link',
    referenceMatch.map((m) => m as Match),
  ),
  match(
    '_ref',
    local.map(({ kind, type: t, id: i }) => ({ kind, type: t, id: i })),
  ),
  match('url', uriMatch),
  match('place', positionMatch),
  match('code', tokenSetMatch),
  fc
    .array(tokenMatch, { minLength: 1, maxLength: 2 })
    .map((matches): Where => ({ kind: 'other', param: 'code', matches })),
  fc
    .array(uriMatch, { minLength: 1, maxLength: 2 })
    .map((matches): Where => ({ kind: 'other', param: 'url', matches })),
  fc.array(randomKey, { maxLength: 3 }).map((keys): Where => ({ kind: 'keys', keys })),
  fc
    .tuple(
      one(['link', '_ref', 'code']),
      type,
      id,
      one(['link', 'other', 'nothing']),
      one(['below', 'above'] as const),
    )
    .map(([param, t, i, over, how]): Where => ({ kind: 'tree', param, type: t, id: i, link: over, how })),
  fc
    .tuple(one(['narrative', 'content'] as const), one(PHRASES))
    .map(([of, phrase]): Where => ({ kind: 'text', of, phrase })),
  match('combo', compositeMatch),
  match('mixed', fc.oneof<fc.Arbitrary<Match>[]>(tokenMatch, stringMatch)),
  match('nothing', tokenMatch),
  fc.subarray(IDS).map((ids): Where => ({ kind: 'ids', ids })),
  fc
    .tuple(optional(fc.integer({ min: 0, max: 14 })), optional(fc.integer({ min: 0, max: 14 })))
    .map(([from, before]): Where => ({ kind: 'updated', from, before })),
  one(['code', 'name', 'date', 'quantity', 'link', '_ref', 'combo', 'place', 'mixed', 'nothing']).map(
    (param): Where => ({ kind: 'missing', param }),
  ),
  fc
    .tuple(one(['link', 'other', '_ref', 'nothing']), fc.array(fc.record({ type, id }), { maxLength: 3 }))
    .map(([param, keys]): Where => ({ kind: 'refers', param, keys })),
  fc
    .tuple(one(['link', '_ref', 'code']), fc.subarray(TYPES))
    .map(([param, targets]): Where => ({ kind: 'missing', param, targets })),
);

const and = (parts: fc.Arbitrary<Where>) =>
  fc.array(parts, { maxLength: 3 }).map((all): Where => ({ kind: 'and', all }));
const or = (parts: fc.Arbitrary<Where>) =>
  fc.array(parts, { maxLength: 3 }).map((any): Where => ({ kind: 'or', any }));
const not = (part: fc.Arbitrary<Where>) => part.map((where): Where => ({ kind: 'not', where }));
const link = one(['link', 'other', '_ref']);
const chain = (inner: fc.Arbitrary<Where>) =>
  fc
    .tuple(link, fc.subarray(TYPES), inner)
    .map(([param, targets, where]): Where => ({ kind: 'chain', param, targets, where }));
const has = (inner: fc.Arbitrary<Where>) =>
  fc.tuple(type, link, inner).map(([t, param, where]): Where => ({ kind: 'has', type: t, param, where }));

const typed = (inner: fc.Arbitrary<Where>) =>
  fc.tuple(fc.subarray(TYPES), inner).map(([types, where]): Where => ({ kind: 'typed', types, where }));
const contains = (inner: fc.Arbitrary<Where>) =>
  fc.tuple(fc.subarray(TYPES), inner).map(([types, where]): Where => ({ kind: 'contains', types, where }));

// `has` looks back at real resources only, so it is not asked of what may be contained: behind a chain, or in a container.
const hop = fc.memo(
  (n): fc.Arbitrary<Where> =>
    n <= 1 ? leaf : fc.oneof(leaf, and(hop(n - 1)), not(hop(n - 1)), typed(hop(n - 1)), chain(hop(n - 1))),
);
const tree = fc.memo(
  (n): fc.Arbitrary<Where> =>
    n <= 1
      ? leaf
      : fc.oneof(
          leaf,
          and(tree(n - 1)),
          or(tree(n - 1)),
          not(tree(n - 1)),
          typed(tree(n - 1)),
          chain(hop(n - 1)),
          contains(hop(n - 1)),
          has(tree(n - 1)),
        ),
);
export const randomWhere = tree(3);
/** Of what may be contained. */
export const randomInnerWhere = hop(3);

const sight: fc.Arbitrary<Sight> = fc.oneof(
  fc.constant('all' as const),
  fc.constant('none' as const),
  fc.record({ anyOf: fc.subarray(LABELS), noneOf: optional(fc.subarray(LABELS)) }),
);
export const randomSee: fc.Arbitrary<See | undefined> = optional(
  fc
    .tuple(fc.dictionary(type, sight, { maxKeys: 3 }), sight)
    .map(([types, others]) => ({ types: { ...types }, others })),
);

const sortKey: fc.Arbitrary<SortKey> = fc
  .tuple(
    one<[string, Extract<SortKey, { by: 'param' }>['kind']] | '_id' | '_lastUpdated'>([
      ['code', 'token'],
      ['name', 'string'],
      ['date', 'date'],
      ['number', 'number'],
      ['quantity', 'quantity'],
      ['link', 'reference'],
      ['url', 'uri'],
      ['nothing', 'token'],
      '_id',
      '_lastUpdated',
    ]),
    fc.boolean(),
  )
  .map(([by, descending]) =>
    typeof by === 'string' ? { by, descending } : { by: 'param', param: by[0], kind: by[1], descending },
  );
export const randomSort = fc.array(sortKey, { maxLength: 2 });

/** What people list: things of a code, one or several, by date; perhaps with another condition. */
export const randomList = fc.record({
  where: fc.oneof(
    match('code', tokenMatch),
    or(match('code', tokenMatch)),
    fc.tuple(match('code', tokenMatch), tree(2)).map((all): Where => ({ kind: 'and', all })),
    fc.tuple(match('code', tokenMatch), match('date', dateMatch)).map((all): Where => ({ kind: 'and', all })),
  ),
  sort: fc
    .record({ param: one(['date', 'authored']), descending: fc.boolean() })
    .map((key): SortKey[] => [{ by: 'param', kind: 'date', ...key }]),
});
