// Resources for benchmarks of growth: eight to a patient, with common and rare values in fixed shares. The same
// number always gives the same patient, so that stores of different sizes hold the same kind of data.

import type { JsonObject, Resource } from '../../../src/fhir/json/tree.ts';

const LOINC = 'http://loinc.org';
const LOCAL = 'https://lianti.example/CodeSystem/refraction';
const CHILD_ID = 'https://lianti.example/id/child';
const SURNAMES =
  '王李张刘陈杨黄赵吴周徐孙马朱胡林郭何高罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈'.match(
    /./gu,
  )!;
const GIVEN = '子涵欣怡浩然梓轩雨桐思远佳琪宇航诗雅俊杰小禾一诺若曦明泽安可乐天书瑶景行知微星河'.match(
  /../gu,
)!;
const DAY = 86_400_000;
const FIRST_DAY = Date.UTC(2024, 0, 1);

export const OWNERS = 16;

/** Observation codes and their share of all observations; the rest is `common`. */
export const SHARES = { common: 1 / 3, some: 1 / 25, rare: 1 / 250 } as const;

/** A whole number from `n`, below `below`, the same every time. */
function scatter(n: number, salt: number, below: number): number {
  let h = (n * 0x9e3779b1 + salt * 0x85ebca6b) >>> 0;
  h = Math.imul(h ^ (h >>> 15), 0x2c1b3c6d) >>> 0;
  h = Math.imul(h ^ (h >>> 12), 0x297a2d39) >>> 0;
  return (h ^ (h >>> 15)) % below;
}

/** Name of patient `n`; given names are so spread that a whole name stays rare as the store grows. */
export function nameOf(n: number): { family: string; given: string } {
  const given = GIVEN[scatter(n, 2, GIVEN.length)]!;
  return {
    family: SURNAMES[scatter(n, 1, SURNAMES.length)]!,
    given: `${given}${String(n).padStart(6, '0')}`,
  };
}

export const identifierOf = (n: number): string => `SH${1_000_000 + n}`;
/** A day with about as many observations of each size as another. */
export const dayOf = (n: number): string =>
  new Date(FIRST_DAY + scatter(n, 3, 1000) * DAY).toISOString().slice(0, 10);

/** Patient `n` with an encounter, a referral and five observations. */
export function growthRow(n: number): Resource[] {
  const { family, given } = nameOf(n);
  const patient = { reference: `Patient/p${n}` };
  const owner = { reference: `Organization/o${n % OWNERS}` };
  const performer = { reference: `Practitioner/d${scatter(n, 4, 200)}` };
  const minute = (salt: number) =>
    new Date(FIRST_DAY + scatter(n, 3, 1000) * DAY + scatter(n, salt, 1440) * 60_000)
      .toISOString()
      .replace('.000Z', '+08:00');
  const observation = (i: number): Resource => {
    const value = scatter(n, 20 + i, 160) / 10 - 8;
    return {
      resourceType: 'Observation',
      id: `b${n}-${i}`,
      status: scatter(n, 30 + i, 20) === 0 ? 'preliminary' : 'final',
      identifier: [{ system: 'https://lianti.example/id/row', value: `${n}-${i}` }],
      category: [concept('http://terminology.hl7.org/CodeSystem/observation-category', 'exam')],
      code: concept(LOINC, codeOf(n, i)),
      subject: patient,
      encounter: { reference: `Encounter/e${n}` },
      effectiveDateTime: minute(40 + i),
      performer: [performer, owner],
      component: [
        {
          code: concept(LOCAL, 'sphere'),
          valueQuantity: {
            value,
            unit: 'D',
            system: 'http://unitsofmeasure.org',
            code: '[diop]',
          },
        },
      ],
    };
  };
  return [
    {
      resourceType: 'Patient',
      id: `p${n}`,
      identifier: [{ system: CHILD_ID, value: identifierOf(n) }],
      name: [{ use: 'official', text: family + given, family, given: [given] }],
      gender: n % 2 ? 'female' : 'male',
      birthDate: new Date(Date.UTC(2015, 0, 1) + scatter(n, 5, 2000) * DAY).toISOString().slice(0, 10),
      managingOrganization: owner,
    },
    {
      resourceType: 'Encounter',
      id: `e${n}`,
      status: 'finished',
      class: { system: 'http://terminology.hl7.org/CodeSystem/v3-ActCode', code: 'AMB' },
      subject: patient,
      period: { start: minute(6), end: minute(7) },
      serviceProvider: owner,
    },
    {
      resourceType: 'ServiceRequest',
      id: `s${n}`,
      status: scatter(n, 8, 3) === 0 ? 'active' : 'completed',
      intent: 'order',
      code: concept(LOCAL, `order-${scatter(n, 9, 12)}`),
      subject: patient,
      authoredOn: minute(10),
      requester: performer,
      performer: [owner],
    },
    ...[0, 1, 2, 3, 4].map(observation),
  ];
}

/** What the rows refer to. */
export function growthSurroundings(): Resource[] {
  return [
    ...Array.from({ length: OWNERS }, (_, i) => ({
      resourceType: 'Organization',
      id: `o${i}`,
      name: `第${i}医院`,
    })),
    ...Array.from({ length: 200 }, (_, i) => ({
      resourceType: 'Practitioner',
      id: `d${i}`,
      name: [{ text: `医生${i}` }],
    })),
  ];
}

function codeOf(n: number, i: number): string {
  const drawn = scatter(n * 5 + i, 11, 750);
  if (drawn < 750 * SHARES.common) return 'common';
  if (drawn < 750 * (SHARES.common + SHARES.some)) return 'some';
  if (drawn < 750 * (SHARES.common + SHARES.some + SHARES.rare)) return 'rare';
  return `other-${drawn % 8}`;
}

function concept(system: string, code: string): JsonObject {
  return { coding: [{ system, code }] };
}
