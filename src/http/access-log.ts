// One line a request: what kind, how it ended, how long. Never a query, an id or a name: logs hold no patient data.

import type { IncomingMessage } from 'node:http';
import type { FhirResponse } from '../interactions/request.ts';

export type AccessLog = (
  message: IncomingMessage,
  answer: FhirResponse,
  requestId: string,
  ms: number,
) => void;

export function createAccessLog(write: ((line: Record<string, unknown>) => void) | undefined): AccessLog {
  if (!write) return () => undefined;
  return (message, answer, requestId, ms) => {
    write({
      requestId,
      method: message.method,
      what: shapeOf(message.url ?? ''),
      status: answer.status,
      ms: Math.round(ms * 100) / 100,
      bytes: (answer.bytes ?? answer.body)?.length ?? answer.content?.size ?? 0,
    });
  };
}

/** `/fhir/Patient/123/_history/4?x=y` → `/fhir/Patient/_/_history/_` */
function shapeOf(url: string): string {
  const mark = url.indexOf('?');
  return (mark === -1 ? url : url.slice(0, mark))
    .split('/')
    .slice(0, 7)
    .map((part) =>
      part === 'fhir' ||
      /^(_history|_search|metadata|health|\$[a-z-]{1,30}|[A-Z][A-Za-z]{2,40})$/.test(part) ||
      part === ''
        ? part
        : '_',
    )
    .join('/');
}
