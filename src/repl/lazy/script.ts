export { runScript } from '../script.js';
export { runTests } from '../tests.js';
