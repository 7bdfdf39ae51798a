// What a differential may look like, and what it may not ask for.

import { expect, test } from '@jest/globals';
import type { ElementDefinition, StructureDefinition } from 'fhir/r4.js';
import { generateSnapshot } from '../../../src/conformance/snapshot/generate.ts';
import { createSnapshots } from '../../../src/conformance/snapshot/snapshots.ts';
import { testDefinitions } from '../definitions.ts';

const definitions = await testDefinitions();
const CORE = 'http://hl7.org/fhir/StructureDefinition/';

type Said = Partial<ElementDefinition> & { path: string };

function profile(
  type: string,
  element: Said[],
  more: Partial<StructureDefinition> = {},
): StructureDefinition {
  return {
    resourceType: 'StructureDefinition',
    url: `https://example.org/StructureDefinition/${type}`,
    name: 'Test',
    status: 'active',
    kind: 'resource',
    abstract: false,
    type,
    baseDefinition: CORE + type,
    derivation: 'constraint',
    differential: { element: element as ElementDefinition[] },
    ...more,
  };
}

function made(type: string, element: Said[], more: StructureDefinition[] = []) {
  const byUrl = new Map(more.map((one) => [one.url, one]));
  const snapshots = createSnapshots(definitions.model);
  const structure = (url: string): StructureDefinition | undefined => {
    const own = byUrl.get(url);
    return own ? snapshots(own, { structure }).structure : definitions.structure(url);
  };
  const { elements, problems } = generateSnapshot(profile(type, element), { structure }, definitions.model);
  return {
    problems: problems.map(({ element: where, isCertain }) => `${isCertain ? 'error' : 'warning'} ${where}`),
    ids: elements.map(({ id }) => id),
    at: (id: string) => elements.find((one) => one.id === id),
  };
}

test('elements without ids belong to the slice before them', () => {
  const { at } = made('Observation', [
    {
      path: 'Observation.component',
      slicing: { rules: 'open', discriminator: [{ type: 'pattern', path: 'code' }] },
    },
    { path: 'Observation.component', sliceName: 'left' },
    { path: 'Observation.component.value[x]', min: 1 },
    { path: 'Observation.component', sliceName: 'right' },
    { path: 'Observation.component.dataAbsentReason', max: '0' },
  ]);
  expect(at('Observation.component:left.value[x]')?.min).toBe(1);
  expect(at('Observation.component:right.value[x]')?.min).toBe(0);
  expect(at('Observation.component:right.dataAbsentReason')?.max).toBe('0');
  expect(at('Observation.component.dataAbsentReason')?.max).toBe('1');
});

test('where ids are paths, elements belong to the slice before them too', () => {
  const { at } = made('Bundle', [
    { id: 'Bundle.entry', path: 'Bundle.entry', slicing: { rules: 'open' } },
    { id: 'Bundle.entry', path: 'Bundle.entry', sliceName: 'first' },
    { id: 'Bundle.entry.fullUrl', path: 'Bundle.entry.fullUrl', min: 1 },
  ]);
  expect([at('Bundle.entry.fullUrl')?.min, at('Bundle.entry:first.fullUrl')?.min]).toEqual([0, 1]);
});

test('the order of a differential does not matter', () => {
  const said: Said[] = [
    { id: 'Patient.name.family', path: 'Patient.name.family', min: 1 },
    { id: 'Patient.birthDate', path: 'Patient.birthDate', min: 1 },
    { id: 'Patient.name', path: 'Patient.name', min: 1 },
  ];
  expect(made('Patient', said).ids).toEqual(made('Patient', [...said].reverse()).ids);
});

test('a new slice need not occur, whatever its element must', () => {
  const { at } = made('Patient', [
    { id: 'Patient.name', path: 'Patient.name', min: 1, slicing: { rules: 'open' } },
    { id: 'Patient.name:official', path: 'Patient.name', sliceName: 'official' },
  ]);
  expect([at('Patient.name')?.min, at('Patient.name:official')?.min]).toEqual([1, 0]);
});

test('a slice has what is said of its element', () => {
  const { at } = made('Patient', [
    { id: 'Patient.name:official', path: 'Patient.name', sliceName: 'official' },
    { id: 'Patient.name.family', path: 'Patient.name.family', min: 1 },
  ]);
  expect(at('Patient.name:official.family')?.min).toBe(1);
});

test('a slice of a slice stands in it', () => {
  const { ids } = made('Patient', [
    { id: 'Patient.name', path: 'Patient.name', slicing: { rules: 'open' } },
    { id: 'Patient.name:a', path: 'Patient.name', sliceName: 'a' },
    { id: 'Patient.name:a/b', path: 'Patient.name', sliceName: 'a/b' },
  ]);
  const slices = ids.filter((id) => id?.startsWith('Patient.name:'));
  expect(slices).toEqual(['Patient.name:a', 'Patient.name:a/b']);
});

test('valueQuantity is the slice of value[x], and leaves no other type', () => {
  const { at } = made('Observation', [
    { id: 'Observation.valueQuantity', path: 'Observation.valueQuantity', min: 1 },
    { id: 'Observation.valueQuantity.code', path: 'Observation.valueQuantity.code', min: 1 },
  ]);
  expect(at('Observation.value[x]')?.type?.map(({ code }) => code)).toEqual(['Quantity']);
  expect(at('Observation.value[x]:valueQuantity.code')?.min).toBe(1);
});

test('the elements of a reference to content are those of the element it refers to', () => {
  const { at } = made('Parameters', [
    { id: 'Parameters.parameter.part.value[x]', path: 'Parameters.parameter.part.value[x]', max: '0' },
  ]);
  expect(at('Parameters.parameter.part.value[x]')?.max).toBe('0');
  expect(at('Parameters.parameter.part')?.contentReference).toBeUndefined();
  expect(at('Parameters.parameter.value[x]')?.max).toBe('1');
});

test('the elements of a profiled data type are those of the profile', () => {
  const address = profile('Address', [{ path: 'Address.city', min: 1 }], { kind: 'complex-type' });
  const { at } = made(
    'Patient',
    [
      { path: 'Patient.address', type: [{ code: 'Address', profile: [address.url] }] },
      { path: 'Patient.address.country', min: 1 },
    ],
    [address],
  );
  expect([at('Patient.address.city')?.min, at('Patient.address.country')?.min]).toEqual([1, 1]);
});

test('below a choice of several types nothing is asked of what only some of them have', () => {
  const { at, problems } = made('Observation', [
    { path: 'Observation.value[x].value', maxValueDecimal: 100 },
  ]);
  expect(problems).toEqual(['warning Observation.value[x].value']);
  expect(at('Observation.value[x].value')).toBeUndefined();
});

test('what the base does not have or not allow is named', () => {
  expect(
    made('Observation', [
      { path: 'Patient.name', min: 1 },
      { path: 'Observation.colour', min: 1 },
      { path: 'Observation.status', min: 0 },
      { path: 'Observation.code', max: '*' },
      { path: 'Observation.method', max: '2' },
      { path: 'Observation.subject', type: [{ code: 'Period' }] },
      { id: 'Observation.component:a', path: 'Observation.component', sliceName: 'a' },
      { id: 'Observation.component:a.code', path: 'Observation.component.code', min: 0 },
    ]).problems,
  ).toEqual([
    'error Patient.name',
    'error Observation.colour',
    'error Observation.status',
    'warning Observation.code',
    'error Observation.method',
    'error Observation.subject',
    'warning Observation.component:a.code',
  ]);
});

test('where a differential asks for less than the base, the base holds', () => {
  const { at } = made('Observation', [{ path: 'Observation.status', min: 0, max: '*' }]);
  expect([at('Observation.status')?.min, at('Observation.status')?.max]).toEqual([1, '1']);
});

test('the snapshot of what it is built on is made once too', () => {
  const snapshots = createSnapshots(definitions.model);
  const base = profile('Patient', [{ path: 'Patient.name', min: 1 }], { url: 'urn:base' });
  const child = profile('Patient', [{ path: 'Patient.gender', min: 1 }], { baseDefinition: 'urn:base' });
  const structure = (url: string): StructureDefinition | undefined =>
    url === 'urn:base' ? snapshots(base, { structure }).structure : definitions.structure(url);
  const first = snapshots(child, { structure }).structure;
  expect(snapshots(child, { structure }).structure).toBe(first);
  expect(structure('urn:base')).toBe(structure('urn:base'));
});

test('two profiles that are built on each other have no snapshot, and say so', () => {
  const url = (name: string) => `https://example.org/StructureDefinition/${name}`;
  const byUrl = new Map(
    [
      profile('Patient', [{ path: 'Patient.name', min: 1 }], { url: url('a'), baseDefinition: url('b') }),
      profile('Patient', [{ path: 'Patient.name', min: 1 }], { url: url('b'), baseDefinition: url('a') }),
    ].map((one) => [one.url, one]),
  );
  const snapshots = createSnapshots(definitions.model);
  const structure = (asked: string): StructureDefinition | undefined => {
    const own = byUrl.get(asked);
    return own ? snapshots(own, { structure }).structure : definitions.structure(asked);
  };
  const { structure: answered, fault } = snapshots(byUrl.get(url('a'))!, { structure });
  expect(answered.snapshot).toBeUndefined();
  expect(fault).toContain('not known');
});

test('a snapshot is made once, and anew when what it is built on is another', () => {
  const snapshots = createSnapshots(definitions.model);
  const child = profile('Patient', [{ path: 'Patient.gender', min: 1 }], { baseDefinition: 'urn:base' });
  const baseWith = (min: number) =>
    snapshots(profile('Patient', [{ path: 'Patient.name', min }], { url: 'urn:base' }), definitions)
      .structure;
  const over = (base: StructureDefinition) => {
    const structure = (url: string) => (url === 'urn:base' ? base : definitions.structure(url));
    return snapshots(child, { structure }).structure;
  };
  const [one, two] = [baseWith(1), baseWith(0)];
  expect(over(one)).toBe(over(one));
  const nameIn = ({ snapshot }: StructureDefinition) =>
    snapshot!.element.find(({ id }) => id === 'Patient.name');
  expect([nameIn(over(one))?.min, nameIn(over(two))?.min]).toEqual([1, 0]);
});

test('a snapshot that came along is used when it is whole, and made again when it is not', () => {
  const snapshots = createSnapshots(definitions.model);
  const differential = [{ path: 'Patient.name', min: 1 }];
  const { elements } = generateSnapshot(profile('Patient', differential), definitions, definitions.model);
  const whole = profile('Patient', differential, { snapshot: { element: elements } });
  expect(snapshots(whole, definitions).structure).toBe(whole);
  const torn = profile('Patient', differential, { snapshot: { element: elements.slice(0, 3) } });
  expect(snapshots(torn, definitions).structure.snapshot?.element).toEqual(elements);
});
