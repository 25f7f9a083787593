/** Maximum size of a frame, regardless of the size that a terminal reports. */
export const MAX_SIDE = 500;
