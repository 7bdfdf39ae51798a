// Reports on measures, judged by the measure that they name. R4 measurereport.html.

import { describe, expect, it } from '@jest/globals';
import { withStored } from '../../src/conformance/with-stored.ts';
import { createSharedParts, createValidator } from '../../src/validation/validator.ts';
import { definitions, findings } from './support.ts';

const MEASURE = 'https://example.org/Measure/screening';
const coded = (system: string, code: string) => ({ coding: [{ system, code }] });
const population = (code: string) => coded('http://terminology.hl7.org/CodeSystem/measure-population', code);
const scoring = (code: string) => coded('http://terminology.hl7.org/CodeSystem/measure-scoring', code);
const criteria = { language: 'text/fhirpath', expression: 'true' };
const PERIOD = { start: '2026-01-01', end: '2026-06-30' };

const oneGroup = {
  resourceType: 'Measure',
  url: MEASURE,
  status: 'active',
  scoring: scoring('proportion'),
  group: [
    {
      code: coded('urn:g', 'myopia'),
      population: [
        { code: population('numerator'), criteria },
        { code: population('denominator'), criteria },
        { code: population('measure-observation'), criteria },
      ],
      stratifier: [{ code: coded('urn:s', 'sex'), criteria }],
    },
  ],
};
const twoGroups = {
  ...oneGroup,
  group: [
    { code: coded('urn:g', 'a'), population: [{ code: population('numerator'), criteria }] },
    { code: coded('urn:g', 'b'), population: [{ code: population('numerator'), criteria }] },
  ],
};

function found(report: object, measure: object = oneGroup): string[] {
  const validator = createValidator({
    definitions: withStored(definitions, [structuredClone(measure) as never]),
    now: () => new Date('2026-11-25T08:00:00+08:00'),
    shared: createSharedParts(definitions),
  });
  const whole = {
    resourceType: 'MeasureReport',
    status: 'complete',
    type: 'summary',
    measure: MEASURE,
    period: PERIOD,
    ...report,
  };
  return findings(whole, {}, validator).filter((line) => / measure-(report|score) /.test(line));
}

const both = [{ code: population('numerator') }, { code: population('denominator') }];
const stratifier = [{ code: [coded('urn:s', 'sex')] }];
const group = (more: object = {}) => ({
  code: coded('urn:g', 'myopia'),
  population: both,
  stratifier,
  measureScore: { value: 0.4 },
  ...more,
});
const at = (place: string) => [`error measure-report MeasureReport.${place}`];
const score = (place: string) => [`error measure-score MeasureReport.${place}`];

describe('a report on a measure', () => {
  it('has its groups, populations and stratifiers, and a score', () => {
    expect(found({ group: [group()] })).toEqual([]);
    expect(found({ group: [group({ code: undefined })] })).toEqual([]);
  });

  it('has no other groups', () => {
    expect(found({ group: [group({ code: coded('urn:g', 'other') })] })).toEqual(at('group[0].code'));
    const one = (code: string) => ({
      code: coded('urn:g', code),
      population: [both[0]],
      measureScore: { value: 1 },
    });
    expect(found({ group: [one('a'), one('b')] }, twoGroups)).toEqual([]);
    expect(found({ group: [one('a'), one('b'), one('c')] }, twoGroups)).toEqual(at('group[2]'));
    expect(found({ group: [one('a'), one('a'), one('b')] }, twoGroups)).toEqual(at('group[1]'));
    expect(found({ group: [one('a')] }, twoGroups)).toEqual(['error measure-report MeasureReport']);
    expect(found({ group: [one('a'), { ...one('b'), code: undefined }] }, twoGroups)).toEqual([
      ...at('group[1]'),
      'error measure-report MeasureReport',
    ]);
  });

  it('leaves no group out, unless it only collects data', () => {
    expect(found({})).toEqual(['error measure-report MeasureReport']);
    expect(found({ type: 'data-collection' })).toEqual([]);
  });

  it('has the populations of its group, each once', () => {
    expect(found({ group: [group({ population: [both[0]] })] })).toEqual(at('group[0]'));
    const more = [...both, { code: population('initial-population') }];
    expect(found({ group: [group({ population: more })] })).toEqual(at('group[0].population[2]'));
    expect(found({ group: [group({ population: [...both, both[1]] })] })).toEqual(
      at('group[0].population[2]'),
    );
    expect(found({ group: [group({ population: [...both, {}] })] })).toEqual(at('group[0].population[2]'));
  });

  it('lists subjects only when it is a list of subjects', () => {
    const population = [{ ...both[0], subjectResults: { reference: 'List/1' } }, both[1]];
    expect(found({ group: [group({ population })] })).toEqual(at('group[0].population[0].subjectResults'));
    expect(found({ type: 'subject-list', group: [group({ population })] })).toEqual([]);
  });

  it('has the stratifiers of its group', () => {
    expect(found({ group: [group({ stratifier: undefined })] })).toEqual(at('group[0]'));
    expect(found({ group: [group({ stratifier: [{ code: [coded('urn:s', 'age')] }] })] })).toEqual([
      ...at('group[0].stratifier[0]'),
      ...at('group[0]'),
    ]);
    const stratum = [{ value: { text: 'girls' }, population: [both[0]] }];
    expect(found({ group: [group({ stratifier: [{ ...stratifier[0], stratum }] })] })).toEqual(
      at('group[0].stratifier[0].stratum[0]'),
    );
  });

  it('is judged by a measure that it contains', () => {
    const contained = [{ ...twoGroups, id: 'm' }];
    const report = { contained, measure: '#m', group: [group()] };
    expect(found(report)).toContain('error measure-report MeasureReport.group[0]');
  });

  it('is judged without a measure that is not known', () => {
    expect(found({ measure: 'https://example.org/Measure/none', group: [group()] })).toEqual([
      'warning measure-report MeasureReport.measure',
    ]);
  });
});

describe('the score of a group', () => {
  it('is there when the measure is scored and the report complete', () => {
    expect(found({ group: [group({ measureScore: undefined })] })).toEqual(score('group[0]'));
    expect(found({ status: 'pending', group: [group({ measureScore: undefined })] })).toEqual([]);
    expect(found({ group: [group({ measureScore: { unit: 'x' } })] })).toEqual(
      score('group[0].measureScore'),
    );
  });

  it('is between 0 and 1, without a unit, for a proportion', () => {
    for (const value of [0, 1, 0.25])
      expect(found({ group: [group({ measureScore: { value } })] })).toEqual([]);
    for (const value of [-0.1, 1.01, 40])
      expect(found({ group: [group({ measureScore: { value } })] })).toEqual(score('group[0].measureScore'));
    expect(found({ group: [group({ measureScore: { value: 0.4, unit: '%' } })] })).toEqual(
      score('group[0].measureScore'),
    );
  });

  it('is any number for a ratio, and none for a cohort', () => {
    const by = (code: string) => ({ ...oneGroup, scoring: scoring(code) });
    expect(found({ group: [group({ measureScore: { value: 40 } })] }, by('ratio'))).toEqual([]);
    expect(found({ group: [group()] }, by('cohort'))).toEqual(score('group[0].measureScore'));
    expect(found({ group: [group({ measureScore: undefined })] }, by('cohort'))).toEqual([]);
  });
});
