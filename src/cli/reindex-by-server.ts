// $reindex of a running server, followed until it is answered. R4 async.html.

import { CommandError } from './door.ts';
import type { ProgressLine } from './progress.ts';

const LOOK_EVERY_MS = 500;

/** What the server says in the end. Throws CommandError with what it says when it refuses. */
export async function reindexByServer(
  types: string[],
  base: string,
  token: string | undefined,
  progress: ProgressLine,
): Promise<string> {
  const url = base.replace(/\/+$/, '');
  const headers = token === undefined ? {} : { authorization: `Bearer ${token}` };
  const ask = async (method: string, place: string): Promise<Response> => {
    try {
      return await fetch(place, { method, headers });
    } catch (error) {
      throw new CommandError(
        `${base} does not answer (${(error as Error).message}). Is the server running there?`,
      );
    }
  };
  const said: string[] = [];
  for (const path of types.length > 0 ? types.map((type) => `/${type}`) : ['']) {
    let answer = await ask('POST', `${url}${path}/$reindex`);
    const place = answer.headers.get('content-location');
    while (answer.status === 202 && place !== null) {
      await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
      answer = await ask('GET', place);
      const [, done, total] = /^(\d+) of (\d+)/.exec(answer.headers.get('x-progress') ?? '') ?? [];
      if (done !== undefined) progress.show(Number(done), Number(total));
    }
    const text = outcomeText(await answer.text());
    if (!answer.ok) throw new CommandError(`${url}${path}/$reindex was answered ${answer.status}: ${text}`);
    said.push(text);
  }
  return said.join(' ');
}

function outcomeText(text: string): string {
  try {
    const { issue } = JSON.parse(text) as { issue: { diagnostics?: string }[] };
    return issue.map(({ diagnostics }) => diagnostics).join(' ');
  } catch {
    return text.slice(0, 200);
  }
}
