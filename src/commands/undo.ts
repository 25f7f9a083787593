import { moveCommand } from './move.js';

export default moveCommand('undo');
