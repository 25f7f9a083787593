import type { CommandSpec } from './definition.js';

/** `route add SOURCE GROUP --iif IF --oif IF[:MINTTL]…`: the arguments, and the flags that are needed. */
export function usageOf({ id, args, flags }: CommandSpec): string {
  const argWords = Object.values(args).map(({ label, required }) => (required || hasNeededFlags(flags) ? label : `[${label}]`));
  const flagWords = Object.entries(flags).flatMap(([name, spec]) =>
    spec.kind === 'option' && spec.needed === true ? [`--${name} ${spec.label}${spec.multiple ? '…' : ''}`] : [],
  );
  const hasMore = Object.values(flags).some((spec) => spec.kind === 'switch' || spec.needed !== true);
  return [id, ...argWords, ...flagWords, ...(hasMore ? ['[FLAGS]'] : [])].join(' ');
}

function hasNeededFlags(flags: CommandSpec['flags']): boolean {
  return Object.values(flags).some((spec) => spec.kind === 'option' && spec.needed === true);
}
