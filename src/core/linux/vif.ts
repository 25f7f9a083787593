import { addToCount } from '../counters.js';
import { missingVif } from '../interface.js';

/** Vifs have the numbers 0 to 31. Source: Linux `MAXVIFS`, `MAXMIFS`. */
export const MAX_VIFS = 32;

/** A virtual interface: the number by which routes refer to an interface. Its counts start at zero when it is added. */
export interface Vif {
  readonly number: number;
  readonly interfaceId: number;
  packetsIn: number;
  bytesIn: number;
  packetsOut: number;
  bytesOut: number;
}

/** The vifs of one family. Source: Linux `vif_add`, `vif_delete`, `ipmr_find_vif`. */
export class VifTable {
  readonly #byNumber: (Vif | null)[] = new Array<Vif | null>(MAX_VIFS).fill(null);

  get(number: number): Vif | null {
    return this.#byNumber[number] ?? null;
  }

  /** The id of the interface of a vif, or what stands for it if there is no such vif. */
  interfaceOf(number: number): number {
    return this.get(number)?.interfaceId ?? missingVif(number);
  }

  /** The lowest number that no vif has, or null. */
  firstFree(): number | null {
    const number = this.#byNumber.indexOf(null);
    return number === -1 ? null : number;
  }

  /** The vif that counts for packets arriving on an interface: the one with the highest number, or null. */
  ofInterface(interfaceId: number): Vif | null {
    for (let number = MAX_VIFS - 1; number >= 0; number -= 1) {
      const vif = this.get(number);
      if (vif !== null && vif.interfaceId === interfaceId) return vif;
    }
    return null;
  }

  /** Whether a number is free. */
  canAdd(number: number): Refused<'VIF_OUT_OF_RANGE' | 'VIF_IN_USE'> {
    if (!Number.isInteger(number) || number < 0 || number >= MAX_VIFS) return 'VIF_OUT_OF_RANGE';
    return this.get(number) === null ? null : 'VIF_IN_USE';
  }

  add(number: number, interfaceId: number): Refused<'VIF_OUT_OF_RANGE' | 'VIF_IN_USE'> {
    const refused = this.canAdd(number);
    if (refused !== null) return refused;
    this.#byNumber[number] = { number, interfaceId, packetsIn: 0, bytesIn: 0, packetsOut: 0, bytesOut: 0 };
    return null;
  }

  remove(number: number): Refused<'VIF_NOT_FOUND'> {
    if (this.get(number) === null) return 'VIF_NOT_FOUND';
    this.#byNumber[number] = null;
    return null;
  }

  /** Removes the vifs of an interface that has gone. */
  removeInterface(interfaceId: number): void {
    for (const vif of this.list()) if (vif.interfaceId === interfaceId) this.remove(vif.number);
  }

  clear(): void {
    this.#byNumber.fill(null);
  }

  /** In the order of their numbers. */
  list(): readonly Readonly<Vif>[] {
    return this.#byNumber.filter((vif) => vif !== null);
  }

  /** Puts back vifs with their counts, as {@link list} gave them. */
  restore(vifs: readonly Readonly<Vif>[]): void {
    this.clear();
    for (const vif of vifs) this.#byNumber[vif.number] = { ...vif };
  }
}

/** Null if it was done, else the code of the refusal. */
export type Refused<Code> = Code | null;

/** Counts a packet that came in for a route of this parent. */
export function countIn(vif: Vif, bytes: number): void {
  vif.packetsIn = addToCount(vif.packetsIn, 1);
  vif.bytesIn = addToCount(vif.bytesIn, bytes);
}

/** Counts a copy that leaves. */
export function countOut(vif: Vif, bytes: number): void {
  vif.packetsOut = addToCount(vif.packetsOut, 1);
  vif.bytesOut = addToCount(vif.bytesOut, bytes);
}
