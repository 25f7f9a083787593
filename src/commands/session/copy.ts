import { fromToCommand } from './from-to.js';

export default fromToCommand('copy', 'copied');
