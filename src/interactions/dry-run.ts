// Prefer: dry-run: what a write would do, said in an OperationOutcome: created, rewritten, matched, unchanged,
// deleted or nothing at all, from which version to which. Nothing is stored and no number is spent.

import type { Issue } from '../fhir/issue.ts';
import { outcomeText } from '../fhir/outcome.ts';
import type { Done } from './plan.ts';
import type { FhirResponse, Tell } from './request.ts';
import type { WriteRoute } from './route.ts';

export const DRY_RUN_SYSTEM = 'https://lianti.dev/fhir/CodeSystem/dry-run';
export const DRY_RUN_HEADERS = { 'Preference-Applied': 'dry-run' };

/** `more`: what else is worth knowing, before what was found odd. */
export function dryAnswer(
  { interaction }: { interaction: WriteRoute['interaction'] },
  done: Done[],
  warnings: Issue[],
  more: Issue[] = [],
  tell: Tell = (issues) => [...issues],
): FhirResponse {
  const issues = done.map((one) => issueOf(foresee(interaction, one)));
  const nothing = issueOf({
    code: 'nothing',
    text: 'The criteria find nothing, so nothing would be deleted.',
  });
  const said = done.length === 0 ? [nothing] : issues;
  return {
    status: 200,
    headers: { ...DRY_RUN_HEADERS },
    body: outcomeText(tell([...said, ...more, ...warnings])),
  };
}

const STATUS: Record<string, number> = { created: 201, deleted: 204, nothing: 204 };

/** In a Bundle an entry shows the status that the write itself would have. */
export function asEntry(answer: FhirResponse): FhirResponse {
  const outcome = JSON.parse(answer.body ?? '{}') as {
    issue?: { details?: { coding?: { system?: string; code?: string }[] } }[];
  };
  const code = outcome.issue?.[0]?.details?.coding?.find(({ system }) => system === DRY_RUN_SYSTEM)?.code;
  return { ...answer, status: STATUS[code ?? ''] ?? answer.status };
}

interface Foreseen {
  code: 'created' | 'rewritten' | 'matched' | 'unchanged' | 'deleted' | 'nothing';
  text: string;
}

function foresee(interaction: WriteRoute['interaction'], { key, what, version = 0 }: Done): Foreseen {
  const name = `${key.type}/${key.id}`;
  switch (what) {
    case 'created':
      if (version > 1)
        return { code: 'created', text: `${name} would be created again, as version ${version}.` };
      return interaction === 'create'
        ? { code: 'created', text: `A new ${key.type} would be created; its id is given when it happens.` }
        : { code: 'created', text: `${name} would be created, as version 1.` };
    case 'updated':
      return {
        code: 'rewritten',
        text: `${name} would be rewritten, from version ${version - 1} to version ${version}.`,
      };
    case 'deleted':
      return { code: 'deleted', text: `${name} would be deleted, after version ${version - 1}.` };
    case 'unchanged':
      return unchanged(interaction, name, version);
  }
}

function unchanged(interaction: WriteRoute['interaction'], name: string, version: number): Foreseen {
  if (interaction === 'delete')
    return { code: 'nothing', text: `${name} is not there: nothing would change.` };
  if (interaction === 'create') {
    return {
      code: 'matched',
      text: `The condition finds ${name}: it would stay as it is, at version ${version}.`,
    };
  }
  return {
    code: 'unchanged',
    text: `${name} says this already: it would stay as it is, at version ${version}.`,
  };
}

function issueOf({ code, text }: Foreseen): Issue {
  return {
    severity: 'information',
    code: 'informational',
    diagnostics: text,
    detail: { system: DRY_RUN_SYSTEM, code },
  };
}
