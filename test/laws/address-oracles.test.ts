import { isIPv4, isIPv6 } from 'node:net';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Address } from '../../src/core/address.js';
import { LabError } from '../../src/core/errors.js';

const RUNS = { seed: 4_291, numRuns: 10_000 };

/** The canonical text of an address, or null if it is refused. */
function parse(text: string): string | null {
  try {
    return Address.parse(text).text;
  } catch (error) {
    if (error instanceof LabError && error.code === 'BAD_ADDRESS') return null;
    throw error;
  }
}

/** The canonical text as browsers have it. */
function canonicalByUrl(text: string): string {
  return new URL(`http://[${text}]/`).hostname.slice(1, -1);
}

const octets = fc.constantFrom(
  '0',
  '1',
  '9',
  '10',
  '99',
  '100',
  '199',
  '249',
  '250',
  '255',
  '256',
  '260',
  '300',
  '00',
  '01',
  '1a',
  '',
);
const hexGroups = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom('0', '0', '0', '1', 'ff', 'FFFF', '00ff', '0000', 'ffff') },
  { weight: 1, arbitrary: fc.constantFrom('10000', 'g', '00000', '-1', '1.2.3.4', '') },
);
const ipv4Likes = fc.array(octets, { minLength: 3, maxLength: 5 }).map((parts) => parts.join('.'));
const ipv6Likes = fc.array(hexGroups, { minLength: 7, maxLength: 9 }).map((groups) => groups.join(':'));

/** Pieces of addresses, put together at random: what no list of cases would think of. */
const patchworks = fc
  .array(fc.constantFrom(':', '::', '.', '1', '0', 'ffff', '1.2.3.4', '12.3.4.5', '01', '%', 'eth0', '255', '256', ' '), {
    maxLength: 12,
  })
  .map((pieces) => pieces.join(''));

/** A good address with one character in place of another, one more or one less. */
const misprints = fc
  .tuple(
    fc.oneof(fc.ipV4(), fc.ipV6()),
    fc.nat(),
    fc.integer({ min: 0, max: 1 }),
    fc.constantFrom('', ':', '.', '0', 'f', '%', '::'),
  )
  .map(([text, at, removed, added]) => {
    const index = at % (text.length + 1);
    return text.slice(0, index) + added + text.slice(index + removed);
  });

/** Addresses of many zeros, which can be shortened in more than one way, and IPv4-mapped ones. */
const goodIpv6 = fc.oneof(
  fc.ipV6(),
  fc
    .array(fc.constantFrom('0', '0', '0000', '1', '0a0B', 'FFFF'), { minLength: 8, maxLength: 8 })
    .map((groups) => groups.join(':')),
  fc
    .tuple(fc.constantFrom('::', '::ffff:', '::FFFF:0:', '1::', '0:0:0:0:0:ffff:', '64:ff9b::'), fc.ipV4())
    .map((parts) => parts.join('')),
);

describe('what node takes for an address is one, and nothing else', () => {
  it.each([
    ['four numbers, good and bad', ipv4Likes],
    ['eight groups, good and bad', ipv6Likes],
    ['pieces put together', patchworks],
    ['misprints', misprints],
    ['IPv4 addresses', fc.ipV4()],
    ['IPv6 addresses', goodIpv6],
    ['any text', fc.string()],
  ])('%s', (_what, texts: fc.Arbitrary<string>) => {
    fc.assert(
      fc.property(texts, (text) => {
        // A zone belongs to a host and is none of an address's; it is refused on purpose.
        const expected = isIPv4(text) || (isIPv6(text) && !text.includes('%'));
        expect(parse(text) !== null, JSON.stringify(text)).toBe(expected);
      }),
      RUNS,
    );
  });
});

describe('the canonical text', () => {
  it('of an IPv4 address is the text that it was read from', () => {
    fc.assert(
      fc.property(fc.ipV4(), (text) => {
        expect(parse(text)).toBe(text);
      }),
      RUNS,
    );
  });

  it('of an IPv6 address is the one that a URL has, but for IPv4-mapped ones, which are the same address', () => {
    fc.assert(
      fc.property(goodIpv6, (text) => {
        const canonical = parse(text) ?? '';
        const byUrl = canonicalByUrl(text);
        if (canonical.startsWith('::ffff:') && canonical.includes('.')) {
          expect(canonicalByUrl(canonical)).toBe(byUrl);
          expect(parse(byUrl)).toBe(canonical);
        } else {
          expect(canonical).toBe(byUrl);
        }
      }),
      RUNS,
    );
  });

  it('is its own canonical text', () => {
    fc.assert(
      fc.property(fc.oneof(fc.ipV4(), goodIpv6), (text) => {
        const canonical = parse(text) ?? '';
        expect(parse(canonical)).toBe(canonical);
      }),
      RUNS,
    );
  });
});
