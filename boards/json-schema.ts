// boards/board.schema.json, made from the shape, so that an editor completes and checks a board file.
// The rules between the parts of a file are no part of it: `espulse boards FILE` names those.
import * as z from "zod";
import { boardShape } from "./board-schema.ts";

export function boardJsonSchema(): string {
  const schema = z.toJSONSchema(boardShape, { io: "input", target: "draft-7" });
  const { $schema, ...rest } = schema;
  const head = { $schema, title: "A board that Espulse builds firmware for" };
  return `${JSON.stringify({ ...head, ...rest }, null, 2)}\n`;
}
