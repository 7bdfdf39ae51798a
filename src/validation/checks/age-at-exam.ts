// A child is examined between birth and the eighteenth birthday, and not tomorrow. The age is judged where the Patient is at hand: contained, or
// in the same Bundle. For a Patient in the store it is left to a look-up (deferred.ts).

import type { TypeModel } from '../../fhir/elements.ts';
import type { Severity } from '../../fhir/issue.ts';
import { isObject } from '../../fhir/json/tree.ts';
import type { ItemCheck } from '../visit.ts';
import { resolveTarget } from './reference.ts';

const AGE_MAX_YEARS = 18;
/** Clocks and time zones of senders differ by less. */
const TOLERANCE_MS = 24 * 60 * 60 * 1000;

export function checkAgeAtExam(model: TypeModel, now: () => Date): ItemCheck {
  return (observation, _extra, _type, visit) => {
    const examined = isObject(observation) ? observation.effectiveDateTime : undefined;
    if (!isObject(observation) || typeof examined !== 'string') return;
    if (Date.parse(examined) > now().getTime() + TOLERANCE_MS) {
      const diagnostics = '检查时间在将来 / The examination lies in the future: correct the date.';
      visit.warning('business-rule', 'exam-in-future', diagnostics, 'effective');
    }
    const { subject } = observation;
    if (!isObject(subject)) return;
    const { resource, elsewhere } = resolveTarget(subject, model, visit);
    if (elsewhere) visit.deferAge(subject.reference as string, examined, 'effective');
    const fault = typeof resource?.birthDate === 'string' && ageFault(resource.birthDate, examined);
    if (fault) visit.add(fault.severity, 'business-rule', 'age-at-exam', fault.diagnostics, 'effective');
  };
}

/**
 * What is wrong with the age at an examination; undefined when nothing is, or when the dates are too coarse to tell.
 * Both are FHIR dates; days are compared as they are written, since births are days of the local calendar.
 */
export function ageFault(
  birthDate: string,
  examined: string,
): { severity: Severity; diagnostics: string } | undefined {
  if (examined.length < birthDate.length) return undefined;
  const day = examined.slice(0, birthDate.length);
  if (day < birthDate) {
    return {
      severity: 'error',
      diagnostics: '检查早于出生 / The examination lies before the birth: correct the date, or the child.',
    };
  }
  const eighteenth =
    String(Number(birthDate.slice(0, 4)) + AGE_MAX_YEARS).padStart(4, '0') + birthDate.slice(4);
  if (day <= eighteenth) return undefined;
  return {
    severity: 'warning',
    diagnostics: '检查时已满18岁 / The person was over 18 at the examination: check the date and the person.',
  };
}
