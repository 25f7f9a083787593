import type { Arg, Flag } from '@oclif/core/interfaces';
import { COMMANDS as SPECS } from '../commands/index.js';
import type { CommandSpec } from '../execute/definition.js';
import { allFlags } from '../grammar/globals.js';
import type { ArgSpec, FlagSpec } from '../grammar/spec.js';
import { usageOf } from '../grammar/usage.js';
import { Command } from './lazy/oclif.js';
import { runCommand } from './main.js';

/** The commands as oclif knows them, by id: what its help, its manifest and other oclif programs work with. */
export const COMMANDS: Readonly<Record<string, typeof Command>> = Object.fromEntries(
  SPECS.map((spec) => [spec.id.replaceAll(' ', ':'), toOclifCommand(spec)]),
);

/** An oclif class whose run is the one that the program's own dispatch takes, so that both ways do and print the same. */
function toOclifCommand(spec: CommandSpec): typeof Command {
  return class extends Command {
    static override id = spec.id.replaceAll(' ', ':');
    static override summary = spec.summary;
    static override hidden = spec.hidden;
    static override description = spec.description;
    static override examples = spec.examples.map(({ does, line }) => ({
      description: does,
      command: `<%= config.bin %> ${line}`,
    }));
    static override usage = usageOf(spec);
    static override strict = true;
    static override args = Object.fromEntries(Object.entries(spec.args).map(([, arg]) => [arg.label, toOclifArg(arg)]));
    static override flags = Object.fromEntries(
      Object.entries(allFlags(spec)).map(([name, flag]) => [name, toOclifFlag(name, flag, name in spec.flags)]),
    );

    override async run(): Promise<void> {
      this.parsed = true;
      process.exitCode = await runCommand(spec, this.argv, this.config.root);
    }
  };
}

function toOclifArg({ label, summary, required, needed, options }: ArgSpec): Arg<unknown> {
  const arg = {
    name: label,
    description: summary,
    required: required || needed === true,
    ignoreStdin: true,
    input: [],
    type: 'option',
    parse: async (text: string) => text,
    ...(options !== undefined && { options: [...options] }),
  };
  return arg;
}

function toOclifFlag(name: string, spec: FlagSpec, isOwn: boolean): Flag<unknown> {
  const group = isOwn ? {} : { helpGroup: 'GLOBAL' };
  if (spec.kind === 'switch') {
    return {
      name,
      summary: spec.summary,
      type: 'boolean',
      allowNo: false,
      parse: async (given: boolean) => given,
      ...(spec.short !== undefined && { char: spec.short }),
      ...group,
    } as Flag<unknown>;
  }
  const shownDefault = spec.defaultText === undefined ? '' : ` (default: ${spec.defaultText})`;
  return {
    name,
    summary: `${spec.summary}${shownDefault}`,
    type: 'option',
    input: [],
    multiple: spec.multiple,
    helpValue: spec.label,
    ...(spec.short !== undefined && { char: spec.short }),
    ...(spec.aliases !== undefined && { aliases: [...spec.aliases] }),
    ...(spec.separator !== undefined && { delimiter: spec.separator }),
    parse: async (text: string) => text,
    ...(spec.options !== undefined && { options: [...spec.options] }),
    ...group,
  } as Flag<unknown>;
}
