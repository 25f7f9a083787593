import { LabError } from '../errors.js';
import { quoteText } from '../printable.js';
import type { LinkEnd } from './end.js';
import { endText, sameEnd } from './end.js';

/** How long a copy is under way by default, in nanoseconds. */
export const DEFAULT_DELAY_NS = 1_000_000;

/** A link: a segment with two or more ends. What leaves by one end arrives at all others. */
export interface Link {
  readonly name: string;
  /** In the order given. */
  readonly ends: readonly LinkEnd[];
  /** How long a copy is under way. */
  readonly delayNs: number;
  /** Whether it carries packets. */
  readonly isUp: boolean;
}

/** The links of a lab, each with a unique name. An interface is an end of at most one. */
export class Links implements Iterable<Link> {
  readonly #byName = new Map<string, Link>();
  readonly #byEnd = new Map<string, Link>();
  readonly #nameOf: (end: LinkEnd) => string;

  /** @param nameOf the name of an end, for messages */
  constructor(nameOf: (end: LinkEnd) => string) {
    this.#nameOf = nameOf;
  }

  /** In the order in which they were added. */
  [Symbol.iterator](): Iterator<Link> {
    return this.#byName.values();
  }

  get size(): number {
    return this.#byName.size;
  }

  get(name: string): Link | null {
    return this.#byName.get(name) ?? null;
  }

  /** The link that an interface is an end of, or null. */
  at(end: LinkEnd): Link | null {
    return this.#byEnd.get(endText(end)) ?? null;
  }

  /** @throws LabError `LINK_NOT_FOUND` */
  require(name: string): Link {
    const found = this.get(name);
    if (found !== null) return found;
    throw new LabError('LINK_NOT_FOUND', `there is no link ${quoteText(name)}`, null, {
      kind: 'names',
      of: 'links',
      names: [...this.#byName.keys()],
    });
  }

  /** The smallest `lN` that no link is called. */
  freeName(): string {
    let number = 1;
    while (this.#byName.has(`l${number}`)) number += 1;
    return `l${number}`;
  }

  /** @throws LabError `ALREADY_LINKED` if an end is taken, `BAD_LINK` if it has no two different ends, `DUPLICATE_LINK` if the name is taken */
  add(link: Link): void {
    for (const [index, end] of link.ends.entries()) {
      const taken = this.at(end);
      if (taken !== null) {
        const data = { kind: 'linked', link: taken.name } as const;
        throw new LabError('ALREADY_LINKED', `${this.#nameOf(end)} is already an end of link ${taken.name}`, null, data);
      }
      if (link.ends.findIndex((other) => sameEnd(other, end)) < index) {
        throw new LabError('BAD_LINK', 'an interface can be only one end of a link');
      }
    }
    if (link.ends.length < 2) throw new LabError('BAD_LINK', 'a link needs two or more interfaces');
    if (this.#byName.has(link.name)) {
      throw new LabError('DUPLICATE_LINK', `there is already a link named ${quoteText(link.name)}`, 'Choose another name.');
    }
    this.replace(link);
  }

  /** Puts a link in place of the one with its name and ends. */
  replace(link: Link): void {
    this.#byName.set(link.name, link);
    for (const end of link.ends) this.#byEnd.set(endText(end), link);
  }

  remove({ name, ends }: Link): void {
    this.#byName.delete(name);
    for (const end of ends) this.#byEnd.delete(endText(end));
  }
}
