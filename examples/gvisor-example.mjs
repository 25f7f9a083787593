/** The documented example of gVisor's route table (example_test.go), through the library. Prints the same four lines. */
import { defaultConfig, ManualClock, Packet, RouteTable, SECOND_NS } from 'mcast-lab';

const clock = new ManualClock();
clock.advance(10 * SECOND_NS);
const table = new RouteTable();
table.init(defaultConfig(clock));

// gVisor's example uses one address for the source and the group.
const key = { source: '192.168.1.1', group: '192.168.1.1' };
const packet = new Packet({ ...key, iif: 1, payload: 'hello' });

// Without a route, the packet is queued, and an event asks for a route.
const answer = table.getRouteOrInsertPending(key, packet);
if (answer.state === 'NoRouteFoundAndPendingInserted') console.log('emitMissingRouteEvent');
console.log('deliverPktLocally');

// Installing the route returns the queued packets, to be forwarded.
const route = table.newInstalledRoute({ expectedInputInterface: 1, outgoingInterfaces: [{ id: 2, minTtl: 10 }] });
for (const _pending of table.addInstalledRoute(key, route)) console.log('forwardPkt');
console.log(`Last used timestamp: ${table.getLastUsedTimestamp(key)}`);
