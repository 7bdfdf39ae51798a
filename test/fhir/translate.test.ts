// Every sentence of the validator is in the catalogue of each language, and comes out in the language that is asked for.

import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import type { Issue } from '../../src/fhir/issue.ts';
import {
  createConstraintWords,
  createTranslate,
  createTranslations,
  LANGUAGES,
  languageOf,
  readCatalogue,
} from '../../src/fhir/translate.ts';
import { testDefinitions } from '../conformance/definitions.ts';
import { sentencesIn } from '../support/sentences.ts';
import { findings, observation, patient, under, validate } from '../validation/support.ts';

const english = readCatalogue('en');
const DATA_TYPES =
  'Element Extension Address Age Annotation Attachment CodeableConcept Coding ContactPoint Count Distance Dosage Duration ElementDefinition Expression HumanName Identifier Money Narrative Period Quantity Range Ratio Reference SampledData Signature Timing TriggerDefinition UsageContext DataRequirement ParameterDefinition RelatedArtifact DomainResource Resource BackboneElement Meta'.split(
    ' ',
  );
const holesOf = (text: string) => [...new Set(text.match(/\{\d+\}/g) ?? [])].sort();

describe('the catalogues', () => {
  it('have every sentence that the validator says', () => {
    const known = new Set(Object.values(english));
    const said = sentencesIn(path.join(import.meta.dirname, '..', '..', 'src', 'validation'));
    // `{1} {2}.` and the like have no words of their own; what stands in them has.
    const missing = [...said].filter((sentence) => !known.has(sentence) && !hasPart(sentence, known));
    expect(missing).toEqual([]);
    expect(said.size).toBeGreaterThan(150);
  });

  it('have every sentence that callers over HTTP are told', () => {
    const toChinese = createTranslate(english, readCatalogue('zh'));
    const source = path.join(import.meta.dirname, '..', '..', 'src');
    const rooms = ['fhir', 'search', 'interactions', 'operations', 'http'];
    const said = rooms.flatMap((room) => [...sentencesIn(path.join(source, room))]);
    const missing = said.filter(
      (sentence) => toChinese(sentence.replace(/\{\d+\}/g, 'something')) === undefined,
    );
    expect(missing).toEqual([]);
    expect(said.length).toBeGreaterThan(200);
  });

  it.each(LANGUAGES)('have the same messages with the same holes: %s', (language) => {
    const catalogue = readCatalogue(language);
    expect(Object.keys(catalogue).sort()).toEqual(Object.keys(english).sort());
    for (const [id, text] of Object.entries(catalogue)) {
      expect([id, holesOf(text)]).toEqual([id, holesOf(english[id]!)]);
    }
  });

  it('say each thing once', () => {
    const texts = Object.entries(english).map(([id, text]) => `${id.startsWith('part.')} ${text}`);
    expect(new Set(texts).size).toBe(texts.length);
  });
});

/** A part of a sentence that ends with a full stop is kept without it. */
function hasPart(sentence: string, known: Set<string>): boolean {
  return known.has(sentence.slice(0, -1));
}

describe('an issue in Chinese', () => {
  const translate = createTranslations()('zh')!;
  const inChinese = (issues: Issue[]) => issues.map((issue) => translate(issue).diagnostics);

  it('has the values that it has in English', () => {
    expect(inChinese(validate({ resourceType: 'Observation', code: { text: 'x' } }))).toContain(
      'Observation.status 是 R4 必填项：请加上 status。',
    );
    expect(inChinese(validate(patient({ gender: 'mail' })))).toEqual([
      expect.stringMatching(
        /^编码 "mail" *不在值集 .*administrative-gender.* 中：请使用 male, female, other, unknown 之一。$/,
      ),
    ]);
    expect(inChinese(validate(patient({ birthDate: '2017-13-40' })))).toEqual([
      '"2017-13-40" 不是有效的 date：请写成 2021-05-21 这样。',
    ]);
    expect(inChinese(validate(patient({ birthDate: '2021-02-30' })))).toEqual([
      '"2021-02-30" 是不存在的日期（类型 date）。',
    ]);
  });

  it('names the rule where the words are those of a definition', () => {
    const found = inChinese(validate(observation({ dataAbsentReason: { text: 'x' } })));
    expect(found).toEqual(['不满足规则 obs-6：只有没有 Observation.value[x] 时，才可以有 dataAbsentReason']);
    const ours: Issue = {
      severity: 'error',
      code: 'invariant',
      diagnostics: '取消预约须写明原因 / A cancelled appointment says why',
      rule: 'lianti-apt-2',
    };
    expect(inChinese([ours])).toEqual(['不满足规则 lianti-apt-2：取消预约须写明原因']);
    const others = { ...ours, rule: 'x-1', diagnostics: 'Either / or' };
    expect(inChinese([others])).toEqual(['不满足规则 x-1：Either / or']);
  });

  it('has words for every constraint of R4', async () => {
    const { structure, resourceTypes } = await testDefinitions();
    const words = createConstraintWords('zh');
    const types = [...resourceTypes, ...DATA_TYPES];
    const lacking = types.flatMap((type) => {
      const definition = structure(`http://hl7.org/fhir/StructureDefinition/${type}`);
      expect([type, definition?.type]).toEqual([type, type]);
      return definition!
        .snapshot!.element.flatMap(({ constraint = [] }) => constraint)
        .flatMap(({ key, human }) => (words(human) === undefined ? [`${key}: ${human}`] : []));
    });
    expect([...new Set(lacking)]).toEqual([]);
  });

  it('is there for everything that is wrong with a broken resource', () => {
    const broken = {
      resourceType: 'Patient',
      name: { text: 'x' },
      gender: ['male'],
      birthDate: 'x',
      deceasedBoolean: true,
      deceasedDateTime: '2021',
      active: 'yes',
      contact: [{}],
      managingOrganization: { reference: 'Patient/p' },
      photos: [],
    };
    const issues = validate(broken);
    expect(issues.length).toBeGreaterThan(7);
    for (const text of inChinese(issues)) expect(text).toMatch(/[\u4e00-\u9fff]/);
    expect(issues.map(({ severity, rule, expression }) => `${severity} ${rule} ${expression}`)).toEqual(
      findings(broken),
    );
  });

  it('is there for what a profile asks', () => {
    expect(under(patient(), [{ id: 'Patient.photo', min: 1 }])).toEqual(['error cardinality Patient.photo']);
    const issue: Issue = {
      severity: 'error',
      code: 'required',
      diagnostics: 'photo is required by the profile and is missing: add it.',
      rule: 'cardinality',
    };
    expect(inChinese([issue])).toEqual(['规范（profile）要求：photo 为必填，而它缺失：请补上。']);
  });

  it('stays as it is where nothing is known of it', () => {
    const issue: Issue = { severity: 'error', code: 'conflict', diagnostics: 'Something else. Entirely.' };
    expect(translate(issue)).toEqual(issue);
  });

  it('costs little, however odd the text', () => {
    const diagnostics = `${'a: b is not c {1} the profile '.repeat(60)}`;
    const started = performance.now();
    for (let i = 0; i < 100; i++) translate({ severity: 'error', code: 'value', diagnostics });
    expect(performance.now() - started).toBeLessThan(2_000);
  });
});

it('the language is the one of Accept-Language that is spoken and most wanted', () => {
  for (const [accept, language] of [
    [undefined, 'en'],
    ['zh', 'zh'],
    ['zh-CN,zh;q=0.9,en;q=0.8', 'zh'],
    ['en-GB, zh;q=0.5', 'en'],
    ['fr, zh-Hant;q=0.3', 'zh'],
    ['zh;q=0, en;q=0.1', 'en'],
    ['de', 'en'],
    ['*', 'en'],
    ['en;q=0.2,zh;q=0.7', 'zh'],
    [';;;,=', 'en'],
  ] as const) {
    expect([accept, languageOf(accept)]).toEqual([accept, language]);
  }
});
