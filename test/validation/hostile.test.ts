// Data made to cost time or to reach behind the objects: validation stays linear and calm.

import { describe, expect, it } from '@jest/globals';
import { findings, observation, patient, validate } from './support.ts';

/** Seconds a machine under load may take; each of these took minutes with a quadratic step in it. */
const SECONDS = 5;

function timed(run: () => void): number {
  const started = performance.now();
  run();
  return (performance.now() - started) / 1_000;
}

describe('hostile data', () => {
  it('with a hundred thousand unknown members ends soon', () => {
    const members = Object.fromEntries(Array.from({ length: 100_000 }, (_, i) => [`birthDat${i}`, 1]));
    const seconds = timed(() => expect(validate(patient(members))).toHaveLength(101));
    expect(seconds).toBeLessThan(SECONDS);
  });

  it('with five thousand entries that refer to each other ends soon', () => {
    const entry = Array.from({ length: 5_000 }, (_, i) => ({
      fullUrl: `https://example.org/Observation/o${i}`,
      resource: observation({ id: `o${i}`, derivedFrom: [{ reference: `Observation/o${(i + 1) % 5_000}` }] }),
    }));
    const seconds = timed(() =>
      expect(findings({ resourceType: 'Bundle', type: 'collection', entry })).toEqual([]),
    );
    expect(seconds).toBeLessThan(SECONDS);
  });

  it('with long texts that almost match ends soon', () => {
    const almost = `${'a '.repeat(200_000)} `;
    const div = `<div xmlns="http://www.w3.org/1999/xhtml">${'<!-- '.repeat(50_000)}</div>`;
    const seconds = timed(() => {
      expect(findings(patient({ language: almost }))).toEqual(['error primitive Patient.language']);
      expect(findings(patient({ text: { status: 'generated', div } }))).toEqual([
        'error txt-1 Patient.text.div',
      ]);
      expect(findings(patient({ implicitRules: `${'x'.repeat(200_000)} ` }))).toEqual([
        'error primitive Patient.implicitRules',
      ]);
      expect(
        findings(patient({ managingOrganization: { reference: `${'Organization/'.repeat(50_000)}?` } })),
      ).not.toEqual([]);
    });
    expect(seconds).toBeLessThan(SECONDS);
  });

  it('does not come back whole in a diagnostic', () => {
    const [issue] = validate(patient({ gender: 'x'.repeat(10_000) }));
    expect(issue!.diagnostics.length).toBeLessThan(300);
    const [unknown] = validate(patient({ ['y'.repeat(10_000)]: 1 }));
    expect(unknown!.diagnostics.length).toBeLessThan(300);
  });

  it('named like members of objects is unknown like any other', () => {
    for (const name of ['constructor', 'toString', 'hasOwnProperty', 'valueOf']) {
      expect(findings(`{"resourceType":"Patient","${name}":{"a":1}}`)).toEqual([
        `error unknown Patient.${name}`,
      ]);
      expect(findings({ resourceType: name })).toEqual([`error type ${name}`]);
    }
  });
});
