/** Codes of the errors of reading, writing and locking files. */
export const FILE_ERROR_CODES = ['SESSION_LOCKED', 'SESSION_NOT_READABLE', 'SESSION_NOT_WRITABLE'] as const;
