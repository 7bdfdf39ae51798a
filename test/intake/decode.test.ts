import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { createGb18030Encoder } from '../../mappings/gb18030.ts';
import { chooseEncoding, decode, looksGarbled } from '../../src/intake/decode.ts';

const encode = createGb18030Encoder();

async function* cut(bytes: Uint8Array, size: number): AsyncIterable<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

async function textOf(bytes: Uint8Array, encoding: 'gb18030' | 'utf-8', size = 7): Promise<string> {
  let text = '';
  for await (const piece of decode(cut(bytes, size), encoding)) text += piece;
  return text;
}

describe('Decoding', () => {
  it('takes the byte order mark before anything else', () => {
    expect(chooseEncoding(Buffer.from('\uFEFF姓名'), 'gb18030', () => false)).toBe('utf-8');
    expect(chooseEncoding(Buffer.from('\uFEFFa', 'utf16le'), 'gb18030', () => false)).toBe('utf-16le');
  });

  it('takes the declared encoding when the header is found in it', () => {
    expect(chooseEncoding(encode('姓名'), 'gb18030', (text) => text.includes('姓名'))).toBe('gb18030');
  });

  it('turns to UTF-8 when only there the header is found', () => {
    expect(chooseEncoding(Buffer.from('姓名'), 'gb18030', (text) => text.includes('姓名'))).toBe('utf-8');
  });

  it('refuses bytes that are no text', () => {
    expect(() => chooseEncoding(Uint8Array.of(0x50, 0x4b, 0xff, 0xff), 'gb18030', () => true)).toThrow(
      /neither in UTF-8/,
    );
  });

  it('reads characters whose second byte is a separator, and rare ones of four bytes', async () => {
    const bytes = encode('李某瑋|東,㛃');
    expect([...bytes]).toEqual(expect.arrayContaining([0xac, 0x7c, 0x82, 0x30, 0xb7, 0x31]));
    expect(await textOf(bytes, 'gb18030', 1)).toBe('李某瑋|東,㛃');
  });

  it('names the line of a byte that does not belong', async () => {
    const bytes = Buffer.concat([encode('一\n二\n'), Uint8Array.of(0xff), encode('三\n')]);
    await expect(textOf(bytes, 'gb18030', 4)).rejects.toMatchObject({
      issues: [{ line: 3, rule: 'encoding' }],
    });
  });

  it('refuses text that an earlier conversion destroyed, wherever the pieces are cut', async () => {
    for (const size of [1, 2, 5, 100]) {
      const bytes = encode('姓名\n好\n锟斤拷\n');
      await expect(textOf(bytes, 'gb18030', size)).rejects.toMatchObject({
        issues: [{ line: 3, rule: 'text-lost' }],
      });
    }
  });

  it('knows text that was read in a wrong encoding', () => {
    const names = '姓名,性别,出生日期';
    expect(looksGarbled(new TextDecoder('windows-1252').decode(Buffer.from(names)))).toBe(true);
    expect(
      looksGarbled(
        new TextDecoder('gb18030').decode(
          Buffer.from('筛查学生ID,学籍号,姓名,证件号,性别,出生日期,年级,班级'),
        ),
      ),
    ).toBe(true);
    expect(looksGarbled(names)).toBe(false);
  });

  it('gives back what was encoded, in pieces of any size', async () => {
    const text = fc.string({ unit: fc.constantFrom('a', '瑋', '㛃', '，', '\n', '０', '·', 'é') });
    await fc.assert(
      fc.asyncProperty(text, fc.integer({ min: 1, max: 9 }), async (written, size) => {
        expect(await textOf(encode(written), 'gb18030', size)).toBe(written);
      }),
    );
  });
});
