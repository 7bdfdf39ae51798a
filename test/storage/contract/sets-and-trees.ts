// Conditions that stand for many values at once: sets of codes, hierarchies of resources, keys, and texts.

import { describe, expect, it } from '@jest/globals';
import type { CodesOf, Where } from '../../../src/storage/query.ts';
import {
  commit,
  findAll as findInOrder,
  key,
  type OpenEngine,
  query,
  reference,
  token,
  withStore,
  write,
} from './support.ts';

/** Sorted: the order is the engine's own. */
const findAll: typeof findInOrder = async (...asked) => (await findInOrder(...asked)).sort();

export function setsAndTrees(open: OpenEngine): void {
  const inSets = (...sets: CodesOf[]): Where => ({
    kind: 'match',
    param: 'code',
    match: { kind: 'token-set', sets },
  });
  const tree = (of: string, how: 'below' | 'above', param = 'partof'): Where => ({
    kind: 'tree',
    param,
    ...key(of),
    link: 'partof',
    how,
  });

  describe('A set of codes', () => {
    it('holds some codes of a system, or all but some, and none of other systems', () =>
      withStore(open, async (store) => {
        await commit(store, [
          write('Patient/a', 'x', [token('code', 'A', 's')]),
          write('Patient/b', 'x', [token('code', 'b', 's')]),
          write('Patient/c', 'x', [token('code', 'a', 't'), token('code', 'z', 's')]),
          write('Patient/d', 'x', [token('code', 'a')]),
          write('Patient/e'),
        ]);
        const find = (where: Where) => findAll(store, query('Patient', where));
        expect(await find(inSets({ system: 's', only: ['a', 'q'] }))).toEqual(['Patient/a']);
        expect(await find(inSets({ system: 's', allBut: ['a', 'z'] }))).toEqual(['Patient/b']);
        expect(await find(inSets({ system: 's', only: ['b'] }, { system: 't', allBut: [] }))).toEqual([
          'Patient/b',
          'Patient/c',
        ]);
        expect(await find(inSets({ system: '', only: ['a'] }))).toEqual(['Patient/d']);
        expect(await find(inSets({ system: 'unseen', allBut: [] }))).toEqual([]);
        expect(await find(inSets())).toEqual([]);
        expect(await find({ kind: 'not', where: inSets({ system: 's', allBut: [] }) })).toEqual([
          'Patient/d',
          'Patient/e',
        ]);
      }));

    it('may hold tens of thousands', () =>
      withStore(open, async (store) => {
        await commit(store, [write('Patient/a', 'x', [token('code', 'c777', 's')])]);
        const only = Array.from({ length: 30_000 }, (_, i) => `c${i}`);
        expect(await findAll(store, query('Patient', inSets({ system: 's', only })))).toEqual(['Patient/a']);
      }));
  });

  describe('A hierarchy', () => {
    it('is followed through all its levels, whichever way and into circles', () =>
      withStore(open, async (store) => {
        const place = (id: string, parent: string) =>
          write(`Location/${id}`, 'x', [reference('partof', `Location/${parent}`)]);
        await commit(store, [
          write('Location/top'),
          place('ward', 'top'),
          place('bed', 'ward'),
          place('x', 'z'),
          place('y', 'x'),
          place('z', 'y'),
          write('Procedure/p', 'x', [reference('location', 'Location/bed')]),
          write('Procedure/q', 'x', [reference('location', 'Location/top')]),
        ]);
        const places = (where: Where) => findAll(store, query('Location', where));
        expect(await places(tree('Location/top', 'below'))).toEqual(['Location/bed', 'Location/ward']);
        expect(await places(tree('Location/x', 'below'))).toEqual(['Location/x', 'Location/y', 'Location/z']);
        expect(await places(tree('Location/y', 'above'))).toEqual(['Location/x', 'Location/y', 'Location/z']);
        const procedures = (where: Where) => findAll(store, query('Procedure', where));
        expect(await procedures(tree('Location/ward', 'below', 'location'))).toEqual(['Procedure/p']);
        expect(await procedures(tree('Location/ward', 'above', 'location'))).toEqual(['Procedure/q']);
        expect(await procedures(tree('Location/nowhere', 'below', 'location'))).toEqual([]);
      }));

    it('does not lead through what is deleted or out of sight', () =>
      withStore(open, async (store) => {
        const place = (id: string, parent: string, owner: string) =>
          write(`Location/${id}`, 'x', [reference('partof', `Location/${parent}`)], [owner]);
        await commit(store, [place('a', 'top', 'mine'), place('b', 'a', 'yours'), place('c', 'b', 'mine')]);
        const see = { types: { Location: { anyOf: ['mine'] } }, others: 'all' as const };
        const below = query('Location', tree('Location/top', 'below'));
        expect(await findAll(store, below)).toEqual(['Location/a', 'Location/b', 'Location/c']);
        expect(await findAll(store, below, { see })).toEqual(['Location/a']);
        await commit(store, [write('Location/b', null)]);
        expect(await findAll(store, below)).toEqual(['Location/a']);
      }));
  });

  describe('A list of keys', () => {
    it('finds those that are live and of the types asked for', () =>
      withStore(open, async (store) => {
        await commit(store, [write('Patient/a'), write('Patient/b'), write('Group/a')]);
        await commit(store, [write('Patient/b', null)]);
        const keys = ['Patient/a', 'Patient/b', 'Group/a', 'Patient/never'].map(key);
        expect(await findAll(store, query('Patient', { kind: 'keys', keys }))).toEqual(['Patient/a']);
        expect(await findAll(store, query(['Group', 'Patient'], { kind: 'keys', keys }))).toEqual([
          'Group/a',
          'Patient/a',
        ]);
        expect(await findAll(store, query('Patient', { kind: 'keys', keys: [] }))).toEqual([]);
      }));
  });

  describe('A text', () => {
    it('is that of the current version, the narrative alone or all of it', () =>
      withStore(open, async (store) => {
        const says = (of: 'narrative' | 'content', phrase: string) =>
          findAll(store, query('Patient', { kind: 'text', of, phrase }));
        await commit(store, [write('Patient/a', 'left eye', [], [], 'PUT', '<b>my</b>opia')]);
        expect(await says('narrative', 'myopia')).toEqual(['Patient/a']);
        expect(await says('narrative', 'eye')).toEqual([]);
        expect(await says('content', 'eye')).toEqual(['Patient/a']);
        await commit(store, [write('Patient/a', 'right ear')]);
        expect(await says('content', 'eye')).toEqual([]);
        expect(await says('narrative', 'myopia')).toEqual([]);
        expect(await says('content', 'right ear')).toEqual(['Patient/a']);
      }));
  });
}
