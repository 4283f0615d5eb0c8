// Socket errors as an `error` event carries them (socketerrors.c). Only the ones that can occur here.

export const SOCKET_ERRORS = {
  CLOSED: { code: -1, message: "connection closed" },
  UNSENT_DATA: { code: -8, message: "unsent data" },
} as const;
