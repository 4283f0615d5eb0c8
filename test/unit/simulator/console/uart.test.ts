// The receiver of the console port: 4096 bytes, XOFF above 3071, XON below 1535.
import { expect, it } from "vitest";
import { Uart } from "../../../../host/simulator/console/uart.ts";

function uartBench() {
  const sent: number[] = [];
  let receive: (bytes: Uint8Array) => void = () => {};
  const uart = new Uart({
    send: (bytes) => sent.push(...bytes),
    listen(to) {
      receive = to;
    },
  });
  uart.isOn = true;
  return { uart, sent, receive: (count: number) => receive(new Uint8Array(count)) };
}

it("says XOFF once when it fills, and XON when it has been emptied", () => {
  const { uart, sent, receive } = uartBench();
  receive(3071);
  expect(sent).toEqual([]);
  receive(1);
  receive(1);
  expect(sent).toEqual([0x13]);
  expect(uart.take()).toHaveLength(3073);
  expect(sent).toEqual([0x13, 0x11]);
  expect(uart.take()).toBeUndefined();
  expect(sent).toEqual([0x13, 0x11]);
});

it("loses what does not fit", () => {
  const { uart, receive } = uartBench();
  receive(4000);
  receive(4000);
  expect(uart.take()).toHaveLength(4096);
});

it("loses what comes while the chip boots, and what waited at its reset", () => {
  const { uart, sent, receive } = uartBench();
  let woken = 0;
  uart.onReceived = () => woken++;
  receive(4000);
  expect(woken).toBe(1);
  uart.reset();
  receive(10);
  expect(woken).toBe(1);
  uart.isOn = true;
  expect(uart.take()).toBeUndefined();
  expect(sent).toEqual([0x13]);
});
