// The global ESP32 (targets/esp32/jswrap_esp32.c), as far as a program can call it without sleeping.
import type { Realm } from "./realm.ts";

export interface Esp32Surroundings {
  /** esp_restart(): no `kill` event. */
  readonly restart: () => void;
  readonly eraseBootCode: () => void;
  readonly bluetooth: { isOn: boolean };
}

const NAMES = ["ESP32"];

export function installEsp32(
  realm: Realm,
  { restart, eraseBootCode, bluetooth }: Esp32Surroundings,
): void {
  const switchAndRestart = (): void => {
    // "removes saved code from Flash, resets the board"
    eraseBootCode();
    restart();
  };
  realm.provide(NAMES, () =>
    realm.object({
      reboot: restart,
      enableBLE(isOn: unknown): void {
        bluetooth.isOn = Boolean(isOn);
        switchAndRestart();
      },
      enableWifi: switchAndRestart,
      setAtten(): void {},
      getWakeupCause: (): number => 0,
      getState: () =>
        realm.object({
          sdkVersion: "v4.4",
          freeHeap: 60_000,
          BLE: bluetooth.isOn,
          Wifi: true,
          minHeap: 50_000,
        }),
    }),
  );
}
