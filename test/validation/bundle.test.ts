// Bundles as a whole. R4 bundle.html, documents.html, messaging.html.

import { describe, expect, it } from '@jest/globals';
import { findings } from './support.ts';

const BASE = 'https://example.org/fhir/';
const entry = (resourceType: string, id: string, more: object = {}) => ({
  fullUrl: `${BASE}${resourceType}/${id}`,
  resource: { resourceType, id, ...more },
});
const bundle = (type: string, entries: object[], more: object = {}) =>
  findings({ resourceType: 'Bundle', type, entry: entries, ...more });

describe('links of a Bundle', () => {
  const link = (relation: string) => ({ relation, url: `${BASE}Patient?name=a` });

  it('are there once each', () => {
    expect(bundle('searchset', [], { entry: undefined, link: [link('self'), link('next')] })).toEqual([]);
    expect(bundle('searchset', [], { entry: undefined, link: [link('self'), link('self')] })).toEqual([
      'error bundle-link Bundle.link[1].relation',
    ]);
  });

  it('lead to pages only where there are pages', () => {
    expect(bundle('collection', [entry('Patient', 'p')], { link: [link('next')] })).toEqual([
      'error bundle-link Bundle.link[0].relation',
    ]);
    expect(bundle('history', [], { entry: undefined, link: [link('next')] })).toEqual([]);
  });
});

describe('the fullUrl of an entry', () => {
  const patient = { resourceType: 'Patient', id: 'p' };
  const FAULT = ['error full-url Bundle.entry[0].fullUrl'];

  it('is there where entries have addresses', () => {
    expect(bundle('collection', [{ resource: patient }])).toEqual(['error full-url Bundle.entry[0]']);
    const request = { method: 'POST', url: 'Patient' };
    expect(bundle('transaction', [{ resource: { resourceType: 'Patient' }, request }])).toEqual([]);
  });

  it('is that of the resource', () => {
    expect(bundle('collection', [entry('Patient', 'p')])).toEqual([]);
    expect(bundle('collection', [{ fullUrl: `${BASE}Patient/q`, resource: patient }])).toEqual(FAULT);
    expect(bundle('collection', [{ fullUrl: `${BASE}Person/p`, resource: patient }])).toEqual(FAULT);
    expect(
      bundle('collection', [{ fullUrl: `${BASE}Patient/p`, resource: { resourceType: 'Patient' } }]),
    ).toEqual(FAULT);
    expect(bundle('collection', [{ fullUrl: 'https://example.org/any/thing', resource: patient }])).toEqual(
      [],
    );
    expect(
      bundle('collection', [{ fullUrl: 'urn:uuid:c757873d-ec9a-4326-a141-556f43239520', resource: patient }]),
    ).toEqual([]);
  });
});

describe('a search result', () => {
  const found = (mode: string, resource: object) => ({
    fullUrl: 'urn:oid:1.2.3',
    resource,
    search: { mode },
  });
  const self = { link: [{ relation: 'self', url: `${BASE}Patient?name=a` }] };
  const outcome = { resourceType: 'OperationOutcome', issue: [{ severity: 'warning', code: 'value' }] };

  it('matches what was searched for', () => {
    expect(bundle('searchset', [found('match', { resourceType: 'Patient', id: 'p' })], self)).toEqual([]);
    expect(
      bundle(
        'searchset',
        [found('match', { resourceType: 'Group', id: 'g', type: 'person', actual: true })],
        self,
      ),
    ).toEqual(['error searchset Bundle.entry[0].search.mode']);
    const types = { link: [{ relation: 'self', url: `${BASE}?_type=Patient,Group` }] };
    expect(bundle('searchset', [found('match', { resourceType: 'Person', id: 'p' })], types)).toEqual([
      'error searchset Bundle.entry[0].search.mode',
    ]);
  });

  it('has stored resources, and outcomes beside them', () => {
    expect(bundle('searchset', [found('outcome', outcome)], self)).toEqual([]);
    expect(bundle('searchset', [found('outcome', { resourceType: 'Patient', id: 'p' })], self)).toEqual([
      'error searchset Bundle.entry[0].search.mode',
    ]);
    expect(bundle('searchset', [found('include', { resourceType: 'Patient' })], self)).toEqual([
      'error searchset Bundle.entry[0].resource',
    ]);
  });
});

describe('a reference between entries', () => {
  const observation = (id: string, reference: string) =>
    entry('Observation', id, { status: 'final', code: { text: 'a' }, subject: { reference } });
  const version = (versionId: string) => entry('Patient', 'p', { meta: { versionId } });

  it('names the version where there are several', () => {
    const both = [version('1'), version('2')];
    expect(bundle('collection', [...both, observation('o', 'Patient/p/_history/2')])).toEqual([]);
    expect(bundle('collection', [...both, observation('o', 'Patient/p')])).toEqual([
      'error reference Bundle.entry[2].resource.subject.reference',
    ]);
  });

  it('is relative to the base of its own entry', () => {
    const elsewhere = {
      fullUrl: 'https://elsewhere.org/Group/g',
      resource: { resourceType: 'Group', id: 'g' },
    };
    const wrong = entry('Encounter', 'e', {
      status: 'finished',
      class: { system: 'http://terminology.hl7.org/CodeSystem/v3-ActCode', code: 'AMB' },
      serviceProvider: { reference: 'Organization/o' },
    });
    expect(bundle('collection', [entry('Organization', 'o', { name: 'a' }), wrong])).toEqual([]);
    expect(
      bundle('collection', [elsewhere, wrong]).filter((line) => line.includes('serviceProvider')),
    ).toEqual([]);
  });
});

describe('a document', () => {
  const COMPOSITION = {
    status: 'final',
    type: { text: 'a' },
    date: '2026-11-25',
    title: '筛查报告',
    author: [{ reference: 'Practitioner/d' }],
  };
  const document = (composition: object, entries: object[], more: object = {}) =>
    bundle('document', [entry('Composition', 'c', { ...COMPOSITION, ...composition }), ...entries], {
      identifier: { system: 'urn:ietf:rfc:3986', value: 'urn:uuid:c757873d-ec9a-4326-a141-556f43239520' },
      timestamp: '2026-11-25T08:00:00+08:00',
      ...more,
    });
  const doctor = entry('Practitioner', 'd');

  it('begins with a Composition', () => {
    expect(document({}, [doctor])).toEqual([]);
    expect(findings({ resourceType: 'Bundle', type: 'message' })).toEqual([
      'error bdl-12 Bundle',
      'error bundle-first Bundle',
    ]);
  });

  it('has in it what its Composition refers to', () => {
    expect(document({}, [])).toEqual(['error bundle-reference Bundle.entry[0].resource.author[0]']);
    const section = {
      section: [{ title: 'a', section: [{ title: 'b', entry: [{ reference: 'Observation/o' }] }] }],
    };
    expect(document(section, [doctor])).toEqual([
      'error bundle-reference Bundle.entry[0].resource.section[0].section[0].entry[0]',
    ]);
    const elsewhere = { fullUrl: 'https://elsewhere.org/Practitioner/d', resource: doctor.resource };
    expect(document({}, [elsewhere])).toEqual([
      'error bundle-reference Bundle.entry[0].resource.author[0]',
      'error bundle-reached Bundle.entry[1]',
    ]);
  });

  it('has no entry that nothing leads to', () => {
    expect(document({}, [doctor, entry('Patient', 'p')])).toEqual(['error bundle-reached Bundle.entry[2]']);
    expect(document({ subject: { reference: 'Patient/p' } }, [doctor, entry('Patient', 'p')])).toEqual([]);
  });

  it('may have entries that lead to it', () => {
    const observation = entry('Observation', 'o', {
      status: 'final',
      code: { text: 'a' },
      performer: [{ reference: 'Practitioner/d' }],
    });
    expect(document({}, [doctor, observation])).toEqual([]);
  });

  it('has its stylesheets in it, or names them in full', () => {
    const css = entry('Binary', 'css', { contentType: 'text/css', data: 'YQ==' });
    const link = (url: string) => ({ link: [{ relation: 'stylesheet', url }] });
    expect(document({}, [doctor, css], link('Binary/css'))).toEqual([]);
    expect(document({}, [doctor], link('https://example.org/a.css'))).toEqual([]);
    expect(document({}, [doctor], link('Binary/css'))).toEqual(['error bundle-link Bundle.link[0].url']);
  });
});
