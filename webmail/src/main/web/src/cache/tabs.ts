const LOCK = 'tab '

/**
 * The tabs of this browser. Each holds a lock while it lives, so that the others learn at once when it is
 * gone, also when it was killed.
 */
export class Tabs {
  readonly own: string
  private readonly locks: Pick<LockManager, 'request' | 'query'>
  private readonly channel: Pick<BroadcastChannel, 'postMessage' | 'addEventListener'>
  private readonly followed = new Set<string>()
  private readonly held: Promise<void>

  constructor(own: string, locks: Pick<LockManager, 'request' | 'query'>, channel: Pick<BroadcastChannel, 'postMessage' | 'addEventListener'>) {
    this.own = own
    this.locks = locks
    this.channel = channel
    this.held = new Promise(resolve => {
      void locks.request(LOCK + own, () => {
        resolve()
        return new Promise(() => undefined) // until the tab ends
      })
    })
  }

  /** Does something in the place of a tab that is gone, or goes within a time, and alone; nothing when it lives. */
  async inPlaceOf(tab: string, work: () => Promise<void>, milliseconds = 0): Promise<void> {
    const how = milliseconds > 0 ? { signal: AbortSignal.timeout(milliseconds) } : { ifAvailable: true }
    await this.locks.request(LOCK + tab, how, lock => (lock ? work() : undefined)).catch((problem: unknown) => {
      if ((problem as Error).name !== 'TimeoutError') throw problem // else it lives
    })
  }

  /** Tells when a tab ends: of those that are named, of those that are there, and of those that will come. */
  async watch(named: readonly string[], ended: (tab: string) => void): Promise<void> {
    const follow = (tab: string) => {
      if (tab === this.own || this.followed.has(tab)) return
      this.followed.add(tab)
      void this.locks.request(LOCK + tab, () => ended(tab))
    }
    this.channel.addEventListener('message', event => follow((event as MessageEvent<string>).data))
    named.forEach(follow)
    await this.held // whoever hears of this tab finds its lock taken
    this.channel.postMessage(this.own)
    const { held = [] } = await this.locks.query()
    for (const { name } of held) if (name?.startsWith(LOCK)) follow(name.slice(LOCK.length))
  }
}
