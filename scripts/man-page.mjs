/** The manual page, made of the definitions of the commands and of the overview that `mcast --help` prints. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);

/** The text of mcast.1. Everything that it reads is built by then. */
export function manPage() {
  const { COMMANDS } = require('../dist/cli/oclif-commands.cjs');
  const { ENVIRONMENT, GROUPS, MAIN_COMMANDS, READ_ON, globalFlags } = require('../dist/cli/oclif.cjs');
  const { version, description, oclif, homepage } = JSON.parse(readFileSync('package.json', 'utf8'));
  const commands = Object.entries(COMMANDS).filter(([, { hidden }]) => hidden !== true);
  const named = (name) => commands.find(([id]) => id === name.replaceAll(' ', ':'))?.[1];
  return [
    `.TH MCAST 1 "" "mcast-lab ${version}" "User Commands"`,
    section('NAME', [`mcast \\- ${roff('a multicast router that you can hold still')}`]),
    section('SYNOPSIS', ['.B mcast', roff('[COMMAND [ARGUMENT]... [FLAG]...]')]),
    section('DESCRIPTION', [
      roff(`${description}.`),
      '.PP',
      roff('Without a command, mcast starts a prompt on a terminal; with input from a pipe, it executes the lines as a script.'),
    ]),
    section(
      'MAIN COMMANDS',
      MAIN_COMMANDS.map((name) => item(name, named(name).summary)),
    ),
    ...GROUPS.map(({ title, names }) =>
      section(
        title,
        names.map((name) => item(name, named(name)?.summary ?? oclif.topics[name].description)),
      ),
    ),
    section(
      'GLOBAL FLAGS',
      globalFlags().map(([name, does]) => item(name, does)),
    ),
    section(
      'COMMANDS',
      commands.flatMap(([id, command]) => describeCommand(id.replaceAll(':', ' '), command)),
    ),
    section('EXIT STATUS', exitCodes()),
    section(
      'ENVIRONMENT',
      ENVIRONMENT.map(([name, does]) => item(name, does)),
    ),
    section('SEE ALSO', [...READ_ON.map(([line, does]) => item(line, does)), '.PP', roff(homepage.replace('#readme', ''))]),
  ].join('\n');
}

function describeCommand(id, { summary, description, usage, args, flags, examples }) {
  const own = Object.entries(flags).filter(([, { helpGroup }]) => helpGroup === undefined);
  return [
    `.SS ${quoted(`mcast ${id}`)}`,
    roff(`${summary[0].toUpperCase()}${summary.slice(1)}.`),
    '.PP',
    `.B ${quoted(`mcast ${usage}`)}`,
    ...(description === undefined ? [] : ['.PP', roff(description)]),
    ...Object.entries(args).map(([name, { description: does, options }]) => item(name, withOptions(does, options))),
    ...own.map(([name, flag]) => item(flagOf(name, flag), withOptions(flag.summary, flag.options))),
    ...examples.flatMap(({ description: does, command }) => [
      '.PP',
      roff(`Example: ${does}`),
      '.RS',
      '.nf',
      roff(command.replace('<%= config.bin %>', 'mcast')),
      '.fi',
      '.RE',
    ]),
  ];
}

function flagOf(name, { char, helpValue }) {
  return `${char === undefined ? '' : `-${char}, `}--${name}${helpValue === undefined ? '' : ` ${helpValue}`}`;
}

function withOptions(summary, options) {
  return options === undefined ? summary : `${summary} (one of: ${options.join(', ')})`;
}

/** The table of exit codes of the documentation. */
function exitCodes() {
  const [, table] = /\n## Exit codes\n([\s\S]*?)\n## /.exec(readFileSync('docs/sessions.md', 'utf8'));
  return [...table.matchAll(/^\| (\d+) +\| (.*?) *\|$/gm)].map(([, code, meaning]) => item(code, meaning));
}

function section(title, lines) {
  return [`.SH ${quoted(title)}`, ...lines].join('\n');
}

function item(term, text) {
  return `.TP\n.B ${quoted(term)}\n${roff(text)}`;
}

/** A word or a phrase as the one argument of a macro. */
function quoted(text) {
  return `"${escaped(text).replaceAll('"', '\\(dq')}"`;
}

/** Text as lines of their own: none is read as a macro. */
function roff(text) {
  return escaped(text).replaceAll(/^([.'])/gm, '\\&$1');
}

function escaped(text) {
  return text
    .replaceAll('\\', '\\e')
    .replaceAll('-', '\\-')
    .replaceAll(/[\u0080-\uffff]/g, (sign) => `\\[u${sign.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}]`);
}
