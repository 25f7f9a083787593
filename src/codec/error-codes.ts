/** Codes of the errors of reading a session file. */
export const CODEC_ERROR_CODES = ['SESSION_CORRUPT', 'SESSION_NEWER_VERSION', 'SESSION_NOT_OURS'] as const;
export type CodecErrorCode = (typeof CODEC_ERROR_CODES)[number];
