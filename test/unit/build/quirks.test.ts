import { describe, expect, it } from "vitest";
import { avoidQuirks } from "../../../host/build/quirks.ts";

describe("quirks of the parser", () => {
  it("reads a variable before the call that may change it", () => {
    expect(avoidQuirks("!function(){var a=1;function f(){a=5}a+=f()}();")).toContain("a=a+f()");
    expect(avoidQuirks("a.b-=f()||1;")).toBe("a.b=a.b-(f()||1);");
    expect(avoidQuirks("a.b-=-f();")).toBe("a.b=a.b-(-f());");
  });

  it("leaves what nothing else writes", () => {
    const script = "!function(){var a=1;a+=f(),a+=2,a.b+=c}();";
    expect(avoidQuirks(script)).toBe(script);
  });

  it("keeps a number apart from the word before it", () => {
    expect(avoidQuirks("function f(){return.3}")).toBe("function f(){return 3e-1}");
  });
});
