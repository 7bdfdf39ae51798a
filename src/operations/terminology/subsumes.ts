// CodeSystem/$subsumes: is one code a kind of another? R4 codesystem-operation-subsumes.html.

import type { CodeTable } from '../../conformance/terminology/code-table.ts';
import { fhirError } from '../../fhir/error.ts';
import type { Context, OperationTarget } from '../../interactions/context.ts';
import type { FhirRequest, FhirResponse } from '../../interactions/request.ts';
import { type Asked, askedOf } from './asked.ts';
import { authorizeReading, codeTableFor, codingOf, instanceOf, requestSource, required } from './source.ts';
import { terminologyOperation } from './terminology-operation.ts';

export const subsumesOperation = terminologyOperation({
  name: '$subsumes',
  types: ['CodeSystem'],
  run,
});

async function run(request: FhirRequest, context: Context, target: OperationTarget): Promise<FhirResponse> {
  authorizeReading(context, 'CodeSystem');
  const asked = askedOf(request, '$subsumes', {
    codeA: 'text',
    codeB: 'text',
    codingA: 'object',
    codingB: 'object',
    system: 'text',
    version: 'text',
    'tx-resource': 'resource',
  });
  const instance = target.id === undefined ? undefined : await instanceOf(context, target);
  const [a, b] = [codeOf(asked, 'A'), codeOf(asked, 'B')];
  const system = instance ? String(instance.url ?? '') : (asked.text('system') ?? a.system ?? b.system);
  if (system === undefined) required('$subsumes needs the code system: system, or codings that name it.');
  for (const one of [a, b]) {
    if (one.system !== undefined && one.system !== system.split('|')[0])
      throw fhirError(
        'invalid',
        `Codes of ${one.system} and ${system} cannot be compared: both must be of one code system.`,
      );
  }
  const source = requestSource(context, [...(instance ? [instance] : []), ...asked.resources('tx-resource')]);
  const table = codeTableFor(system, asked.text('version') ?? a.version, source);
  if (!table.isHierarchy)
    throw fhirError('unprocessable', `The hierarchy of ${table.url} does not say what is a kind of what.`, {
      code: 'not-supported',
    });
  const outcome = compare(exact(a.code, table), exact(b.code, table), table);
  const parameter = [{ name: 'outcome', valueCode: outcome }];
  return { status: 200, headers: {}, body: JSON.stringify({ resourceType: 'Parameters', parameter }) };
}

function compare(a: string, b: string, table: CodeTable): string {
  if (a === b) return 'equivalent';
  if (table.isAtOrBelow(b, a)) return 'subsumes';
  return table.isAtOrBelow(a, b) ? 'subsumed-by' : 'not-subsumed';
}

function exact(code: string, table: CodeTable): string {
  const concept = table.concept(code);
  if (concept) return concept.code;
  throw fhirError('not-found', `The code system ${table.url} has no code "${code.slice(0, 100)}".`);
}

function codeOf(asked: Asked, which: 'A' | 'B'): { code: string; system?: string; version?: string } {
  const coding = asked.object(`coding${which}`);
  if (coding) return codingOf(coding, `coding${which}`);
  const code = asked.text(`code${which}`);
  return code === undefined ? required(`$subsumes needs code${which} or coding${which}.`) : { code };
}
