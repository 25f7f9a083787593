import type { DaemonRules, DaemonSettings } from '../core/network/daemon.js';
import { denseRules } from './dense.js';
import { scriptRules } from './script.js';
import { sparseRules } from './sparse.js';

/** The rules that a daemon with these settings follows. @throws LabError `USAGE` if its script cannot be read */
export function rulesOf(settings: DaemonSettings): DaemonRules {
  switch (settings.kind) {
    case 'ssm':
    case 'sparse':
      return sparseRules(settings);
    case 'dense':
      return denseRules();
    case 'script':
      return scriptRules(settings.script);
  }
}
