import { DEFAULT_STACK } from '../core/stack.js';
import type { InitResult } from '../ops/init.js';
import { count } from './phrase.js';
import type { Style } from './style.js';

export function renderInit(result: InitResult & { readonly session: string }, style: Style): string {
  const { interfaces, maxPendingQueueSize, anyAddress, session, stack } = result;
  const names = interfaces.map(({ name }) => name);
  const range = names.length > 2 ? `${names[0]} to ${names.at(-1)}` : names.join(' and ');
  const nics = names.length === 0 ? 'no interfaces' : `${count(names.length, 'interface')}, ${range}`;
  const any = anyAddress ? '; any pair of addresses may be a key' : '';
  const rules = stack === DEFAULT_STACK ? '' : `; stack ${stack}`;
  return `${style.paint('good', 'started')} session ${session}: ${nics}; forwarding on; queue size ${maxPendingQueueSize}${any}${rules}`;
}
