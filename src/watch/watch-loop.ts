import type { Style } from '../render/style.js';
import type { Frame, Looking, Subject } from '../render/watch/frame.js';
import { drawFrame } from '../render/watch/frame.js';
import { MAX_SIDE } from '../render/watch/size.js';
import type { SessionRef } from '../session/session-ref.js';
import { follow } from './follow.js';
import { lookAround } from './look-around.js';
import { PaintedScreen } from './painted-screen.js';
import type { Stepper } from './stepper.js';
import { readKeys, readRest } from './typed-keys.js';

/** How long an Escape waits for the rest of a key, in milliseconds. */
const ESCAPE_MS = 50;

/** However often the session changes, it is read again only after so many milliseconds, and as long as reading it took. */
const MIN_PAUSE_MS = 40;

/** Signals that end the program. */
const DEADLY = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT'] as const;

/** What of a terminal has no size. */
const USUAL_SIZE = { columns: 80, rows: 24 };

/** What is watched, and by whom. */
export interface Watching {
  /** Where the session is. */
  readonly place: () => SessionRef;
  /** Looks at the session, and says what is to be drawn. */
  readonly look: () => Subject;
  readonly first: Looking;
  readonly style: Style;
  /** Null if the keys change nothing. */
  readonly stepper: Stepper | null;
  /** Writes to the terminal, and returns why it could not. */
  readonly write: (text: string) => string | null;
}

/** Where keys come from. */
type Keyboard = NodeJS.EventEmitter & {
  readonly setRawMode: (isRaw: boolean) => unknown;
  readonly resume: () => unknown;
  readonly pause: () => unknown;
};

/** What knows how large the terminal is, and tells when that changes. */
type Window = NodeJS.EventEmitter & { readonly columns?: number; readonly rows?: number };

/** A screen that shows a session as it is, until the user leaves. */
export class WatchLoop {
  readonly #watching: Watching;
  readonly #input: Keyboard;
  readonly #output: Window;
  readonly #process: NodeJS.Process;
  readonly #screen: PaintedScreen;
  readonly #undo: (() => void)[] = [];
  #subject: Subject;
  #looking: Looking;
  #panes: Frame['panes'] = {};
  #reading: NodeJS.Timeout | null = null;
  #notBefore = 0;
  #typed = '';
  #escape: NodeJS.Timeout | null = null;
  /** Resolves once the keys that were pressed are executed. */
  #steps = Promise.resolve();
  #end: (error: unknown) => void = () => {};

  constructor(watching: Watching, input: Keyboard, output: Window, process: NodeJS.Process) {
    this.#process = process;
    this.#watching = watching;
    this.#input = input;
    this.#output = output;
    this.#screen = new PaintedScreen(watching.write);
    this.#looking = watching.first;
    this.#subject = watching.look();
  }

  /** Shows the session until the user leaves. Always restores the terminal. */
  async run(): Promise<void> {
    const ended = new Promise<void>((resolve, reject) => {
      this.#end = (error) => (error === null ? resolve() : reject(error));
    });
    try {
      this.#begin();
      await ended;
    } finally {
      this.#leaveTerminal();
      for (const undo of this.#undo.reverse()) undo();
    }
  }

  #begin(): void {
    this.#on(this.#process, 'exit', () => this.#leaveTerminal());
    this.#on(this.#process, 'uncaughtExceptionMonitor', () => this.#leaveTerminal());
    for (const signal of DEADLY) this.#on(this.#process, signal, () => this.#die(signal));
    this.#on(this.#process, 'SIGTSTP', () => this.#stop());
    this.#on(this.#process, 'SIGCONT', () => this.#guarded(() => this.#goOn()));
    this.#on(this.#output, 'resize', () => this.#guarded(() => this.#repaint()));
    this.#on(this.#input, 'data', (chunk: Buffer | string) => this.#guarded(() => this.#type(chunk.toString())));
    for (const event of ['end', 'error']) this.#on(this.#input, event, () => this.#end(null));
    const following = follow(this.#watching.place, () => this.#guarded(() => this.#readSoon()));
    this.#undo.push(() => following.stop());
    this.#takeTerminal();
  }

  #on(emitter: NodeJS.EventEmitter, event: string, listener: (...values: Buffer[]) => void): void {
    emitter.on(event, listener);
    this.#undo.push(() => emitter.off(event, listener));
  }

  /** An error ends the loop, and is reported once the terminal is restored. */
  #guarded(action: () => void): void {
    try {
      action();
    } catch (error) {
      this.#end(error);
    }
  }

  #takeTerminal(): void {
    this.#input.setRawMode(true);
    this.#input.resume();
    this.#screen.enter();
    this.#paint();
  }

  /** What was changed while the terminal was somebody else's may have been noticed, but not read. */
  #goOn(): void {
    this.#takeTerminal();
    this.#readSoon();
  }

  #leaveTerminal(): void {
    this.#screen.leave();
    if (this.#reading !== null) clearTimeout(this.#reading);
    if (this.#escape !== null) clearTimeout(this.#escape);
    [this.#reading, this.#escape] = [null, null];
    try {
      this.#input.setRawMode(false);
    } catch (error) {
      // The terminal may be gone.
      if (!(error instanceof Error)) throw error;
    }
    this.#input.pause();
  }

  /** Ends as the signal would have ended it. */
  #die(signal: NodeJS.Signals): void {
    this.#leaveTerminal();
    for (const undo of this.#undo.splice(0).reverse()) undo();
    this.#process.kill(this.#process.pid, signal);
  }

  /** Stops as the signal would have; on continuing, repaints everything. */
  #stop(): void {
    this.#leaveTerminal();
    this.#process.kill(this.#process.pid, 'SIGSTOP');
  }

  #readSoon(): void {
    if (this.#reading !== null) return;
    const wait = Math.max(0, this.#notBefore - performance.now());
    this.#reading = setTimeout(() => this.#guarded(() => this.#read(null)), wait);
  }

  /** @param message what is to be said of it, or null */
  #read(message: string | null): void {
    this.#reading = null;
    const from = performance.now();
    this.#looking = { ...this.#looking, message };
    this.#subject = this.#watching.look();
    this.#paint();
    const until = performance.now();
    this.#notBefore = until + Math.max(MIN_PAUSE_MS, until - from);
  }

  #repaint(): void {
    this.#screen.forget();
    this.#paint();
  }

  #paint(): void {
    const { columns = 0, rows = 0 } = this.#output;
    const isKnown = columns > 0 && rows > 0;
    const size = isKnown ? { columns: Math.min(columns, MAX_SIDE), rows: Math.min(rows, MAX_SIDE) } : USUAL_SIZE;
    const { style, stepper } = this.#watching;
    const frame = drawFrame(this.#subject, this.#looking, { ...size, style, keys: { isInteractive: stepper !== null } });
    this.#panes = frame.panes;
    if (!this.#screen.paint(frame.lines)) this.#end(null);
  }

  #type(text: string): void {
    if (this.#escape !== null) clearTimeout(this.#escape);
    this.#escape = null;
    const { keys, rest } = readKeys(this.#typed + text);
    this.#typed = rest;
    for (const key of keys) this.#press(key);
    if (rest === '') return;
    this.#escape = setTimeout(() => {
      const late = this.#typed;
      this.#typed = '';
      this.#guarded(() => {
        for (const key of readRest(late)) this.#press(key);
      });
    }, ESCAPE_MS);
  }

  #press(key: string): void {
    if (key === 'q' || key === 'Q' || key === 'ctrl-c' || key === 'ctrl-d') this.#end(null);
    else if (key === 'ctrl-z') this.#process.kill(0, 'SIGTSTP');
    else if (key === 'ctrl-l') this.#repaint();
    else if (this.#watching.stepper?.knows(key) === true) this.#queueStep(this.#watching.stepper, key);
    else this.#look(lookAround(this.#looking, key, this.#panes));
  }

  #look(looking: Looking | null): void {
    if (looking === null) return;
    this.#looking = looking;
    this.#paint();
  }

  /** Keys may be pressed faster than they are executed. */
  #queueStep(stepper: Stepper, key: string): void {
    this.#steps = this.#steps.then(async () => this.#read(await stepper.step(key))).catch((error: unknown) => this.#end(error));
  }
}
