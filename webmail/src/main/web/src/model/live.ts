import type { Accounts } from './accounts.ts'

const CHANNEL = 'godwit'
const SETTLE_MILLISECONDS = 50
const FIRST_PAUSE = 5_000
const LONGEST_PAUSE = 120_000
const TICK_MILLISECONDS = 300_000
const PING_SECONDS = 60

/** What of the browser is needed, so that it can be taken away in tests. */
export interface Browser {
  locks: Pick<LockManager, 'request'>
  channel(name: string): Pick<BroadcastChannel, 'postMessage' | 'addEventListener'>
  events(url: string): EventSource
  after(milliseconds: number, run: () => void): void
}

/**
 * Hears of changes (RFC 8620 §7.3). One tab of all listens to the server and tells the others. An
 * event is a hint: every tab then asks for itself, and asks now and then without one.
 */
export class Live {
  private readonly accounts: Accounts
  private readonly browser: Browser
  private readonly channel: Pick<BroadcastChannel, 'postMessage' | 'addEventListener'>
  private waiting = false
  private pause = FIRST_PAUSE

  constructor(accounts: Accounts, browser: Browser) {
    this.accounts = accounts
    this.browser = browser
    this.channel = browser.channel(CHANNEL)
  }

  start(): void {
    this.channel.addEventListener('message', () => this.look())
    void this.browser.locks.request(CHANNEL, () => this.lead())
    this.tick()
  }

  /** Something may have changed; several hints at once are one look. */
  look(): void {
    if (this.waiting) return
    this.waiting = true
    this.browser.after(SETTLE_MILLISECONDS, () => {
      this.waiting = false
      void this.accounts.refresh()
    })
  }

  /** Never ends while the tab lives: whoever leads, leads until then. */
  private lead(): Promise<never> {
    this.browser.after(FIRST_PAUSE, () => this.connect()) // what is on the screen comes first
    return new Promise<never>(() => undefined)
  }

  private connect(): void {
    const source = this.browser.events(this.accounts.own.client.eventSourceUrl('Email,Mailbox,Thread,EmailSubmission,ShareNotification', PING_SECONDS))
    source.addEventListener('state', () => {
      this.channel.postMessage('changed')
      this.look()
    })
    source.addEventListener('open', () => {
      this.pause = FIRST_PAUSE
      this.channel.postMessage('changed')
      this.look() // what happened while nobody listened
    })
    source.addEventListener('error', () => {
      if (source.readyState !== source.CLOSED) return // it comes back by itself
      this.browser.after(this.pause, () => this.connect())
      this.pause = Math.min(LONGEST_PAUSE, this.pause * 2)
    })
  }

  private tick(): void {
    this.browser.after(TICK_MILLISECONDS, () => {
      this.look()
      this.tick()
    })
  }
}
