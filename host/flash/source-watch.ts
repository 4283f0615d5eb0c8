// Tells when a source of a build was saved. Watches folders, not files: editors put a new file in the
// place of the old one. Reads none.
import { type FSWatcher, watch } from "node:fs";
import { basename, dirname } from "node:path";

/** What one save comes as: a file that is emptied and then written, or written and then renamed. */
const SETTLE_MS = 40;

export class SourceWatch {
  readonly #folders = new Map<string, { readonly watcher: FSWatcher; names: Set<string> }>();
  readonly #changed: () => void;
  #timer: NodeJS.Timeout | undefined;
  #isAny = false;

  /** @param changed a source was saved, and no more of it comes */
  constructor(changed: () => void) {
    this.#changed = changed;
  }

  /**
   * These from now on, beside those before: what was not found may be found again.
   * @param isAny every file of their folders: one that was missing may have come
   */
  add(sources: readonly string[], isAny: boolean): void {
    this.#isAny = isAny;
    for (const source of sources) {
      const folder = dirname(source);
      const known = this.#folders.get(folder) ?? this.#open(folder);
      known?.names.add(basename(source));
    }
  }

  #open(folder: string) {
    try {
      const watcher = watch(folder, (_event, name) => this.#heard(folder, name));
      // A folder that goes away: whatever is saved there next is another one.
      watcher.on("error", () => {
        watcher.close();
        this.#folders.delete(folder);
      });
      const opened = { watcher, names: new Set<string>() };
      this.#folders.set(folder, opened);
      return opened;
    } catch {
      // The build says what is wrong with it.
      return undefined;
    }
  }

  #heard(folder: string, name: string | null): void {
    const isSource = name === null || this.#folders.get(folder)?.names.has(name);
    if (!isSource && !this.#isAny) return;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(this.#changed, SETTLE_MS);
  }

  close(): void {
    clearTimeout(this.#timer);
    for (const { watcher } of this.#folders.values()) watcher.close();
    this.#folders.clear();
  }
}
