/** Codes of the errors that operations add to the core's. */
export const OPS_ERROR_CODES = ['NO_TIMER', 'PACKET_NOT_FOUND', 'TIME_IN_FUTURE', 'TIME_IN_PAST'] as const;
