// Value sets, code hierarchies and hierarchies of resources, as R4 search.html#modifiers and #recursive show them.

import { beforeAll, describe, expect, it } from '@jest/globals';
import type { JsonObject } from '../../src/fhir/json/tree.ts';
import { asking } from './asking.ts';

const { server, put, ids } = asking();

const CARDIAC = 'http://codes.example/cardiac';
const LOINC = 'http://loinc.org';

async function refusal(url: string): Promise<string> {
  const { status, body } = await server().get(url);
  expect({ url, status }).toEqual({ url, status: 400 });
  return `${body.issue[0].code}: ${body.issue[0].diagnostics}`;
}

const concept = (system: string | undefined, code: string) => ({ coding: [{ system, code }] });
const condition = (id: string, code?: JsonObject) => ({
  resourceType: 'Condition',
  id,
  subject: { reference: 'Patient/p' },
  ...(code && { code }),
});

describe('value sets in a search', () => {
  beforeAll(async () => {
    await put({
      resourceType: 'CodeSystem',
      id: 'cardiac',
      url: CARDIAC,
      status: 'active',
      content: 'complete',
      caseSensitive: false,
      property: [{ code: 'side', type: 'code' }],
      concept: [
        {
          code: 'heart',
          concept: [
            { code: 'valve', property: [{ code: 'side', valueCode: 'left' }], concept: [{ code: 'mitral' }] },
            { code: 'wall', property: [{ code: 'side', valueCode: 'right' }] },
          ],
        },
        { code: 'lung' },
      ],
    });
    await put(condition('c-heart', concept(CARDIAC, 'heart')));
    await put(condition('c-valve', concept(CARDIAC, 'VALVE')));
    await put(condition('c-mitral', concept(CARDIAC, 'mitral')));
    await put(condition('c-wall', concept(CARDIAC, 'wall')));
    await put(condition('c-lung', concept(CARDIAC, 'lung')));
    await put(condition('c-loinc', concept(LOINC, '1234-5')));
    await put(condition('c-bare', concept(undefined, 'valve')));
    await put(condition('c-none'));
    const set = (id: string, compose: JsonObject, more: JsonObject = {}) =>
      put({
        resourceType: 'ValueSet',
        id,
        url: `http://sets.example/${id}`,
        status: 'active',
        compose,
        ...more,
      });
    await set('listed', { include: [{ system: CARDIAC, concept: [{ code: 'heart' }, { code: 'lung' }] }] });
    await set('whole', { include: [{ system: CARDIAC }] });
    await set('elsewhere', {
      include: [{ system: LOINC }],
      exclude: [{ system: LOINC, concept: [{ code: '9-9' }] }],
    });
    await set('is-a', {
      include: [{ system: CARDIAC, filter: [{ property: 'concept', op: 'is-a', value: 'valve' }] }],
    });
    await set('descendants', {
      include: [{ system: CARDIAC, filter: [{ property: 'concept', op: 'descendent-of', value: 'heart' }] }],
    });
    await set('left', {
      include: [{ system: CARDIAC, filter: [{ property: 'side', op: '=', value: 'left' }] }],
    });
    await set('nested', {
      include: [
        { valueSet: ['http://sets.example/descendants'] },
        { system: LOINC, concept: [{ code: '1234-5' }] },
      ],
      exclude: [{ valueSet: ['http://sets.example/is-a'] }],
    });
    await set('both', {
      include: [{ valueSet: ['http://sets.example/listed', 'http://sets.example/whole'], system: CARDIAC }],
    });
    await set('round', { include: [{ valueSet: ['http://sets.example/round-about'] }] });
    await set('round-about', { include: [{ valueSet: ['http://sets.example/round'] }] });
    await set('regex', {
      include: [{ system: CARDIAC, filter: [{ property: 'code', op: 'regex', value: '(?=a)b' }] }],
    });
    await set('snomed', {
      include: [
        { system: 'http://snomed.info/sct', filter: [{ property: 'concept', op: 'is-a', value: '1' }] },
      ],
    });
    await set(
      'old',
      { include: [{ system: CARDIAC, concept: [{ code: 'lung' }] }] },
      {
        url: 'http://sets.example/versions',
        version: '1.9.0',
      },
    );
    await set(
      'new',
      { include: [{ system: CARDIAC, concept: [{ code: 'wall' }] }] },
      {
        url: 'http://sets.example/versions',
        version: '1.10.0',
      },
    );
    await put({
      resourceType: 'ValueSet',
      id: 'expanded',
      url: 'http://sets.example/expanded',
      status: 'active',
      expansion: {
        contains: [
          { system: CARDIAC, code: 'heart', abstract: true, contains: [{ system: CARDIAC, code: 'wall' }] },
        ],
      },
    });
    await put({
      resourceType: 'ValueSet',
      id: 'odd',
      url: 'http://sets.example/odd',
      compose: { inactive: true },
    });
  });

  it.each([
    ['listed', 'c-heart c-lung'],
    ['whole', 'c-heart c-lung c-mitral c-valve c-wall'],
    ['elsewhere', 'c-loinc'],
    ['is-a', 'c-mitral c-valve'],
    ['descendants', 'c-mitral c-valve c-wall'],
    ['left', 'c-valve'],
    ['nested', 'c-loinc c-wall'],
    ['both', 'c-heart c-lung'],
    ['expanded', 'c-wall'],
    ['versions', 'c-wall'],
    ['versions|1.9.0', 'c-lung'],
    ['versions|1.9', 'c-lung'],
  ])('code:in=http://sets.example/%s finds %s', async (set, found) => {
    expect(await ids(`Condition?code:in=http://sets.example/${set}`)).toBe(found);
  });

  it('value sets that their URL alone describes need nothing stored', async () => {
    expect(await ids('Condition?code:in=http://loinc.org/vs')).toBe('c-loinc');
    await put(condition('c-snomed', concept('http://snomed.info/sct', '22298006')));
    expect(await ids(`Condition?code:in=${encodeURIComponent('http://snomed.info/sct?fhir_vs')}`)).toBe(
      'c-snomed',
    );
    await server().delete('Condition/c-snomed');
  });

  it('sets that include one another many times are worked out once', async () => {
    for (let level = 0; level < 8; level++) {
      const valueSet = Array(50).fill(`http://sets.example/level${level + 1}`);
      const include =
        level === 7 ? [{ system: CARDIAC }] : [{ valueSet }, ...valueSet.map((url) => ({ valueSet: [url] }))];
      await put({
        resourceType: 'ValueSet',
        id: `level${level}`,
        url: `http://sets.example/level${level}`,
        status: 'active',
        compose: { include },
      });
    }
    const started = performance.now();
    expect(await ids('Condition?code:in=http://sets.example/level0')).toBe(
      'c-heart c-lung c-mitral c-valve c-wall',
    );
    expect(performance.now() - started).toBeLessThan(2000);
  });

  it('a value set is named by its id on this server too', async () => {
    expect(await ids('Condition?code:in=ValueSet/listed')).toBe('c-heart c-lung');
    expect(await ids(`Condition?code:in=${server().baseUrl}/ValueSet/listed`)).toBe('c-heart c-lung');
  });

  it(':not-in takes in what has no value, and several sets exclude the codes of all', async () => {
    expect(await ids('Condition?code:not-in=http://sets.example/whole')).toBe('c-bare c-loinc c-none');
    expect(await ids('Condition?code:not-in=http://sets.example/whole,http://sets.example/elsewhere')).toBe(
      'c-bare c-none',
    );
  });

  it('a code element without a system is judged by the system that its binding implies', async () => {
    await put({ resourceType: 'Patient', id: 'woman', gender: 'female' });
    await put({ resourceType: 'Patient', id: 'silent' });
    const set = 'http://hl7.org/fhir/ValueSet/administrative-gender';
    expect(await ids(`Patient?gender:in=${set}`)).toBe('woman');
    expect(await ids(`Patient?gender:not-in=${set}`)).toBe('silent');
    await put({
      resourceType: 'Patient',
      id: 'speaks',
      communication: [{ language: concept('urn:ietf:bcp:47', 'zh') }],
    });
    expect(await ids('Patient?language:in=http://hl7.org/fhir/ValueSet/all-languages')).toBe('speaks');
  });

  it('works along chains and in _has', async () => {
    await put({ resourceType: 'Patient', id: 'p' });
    await put({
      resourceType: 'Encounter',
      id: 'e',
      diagnosis: [{ condition: { reference: 'Condition/c-lung' } }],
    });
    expect(await ids('Encounter?diagnosis:Condition.code:in=ValueSet/listed')).toBe('e');
    expect(await ids('Patient?_has:Condition:subject:code:in=ValueSet/listed')).toBe('p');
  });

  it(':below and :above follow the hierarchy of a code system', async () => {
    expect(await ids(`Condition?code:below=${CARDIAC}|valve`)).toBe('c-mitral c-valve');
    expect(await ids(`Condition?code:above=${CARDIAC}|mitral`)).toBe('c-heart c-mitral c-valve');
    expect(await ids(`Condition?code:below=${CARDIAC}|lung,${CARDIAC}|wall`)).toBe('c-lung c-wall');
    // The published hierarchy of acts: an inpatient encounter is an encounter.
    const ACT = 'http://terminology.hl7.org/CodeSystem/v3-ActCode';
    await put({ resourceType: 'Encounter', id: 'in', class: { system: ACT, code: 'IMP' } });
    expect(await ids(`Encounter?class:below=${ACT}|_ActEncounterCode`)).toBe('in');
    expect(await ids(`Encounter?class:above=${ACT}|ACUTE`)).toBe('in');
  });

  it.each([
    [
      'code:in=http://sets.example/nowhere',
      'not-found: The value set http://sets.example/nowhere is not known here',
    ],
    ['code:in=ValueSet/nowhere', 'not-found: The value set ValueSet/nowhere is not known here'],
    ['code:in=http://sets.example/versions|3', 'not-found: The value set http://sets.example/versions|3'],
    ['code:in=http://sets.example/round', 'includes itself'],
    ['code:in=http://sets.example/regex', 'The filter code regex'],
    ['code:in=http://sets.example/snomed', 'http://snomed.info/sct'],
    ['code:in=http://sets.example/odd', 'cannot be used'],
    ['code:in=http://snomed.info/sct?fhir_vs=isa/126851005', 'http://snomed.info/sct is not'],
    ['code:below=126851005', 'takes system|code'],
    ['code:not-in=http://sets.example/snomed', 'http://snomed.info/sct'],
    ['code:below=http://loinc.org|1234-5', 'http://loinc.org'],
    [`code:below=${CARDIAC}|liver`, 'has no code "liver"'],
    ['code:below=valve', 'takes system|code'],
  ])('Condition?%s is refused: %s', async (query, text) => {
    expect(await refusal(`Condition?${query}`)).toContain(text);
    expect((await server().get(`Condition?${query}`, { prefer: 'handling=lenient' })).status).toBe(400);
  });

  it('a conditional create looks at the value set too', async () => {
    const once = () =>
      server().post('Condition', condition('x', concept(CARDIAC, 'lung')), {
        'if-none-exist': 'code:in=http://sets.example/listed&subject=Patient/q',
      });
    await put({ ...condition('c-q', concept(CARDIAC, 'heart')), subject: { reference: 'Patient/q' } });
    expect((await once()).status).toBe(200);
  });
});

describe('hierarchies of resources', () => {
  const location = (id: string, parent?: string) =>
    put({ resourceType: 'Location', id, ...(parent && { partOf: { reference: `Location/${parent}` } }) });
  beforeAll(async () => {
    await location('hospital');
    await location('ward', 'hospital');
    await location('room', 'ward');
    await location('bed', 'room');
    await location('clinic');
    for (const at of ['hospital', 'room', 'clinic'])
      await put({ resourceType: 'Procedure', id: `at-${at}`, location: { reference: `Location/${at}` } });
  });

  it.each([
    ['Procedure?location:below=hospital', 'at-hospital at-room'],
    ['Procedure?location:below=Location/ward', 'at-room'],
    ['Procedure?location:above=Location/bed', 'at-hospital at-room'],
    ['Procedure?location:above=Location/clinic', 'at-clinic'],
    ['Location?partof:below=Location/hospital', 'bed room ward'],
    ['Location?partof:below=room', 'bed'],
    ['Location?partof:above=Location/room', 'bed room ward'],
    ['Location?partof:below=nowhere', ''],
  ])('%s finds %s', async (query, found) => {
    expect(await ids(query)).toBe(found);
  });

  it('a circle of a thousand organisations comes to its end', async () => {
    const entry = Array.from({ length: 1000 }, (_, i) => ({
      resource: {
        resourceType: 'Organization',
        id: `o${i}`,
        name: `o${i}`,
        partOf: { reference: `Organization/o${(i + 1) % 1000}` },
      },
      request: { method: 'PUT', url: `Organization/o${i}` },
    }));
    expect((await server().post('', { resourceType: 'Bundle', type: 'transaction', entry })).status).toBe(
      200,
    );
    const { body } = await server().get('Organization?partof:below=Organization/o7&_total=accurate');
    expect(body.total).toBe(1000);
  });

  it('canonical references have hierarchies of versions and of paths', async () => {
    const guide = (id: string, canonical: string) =>
      put({ resourceType: 'QuestionnaireResponse', id, status: 'completed', questionnaire: canonical });
    await guide('v1', 'http://forms.example/eyes|1.2.3');
    await guide('v2', 'http://forms.example/eyes|1.20');
    await guide('other', 'http://forms.example/eyes/left');
    expect(await ids('QuestionnaireResponse?questionnaire:below=http://forms.example/eyes|1.2')).toBe('v1');
    expect(await ids('QuestionnaireResponse?questionnaire:above=http://forms.example/eyes|1.20.4')).toBe(
      'v2',
    );
    expect(await ids('QuestionnaireResponse?questionnaire:below=http://forms.example/eyes')).toBe(
      'other v1 v2',
    );
    expect(await ids('QuestionnaireResponse?questionnaire:above=http://forms.example/eyes/left')).toBe(
      'other v1 v2',
    );
  });

  it.each([
    ['Observation?performer:below=Practitioner/1', 'There is nothing below a Practitioner'],
    ['Condition?asserter:above=1', 'The modifier :above does not belong to'],
    ['Condition?encounter:text=x', 'The modifier :text does not belong to'],
    ['Condition?encounter:in=x', 'The modifier :in does not belong to'],
    ['Procedure?location:below=Location/ward/_history/1', 'without a version'],
  ])('%s is refused: %s', async (query, text) => {
    expect(await refusal(query)).toContain(text);
  });
});
