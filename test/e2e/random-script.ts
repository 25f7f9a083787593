/** Numbers from 0 to 1 that look random, and are the same for the same seed (mulberry32). */
function randomNumbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** What stands for a name in braces: mostly what leads somewhere, and now and then what is refused. */
const WORDS: Readonly<Record<string, readonly string[]>> = {
  pair: [
    '10.0.1.9 239.1.1.1',
    '10.0.1.9 239.1.1.1',
    '10.0.1.8 239.1.1.1',
    'fc00:1::9 ff0e::a',
    'fc00:1::9 ff0e::a',
    '10.0.1.9 ff0e::a',
    '224.0.0.1 239.1.1.1',
  ],
  iif: ['eth1', 'eth1', 'eth1', 'eth4', '1', 'dmz', 'eth9'],
  oif: ['eth2', 'eth3', 'eth2 --oif eth3:10', '2:0', 'eth2 --oif eth2', 'dmz', 'eth1'],
  ttl: ['64', '64', '10', '9', '1', '0', '256'],
  time: ['1ns', '1s', '5s', '9.999999999s', '10s', '10s1ns', '1m', '5'],
  family: ['', '--family ipv4', '--family ipv6'],
  onOff: ['on', 'on', 'off'],
  upDown: ['up', 'down'],
  router: ['r1', 'r2', 'r2', 'r3', '9'],
  group: ['239.1.1.1', 'ff0e::a', '10.0.0.1'],
  payload: ["''", "'a b'", '"it\'s"', '\\"', '--payload', 'é\u{2028}', '#no'],
  section: ['', 'clock', 'interfaces', 'routes', 'pending', 'packets', 'counters', 'events', 'all', 'nothing'],
  number: ['1', '1', '1', '2', '5', '300'],
  compared: ['0', '1', '>=1', '!=3', '<2', 'x'],
};

/** Commands, as often as they are to come. A line of a script that is itself a script is one step in a shell and several within a script. */
const TEMPLATES: readonly (readonly [weight: number, template: string])[] = [
  [14, 'inject {pair} --iif {iif} --ttl {ttl}'],
  [6, 'inject {pair} --iif {iif} --count {number} --interval {time}'],
  [3, 'inject {pair} --iif {iif} --payload={payload} --fail-on-drop'],
  [3, 'inject {pair} --iif {iif} --ttl {ttl} --explain'],
  [14, 'route add {pair} --iif {iif} --oif {oif}'],
  [3, 'route rm {pair}'],
  [1, 'route rm --all --yes'],
  [3, 'route show {pair}'],
  [3, 'route touch {pair} --at {time}'],
  [10, 'advance-clock {time}'],
  [4, 'advance-clock --next'],
  [2, 'advance-clock {time} --dry-run'],
  [4, 'show {section}'],
  [2, 'draw --packet {number}'],
  [2, 'draw --route {pair} --format dot'],
  [2, 'timeline'],
  [3, 'iface add dmz --address 10.0.9.1/24'],
  [1, 'iface rm {iif}'],
  [2, 'iface set {iif} --forwarding {onOff} {family}'],
  [3, 'iface join {iif} {group}'],
  [3, 'iface leave {iif} {group}'],
  [1, 'forwarding on {family}'],
  [1, 'forwarding off {family}'],
  [2, 'expect route {pair} --packets={compared}'],
  [2, 'expect no route {pair}'],
  [2, 'expect pending --count={compared}'],
  [2, 'expect no pending --expired yes'],
  [2, 'expect interface --count={compared}'],
  [2, 'expect no interface dmz'],
  [2, 'expect event missingRoute --number={compared}'],
  [2, 'expect no event --at={time}'],
  [2, 'expect timer ipv4 --fires-at={time}'],
  [2, 'expect no timer'],
  [2, 'expect packet {number} forwarded --ttl={compared}'],
  [2, 'expect no packet queued --iif {iif}'],
  [2, 'expect last-packet forwarded --oif {oif}'],
  [2, 'expect counter forwardingErrors = {number}'],
  [2, 'expect clock = {time}'],
  [2, 'expect forwarding {onOff}'],
  [2, 'expect refused ROUTE_NOT_FOUND -- route rm {pair}'],
  [4, 'explain {pair} --iif {iif} --ttl {ttl}'],
  [4, 'explain route {pair}'],
  [2, 'wait --until pending-empty'],
  [2, 'wait --until route-idle {time} --limit {time}'],
  [14, 'undo {number}'],
  [10, 'redo {number}'],
  [2, 'undo --dry-run'],
  [2, 'log {number}'],
  [2, 'log'],
  [2, 'log --script'],
  [2, 'diff @-{number}'],
  [2, 'diff @{number} @0'],
  [2, 'watch --once'],
  [2, 'router add {router}'],
  [1, 'router rm {router}'],
  [1, 'router use {router}'],
  [1, 'router list'],
  [2, 'link add r1:{iif} {router}:{iif}'],
  [1, 'link rm l1'],
  [1, 'link set l1 {upDown}'],
  [1, 'link list'],
  [2, 'host add h1 --on {iif}'],
  [1, 'host rm h1'],
  [2, 'host join h1 {group}'],
  [1, 'host leave h1 {group}'],
  [1, 'host list'],
  [2, 'send h1 {group}'],
  [1, 'unicast add 10.9.0.0/16 --via {iif}'],
  [1, 'unicast rm 10.9.0.0/16'],
  [1, 'unicast compute'],
  [1, 'unicast list'],
  [1, 'daemon start ssm'],
  [1, 'daemon stop'],
  [1, 'daemon list'],
  [1, 'originate 10.0.1.1 239.1.1.1 --oif {iif}'],
  [1, 'stack set assert {onOff}'],
  [1, 'vif add {iif}'],
  [1, 'vif rm 1'],
  [1, 'init'],
  [1, 'init --force --queue-size {number}'],
  [2, 'session path'],
  [2, 'tour'],
  [1, 'completion fish'],
  [2, 'frob {time}'],
  [2, 'version'],
];

/** So many lines of every kind, the same for the same seed. */
export function randomScript(seed: number, length: number): string[] {
  const random = randomNumbers(seed);
  const among = <Value>(values: readonly Value[], otherwise: Value): Value =>
    values[Math.floor(random() * values.length)] ?? otherwise;
  const templates = TEMPLATES.flatMap(([weight, template]) => Array.from({ length: weight }, () => template));
  return Array.from({ length }, () =>
    among(templates, '').replaceAll(/\{(\w+)\}/g, (_, name: string) => among(WORDS[name] ?? [], '')),
  );
}
