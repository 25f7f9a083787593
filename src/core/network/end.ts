/** An interface of a router, as one end of a link. */
export interface LinkEnd {
  /** Name of the router. */
  readonly router: string;
  readonly interfaceId: number;
}

/** `r1:2`: the router and the id of the interface. Equal exactly when the ends are. */
export function endText({ router, interfaceId }: LinkEnd): string {
  return `${router}:${interfaceId}`;
}

export function sameEnd(a: LinkEnd, b: LinkEnd): boolean {
  return a.interfaceId === b.interfaceId && a.router === b.router;
}
