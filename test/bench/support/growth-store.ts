// A store with the resources of growth-data.ts, written as the server would index them, but neither validated nor
// sent over HTTP.

import { compose, type Lianti } from '../../../src/compose.ts';
import { readConfig } from '../../../src/config.ts';
import { storedText } from '../../../src/fhir/json/stored-text.ts';
import { indexResource } from '../../../src/search/index-resource.ts';
import { growthRow, growthSurroundings } from './growth-data.ts';

/** The server without its doors, on a file. */
export function openOn(file: string): Promise<Lianti> {
  return compose(readConfig({ STORE_URL: `sqlite:${file}`, BASE_URL: 'http://127.0.0.1/fhir' }), 80, {
    now: Date.now,
    note: () => {},
  });
}

export async function fillGrowthStore(file: string, patients: number): Promise<void> {
  const lianti = await openOn(file);
  const { store, editions } = lianti.services;
  const { searchContext } = editions.current();
  const started = performance.now();
  let next = 0;
  const put = async (id: string, resources: ReturnType<typeof growthRow>) => {
    const writes = resources.map((resource) => {
      const key = { type: resource.resourceType, id: resource.id as string };
      const { entries, labels } = indexResource(resource, searchContext);
      const text = storedText(JSON.stringify(resource), key.id);
      return { key, method: 'PUT' as const, text, entries, labels };
    });
    await store.transact({ id, expects: [], writes });
  };
  await put('surroundings', growthSurroundings());
  await Promise.all(
    Array.from({ length: 16 }, async () => {
      while (next < patients) {
        const n = next++;
        await put(`row-${n}`, growthRow(n));
      }
    }),
  );
  const seconds = (performance.now() - started) / 1000;
  console.log(
    `${patients} patients, ${patients * 8} resources: loaded at ${Math.round((patients * 8) / seconds)} resources/s`,
  );
  await lianti.close();
}
