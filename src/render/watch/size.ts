/** A picture is drawn this wide and this high at most: no screen is larger, whatever a terminal says of itself. */
export const MAX_SIDE = 500;
