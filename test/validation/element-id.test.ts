import { describe, expect, it } from '@jest/globals';
import { findings, patient } from './support.ts';

describe('The ids of elements', () => {
  it('are unique within a resource', () => {
    const names = (...ids: string[]) => patient({ name: ids.map((id) => ({ id, text: 'x' })) });
    expect(findings(names('a', 'b'))).toEqual([]);
    expect(findings(names('a', 'a'))).toEqual(['error element-id Patient.name[1].id']);
    expect(findings(patient({ name: [{ id: 'a', text: 'x' }], _birthDate: { id: 'a' } }))).toEqual([
      'error element-id Patient.birthDate',
    ]);
  });

  it('may be the same as the id of the resource, and in another resource', () => {
    const name = [{ id: '1', text: 'x' }];
    expect(findings(patient({ id: '1', name }))).toEqual([]);
    const entry = ['1', '2'].map((id) => ({
      fullUrl: `https://example.org/Patient/${id}`,
      resource: patient({ id, name }),
    }));
    expect(findings({ resourceType: 'Bundle', type: 'collection', entry })).toEqual([]);
  });
});

describe('The ids of contained resources', () => {
  it('are unique, so that a reference means one of them', () => {
    const organization = (id: string) => ({ resourceType: 'Organization', id, name: 'x' });
    const managingOrganization = { reference: '#o' };
    expect(findings(patient({ contained: [organization('o')], managingOrganization }))).toEqual([]);
    expect(
      findings(patient({ contained: [organization('o'), organization('o')], managingOrganization })),
    ).toEqual(['error contained-id Patient.contained[1].id']);
  });
});
