import { describe, expect, it } from '@jest/globals';
import { type Action, isAllowed, isScope, typesNamed } from '../../src/authorization/scopes.ts';

const principal = (...scopes: string[]) => ({ name: 'somebody', roles: [], scopes });

describe('A scope', () => {
  it.each<[scope: string, action: Action, type: string, allowed: boolean]>([
    ['system/Observation.rs', 'read', 'Observation', true],
    ['system/Observation.rs', 'search', 'Observation', true],
    ['system/Observation.rs', 'update', 'Observation', false],
    ['system/Observation.rs', 'read', 'Patient', false],
    ['system/Observation.rs', 'read', 'ObservationDefinition', false],
    ['system/Observation.rs', 'read', '*', false],
    ['user/*.cruds', 'delete', 'Patient', true],
    ['user/*.cruds', 'search', '*', true],
    ['user/*.r', 'search', '*', false],
    ['patient/*.cruds', 'read', 'Patient', false],
    ['launch/Patient.r', 'read', 'Patient', false],
    ['system/Patient', 'read', 'Patient', false],
    ['system', 'read', 'Patient', false],
    ['', 'read', 'Patient', false],
  ])('%s and %s of %s: %s', (scope, action, type, allowed) => {
    expect(isAllowed(principal(scope), action, type)).toBe(allowed);
    expect(isAllowed(principal('openid', scope), action, type)).toBe(allowed);
  });

  it('names its type, unless it is for all', () => {
    expect(typesNamed(principal('system/*.rs', 'user/Patient.r', 'openid', 'patient/Task.r'))).toEqual([
      'Patient',
    ]);
  });

  it.each<[string, boolean]>([
    ['system/*.cruds', true],
    ['user/Patient.r', true],
    ['system/Patient.', false],
    ['system/Patient.sr', false],
    ['patient/Patient.r', false],
    ['system/Patient.read', false],
  ])('%s in a file of tokens is taken: %s', (text, taken) => {
    expect(isScope(text)).toBe(taken);
  });
});
