import { CODEC_ERROR_CODES } from '../codec/error-codes.js';
import { CORE_ERROR_CODES } from '../core/errors.js';
import { FILE_ERROR_CODES } from '../files/error-codes.js';
import { LESSON_ERROR_CODES } from '../lesson/error-codes.js';
import { OPS_ERROR_CODES } from '../ops/error-codes.js';
import { SESSION_ERROR_CODES } from '../session/error-codes.js';

const COMMAND_ERROR_CODES = [
  'DIFFERENT',
  'EXPECTATION_NOT_MET',
  'HISTORY_INCOMPLETE',
  'NOTHING_TO_REDO',
  'PACKETS_DROPPED',
  'STEP_NOT_FOUND',
  'WAIT_LIMIT_REACHED',
] as const;

/** Every error code that a command can end with, in alphabetical order. */
export const ERROR_CODES = [
  ...CORE_ERROR_CODES,
  ...CODEC_ERROR_CODES,
  ...OPS_ERROR_CODES,
  ...FILE_ERROR_CODES,
  ...SESSION_ERROR_CODES,
  ...LESSON_ERROR_CODES,
  ...COMMAND_ERROR_CODES,
].sort();
export type ErrorCode = (typeof ERROR_CODES)[number];
