import { describe, expect, it } from '@jest/globals';
import type { JsonObject } from '../../src/fhir/json/tree.ts';
import { importRows } from './class-file.ts';
import { FakeServer } from './fake-server.ts';

const row = (cells: Record<number, string> = {}): string => {
  const plain = 'S1,,王示例,,男,2015/9/30,大班,大2班,,,4.9,4.9,,,-0.75,-0.50,175,-0.25,0,,118.5,21.3'.split(
    ',',
  );
  for (const [position, cell] of Object.entries(cells)) plain[Number(position)] = cell;
  return plain.join(',');
};

async function rules(rows: string[], more = {}): Promise<[number, string, string[]][]> {
  const { report } = await importRows(new FakeServer(), rows, more);
  return report.details.map(({ line, status, findings }) => [line, status, findings.map(({ rule }) => rule)]);
}

describe('A line', () => {
  it.each([
    [{ 2: '' }, 'empty-cell'],
    [{ 4: '1' }, 'unknown-word'],
    [{ 5: '15.9.30' }, 'two-digit-year'],
    [{ 5: '2022/1/1' }, 'born-after-examination'],
    [{ 10: '2.4' }, 'acuity-range'],
    [{ 10: '5.4' }, 'acuity-range'],
    [{ 14: '125' }, 'sign-lost'],
    [{ 15: '0.50' }, 'sign-lost'],
    [{ 16: '400' }, 'axis'],
    [{ 20: 'tall' }, 'number'],
  ])('with %j is rejected for %s and nothing of it is stored', async (cells, rule) => {
    const server = new FakeServer();
    const { report } = await importRows(server, [row(cells)]);
    expect(report).toMatchObject({ lines: 1, rejected: 1 });
    expect(report.details[0]!.findings.map((finding) => finding.rule)).toContain(rule);
    expect(server.all('Patient')).toEqual([]);
    expect(server.all('Observation')).toEqual([]);
  });

  it('with a cell too many or too few is rejected, with empty ones at its end it is not', async () => {
    expect(await rules([`${row()},x`, `${row({ 0: 'S2' })},,`, row({ 0: 'S3' }).replace('男,', '')])).toEqual(
      [
        [2, 'rejected', ['cell-count']],
        [4, 'rejected', ['cell-count']],
      ],
    );
  });

  it('that is missing words only is accepted, each with its reason', async () => {
    const server = new FakeServer();
    const missing = {
      10: '拒查',
      11: '未查',
      14: '/',
      15: '/',
      16: '/',
      17: 'NULL',
      18: '',
      19: '',
      20: '',
      21: '999',
    };
    const { report } = await importRows(server, [row(missing)]);
    expect(report).toMatchObject({ accepted: 1 });
    const observations = server.all('Observation');
    expect(
      observations.map(({ dataAbsentReason }) => (dataAbsentReason as JsonObject | undefined)?.text),
    ).toEqual(['拒查', '拒查']);
    expect(observations[0]!.dataAbsentReason).toMatchObject({
      coding: [{ code: 'asked-declined' }, { code: 'refused' }],
    });
  });

  it('beyond the device keeps the bound, without a spherical equivalent', async () => {
    const server = new FakeServer();
    await importRows(server, [row({ 14: '<-7.5', 15: '-0.50' })]);
    const right = server.all('Observation')[0]!;
    const components = right.component as {
      code: { coding: [{ code: string }] };
      valueQuantity: JsonObject;
    }[];
    expect(components.map(({ code }) => code.coding[0].code)).toEqual(['sphere', 'cylinder', 'axis']);
    expect(components[0]!.valueQuantity).toMatchObject({ value: -7.5, comparator: '<' });
  });

  it('for a child who stands there again: the last complete one holds, the others are reported', async () => {
    const server = new FakeServer();
    const { report } = await importRows(server, [
      row(),
      row({ 14: '-1.00' }),
      row({ 14: '--', 15: '/', 16: '/', 17: '--', 18: '' }),
    ]);
    expect(report).toMatchObject({ lines: 3, rejected: 2 });
    expect(report.details.map(({ line, findings }) => [line, findings[0]!.rule])).toEqual([
      [2, 'duplicate-row'],
      [4, 'duplicate-row'],
    ]);
    expect(report.details[0]!.findings[0]!.reason).toContain('line 3 was taken');
    expect(JSON.stringify(server.all('Observation'))).toContain('"valueString":"-1.00"');
  });

  it('without any number is one child by name, and two of them are asked about, never merged', async () => {
    const nameless = row({ 0: '' });
    expect(await rules([nameless])).toEqual([]);
    expect(await rules([nameless, nameless])).toEqual([
      [2, 'rejected', ['ambiguous-child']],
      [3, 'rejected', ['ambiguous-child']],
    ]);
    expect(await rules([row({ 0: '', 2: '王?例' })])).toEqual([
      [2, 'rejected', ['name-lost-character', 'child-unknown']],
    ]);
  });

  it('with an ID number and no record number does not show the ID number in its key', async () => {
    const server = new FakeServer();
    await importRows(server, [row({ 0: '', 3: '990101201509300033' })]);
    const [patient] = server.all('Patient');
    const key = (patient!.identifier as JsonObject[]).find(({ system }) =>
      String(system).endsWith('/import-child'),
    )!;
    expect(key.value).toMatch(/^c[a-z2-7]{32}\/h-[a-z2-7]{32}$/);
  });

  it('in decimal notation becomes five-grade when the file is decimal', async () => {
    const server = new FakeServer();
    const { report } = await importRows(server, [row({ 10: '0.6', 11: '1.0' })]);
    expect(report.parameters.at(-1)).toEqual({
      name: 'notation',
      value: 'decimal',
      from: 'the values themselves',
    });
    const acuity = server
      .all('Observation')
      .filter(({ valueQuantity }) => JSON.stringify(valueQuantity ?? '').includes('five-grade'));
    expect(acuity.map(({ valueQuantity }) => (valueQuantity as JsonObject).value)).toEqual([4.8, 5]);
  });

  it('that is blank where an earlier file had a value deletes nothing', async () => {
    const server = new FakeServer();
    await importRows(server, [row({ 1: 'G1', 3: '990101201509300033' })]);
    const { report } = await importRows(server, [row({ 10: '' })]);
    expect(report.details[0]!.findings.map(({ rule }) => rule)).toEqual(['blank-keeps']);
    const [patient] = server.all('Patient');
    expect(JSON.stringify(patient!.identifier)).toContain('990101201509300033');
    const panel = server.all('Observation').find(({ hasMember }) => hasMember)!;
    expect(panel.hasMember).toHaveLength(4);
  });

  it('keeps what others wrote into the record of the child', async () => {
    const server = new FakeServer();
    await importRows(server, [row()]);
    const [patient] = server.all('Patient');
    server.put({ ...patient!, link: [{ other: { reference: 'Patient/other' }, type: 'seealso' }] });
    server.put({ resourceType: 'Patient', id: 'other' });
    await importRows(server, [row({ 2: '王小例' })]);
    expect(server.get(`Patient/${patient!.id}`)).toMatchObject({
      name: [{ text: '王小例' }],
      link: [{ type: 'seealso' }],
    });
  });

  it('of an older file does not take back what a newer one told about the child', async () => {
    const server = new FakeServer();
    await importRows(server, [row({ 2: '王新名' })]);
    const older = {
      examDate: '2020-05-22',
      school: '七宝幼儿园',
      screeningOrganization: '七宝社区卫生服务中心',
    };
    const { report } = await importRows(server, [row({ 2: '王旧名' })], { set: older });
    expect(report.details[0]!.findings.map(({ rule }) => rule)).toEqual(['older-than-record']);
    expect(server.all('Patient')[0]).toMatchObject({ name: [{ text: '王新名' }] });
    expect(server.all('Encounter')).toHaveLength(2);
  });

  it('that a later file of the sitting leaves out is reported, never deleted', async () => {
    const server = new FakeServer();
    await importRows(server, [row(), row({ 0: 'S2' })]);
    const { report } = await importRows(server, [row()]);
    expect(report.notes).toEqual([
      expect.stringMatching(
        /^1 child of an earlier file of this sitting, not in this one, stays as stored: Patient\/k/,
      ),
    ]);
    expect(server.all('Patient')).toHaveLength(2);
  });
});

describe('Parameters', () => {
  it('of which the title says another value are taken from the title, and the report says so', async () => {
    const server = new FakeServer();
    const { report } = await importRows(server, [row()], {
      set: {
        examDate: '2021/5/21',
        school: 'Organization/none',
        screeningOrganization: '七宝社区卫生服务中心',
      },
    }).catch((error: Error) => ({ report: { notes: [error.message] } }));
    expect(report.notes).toEqual([
      'school "Organization/none" fits no Organization on this server. Create it first, or give its name.',
    ]);
  });

  it('that the mapping does not have are refused with those it has', async () => {
    await expect(
      importRows(new FakeServer(), [row()], { set: { examdate: '2021-05-21' } }),
    ).rejects.toMatchObject({
      issues: expect.arrayContaining([
        expect.objectContaining({
          diagnostics: expect.stringContaining('--set examdate: this mapping has no such parameter'),
        }),
      ]),
    });
  });
});
