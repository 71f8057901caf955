import { useSyncExternalStore } from 'react';

/** A value that several components share and the browser may keep. */
export interface Store<Value> {
  readonly get: () => Value;
  readonly set: (next: Value) => void;
  readonly subscribe: (listener: () => void) => () => void;
}

function read<Value>(storage: Storage, key: string, fallback: Value): Value {
  try {
    const text = storage.getItem(key);
    return text === null ? fallback : (JSON.parse(text) as Value);
  } catch {
    // Storage may be forbidden or hold something old: the fallback is always right.
    return fallback;
  }
}

function write(storage: Storage, key: string, value: unknown): void {
  try {
    if (value === null || value === undefined) storage.removeItem(key);
    else storage.setItem(key, JSON.stringify(value));
  } catch {
    // A full or forbidden storage costs the memory of a preference, nothing else.
  }
}

/** A store kept in `storage` under `muniment-<name>`. */
export function createStore<Value>(name: string, fallback: Value, storage: () => Storage): Store<Value> {
  const key = `muniment-${name}`;
  const listeners = new Set<() => void>();
  let value = read(storage(), key, fallback);
  return {
    get: () => value,
    set: (next) => {
      value = next;
      write(storage(), key, next);
      for (const listener of listeners) listener();
    },
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

/** Kept for all tabs, for good. */
export const localStore = <Value>(name: string, fallback: Value) => createStore(name, fallback, () => localStorage);

/** Kept for this tab, until it closes. */
export const tabStore = <Value>(name: string, fallback: Value) => createStore(name, fallback, () => sessionStorage);

export const useStore = <Value>(store: Store<Value>): Value => useSyncExternalStore(store.subscribe, store.get);
