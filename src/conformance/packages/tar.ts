// Reads a tar archive as FHIR packages are: regular files and folders in ustar, long names as pax or GNU tar writes
// them. Everything else is refused, and so is every name that would lead out of the archive's own folder.

export interface TarLimits {
  /** Bytes of all files, and of one. */
  totalMax: number;
  fileMax: number;
  filesMax: number;
}

export interface TarFile {
  /** Relative, with `/`, without `.` and `..`. */
  name: string;
  content: Buffer;
}

/** What the archive is, or does, that a package must not. One clear line. */
export class BadArchive extends Error {}

const BLOCK = 512;
const REGULAR: ReadonlySet<string> = new Set(['0', '\0']);
const FOLDER = '5';
const PAX = 'x';
const PAX_GLOBAL = 'g';
const GNU_LONG_NAME = 'L';
const OTHERS: Readonly<Record<string, string>> = {
  '1': 'a hard link',
  '2': 'a symbolic link',
  '3': 'a device',
  '4': 'a device',
  '6': 'a pipe',
};
/** A pax header holds a name and little else. */
const HEADER_MAX = 64 * 1024;

/** Throws BadArchive. */
export async function* readTar(
  chunks: AsyncIterable<Buffer | Uint8Array>,
  limits: TarLimits,
): AsyncGenerator<TarFile> {
  const blocks = new BlockReader(chunks);
  try {
    yield* filesIn(blocks, limits);
  } finally {
    await blocks.close();
  }
}

async function* filesIn(blocks: BlockReader, limits: TarLimits): AsyncGenerator<TarFile> {
  const seen = new Set<string>();
  let [total, headers] = [0, 0];
  let longName: string | undefined;
  for (;;) {
    // A file has a header, and may have others with its name; folders have one each.
    if (++headers > 4 * limits.filesMax)
      throw new BadArchive(`The archive holds more than ${limits.filesMax} files.`);
    const header = await blocks.take(BLOCK);
    if (header === undefined) throw new BadArchive('The archive ends in the middle: it is not whole.');
    // Two blocks of nothing end an archive; what follows is filling.
    if (header.every((byte) => byte === 0)) return;
    checkSum(header);
    const type = String.fromCharCode(header[156]!);
    const size = octal(header, 124, 12);
    const name: string = longName ?? nameIn(header);
    if (type === PAX || type === PAX_GLOBAL || type === GNU_LONG_NAME) {
      if (size > HEADER_MAX) throw new BadArchive('The archive has a header that is too long.');
      const content = await contentOf(blocks, size);
      if (type === GNU_LONG_NAME) longName = text(content, 0, content.length);
      if (type === PAX) longName = paxPath(content) ?? longName;
      continue;
    }
    longName = undefined;
    const safe = safeName(name);
    if (type === FOLDER) continue;
    if (!REGULAR.has(type))
      throw new BadArchive(
        `The archive holds ${OTHERS[type] ?? `an entry of type ${JSON.stringify(type)}`}, ${shown(name)}: only files belong in a package.`,
      );
    total += size;
    if (size > limits.fileMax) throw new BadArchive(`${shown(name)} is larger than ${limits.fileMax} bytes.`);
    if (total > limits.totalMax)
      throw new BadArchive(`The archive unpacks to more than ${limits.totalMax} bytes.`);
    if (seen.size >= limits.filesMax)
      throw new BadArchive(`The archive holds more than ${limits.filesMax} files.`);
    // Some file systems take names of another case for the same.
    const folded = safe.toLowerCase();
    if (seen.has(folded)) throw new BadArchive(`The archive holds ${shown(name)} twice.`);
    seen.add(folded);
    yield { name: safe, content: await contentOf(blocks, size) };
  }
}

async function contentOf(blocks: BlockReader, size: number): Promise<Buffer> {
  const padded = Math.ceil(size / BLOCK) * BLOCK;
  const content = await blocks.take(padded);
  if (!content) throw new BadArchive('The archive ends in the middle: it is not whole.');
  return content.subarray(0, size);
}

function checkSum(header: Buffer): void {
  let sum = 0;
  for (let i = 0; i < BLOCK; i++) sum += i >= 148 && i < 156 ? 0x20 : header[i]!;
  if (sum !== octal(header, 148, 8)) throw new BadArchive('This is no tar archive, or a damaged one.');
}

/** Throws for sizes that tar writes in another way because they are beyond 8 GiB. */
function octal(header: Buffer, from: number, length: number): number {
  const digits = header
    .toString('latin1', from, from + length)
    .replace(/[\0 ]+$/, '')
    .trim();
  if (!/^[0-7]{0,11}$/.test(digits)) throw new BadArchive('The archive has a header that cannot be read.');
  return digits === '' ? 0 : Number.parseInt(digits, 8);
}

function nameIn(header: Buffer): string {
  const name = text(header, 0, 100);
  const isUstar = header.toString('latin1', 257, 262) === 'ustar';
  const prefix = isUstar ? text(header, 345, 155) : '';
  return prefix === '' ? name : `${prefix}/${name}`;
}

function text(bytes: Buffer, from: number, length: number): string {
  const part = bytes.subarray(from, from + length);
  const end = part.indexOf(0);
  return part.toString('utf8', 0, end < 0 ? part.length : end);
}

/** `27 path=package/long.json\n`, one record after the other. */
function paxPath(content: Buffer): string | undefined {
  let path: string | undefined;
  for (let at = 0; at < content.length; ) {
    const space = content.indexOf(0x20, at);
    const length = Number.parseInt(content.toString('latin1', at, space), 10);
    if (space < 0 || !(length > space - at))
      throw new BadArchive('The archive has a header that cannot be read.');
    const record = content.toString('utf8', space + 1, at + length - 1);
    if (record.startsWith('path=')) path = record.slice(5);
    at += length;
  }
  return path;
}

function safeName(name: string): string {
  const parts = name.split('/').filter((part) => part !== '' && part !== '.');
  const isBad =
    name.startsWith('/') ||
    /[\\\0:]/.test(name) ||
    parts.includes('..') ||
    parts.length === 0 ||
    name.length > 400;
  if (isBad)
    throw new BadArchive(
      `The archive holds a file named ${shown(name)}, which does not belong in a package.`,
    );
  return parts.join('/');
}

function shown(name: string): string {
  return JSON.stringify(name.slice(0, 100));
}

/** Any number of bytes at a time out of chunks of any size. */
class BlockReader {
  private readonly chunks: AsyncIterator<Buffer | Uint8Array>;
  private held: Buffer[] = [];
  private length = 0;

  constructor(chunks: AsyncIterable<Buffer | Uint8Array>) {
    this.chunks = chunks[Symbol.asyncIterator]();
  }

  /** The rest is left unread. */
  async close(): Promise<void> {
    await this.chunks.return?.();
  }

  /** undefined: there is less. */
  async take(size: number): Promise<Buffer | undefined> {
    while (this.length < size) {
      const { value, done } = await this.chunks.next();
      if (done) return undefined;
      this.held.push(Buffer.from(value));
      this.length += value.length;
    }
    const all = this.held.length === 1 ? this.held[0]! : Buffer.concat(this.held);
    this.held = [all.subarray(size)];
    this.length -= size;
    return all.subarray(0, size);
  }
}
