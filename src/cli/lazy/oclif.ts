import { Command } from '@oclif/core/command';
import { Config } from '@oclif/core/config';
import { Help } from '@oclif/core/help';
import { COMMANDS } from '../../commands/index.js';
import { GLOBAL_FLAGS } from '../../grammar/globals.js';
import { ENVIRONMENT, GROUPS, MAIN_COMMANDS, READ_ON } from '../overview.js';

export { Command, ENVIRONMENT, GROUPS, MAIN_COMMANDS, READ_ON };

/** oclif's help, kept instead of printed: what is printed goes one way, which knows about pipes and full disks. */
class KeptHelp extends Help {
  readonly lines: string[] = [];

  protected override log(...args: string[]): void {
    this.lines.push(args.join(' '));
  }

  /** Our commands by what one does, in place of an alphabetical list. */
  protected override async showRootHelp(): Promise<void> {
    const { pjson, userAgent } = this.config;
    this.log(this.wrap(pjson.description ?? ''));
    this.#list('USAGE', [
      ['$ mcast COMMAND', 'execute one command'],
      ['$ mcast', 'start a prompt; with input from a pipe, execute it as a script'],
    ]);
    this.#mainCommands();
    for (const { title, names } of GROUPS)
      this.#list(
        title,
        names.map((name) => [name, this.#summaryOf(name)]),
      );
    this.#list('GLOBAL FLAGS', globalFlags());
    this.#list('ENVIRONMENT', ENVIRONMENT);
    this.#list('READ ON', READ_ON);
    this.log(`\n${this.section('VERSION', userAgent)}`);
  }

  #mainCommands(): void {
    const parts = MAIN_COMMANDS.map((name) => {
      const line = COMMANDS.find(({ id }) => id === name)?.examples[0]?.line ?? name;
      return `${this.#table([[name, this.#summaryOf(name)]])}\n${this.indent(`$ mcast ${line}`, 4)}`;
    });
    this.log(`\n${this.section('MAIN COMMANDS', parts.join('\n'))}`);
  }

  #list(title: string, rows: readonly (readonly [string, string])[]): void {
    this.log(`\n${this.section(title, this.#table(rows))}`);
  }

  #table(rows: readonly (readonly [string, string])[]): string {
    const widest = Math.max(...rows.map(([name]) => name.length), NAME_COLUMNS);
    return this.renderList(
      rows.map(([name, does]) => [name.padEnd(widest), does]),
      { indentation: 2 },
    );
  }

  /** What a command or a topic does: a topic is one if commands lie below it. */
  #summaryOf(name: string): string {
    const topic = this.config.findTopic(name.replaceAll(' ', ':'));
    return COMMANDS.find(({ id }) => id === name)?.summary ?? topic?.description ?? '';
  }
}

/** Columns of the names in lists, so that the lists stand below each other. */
const NAME_COLUMNS = 13;

/** The flags that every command has, as lists show them. */
export function globalFlags(): [string, string][] {
  return Object.entries(GLOBAL_FLAGS).map(([name, flag]) => {
    const short = 'short' in flag ? `-${flag.short}, ` : '';
    const value = 'label' in flag ? ` ${flag.label}` : '';
    return [`${short}--${name}${value}`, flag.summary];
  });
}

/**
 * oclif's help on a command, a topic or, without words, on everything.
 *
 * @param root folder of the package
 */
export async function helpText(root: string, words: readonly string[]): Promise<string> {
  const config = await Config.load({ root });
  const help = new KeptHelp(config, config.pjson.oclif.helpOptions);
  await help.showHelp(words.length === 0 ? [] : [words.join(':'), '--help']);
  return help.lines.join('\n').trimEnd();
}

/** What the program's version is, with Node's and the system's. */
export async function versionText(root: string): Promise<string> {
  return (await Config.load({ root })).userAgent;
}
