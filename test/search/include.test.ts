import { beforeAll, describe, expect, it } from '@jest/globals';
import type { Resource } from '../../src/fhir/json/tree.ts';
import { parseQueryString } from '../../src/fhir/query-string.ts';
import { createIncluder } from '../../src/search/include.ts';
import { PageResources } from '../../src/search/page-resources.ts';
import { parseSearch } from '../../src/search/parse.ts';
import type { SearchContext } from '../../src/search/search-context.ts';
import { BASE, testContext } from './support.ts';

let context: SearchContext;
beforeAll(async () => {
  context = await testContext();
});

const includerFor = (query: string, limit?: number) => {
  const parameters = parseQueryString(query);
  const { includes } = parseSearch({ types: ['Observation'], parameters, handling: 'strict', context });
  const page = new PageResources(limit);
  const includer = createIncluder(includes, context, page);
  return { page, next: (resources: Resource[]) => includer.next(resources).keys };
};
const names = (keys: { type: string; id: string }[]) => keys.map(({ type, id }) => `${type}/${id}`);
const observation = (id: string, more: object): Resource => ({ resourceType: 'Observation', id, ...more });
const r0 = observation('r0', {
  subject: { reference: 'Patient/p0' },
  performer: [{ reference: `${BASE}/Practitioner/d` }],
});
const r1 = observation('r1', {
  subject: { reference: 'Patient/p0' },
  hasMember: [{ reference: 'Observation/r0' }],
  extension: [{ url: 'urn:x', valueReference: { reference: 'Organization/o' } }],
});
const r2 = observation('r2', {
  subject: { reference: 'http://other.example/fhir/Patient/x' },
  performer: [{ reference: '#in' }, { identifier: { value: '1' } }],
});

describe('_include', () => {
  it('follows the parameter, each resource once', () => {
    expect(names(includerFor('_include=Observation:subject').next([r0, r1, r2]))).toEqual(['Patient/p0']);
  });

  it('follows a parameter whose facts are kept under another', () => {
    const group = observation('g', { subject: { reference: 'Group/g' } });
    expect(names(includerFor('_include=Observation:patient').next([r0, group]))).toEqual(['Patient/p0']);
  });

  it('takes only the target type that is named', () => {
    expect(names(includerFor('_include=Observation:performer:Practitioner').next([r0]))).toEqual([
      'Practitioner/d',
    ]);
    expect(includerFor('_include=Observation:subject:Group').next([r0])).toEqual([]);
  });

  it('never gives a match again', () => {
    expect(
      names(includerFor('_include=Observation:has-member&_include=Observation:subject').next([r0, r1])),
    ).toEqual(['Patient/p0']);
    expect(names(includerFor('_include=Observation:has-member').next([r1]))).toEqual(['Observation/r0']);
  });

  it('of a star follows every reference, in extensions too', () => {
    expect(names(includerFor('_include=*').next([r1])).sort()).toEqual([
      'Observation/r0',
      'Organization/o',
      'Patient/p0',
    ]);
    expect(names(includerFor('_include=Observation:*').next([r0]))).toEqual(['Patient/p0', 'Practitioner/d']);
  });

  it('goes on from what was included only with :iterate, and ends in a circle', () => {
    const patient: Resource = {
      resourceType: 'Patient',
      id: 'p0',
      managingOrganization: { reference: 'Organization/a' },
    };
    const a: Resource = { resourceType: 'Organization', id: 'a', partOf: { reference: 'Organization/b' } };
    const b: Resource = { resourceType: 'Organization', id: 'b', partOf: { reference: 'Organization/a' } };
    const plain = includerFor('_include=Observation:subject&_include=Patient:organization');
    expect(names(plain.next([r0]))).toEqual(['Patient/p0']);
    expect(plain.next([patient])).toEqual([]);

    const iterating = includerFor(
      '_include=Observation:subject&_include:iterate=Patient:organization&_include:iterate=Organization:partof',
    );
    expect(names(iterating.next([r0]))).toEqual(['Patient/p0']);
    expect(names(iterating.next([patient]))).toEqual(['Organization/a']);
    expect(names(iterating.next([a]))).toEqual(['Organization/b']);
    expect(iterating.next([b])).toEqual([]);
  });

  it('stops at its limit and says so', () => {
    const includer = includerFor('_include=Observation:subject', 2);
    const many = [1, 2, 3, 4].map((n) => observation(`m${n}`, { subject: { reference: `Patient/${n}` } }));
    expect(names(includer.next(many))).toEqual(['Patient/1', 'Patient/2']);
    expect(includer.page.issues).toMatchObject([{ severity: 'warning', code: 'too-costly' }]);
    expect(includerFor('_include=Observation:subject', 4).next(many)).toHaveLength(4);
  });
});
