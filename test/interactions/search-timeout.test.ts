import { describe, expect, it } from '@jest/globals';
import { LOCAL_OPERATOR } from '../../src/authorization/local-operator.ts';
import { compose } from '../../src/compose.ts';
import { readConfig } from '../../src/config.ts';
import { failureResponse } from '../../src/interactions/failure.ts';

describe('SEARCH_TIMEOUT', () => {
  it.each(['Patient?name=x', '?_id=x', 'Patient?_total=accurate&_count=0'])(
    'ends %s with 503 and what to do, when its time is over',
    async (url) => {
      let clock = Date.now();
      const config = readConfig({ STORE_URL: 'sqlite::memory:', SEARCH_TIMEOUT: '1000' });
      const note = () => undefined;
      // Every look at the clock takes a second and a bit.
      const lianti = await compose(config, 3000, { now: () => (clock += 1001), note });
      const [path, query] = url.split('?') as [string, string];
      const request = {
        method: 'GET',
        path: path === '' ? [] : [path],
        query: query.split('&').map((pair) => pair.split('=') as [string, string]),
        headers: {},
      };
      const answer = await lianti
        .dispatch(request, LOCAL_OPERATOR, 'r')
        .catch((error: unknown) => failureResponse(error, { requestId: 'r', note }));
      await lianti.close();
      expect([answer.status, answer.headers['Retry-After']]).toEqual([503, '5']);
      const [issue] = JSON.parse(answer.body!).issue;
      expect(issue).toMatchObject({ severity: 'error', code: 'timeout' });
      expect(issue.diagnostics).toContain('Make it narrower');
    },
  );
});
