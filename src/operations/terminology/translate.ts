// ConceptMap/$translate: a code of one system as a code of another. R4 conceptmap-operation-translate.html.

import type { ConceptMap } from 'fhir/r4.js';
import { isMatch, type Match, translate } from '../../conformance/terminology/translation.ts';
import { fhirError } from '../../fhir/error.ts';
import { isObject } from '../../fhir/json/tree.ts';
import type { Context, OperationTarget } from '../../interactions/context.ts';
import type { FhirRequest, FhirResponse } from '../../interactions/request.ts';
import { type Asked, askedOf, type Kind } from './asked.ts';
import { authorizeReading, type CodingAsked, codingOf, instanceOf, required } from './source.ts';
import { terminologyOperation } from './terminology-operation.ts';

export const translateOperation = terminologyOperation({
  name: '$translate',
  types: ['ConceptMap'],
  run,
});

const KINDS: Readonly<Record<string, Kind>> = {
  url: 'text',
  conceptMap: 'resource',
  conceptMapVersion: 'text',
  code: 'text',
  system: 'text',
  version: 'text',
  source: 'text',
  coding: 'object',
  codeableConcept: 'object',
  target: 'text',
  targetsystem: 'text',
  dependency: 'parts',
  reverse: 'flag',
};

async function run(request: FhirRequest, context: Context, target: OperationTarget): Promise<FhirResponse> {
  authorizeReading(context, 'ConceptMap');
  const asked = askedOf(request, '$translate', KINDS);
  const codes = codesOf(asked);
  const maps = await mapsOf(asked, context, target);
  const targetSystem = asked.text('targetsystem');
  const more = {
    ...(targetSystem !== undefined && { targetSystem }),
    dependencies: dependenciesOf(asked),
    reverse: asked.flag('reverse') === true,
  };
  const matches = codes.flatMap((code) =>
    maps.flatMap((map) => translate(map, { code, ...more }, context.definitions.conceptMap)),
  );
  const result = matches.some(isMatch);
  const message = result
    ? undefined
    : `${codes.map(({ code }) => `"${code.slice(0, 100)}"`).join(', ')} has no translation in ${maps.length === 1 ? (maps[0]!.url ?? 'this map') : 'the maps that are known here'}.`;
  const parameter = [
    { name: 'result', valueBoolean: result },
    ...(message === undefined ? [] : [{ name: 'message', valueString: message }]),
    ...matches.map(matchOf),
  ];
  return { status: 200, headers: {}, body: JSON.stringify({ resourceType: 'Parameters', parameter }) };
}

function codesOf(asked: Asked): CodingAsked[] {
  const [code, coding, concept] = [
    asked.text('code'),
    asked.object('coding'),
    asked.object('codeableConcept'),
  ];
  if ([code, coding, concept].filter((one) => one !== undefined).length !== 1)
    required('$translate takes one of code with system, coding and codeableConcept.');
  if (coding) return [codingOf(coding, 'coding')];
  if (concept) {
    const list = Array.isArray(concept.coding) ? concept.coding.filter(isObject) : [];
    if (list.length === 0) required('The codeableConcept has no coding.');
    return list.map((one) => codingOf(one, 'coding'));
  }
  const system = asked.text('system');
  if (system === undefined) required('$translate needs the system of the code.');
  return [{ code: code!, system }];
}

/** One by name; else all that lead from this value set to that one. */
async function mapsOf(asked: Asked, context: Context, target: OperationTarget): Promise<ConceptMap[]> {
  if (target.id !== undefined) return [(await instanceOf(context, target)) as unknown as ConceptMap];
  const [sent] = asked.resources('conceptMap');
  if (sent) {
    if (sent.resourceType !== 'ConceptMap')
      throw fhirError('invalid', 'The parameter conceptMap of $translate is a ConceptMap.');
    return [sent as unknown as ConceptMap];
  }
  const { definitions } = context;
  const url = asked.text('url');
  if (url !== undefined) {
    const version = asked.text('conceptMapVersion');
    const canonical = version === undefined ? url : `${url.split('|')[0]}|${version}`;
    const map = definitions.conceptMap(canonical);
    if (!map)
      throw fhirError(
        'not-found',
        `The concept map ${canonical.slice(0, 200)} is not known here: store it first, or send it along.`,
      );
    return [map];
  }
  const [source, wanted, targetSystem] = [
    asked.text('source'),
    asked.text('target'),
    asked.text('targetsystem'),
  ];
  if (wanted === undefined && targetSystem === undefined)
    required('$translate needs a map (url or conceptMap), or where to translate to: target or targetsystem.');
  const reverse = asked.flag('reverse') === true;
  return definitions.conceptMaps().flatMap((one) => {
    const map = definitions.conceptMap(one);
    if (!map) return [];
    const from = map.sourceUri ?? map.sourceCanonical;
    const to = map.targetUri ?? map.targetCanonical;
    const fits = fitsSet(source, reverse ? to : from) && fitsSet(wanted, reverse ? from : to);
    return fits ? [map] : [];
  });
}

function fitsSet(asked: string | undefined, named: string | undefined): boolean {
  return asked === undefined || asked.split('|')[0] === named?.split('|')[0];
}

function dependenciesOf(asked: Asked): Map<string, string> {
  return new Map(
    asked.parts('dependency').map(({ element, concept }) => {
      const codings =
        isObject(concept) && Array.isArray(concept.coding) ? concept.coding.filter(isObject) : [];
      if (typeof element !== 'string' || codings.length === 0)
        throw fhirError(
          'invalid',
          'Each dependency of $translate has an element and a concept with a coding.',
        );
      return [element, String(codings[0]!.code)];
    }),
  );
}

function matchOf({ equivalence, concept, product, source }: Match): object {
  return {
    name: 'match',
    part: [
      { name: 'equivalence', valueCode: equivalence },
      ...(concept ? [{ name: 'concept', valueCoding: concept }] : []),
      ...product.map((one) => ({
        name: 'product',
        part: [
          { name: 'element', valueUri: one.element },
          { name: 'concept', valueCoding: one.concept },
        ],
      })),
      { name: 'source', valueUri: source },
    ],
  };
}
