// require() and Modules (jswrap_modules.c): built-in first, then a Storage file of that name.
import type { Realm } from "./realm.ts";

const NAMES = ["Modules"];

export function installModules(
  realm: Realm,
  builtIn: Readonly<Record<string, () => object>>,
  readFile: (name: string) => string | undefined,
): void {
  const loaded = new Map<string, unknown>();

  const evaluated = (code: string, name: string): unknown => {
    const module = realm.object({ exports: realm.object({}) });
    const body = realm.run(`(function (exports, module) {${code}\n})`, name) as (
      this: unknown,
      exports: unknown,
      module: unknown,
    ) => void;
    body.call(module.exports, module.exports, module);
    return module.exports;
  };

  realm.define("require", (name: unknown): unknown => {
    if (typeof name !== "string") {
      throw realm.typeError(`Expecting module name as a string, got ${typeof name}`);
    }
    if (loaded.has(name)) return loaded.get(name);
    let exports: unknown = Object.hasOwn(builtIn, name) ? builtIn[name]!() : undefined;
    if (exports === undefined) {
      const code = readFile(name);
      if (code === undefined) throw realm.error(`Module "${name}" not found`);
      exports = evaluated(code, name);
    }
    loaded.set(name, exports);
    return exports;
  });
  realm.provide(NAMES, () =>
    realm.object({
      getCached: () => realm.array([...loaded.keys()]),
      removeCached: (name: unknown) => void loaded.delete(String(name)),
      removeAllCached: () => loaded.clear(),
      addCached(name: unknown, source: unknown): void {
        const exports =
          typeof source === "function" ? source() : evaluated(String(source), String(name));
        loaded.set(String(name), exports);
      },
    }),
  );
}
