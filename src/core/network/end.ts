/** An interface of a router, as one end of a link. */
export interface LinkEnd {
  /** Name of the router. */
  readonly router: string;
  readonly interfaceId: number;
}

export function sameEnd(a: LinkEnd, b: LinkEnd): boolean {
  return a.interfaceId === b.interfaceId && a.router === b.router;
}
