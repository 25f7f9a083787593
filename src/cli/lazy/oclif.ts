import { Command } from '@oclif/core/command';
import { Config } from '@oclif/core/config';
import { Help } from '@oclif/core/help';

export { Command };

/** oclif's help, kept instead of printed: what is printed goes one way, which knows about pipes and full disks. */
class KeptHelp extends Help {
  readonly lines: string[] = [];

  protected override log(...args: string[]): void {
    this.lines.push(args.join(' '));
  }
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
