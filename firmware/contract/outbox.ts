// The file of a board's Storage that keeps readings over a restart. The host makes it, erased, when it
// flashes; the firmware never does.

export const OUTBOX = "outbox";
