// A reading as it goes on the wire (contract/telemetry.ts).
// @native-text: numbers are whole, or thousandths of whole numbers.

/** `values` in thousandths, NaN for null; `offset` is UTC less `up`, 0 while that is not known. */
export function readingText(
  boot: string,
  channels: string,
  seq: number,
  up: number,
  offset: number,
  skip: number,
  isQueued: boolean,
  values: ArrayLike<number>,
): string {
  let text = `{"v":1,"boot":"${boot}","seq":${seq},"up":${up}`;
  if (offset) text += `,"t":${up + offset}`;
  if (skip) text += `,"skip":${skip}`;
  if (isQueued) text += ',"q":1';
  text += ',"d":{';
  const names = channels.split(",");
  for (let i = 0; i < names.length; i++) {
    const value: number = values[i];
    text += `${i ? ',"' : '"'}${names[i]}":${isNaN(value) ? "null" : value / 1000}`;
  }
  return `${text}}}`;
}
