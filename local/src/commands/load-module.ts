/** Loads a module that only some commands need, by a path relative to this folder. */
export async function load<T>(path: string): Promise<T> {
  return (await import(new URL(path, import.meta.url).href)) as T;
}
