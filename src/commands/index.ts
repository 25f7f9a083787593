import type { CommandSpec } from '../execute/definition.js';
import advanceClock from './advance-clock.js';
import compare from './compare.js';
import complete from './complete.js';
import completion from './completion.js';
import diff from './diff.js';
import draw from './draw.js';
import { EXPECT_COMMANDS } from './expect.js';
import explainRoute from './explain/route.js';
import explain from './explain.js';
import forwardingOff from './forwarding/off.js';
import forwardingOn from './forwarding/on.js';
import ifaceAdd from './iface/add.js';
import ifaceJoin from './iface/join.js';
import ifaceLeave from './iface/leave.js';
import ifaceRm from './iface/rm.js';
import ifaceSet from './iface/set.js';
import init from './init.js';
import inject from './inject.js';
import { LESSON_COMMANDS } from './lesson.js';
import log from './log.js';
import { DAEMON_COMMANDS } from './network/daemon.js';
import { HOST_COMMANDS } from './network/host.js';
import { LINK_COMMANDS } from './network/link.js';
import { ROUTER_COMMANDS } from './network/router.js';
import { UNICAST_COMMANDS } from './network/unicast.js';
import originate from './originate.js';
import redo from './redo.js';
import repl from './repl.js';
import routeAdd from './route/add.js';
import routeRm from './route/rm.js';
import routeShow from './route/show.js';
import routeTouch from './route/touch.js';
import run from './run.js';
import sessionCheck from './session/check.js';
import sessionCopy from './session/copy.js';
import sessionList from './session/list.js';
import sessionPath from './session/path.js';
import sessionRemove from './session/remove.js';
import sessionRename from './session/rename.js';
import sessionUse from './session/use.js';
import show from './show.js';
import stackSet from './stack/set.js';
import test from './test.js';
import timeline from './timeline.js';
import tour from './tour.js';
import undo from './undo.js';
import vifAdd from './vif/add.js';
import vifRm from './vif/rm.js';
import wait from './wait.js';
import watch from './watch.js';

/** All commands, in the order of help. */
export const COMMANDS: readonly CommandSpec[] = [
  init,
  routeAdd,
  routeRm,
  routeShow,
  routeTouch,
  inject,
  originate,
  explain,
  explainRoute,
  advanceClock,
  show,
  draw,
  timeline,
  ifaceAdd,
  ifaceRm,
  ifaceSet,
  ifaceJoin,
  ifaceLeave,
  forwardingOn,
  forwardingOff,
  stackSet,
  vifAdd,
  vifRm,
  ...ROUTER_COMMANDS,
  ...LINK_COMMANDS,
  ...HOST_COMMANDS,
  ...UNICAST_COMMANDS,
  ...DAEMON_COMMANDS,
  ...EXPECT_COMMANDS,
  wait,
  repl,
  watch,
  run,
  test,
  compare,
  undo,
  redo,
  log,
  diff,
  sessionList,
  sessionUse,
  sessionPath,
  sessionCopy,
  sessionRename,
  sessionRemove,
  sessionCheck,
  tour,
  ...LESSON_COMMANDS,
  completion,
  complete,
];
