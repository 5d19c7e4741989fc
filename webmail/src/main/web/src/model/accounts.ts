import { type Signal, signal } from '@preact/signals-core'
import { type Fetch, JmapClient, MAIL } from '../jmap/client.ts'
import type { Id, Session } from '../jmap/types.ts'
import { Mail } from './mail.ts'
import type { Timer } from './outbox.ts'

/** One's own mail, and that of others who share some of theirs. */
export class Accounts {
  readonly own: Mail
  readonly shared: Signal<readonly Mail[]> = signal([])
  private readonly fetch: Fetch
  private readonly timer: Timer
  private state: string

  constructor(own: Mail, fetch: Fetch, timer: Timer) {
    this.own = own
    this.fetch = fetch
    this.timer = timer
    this.state = own.client.session.state
  }

  /** The mail of an account; one's own where there is no such account. */
  of(id: Id | undefined): Mail {
    return (id && this.shared.value.find(it => it.client.accountId === id)) || this.own
  }

  /** Opens what others share, behind what is one's own. */
  start(): Promise<void> {
    return this.own.watch(this.follow(this.own.client.session))
  }

  /** Asks what is new everywhere, and whether others share more or less than before. */
  async refresh(): Promise<void> {
    await this.own.refresh()
    if (this.own.client.sessionState !== this.state && this.own.online.peek()) {
      await this.own.watch(JmapClient.session(this.fetch).then(session => this.follow(session)))
    }
    await Promise.all(this.shared.peek().map(it => it.refresh()))
  }

  private async follow(session: Session): Promise<void> {
    const known = new Map(this.shared.peek().map(it => [it.client.accountId, it]))
    const ids = Object.entries(session.accounts)
      .filter(([id, account]) => id !== this.own.client.accountId && MAIL in account.accountCapabilities)
      .map(([id]) => id)
    const next = ids.map(id => known.get(id) ?? new Mail(new JmapClient(session, this.fetch, id), this.timer))
    await Promise.all(next.filter(it => !it.sync.states).map(it => it.sync.start(undefined)))
    this.shared.value = next
    this.state = session.state
  }
}
