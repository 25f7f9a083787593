export { runScript } from '../../script/script.js';
export { runTests } from '../../testing/run-tests.js';
