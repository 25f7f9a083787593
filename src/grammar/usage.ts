import type { CommandSyntax } from './spec.js';

/** `route add SOURCE GROUP --iif IF --oif IF[:MINTTL]… [FLAGS]`: the arguments, and the flags that are needed. */
export function usageOf({ id, args, flags, usage }: CommandSyntax): string {
  if (usage !== null) return usage;
  const argWords = Object.values(args).map(({ label, required, needed, isRest }) => {
    const shown = isRest === true ? `${label}…` : label;
    return required || needed === true ? shown : `[${shown}]`;
  });
  const flagWords = Object.entries(flags).flatMap(([name, spec]) =>
    spec.kind === 'option' && spec.needed === true ? [`--${name} ${spec.label}${spec.multiple ? '…' : ''}`] : [],
  );
  return [id, ...argWords, ...flagWords, '[FLAGS]'].join(' ');
}
