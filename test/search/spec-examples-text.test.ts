// Lists, and the text that a person reads: R4 search.html#list, #content.

import { beforeAll, describe, expect, it } from '@jest/globals';
import type { JsonObject } from '../../src/fhir/json/tree.ts';
import { asking } from './asking.ts';

const { server, put, ids } = asking();

describe('_list', () => {
  beforeAll(async () => {
    for (const id of ['l1', 'l2', 'l3'])
      await put({ resourceType: 'Patient', id, gender: id === 'l1' ? 'male' : 'female' });
    await put({ resourceType: 'AllergyIntolerance', id: 'a1', patient: { reference: 'Patient/l1' } });
    await put({
      resourceType: 'List',
      id: '42',
      status: 'current',
      mode: 'changes',
      entry: [
        { item: { reference: 'Patient/l1' } },
        { item: { reference: `${server().baseUrl}/Patient/l2/_history/1` } },
        { deleted: true, item: { reference: 'Patient/l3' } },
        { item: { reference: 'AllergyIntolerance/a1' } },
        { item: { reference: 'Patient/gone' } },
        { item: { display: 'somebody' } },
      ],
    });
    await put({ resourceType: 'List', id: 'empty', status: 'current', mode: 'working' });
  });

  it.each([
    ['Patient?_list=42', 'l1 l2'],
    ['Patient?_list=List/42', 'l1 l2'],
    ['Patient?_list=42&gender=female', 'l2'],
    ['AllergyIntolerance?_list=42', 'a1'],
    ['AllergyIntolerance?patient._list=42', 'a1'],
    ['?_list=42&_type=Patient,AllergyIntolerance', 'a1 l1 l2'],
    ['Patient?_list=42,empty', 'l1 l2'],
    ['Patient?_list=empty', ''],
  ])('%s finds %s', async (query, found) => {
    expect(await ids(query)).toBe(found);
  });

  it.each(['$current-allergies', '43', 'Patient/l1'])('_list=%s is refused', async (list) => {
    const { status, body } = await server().get(`AllergyIntolerance?_list=${list}`);
    expect([status, body.resourceType]).toEqual([400, 'OperationOutcome']);
  });
});

describe('_text and _content', () => {
  const narrative = (div: string) => ({
    text: { status: 'generated', div: `<div xmlns="http://www.w3.org/1999/xhtml">${div}</div>` },
  });
  beforeAll(async () => {
    const condition = (id: string, div: string, more: JsonObject = {}) =>
      put({
        resourceType: 'Condition',
        id,
        subject: { reference: 'Patient/secret' },
        ...narrative(div),
        ...more,
      });
    await condition('bone', '<p>Bone with <b>metastases</b></p>');
    await condition('liver', '<p>Liver, Metastasés</p>', { note: [{ text: 'Seen on 3 May' }] });
    await condition('clean', '<p class="metastases">Bone &amp; liver are clean</p>');
    await condition('eye', '<p>左眼近视，Hb<sub>A1c</sub> 7%</p>', { code: { text: '近视 Myopia' } });
    await put({
      resourceType: 'Condition',
      id: 'mute',
      subject: { reference: 'Patient/secret' },
      code: { text: 'heart' },
    });
    await put({ resourceType: 'Patient', id: 'secret', name: [{ family: 'Nightingale' }] });
  });

  it.each([
    // The example of the specification.
    ['Condition?_text=(bone OR liver) and metastases', 'bone liver'],
    ['Condition?_text=bone', 'bone clean'],
    ['Condition?_text=bone metastases', 'bone'],
    ['Condition?_text=BONE or 眼', 'bone clean eye'],
    ['Condition?_text="bone with"', 'bone'],
    ['Condition?_text="with bone"', ''],
    ['Condition?_text=clean,metastases', 'bone clean liver'],
    // A word is found from its beginning, in Chinese anywhere.
    ['Condition?_text=metas', 'bone liver'],
    ['Condition?_text=tastases', ''],
    ['Condition?_text=近', 'eye'],
    ['Condition?_text=视', 'eye'],
    ['Condition?_text=眼近', 'eye'],
    ['Condition?_text=hba1c', 'eye'],
    // Markup is nothing to read, nor is what stands outside the narrative.
    ['Condition?_text=xhtml', ''],
    ['Condition?_text=class', ''],
    ['Condition?_text=may', ''],
    ['Condition?_text=%26', 'clean'],
    ['Condition?_content=may', 'liver'],
    ['Condition?_content=myopia', 'eye'],
    ['Condition?_content=heart', 'mute'],
    // Neither are names of members and addresses.
    ['Condition?_content=subject', ''],
    ['Condition?_content=secret', ''],
    ['Patient?_content=Nightingale', 'secret'],
    ['Patient?_has:Condition:subject:_text=近视', 'secret'],
    ['Condition?subject:Patient._content=nightingale&_text=bone', 'bone clean'],
    ['?_type=Condition,Patient&_content=Nightingale', 'secret'],
  ])('%s finds %s', async (query, found) => {
    expect(await ids(query)).toBe(found);
  });

  it('goes on over pages and counts', async () => {
    const first = await server().get('Condition?_text=bone&_count=1&_total=accurate');
    expect(first.body.total).toBe(2);
    const next = first.body.link.find((link: { relation: string }) => link.relation === 'next').url as string;
    const second = await server().get(next.slice(server().baseUrl.length + 1));
    expect(second.body.entry).toHaveLength(1);
    expect(second.body.entry[0].fullUrl).not.toBe(first.body.entry[0].fullUrl);
  });

  it('does not decide about a write', async () => {
    const answer = await server().post(
      'Patient',
      { resourceType: 'Patient' },
      { 'if-none-exist': '_content=x' },
    );
    expect([answer.status, answer.body.issue[0].code]).toEqual([400, 'too-costly']);
    const filtered = await server().delete('Patient?_has:Condition:subject:_text=x');
    expect(filtered.status).toBe(400);
  });
});

describe('_filter at the front door', () => {
  it('answers, stands beside other parameters, and says where it is wrong', async () => {
    await put({
      resourceType: 'Patient',
      id: 'f1',
      gender: 'female',
      birthDate: '2014-10-10',
      name: [{ given: ['Peter'] }],
    });
    const filter = encodeURIComponent('given eq "peter" and birthdate ge 2014-10-10');
    expect(await ids(`Patient?_filter=${filter}`)).toBe('f1');
    expect(await ids(`Patient?gender=male&_filter=${filter}`)).toBe('');
    expect(await ids(`?_type=Patient,Person&_filter=${encodeURIComponent('birthdate eq 2014-10-10')}`)).toBe(
      'f1',
    );
    for (const wrong of ['given eq "peter', '(given eq x', 'given is x', 'nonsense eq 1']) {
      const answer = await server().get(`Patient?_filter=${encodeURIComponent(wrong)}`, {
        prefer: 'handling=lenient',
      });
      expect([wrong, answer.status]).toEqual([wrong, 400]);
      expect(answer.body.issue[0].diagnostics).toMatch(/^_filter, character \d+/);
    }
  });

  it('takes value sets that are stored here', async () => {
    await put({
      resourceType: 'ValueSet',
      id: 'women',
      url: 'http://sets.example/women',
      status: 'active',
      compose: {
        include: [{ system: 'http://hl7.org/fhir/administrative-gender', concept: [{ code: 'female' }] }],
      },
    });
    const both = '_id eq f1 and gender in http://sets.example/women';
    expect(await ids(`Patient?_filter=${encodeURIComponent(both)}`)).toBe('f1');
    expect(await ids(`Patient?_filter=${encodeURIComponent('_id eq f1 and gender in ValueSet/women')}`)).toBe(
      'f1',
    );
  });
});
