import type { ArgSpecs, FlagSpecs } from '../grammar/spec.js';
import type { Job, LabJob, Loader } from './definition.js';

/** A job that is done at one router, if one is named. */
export function onRouter(job: Job | Loader, router: string | null): Job | Loader {
  if (router === null) return job;
  if (typeof job === 'function') return async (program) => atRouter(await job(program), router);
  return atRouter(job, router);
}

function atRouter(job: Job, router: string): Job {
  if (job.on !== 'lab') return job;
  const { run, steps } = job;
  const narrowed: LabJob = { ...job, run: (lab) => run(lab.narrowedTo(router)) };
  if (steps === undefined) return narrowed;
  const isLong = (lab: Parameters<typeof steps.isLong>[0]) => steps.isLong(() => lab()?.narrowedTo(router) ?? null);
  return { ...narrowed, steps: { run: (lab) => steps.run(lab.narrowedTo(router)), isLong } };
}

/** The router that the first interface on a line names, as in `r2:eth1`; null if none does. */
export function routerIn(
  specs: { readonly args: ArgSpecs; readonly flags: FlagSpecs },
  line: { readonly args: object; readonly flags: object },
): string | null {
  const values = new Map<string, unknown>([...Object.entries(line.args), ...Object.entries(line.flags)]);
  for (const [name, spec] of [...Object.entries(specs.args), ...Object.entries(specs.flags)]) {
    if (!('completes' in spec) || (spec.completes !== 'interface' && spec.completes !== 'interface-output')) continue;
    const router = routerOf(values.get(name));
    if (router !== null) return router;
  }
  return null;
}

function routerOf(value: unknown): string | null {
  if (typeof value === 'string') return /^([A-Za-z][^:]*):./.exec(value)?.[1] ?? null;
  if (Array.isArray(value)) return value.map(routerOf).find((router) => router !== null) ?? null;
  return typeof value === 'object' && value !== null && 'oif' in value ? routerOf(value.oif) : null;
}
