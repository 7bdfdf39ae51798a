// Invariants of definitions: FHIRPath that must be true of an element. R4 conformance-rules.html#constraints.

import type { ElementDefinition } from 'fhir/r4.js';
import { TooCostly } from '../../fhir/path/work.ts';
import { type ConstraintCompiler, NotKnownHere } from '../holds.ts';
import type { ItemCheck } from '../visit.ts';
import { severityFor } from './leniency.ts';

export type Constraint = NonNullable<ElementDefinition['constraint']>[number];

/**
 * Judged by code of our own on every walk: ele-1 and ext-1, contained resources, references, narrative.
 * dom-6 (a resource should have narrative) is advice.
 */
const NATIVE = new Set([
  'ele-1',
  'ext-1',
  'dom-2',
  'dom-3',
  'dom-4',
  'dom-5',
  'dom-6',
  'ref-1',
  'txt-1',
  'txt-2',
]);

/** The checks of the constraints that are in none of the inherited definitions. */
export function checkInvariants(
  def: ElementDefinition,
  inherited: readonly ElementDefinition[],
  compiler: ConstraintCompiler,
): ItemCheck[] {
  return (def.constraint ?? []).flatMap((constraint) => {
    if (NATIVE.has(constraint.key) || !constraint.expression) return [];
    if (inherited.some((base) => base.constraint?.some((known) => isSame(known, constraint)))) return [];
    return [checkInvariant(constraint, compiler)];
  });
}

function isSame(a: Constraint, b: Constraint): boolean {
  return a.key === b.key && a.expression === b.expression;
}

function checkInvariant(constraint: Constraint, compiler: ConstraintCompiler): ItemCheck {
  const { key, human, severity } = constraint;
  const expression = constraint.expression!;
  let holds: ReturnType<ConstraintCompiler> | undefined;
  return (value, extra, type, visit) => {
    let passed: boolean;
    try {
      holds ??= compiler(expression);
      passed = holds(value, extra, type, visit);
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      const diagnostics = `The rule ${key} (${human}) could not be evaluated here: ${why}`;
      // What only we cannot tell is nobody's fault. A rule that ends in an error is not kept.
      if (error instanceof TooCostly) visit.warning('too-costly', key, diagnostics);
      else if (error instanceof NotKnownHere) visit.warning('processing', key, diagnostics);
      else visit.add(severityFor(severity, key, visit.resource), 'processing', key, diagnostics);
      return;
    }
    if (!passed) visit.add(severityFor(severity, key, visit.resource), 'invariant', key, human);
  };
}
