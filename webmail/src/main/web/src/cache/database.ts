/** What lies in the database means this. Another version is not read: it is a cache, and is made anew. */
export enum CacheVersion {
  /** One snapshot of lists and rows, bodies by message, changes that wait by tab. */
  First = 1,
  /** Besides, messages that are being written, by tab and number. */
  Drafts = 2,
}

const NOW = CacheVersion.Drafts
const STORES = ['snapshot', 'body', 'outbox', 'draft'] as const
export type StoreName = (typeof STORES)[number]

/** A small database of the browser: values by key, in a few stores. */
export class Database {
  private readonly base: IDBDatabase

  private constructor(base: IDBDatabase) {
    this.base = base
  }

  /** Opens it; of an older version nothing is kept. */
  static async open(factory: IDBFactory, name: string): Promise<Database> {
    const request = factory.open(name, NOW)
    request.onupgradeneeded = () => {
      for (const old of request.result.objectStoreNames) request.result.deleteObjectStore(old)
      for (const store of STORES) request.result.createObjectStore(store)
    }
    const database = new Database(await ended(request))
    database.base.onversionchange = () => database.base.close() // a newer page wants to have it
    return database
  }

  get<T>(store: StoreName, key: string): Promise<T | undefined> {
    return ended(this.base.transaction(store).objectStore(store).get(key) as IDBRequest<T | undefined>)
  }

  async put(store: StoreName, key: string, value: unknown): Promise<void> {
    await ended(this.base.transaction(store, 'readwrite').objectStore(store).put(value, key))
  }

  async delete(store: StoreName, key: string): Promise<void> {
    await ended(this.base.transaction(store, 'readwrite').objectStore(store).delete(key))
  }

  async keys(store: StoreName): Promise<string[]> {
    return (await ended(this.base.transaction(store).objectStore(store).getAllKeys())) as string[]
  }
}

function ended<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result)
    request.onerror = () => reject(request.error ?? new Error('the database failed'))
  })
}
