// CodeSystem/$lookup: what a code system says about one of its codes. R4 codesystem-operation-lookup.html.

import type { CodeTable } from '../../conformance/terminology/code-table.ts';
import {
  type Concept,
  displayIn,
  isAbstract,
  isInactive,
  speaks,
} from '../../conformance/terminology/concept.ts';
import { fhirError } from '../../fhir/error.ts';
import type { Context } from '../../interactions/context.ts';
import type { FhirRequest, FhirResponse } from '../../interactions/request.ts';
import { askedOf } from './asked.ts';
import { authorizeReading, codeTableFor, codingOf, requestSource, required } from './source.ts';
import { terminologyOperation } from './terminology-operation.ts';

export const lookupOperation = terminologyOperation({
  name: '$lookup',
  levels: ['type'],
  types: ['CodeSystem'],
  run,
});

type Part = Record<string, unknown>;

function run(request: FhirRequest, context: Context): FhirResponse {
  authorizeReading(context, 'CodeSystem');
  const asked = askedOf(request, '$lookup', {
    code: 'text',
    system: 'text',
    version: 'text',
    coding: 'object',
    displayLanguage: 'text',
    property: 'text',
    'tx-resource': 'resource',
  });
  const coding = asked.object('coding');
  const code = asked.text('code');
  if ((coding === undefined) === (code === undefined))
    required('$lookup takes code with system, or a coding.');
  const named = coding
    ? codingOf(coding, 'coding')
    : { code: code!, system: asked.text('system'), version: asked.text('version') };
  if (named.system === undefined) required('$lookup needs the system of the code.');
  const source = requestSource(context, asked.resources('tx-resource'));
  const table = codeTableFor(named.system, named.version, source);
  const concept = table.concept(named.code);
  if (!concept) {
    const partly = table.complete ? '' : ' among those that are held here';
    throw fhirError(
      'not-found',
      `The code system ${table.url} has no code "${named.code.slice(0, 100)}"${partly}.`,
    );
  }
  const wanted = asked.texts('property');
  const languages = asked.texts('displayLanguage');
  const parameter = [
    { name: 'name', valueString: table.name },
    ...(table.version === undefined ? [] : [{ name: 'version', valueString: table.version }]),
    {
      name: 'display',
      valueString:
        displayIn(languages, { ...concept, language: table.language }, concept.designations) ?? concept.code,
    },
    ...designations(concept, wanted),
    ...properties(concept, table, wanted),
  ];
  return { status: 200, headers: {}, body: JSON.stringify({ resourceType: 'Parameters', parameter }) };
}

/** All of them, unless only some properties are asked for: `designation`, or `lang.zh`. */
function designations({ designations: all }: Concept, wanted: readonly string[]): Part[] {
  const languages = wanted.filter((one) => one.startsWith('lang.')).map((one) => one.slice(5));
  const isWanted = (language: string | undefined) =>
    wanted.length === 0 ||
    wanted.includes('designation') ||
    languages.some((one) => language !== undefined && speaks(language, one));
  return all
    .filter(({ language }) => isWanted(language))
    .map(({ language, use, value }) => ({
      name: 'designation',
      part: [
        ...(language === undefined ? [] : [{ name: 'language', valueCode: language }]),
        ...(use === undefined ? [] : [{ name: 'use', valueCoding: use }]),
        { name: 'value', valueString: value },
      ],
    }));
}

/** Those that are asked for, else all; with the hierarchy, and whether the code may be used. */
function properties(concept: Concept, table: CodeTable, wanted: readonly string[]): Part[] {
  const isWanted = (name: string) => wanted.length === 0 || wanted.includes(name);
  const own = concept.properties.filter(({ code }) => code !== 'parent' && code !== 'child');
  const said = new Set(own.map(({ code }) => code));
  const codes = (name: string, list: readonly string[]) =>
    list.map((code) => property(name, { valueCode: code }));
  return [
    ...(isWanted('definition') && concept.definition !== undefined
      ? [property('definition', { valueString: concept.definition })]
      : []),
    ...(isWanted('inactive') && !said.has('inactive')
      ? [property('inactive', { valueBoolean: isInactive(concept) })]
      : []),
    ...(isWanted('abstract') && !said.has('abstract') && isAbstract(concept)
      ? [property('abstract', { valueBoolean: true })]
      : []),
    ...(isWanted('parent') ? codes('parent', table.parents(concept.code)) : []),
    ...(isWanted('child') ? codes('child', table.children(concept.code)) : []),
    ...own.flatMap(({ code, ...value }) => (isWanted(code) ? [property(code, value)] : [])),
  ];
}

/** R4 gives the value of a property in a part named value, of whichever type it has. */
function property(code: string, value: object): Part {
  return {
    name: 'property',
    part: [
      { name: 'code', valueCode: code },
      { name: 'value', ...value },
    ],
  };
}
