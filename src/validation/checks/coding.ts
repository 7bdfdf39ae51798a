// A Coding says what its code system says: the code exists, may be used, and is called so. As far as the system is
// known here. R4 terminologies.html#4.1, datatypes.html#Coding.

import type { Definitions } from '../../conformance/definitions.ts';
import { isSupplement } from '../../conformance/terminology/code-table.ts';
import { EXTERNAL_SYSTEMS } from '../../conformance/terminology/external-systems.ts';
import { isDisplayOf, judgeCode } from '../../conformance/terminology/judge-coding.ts';
import type { IssueCode } from '../../fhir/issue.ts';
import { isObject } from '../../fhir/json/tree.ts';
import type { ItemCheck } from '../visit.ts';
import { describe } from './primitive.ts';

interface Finding {
  severity: 'error' | 'warning';
  code: IssueCode;
  diagnostics: string;
  below: 'code' | 'display' | 'system';
}

/** What is said of a code with each display that it came with; `''`: without one. */
type ByDisplay = Map<string, readonly Finding[]>;

const NOTHING: readonly Finding[] = [];
const SYSTEMS_MAX = 1_000;
const CODES_MAX = 5_000;

export function createCodingCheck(definitions: Definitions): ItemCheck {
  const judge = createJudge(definitions);
  return (value, _extra, _type, visit) => {
    if (!isObject(value)) return;
    const { system, code, version, display } = value;
    if (typeof system !== 'string') {
      // A pattern asks for a part of a Coding.
      if (typeof code === 'string' && visit.resource.resourceType !== 'StructureDefinition')
        visit.warning('business-rule', 'coding', NO_SYSTEM, 'code');
      return;
    }
    if (typeof code !== 'string') return;
    const findings = judge(
      typeof version === 'string' ? `${system}|${version}` : system,
      code,
      typeof display === 'string' ? display : '',
    );
    for (const { severity, code: kind, diagnostics, below } of findings)
      visit.add(severity, kind, 'coding', diagnostics, below);
  };
}

const NO_SYSTEM =
  'A code without a system has no meaning that others could know: say which system it is from.';

/** Remembers what it found, since the same few codes come again and again. */
function createJudge(
  definitions: Definitions,
): (system: string, code: string, display: string) => readonly Finding[] {
  const bySystem = new Map<string, Map<string, ByDisplay>>();
  let codes = 0;
  let generation = definitions.generation();
  return (system, code, display) => {
    const present = definitions.generation();
    if (present !== generation) bySystem.clear();
    generation = present;
    let byCode = bySystem.get(system);
    if (!byCode) {
      if (bySystem.size >= SYSTEMS_MAX) bySystem.clear();
      byCode = new Map();
      bySystem.set(system, byCode);
    }
    let byDisplay = byCode.get(code);
    if (!byDisplay) {
      byDisplay = new Map();
      byCode.set(code, byDisplay);
    }
    let found = byDisplay.get(display);
    if (found === undefined) {
      found = findingsOf(definitions, system, code, display);
      if (++codes > CODES_MAX) {
        codes = 0;
        bySystem.clear();
      } else byDisplay.set(display, found);
    }
    return found;
  };
}

function findingsOf(
  definitions: Definitions,
  canonical: string,
  code: string,
  display: string,
): readonly Finding[] {
  const [system = ''] = canonical.split('|');
  const table = definitions.codeTable(canonical);
  if (!table && !EXTERNAL_SYSTEMS.has(system)) return misnamed(definitions, system);
  const { exists, concept, abstract, inactive } = judgeCode(system, code, table);
  if (exists === 'no') {
    const diagnostics = `The code ${describe(code)} does not exist in ${system}: correct the code, or leave system out and say it in text.`;
    return [{ severity: 'error', code: 'code-invalid', diagnostics, below: 'code' }];
  }
  if (!concept) return NOTHING;
  const found: Finding[] = [];
  if (abstract) {
    const diagnostics = `The code ${describe(code)} of ${system} is abstract, there to group others: use one of those below it.`;
    found.push({ severity: 'warning', code: 'business-rule', diagnostics, below: 'code' });
  }
  if (inactive) {
    const diagnostics = `The code ${describe(code)} of ${system} is inactive: use the one that took its place.`;
    found.push({ severity: 'warning', code: 'business-rule', diagnostics, below: 'code' });
  }
  if (display !== '' && isDisplayOf(display, concept, table!.language) === false) {
    const diagnostics = `${describe(display)} is not what ${system} calls the code ${describe(code)}: it is called ${describe(concept.display ?? concept.designations[0]!.value)}.`;
    found.push({ severity: 'warning', code: 'invalid', diagnostics, below: 'display' });
  }
  return found;
}

/** What stands as a code system and is none. One that is only unknown here is nobody's fault. */
function misnamed(definitions: Definitions, system: string): readonly Finding[] {
  if (!SCHEME.test(system)) {
    const diagnostics = `${describe(system)} is no absolute URI: name the code system by the URI that it has everywhere.`;
    return [{ severity: 'error', code: 'invalid', diagnostics, below: 'system' }];
  }
  const known = definitions.codeSystem(system);
  if (known && isSupplement(known)) {
    const diagnostics = `${system} is a supplement, whose codes are those of the code system that it supplements: name that one.`;
    return [{ severity: 'error', code: 'invalid', diagnostics, below: 'system' }];
  }
  if (definitions.valueSet(system) && !known) {
    const diagnostics = `${system} is a value set, which takes its codes from code systems: name the code system of this code.`;
    return [{ severity: 'error', code: 'invalid', diagnostics, below: 'system' }];
  }
  return NOTHING;
}

const SCHEME = /^[A-Za-z][A-Za-z0-9+.-]*:/;
