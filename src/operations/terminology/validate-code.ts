// $validate-code: is a code right, in a value set or in its code system; with its display, by coding or by
// CodeableConcept. R4 valueset-operation-validate-code.html, codesystem-operation-validate-code.html.

import type { ValueSet } from 'fhir/r4.js';
import type { CodeTable } from '../../conformance/terminology/code-table.ts';
import { displayIn } from '../../conformance/terminology/concept.ts';
import { EXTERNAL_SYSTEMS } from '../../conformance/terminology/external-systems.ts';
import { isDisplayOf, judgeCode } from '../../conformance/terminology/judge-coding.ts';
import { fhirError } from '../../fhir/error.ts';
import { isObject } from '../../fhir/json/tree.ts';
import type { Context, OperationTarget } from '../../interactions/context.ts';
import type { FhirRequest, FhirResponse } from '../../interactions/request.ts';
import { type Asked, askedOf, type Kind } from './asked.ts';
import {
  authorizeReading,
  type CodingAsked,
  codeTableFor,
  codingOf,
  instanceOf,
  type RequestSource,
  requestSource,
  required,
  valueSetOf,
} from './source.ts';
import { terminologyOperation } from './terminology-operation.ts';

export const validateCodeOperation = terminologyOperation({
  name: '$validate-code',
  types: ['ValueSet', 'CodeSystem'],
  run: (request, context, target) =>
    target.type === 'ValueSet'
      ? inValueSet(request, context, target)
      : inCodeSystem(request, context, target),
});

const COMMON: Readonly<Record<string, Kind>> = {
  url: 'text',
  code: 'text',
  display: 'text',
  coding: 'object',
  codeableConcept: 'object',
  abstract: 'flag',
  displayLanguage: 'text',
  'tx-resource': 'resource',
};
const OF_SET: Readonly<Record<string, Kind>> = {
  ...COMMON,
  valueSet: 'resource',
  valueSetVersion: 'text',
  system: 'text',
  systemVersion: 'text',
};
const OF_SYSTEM: Readonly<Record<string, Kind>> = { ...COMMON, codeSystem: 'resource', version: 'text' };

/** What is said of one coding. */
interface Verdict {
  result: boolean;
  messages: string[];
  coding?: CodingAsked;
  display?: string;
  /** Neither right nor wrong: what would decide is not held here. */
  isOpen?: boolean;
}

async function inValueSet(
  request: FhirRequest,
  context: Context,
  target: OperationTarget,
): Promise<FhirResponse> {
  authorizeReading(context, 'ValueSet');
  const asked = askedOf(request, '$validate-code', OF_SET);
  const sent = asked.resources('valueSet');
  const source = requestSource(context, [...sent, ...asked.resources('tx-resource')]);
  const set = await setOf(asked, context, target, source);
  const isIn = source.membership.ofSet(set);
  const name = set.url ?? 'the value set';
  return answer(asked, (coding) => {
    const system = coding.system ?? systemWith(coding.code, set, source);
    const found = isIn(coding.system, coding.code);
    if (found === 'unknown') {
      const text = `It cannot be said here whether ${shown(coding)} is in ${name}: a code system that decides is not held.`;
      return { result: false, isOpen: true, messages: [text], coding };
    }
    const known = { ...coding, ...(system !== undefined && { system }) };
    const details = system === undefined ? undefined : detailsOf(known, source, asked, writtenIn(set, known));
    if (found === 'no') {
      const missing = details?.messages[0];
      const text = `${beginning(coding)} is not in ${name}.`;
      return { result: false, messages: missing ? [text, missing] : [text], coding: known };
    }
    return details ?? { result: true, messages: [], coding: known };
  });
}

async function setOf(
  asked: Asked,
  context: Context,
  target: OperationTarget,
  source: RequestSource,
): Promise<ValueSet> {
  if (target.id !== undefined) return (await instanceOf(context, target)) as unknown as ValueSet;
  const [sent] = asked.resources('valueSet');
  if (sent) return sent as unknown as ValueSet;
  const url = asked.text('url');
  if (url === undefined) required('$validate-code needs a value set: its url, or itself as valueSet.');
  return valueSetOf(url, asked.text('valueSetVersion'), source);
}

/** The system of a code that comes without one, as far as the set names it. */
function systemWith(code: string, { compose }: ValueSet, source: RequestSource): string | undefined {
  const systems = (compose?.include ?? []).flatMap(({ system, concept }) =>
    system !== undefined && (!concept || concept.some((one) => one.code === code)) ? [system] : [],
  );
  return (
    systems.find((system) => source.codeTable(system)?.has(code)) ??
    (systems.length === 1 ? systems[0] : undefined)
  );
}

/** Names that the set itself gives to a code. */
function writtenIn({ compose }: ValueSet, { system, code }: CodingAsked): string[] {
  return (compose?.include ?? [])
    .filter((part) => part.system === system)
    .flatMap(({ concept = [] }) => concept.filter((one) => one.code === code))
    .flatMap(({ display, designation = [] }) =>
      [display ?? [], designation.map(({ value }) => value)].flat(2),
    );
}

async function inCodeSystem(
  request: FhirRequest,
  context: Context,
  target: OperationTarget,
): Promise<FhirResponse> {
  authorizeReading(context, 'CodeSystem');
  const asked = askedOf(request, '$validate-code', OF_SYSTEM);
  const instance =
    target.id === undefined ? asked.resources('codeSystem')[0] : await instanceOf(context, target);
  const source = requestSource(context, [...(instance ? [instance] : []), ...asked.resources('tx-resource')]);
  const url = instance ? String(instance.url ?? '') : asked.text('url');
  // Some systems are judged by rule and listed nowhere.
  if (url !== undefined && !EXTERNAL_SYSTEMS.has(url)) codeTableFor(url, asked.text('version'), source);
  return answer(asked, (coding) => {
    const system = url ?? coding.system;
    if (system === undefined)
      required('$validate-code needs a code system: its url, or the system of the coding.');
    if (coding.system !== undefined && coding.system.split('|')[0] !== system.split('|')[0])
      return {
        result: false,
        messages: [`${beginning(coding)} is of another code system than ${system}.`],
        coding,
      };
    return detailsOf(
      {
        ...coding,
        system: system.split('|')[0]!,
        version: coding.version ?? asked.text('version') ?? system.split('|')[1],
      },
      source,
      asked,
      [],
    );
  });
}

/** Does the code exist, may it be chosen, is it called so? */
function detailsOf(
  coding: CodingAsked & { version?: string | undefined },
  source: RequestSource,
  asked: Asked,
  written: readonly string[],
): Verdict {
  const { system = '', code, display } = coding;
  const version = coding.version ?? asked.text('systemVersion');
  const table: CodeTable | undefined = source.codeTable(
    version === undefined ? system : `${system}|${version}`,
  );
  const { exists, concept, abstract, inactive } = judgeCode(system, code, table);
  const said = {
    ...coding,
    ...(concept && { code: concept.code }),
    ...(table?.version !== undefined && { version: table.version }),
  };
  if (exists === 'no')
    return {
      result: false,
      messages: [`${beginning(coding)} does not exist in ${system}.`],
      coding: said as CodingAsked,
    };
  const languages = asked.texts('displayLanguage');
  const name = concept
    ? displayIn(languages, { ...concept, language: table?.language }, concept.designations)
    : written[0];
  const messages: string[] = [];
  let result = true;
  if (exists === 'unknown' && written.length === 0 && table === undefined)
    messages.push(`The code system ${system} is not held here, so its codes were not looked up.`);
  if (abstract && asked.flag('abstract') !== true) {
    result = false;
    messages.push(`${beginning(coding)} is abstract: it groups others and is not to be chosen.`);
  }
  if (inactive) messages.push(`${beginning(coding)} is inactive: it is no longer to be used.`);
  if (display !== undefined && !written.includes(display)) {
    const isRight = concept && isDisplayOf(display, concept, table?.language, languages);
    if (isRight === false) {
      result = false;
      messages.push(`${beginning(coding)} is not called "${display.slice(0, 100)}" but "${name}".`);
    }
  }
  return { result, messages, coding: said as CodingAsked, ...(name !== undefined && { display: name }) };
}

/** At the beginning of a sentence. */
function beginning(coding: CodingAsked): string {
  return `T${shown(coding).slice(1)}`;
}

function shown({ system, code }: CodingAsked): string {
  return `the code "${code.slice(0, 100)}"${system === undefined ? '' : ` of ${system.slice(0, 200)}`}`;
}

/** One coding must be right; of a CodeableConcept one of them. */
function answer(asked: Asked, judge: (coding: CodingAsked) => Verdict): FhirResponse {
  const verdicts = codingsOf(asked).map(judge);
  const best = verdicts.find(({ result }) => result) ?? verdicts.find(({ isOpen }) => isOpen) ?? verdicts[0]!;
  if (best.isOpen) throw fhirError('unprocessable', best.messages[0]!, { code: 'not-supported' });
  const { result, messages, display, coding } = best;
  const texts = result ? messages : verdicts.flatMap((one) => one.messages);
  const parameter = [
    { name: 'result', valueBoolean: result },
    ...(texts.length > 0 ? [{ name: 'message', valueString: [...new Set(texts)].join(' ') }] : []),
    ...(display === undefined ? [] : [{ name: 'display', valueString: display }]),
    ...(coding ? [{ name: 'code', valueCode: coding.code }] : []),
    ...(coding?.system === undefined ? [] : [{ name: 'system', valueUri: coding.system }]),
    ...(coding?.version === undefined ? [] : [{ name: 'version', valueString: coding.version }]),
  ];
  return { status: 200, headers: {}, body: JSON.stringify({ resourceType: 'Parameters', parameter }) };
}

function codingsOf(asked: Asked): CodingAsked[] {
  const [code, coding, concept] = [
    asked.text('code'),
    asked.object('coding'),
    asked.object('codeableConcept'),
  ];
  if ([code, coding, concept].filter((one) => one !== undefined).length !== 1)
    required('$validate-code takes one of code, coding and codeableConcept.');
  if (coding) return [codingOf(coding, 'coding')];
  if (concept) {
    const list = Array.isArray(concept.coding) ? concept.coding.filter(isObject) : [];
    if (list.length === 0) required('The codeableConcept has no coding: its text alone says no code.');
    return list.map((one) => codingOf(one, 'coding'));
  }
  const [system, version, display] = [
    asked.text('system'),
    asked.text('systemVersion'),
    asked.text('display'),
  ];
  return [
    {
      code: code!,
      ...(system !== undefined && { system }),
      ...(version !== undefined && { version }),
      ...(display !== undefined && { display }),
    },
  ];
}
