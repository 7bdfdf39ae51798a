// Search parameters of our own invention, many children, and waiting until an index is built.

import type { JsonObject } from '../../src/fhir/json/tree.ts';
import { type Answer, entryOf, type TestServer, transactionOf } from '../support/lianti.ts';

export function birthOrder(more: JsonObject = {}): JsonObject {
  return {
    resourceType: 'SearchParameter',
    url: 'https://example.org/SearchParameter/birth-order',
    name: 'BirthOrder',
    status: 'active',
    description: 'Which of several children born together.',
    code: 'birth-order',
    base: ['Patient'],
    type: 'token',
    expression: 'Patient.multipleBirth.ofType(integer)',
    ...more,
  };
}

export function child(number: number, more: JsonObject = {}): JsonObject {
  return {
    resourceType: 'Patient',
    id: `child-${number}`,
    name: [{ family: '张', given: [`小禾${number}`] }],
    multipleBirthInteger: (number % 5) + 1,
    ...more,
  };
}

/** Children 0 to count - 1. */
export async function storeChildren(server: TestServer, count: number): Promise<void> {
  for (let first = 0; first < count; first += 500) {
    const numbers = Array.from({ length: Math.min(500, count - first) }, (_, at) => first + at);
    const entries = numbers.map((number) => entryOf('PUT', `Patient/child-${number}`, child(number)));
    const { status, text } = await server.post('', transactionOf(...entries));
    if (status !== 200) throw new Error(text);
  }
}

/** Every answer until it is no 503 any more; the last is that one. */
export async function answersUntilBuilt(server: TestServer, url: string): Promise<Answer[]> {
  const answers: Answer[] = [];
  for (;;) {
    const answer = await server.get(url);
    answers.push(answer);
    if (answer.status !== 503) return answers;
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

export async function searchParametersOf(server: TestServer, type: string): Promise<string[]> {
  const { body } = await server.get('metadata');
  const entry = body.rest[0].resource.find((one: { type: string }) => one.type === type);
  return entry.searchParam.map(({ name }: { name: string }) => name);
}
