// The public test suite of FHIRPath on R4 data, by both engines that evaluate constraints: the fhirpath package, and
// our own wherever it compiles the expression. FHIRPATH_SUITE names the folder with tests-fhir-r4.xml and its input/,
// from https://github.com/HL7/FHIRPath (input/images/tests.zip, folder r4). Else skipped.

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import type { Resource } from '../../src/fhir/json/tree.ts';
import { compileExpression } from '../../src/fhir/path/evaluate.ts';
import { makeItem } from '../../src/fhir/path/item.ts';
import { parseExpression } from '../../src/fhir/path/parse.ts';
import { readXml } from '../../src/fhir/xml/read.ts';
import { testDefinitions } from '../conformance/definitions.ts';

const suite = process.env.FHIRPATH_SUITE;
if (suite === undefined) console.warn('SKIPPED: the FHIRPath test suite. Set FHIRPATH_SUITE to run it.');
const RIGHT_MIN = 0.95;

const CONSTANTS = {
  ucum: 'http://unitsofmeasure.org',
  sct: 'http://snomed.info/sct',
  loinc: 'http://loinc.org',
};
const CANONICALS = {
  'vs-administrative-gender': 'http://hl7.org/fhir/ValueSet/administrative-gender',
  'ext-patient-birthTime': 'http://hl7.org/fhir/StructureDefinition/patient-birthTime',
};
const TEST = /<test\b([^>]*)>([\s\S]*?)<\/test>/g;
const EXPRESSION = /<expression\b([^>]*)>([\s\S]*?)<\/expression>/;
const OUTPUT = /<output\b[^>]*>([\s\S]*?)<\/output>/g;
const ENTITIES: Record<string, string> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };

interface Case {
  name: string;
  expression: string;
  input: string | undefined;
  isInvalid: boolean;
  /** Only whether something is found is asked for. */
  isPredicate: boolean;
  outputs: string[];
}

(suite === undefined ? describe.skip : describe)('the FHIRPath test suite', () => {
  const cases = suite === undefined ? [] : readCases(path.join(suite, 'tests-fhir-r4.xml'));

  it('is passed by the fhirpath package where it gives an answer to expect', async () => {
    const { model } = await testDefinitions();
    const require = createRequire(import.meta.url);
    const fhirpath = require('fhirpath') as {
      evaluate(input: unknown, path: string, variables: object, model: unknown, options: object): unknown[];
    };
    const r4: unknown = require('fhirpath/fhir-context/r4');
    const variables = { ...CONSTANTS, ...CANONICALS };
    judge('fhirpath', (resource, expression) =>
      fhirpath
        .evaluate(resource, expression, { ...variables, resource, rootResource: resource }, r4, {
          async: false,
          traceFn: () => undefined,
        })
        .map(textOf),
    )(cases, (name) => readXml(input(name), model).value as Resource);
  });

  it('is passed by our engine where it knows the expression', async () => {
    const { model } = await testDefinitions();
    judge('our engine', (resource, expression) => {
      const evaluate = compileExpression(parseExpression(expression), model);
      const root = makeItem(resource, resource.resourceType, resource, '', undefined);
      return evaluate([root], { resource: root, rootResource: root, context: root }).map(({ value }) =>
        textOf(value),
      );
    })(cases, (name) => readXml(input(name), model).value as Resource);
  });
});

function judge(engine: string, answer: (resource: Resource, expression: string) => string[]) {
  return (cases: Case[], read: (name: string) => Resource): void => {
    const resources = new Map<string, Resource>();
    const wrong: string[] = [];
    let right = 0;
    let unknown = 0;
    for (const test of cases.filter(({ isInvalid }) => !isInvalid)) {
      const name = test.input ?? 'patient-example.xml';
      const resource = resources.get(name) ?? read(name);
      resources.set(name, resource);
      const expected = test.outputs;
      try {
        const found = answer(resource, test.expression);
        const isRight = test.isPredicate
          ? String(found.length > 0) === expected[0]
          : found.length === expected.length && found.every((text, i) => isSame(text, expected[i]!));
        if (isRight) right++;
        else
          wrong.push(`${test.name}: ${test.expression} is ${found.join(' ')} and not ${expected.join(' ')}`);
      } catch (error) {
        const { kind, message } = error as { kind?: string; message?: string };
        if (kind === 'unsupported' || kind === 'undecided') unknown++;
        else wrong.push(`${test.name}: ${test.expression}: ${message?.slice(0, 100)}`);
      }
    }
    const asked = right + wrong.length;
    console.log(
      [
        `${engine}: ${right} of ${asked} right (${((100 * right) / asked).toFixed(1)} %), ${unknown} left to another`,
        ...wrong,
      ].join('\n  '),
    );
    expect(asked).toBeGreaterThan(100);
    expect(right / asked).toBeGreaterThanOrEqual(RIGHT_MIN);
  };
}

/** `1.0` is `1`; marks of literals are not part of a value. */
function isSame(found: string, expected: string): boolean {
  const bare = expected.replace(/^@T?/, '');
  if (found === expected || found === bare) return true;
  return found !== '' && bare !== '' && Number(found) === Number(bare);
}

function textOf(value: unknown): string {
  if (typeof value === 'string') return value;
  const text = String(value);
  return text === '[object Object]' ? JSON.stringify(value) : text;
}

function input(name: string): string {
  return readFileSync(path.join(suite!, 'input', name), 'utf8');
}

/** Not with an XML parser: as published the file is not well-formed. */
function readCases(file: string): Case[] {
  const text = readFileSync(file, 'utf8').replace(/<!--[\s\S]*?-->/g, '');
  return [...text.matchAll(TEST)].flatMap(([, attributes = '', body = '']) => {
    const [, marks = '', expression] = EXPRESSION.exec(body) ?? [];
    if (expression === undefined) return [];
    return {
      name: attribute(attributes, 'name') ?? '',
      expression: decoded(expression).trim(),
      input: attribute(attributes, 'inputfile'),
      isInvalid: attribute(marks, 'invalid') !== undefined,
      isPredicate: attribute(attributes, 'predicate') === 'true',
      outputs: [...body.matchAll(OUTPUT)].map(([, output = '']) => decoded(output)),
    };
  });
}

function attribute(text: string, name: string): string | undefined {
  return new RegExp(`\\b${name}="([^"]*)"`).exec(text)?.[1];
}

function decoded(text: string): string {
  return text.replace(/&(\w+);/g, (whole, name: string) => ENTITIES[name] ?? whole);
}
