// Why a chip started, as its register has it (ESP-IDF, esp_rom_sys.h).

export const POWER_ON_RESET = 1;
/** Also what a watchdog of ESP-IDF ends in: it panics, and restarts by software. */
export const SOFTWARE_RESET = 12;
