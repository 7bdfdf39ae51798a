// Extensions. R4 extensibility.html, defining-extensions.html.

import { describe, expect, it } from '@jest/globals';
import type { StructureDefinition } from 'fhir/r4.js';
import { findings, patient, profileOf, validatorWith } from './support.ts';

const CORE = 'http://hl7.org/fhir/StructureDefinition/';
const extended = (...extension: object[]) => findings(patient({ extension }));

describe('extensions', () => {
  it('that nobody defined here are welcome, unless they modify', () => {
    const unknown = { url: 'https://example.org/ext', valueString: 'x' };
    expect(extended(unknown)).toEqual([]);
    expect(findings(patient({ modifierExtension: [unknown] }))).toEqual([
      'error extension Patient.modifierExtension[0]',
    ]);
  });

  it('have a value or parts, and not both', () => {
    const url = 'https://example.org/ext';
    expect(extended({ url })).toEqual(['error ext-1 Patient.extension[0]']);
    expect(extended({ url, valueString: 'x', extension: [{ url: 'a', valueString: 'y' }] })).toEqual([
      'error ext-1 Patient.extension[0]',
    ]);
    expect(extended({ url, extension: [{ url: 'a', valueString: 'y' }] })).toEqual([]);
  });

  it('have an absolute url, except for the parts of another', () => {
    expect(extended({ url: 'ext', valueString: 'x' })).toEqual(['error extension Patient.extension[0]']);
  });

  it('have the type of value their definition gives them', () => {
    expect(extended({ url: `${CORE}patient-birthPlace`, valueAddress: { city: '上海' } })).toEqual([]);
    expect(extended({ url: `${CORE}patient-birthPlace`, valueString: '上海' })).toEqual([
      'error type Patient.extension[0].value',
    ]);
  });

  it('stand where their definition allows', () => {
    const birthTime = { url: `${CORE}patient-birthTime`, valueDateTime: '2017-05-21T03:04:00+08:00' };
    expect(findings(patient({ _birthDate: { extension: [birthTime] } }))).toEqual([]);
    expect(extended(birthTime)).toEqual(['error extension Patient.extension[0]']);
    const language = { url: `${CORE}data-absent-reason`, valueCode: 'unknown' };
    expect(findings(patient({ name: [{ _family: { extension: [language] } }] }))).toEqual([]);
  });

  it('have no version in their url', () => {
    const url = `${CORE}patient-birthPlace|4.0.1`;
    expect(extended({ url, valueAddress: { city: '上海' } })).toEqual([
      'error extension Patient.extension[0].url',
    ]);
  });

  describe('of a definition of ours', () => {
    const url = 'https://example.org/StructureDefinition/ext';
    const standing = (resource: object, more: Partial<StructureDefinition>) =>
      findings(resource, {}, validatorWith(profileOf('Extension', [], { url, ...more })));
    const extension = [{ url, valueString: 'x' }];
    const wrong = (place: string) => [`error extension ${place}.extension[0]`];

    it('may stand where a path leads', () => {
      const context = [{ type: 'fhirpath' as const, expression: "Patient.name.where(use = 'official')" }];
      const named = (use: string) => patient({ name: [{ use, text: '张', extension }] });
      expect(standing(named('official'), { context })).toEqual([]);
      expect(standing(named('usual'), { context })).toEqual(wrong('Patient.name[0]'));
    });

    it('may stand beside a primitive that a path leads to', () => {
      const context = [{ type: 'fhirpath' as const, expression: 'Patient.birthDate' }];
      expect(standing(patient({ _birthDate: { extension } }), { context })).toEqual([]);
      expect(standing(patient({ _gender: { extension } }), { context })).toEqual(wrong('Patient.gender'));
    });

    it('may stand at every resource that has a canonical url, by the name later releases have for these', () => {
      const context = [{ type: 'element' as const, expression: 'CanonicalResource' }];
      const set = { resourceType: 'ValueSet', url: 'urn:x', status: 'draft', extension };
      expect(standing(set, { context })).toEqual([]);
      expect(standing(patient({ extension }), { context })).toEqual(wrong('Patient'));
    });

    it('ask the element around them for what their rules say', () => {
      const contextInvariant = ['birthDate.exists()'];
      expect(standing(patient({ extension }), { contextInvariant })).toEqual([]);
      expect(standing(patient({ extension, birthDate: undefined }), { contextInvariant })).toEqual(
        wrong('Patient'),
      );
      expect(standing(patient({ extension }), { contextInvariant: ['%extension.url = 1'] })).toEqual([]);
    });
  });

  it('that are complex have the parts their definition names', () => {
    const nationality = (...parts: object[]) =>
      extended({ url: `${CORE}patient-nationality`, extension: parts });
    const code = { url: 'code', valueCodeableConcept: { text: '中国' } };
    expect(nationality(code)).toEqual([]);
    expect(nationality({ url: 'code', valueString: '中国' })).toEqual([
      'error type Patient.extension[0].extension[0].value',
    ]);
    expect(nationality({ url: 'kode', valueString: 'x' })).toEqual([
      'error extension Patient.extension[0].extension[0]',
    ]);
    expect(nationality(code, code)).toEqual(['error cardinality Patient.extension[0].extension']);
  });
});
