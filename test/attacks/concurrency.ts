import type { Attack, AttackOptions, AttackResult } from './attack.js';
import { inScratch, runBeside, runIn } from './scratch.js';

const PROCESSES = 8;
const KEY = ['10.0.1.9', '239.1.1.1', '--iif', 'eth1'];

/** Processes that change one session without a pause. */
export const concurrency: Attack = {
  name: 'concurrency',
  attack: `${PROCESSES} processes, changing commands each, one session, no delay`,
  figure: 'changes present afterwards; ids and log gapless; every process exit 0',
  short: 2 * PROCESSES,
  full: 250 * PROCESSES,
  run: (options) => inScratch((folder) => attackIn(folder, options)),
};

async function attackIn(folder: string, { count: asked, report }: AttackOptions): Promise<AttackResult> {
  const each = Math.ceil(asked / PROCESSES);
  const count = each * PROCESSES;
  const failures: string[] = [];
  let done = 0;
  const worker = async (number: number) => {
    for (let at = 0; at < each; at += 1) {
      const { code, stderr } = await runBeside(folder, ['inject', ...KEY, '--payload', payloadOf(number, at), '--quiet']);
      if (code !== 0 || stderr !== '') failures.push(`change ${payloadOf(number, at)}: exit ${code}, ${stderr.trim()}`);
      done += 1;
      report(done);
    }
  };
  runIn(folder, ['init']);
  runIn(folder, ['route', 'add', ...KEY, '--oif', 'eth2']);
  await Promise.all(Array.from({ length: PROCESSES }, (_, number) => worker(number)));
  const logged = loggedPayloads(folder);
  const all = Array.from({ length: PROCESSES }, (_, number) => Array.from({ length: each }, (__, at) => payloadOf(number, at)));
  const passed = all.flat().filter((payload) => logged.get(payload) === 1).length;
  if (logged.size !== count) failures.push(`${logged.size} different changes are in the log`);
  const { packetsReceived } = JSON.parse(runIn(folder, ['show', 'counters', '--json']).stdout).counters.ipv4;
  if (packetsReceived !== count) failures.push(`${packetsReceived} packets were received`);
  const [{ id }] = JSON.parse(runIn(folder, ['inject', ...KEY, '--json']).stdout).packets;
  if (id !== count + 1) failures.push(`the next packet has number ${id}`);
  return { count, passed, failures };
}

/** A payload of its own tells whose change each one is. */
function payloadOf(number: number, at: number): string {
  return `${number}.${at}`;
}

/** How often each payload stands in the log. */
function loggedPayloads(folder: string): Map<string, number> {
  const logged = new Map<string, number>();
  for (const [, payload = ''] of runIn(folder, ['log', '--script']).stdout.matchAll(/--payload (\S+)/g)) {
    logged.set(payload, (logged.get(payload) ?? 0) + 1);
  }
  return logged;
}
