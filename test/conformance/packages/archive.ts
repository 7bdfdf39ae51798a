// Tar archives for tests, also such as no honest program writes.

import { gzipSync } from 'node:zlib';

export interface ArchiveEntry {
  name: string;
  content?: string;
  /** ustar type; a regular file when absent. */
  type?: string;
  /** What a link leads to. */
  link?: string;
  /** The header says so many bytes. */
  size?: number;
}

export function archive(entries: readonly ArchiveEntry[]): Buffer {
  return gzipSync(Buffer.concat([...entries.flatMap(blocks), Buffer.alloc(1024)]));
}

function blocks({ name, content = '', type = '0', link = '', size }: ArchiveEntry): Buffer[] {
  const bytes = Buffer.from(content);
  const head = Buffer.alloc(512);
  head.write(name, 0, 100, 'utf8');
  head.write('0000644\0', 100);
  head.write((size ?? bytes.length).toString(8).padStart(11, '0'), 124);
  head.write('        ', 148);
  head.write(type, 156);
  head.write(link, 157, 100, 'utf8');
  head.write('ustar\u000000', 257);
  const sum = head.reduce((total, byte) => total + byte, 0);
  head.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
  return [head, bytes, Buffer.alloc((512 - (bytes.length % 512)) % 512)];
}

/** A package of these resources. */
export function packageOf(manifest: object, resources: readonly object[] = []): Buffer {
  return archive([
    { name: 'package/package.json', content: JSON.stringify(manifest) },
    ...resources.map((resource, at) => ({
      name: `package/file-${at}.json`,
      content: JSON.stringify(resource),
    })),
  ]);
}
