import type { Lab } from '../../core/lab.js';

/** The router of a row, in a lab of several routers, links or hosts. */
export function routerField({ network }: Lab, router: string): { readonly router?: string } {
  return network.isSingle ? {} : { router };
}
