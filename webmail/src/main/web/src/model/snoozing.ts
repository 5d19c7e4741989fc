import { type Signal, signal } from '@preact/signals-core'
import { type JmapClient, SNOOZE } from '../jmap/client.ts'
import { MethodRefused } from '../jmap/problems.ts'
import { Request } from '../jmap/request.ts'
import type { GetAnswer, Id, SetAnswer, Snooze } from '../jmap/types.ts'
import type { Actions, Place } from './actions.ts'
import type { Notices } from './notices.ts'
import type { Store } from './store.ts'
import type { Sync } from './sync.ts'

/** A time that is offered, and how it is called. */
export interface Offer {
  name: 'evening' | 'tomorrow' | 'weekend' | 'week'
  at: Date
}

const EVENING = 18
const MORNING = 8
const SATURDAY = 6

/** Times at which people want to see a message again. */
export function offers(now: Date): Offer[] {
  const at = (days: number, hour: number) => new Date(now.getFullYear(), now.getMonth(), now.getDate() + days, hour)
  const today = now.getDay()
  const monday = ((8 - today) % 7) || 7
  return [
    ...(now.getHours() < EVENING - 1 ? [{ name: 'evening' as const, at: at(0, EVENING) }] : []),
    { name: 'tomorrow', at: at(1, MORNING) },
    ...(today > 0 && today < SATURDAY - 1 ? [{ name: 'weekend' as const, at: at(SATURDAY - today, MORNING) }] : []),
    ...(monday > 1 ? [{ name: 'week' as const, at: at(monday, MORNING) }] : []),
  ]
}

/** Puts messages off until a time; the server brings them back, unread and on top. */
export class Snoozing {
  /** When messages come back, as far as it was asked. */
  readonly wakes: Signal<ReadonlyMap<Id, Date>> = signal(new Map())
  private readonly client: JmapClient
  private readonly store: Store
  private readonly sync: Sync
  private readonly actions: Actions
  private readonly notices: Notices

  constructor(client: JmapClient, store: Store, sync: Sync, actions: Actions, notices: Notices) {
    this.client = client
    this.store = store
    this.sync = sync
    this.actions = actions
    this.notices = notices
  }

  get possible(): boolean {
    return this.client.can(SNOOZE)
  }

  /** Asks when messages come back. */
  async load(): Promise<void> {
    if (!this.possible) return
    const { list } = await this.client.call<GetAnswer<Snooze>>('Snooze/get', { ids: null })
    this.wakes.value = new Map(list.map(it => [it.id, new Date(it.until)]))
  }

  /** Puts rows off; `date` is the time as it is said to people. */
  async putOff(place: Place, rows: readonly Id[], until: Date, date: string): Promise<void> {
    const emails = rows.flatMap(id => this.actions.moved(place, id))
    const here = this.store.mailboxes.peek().get(place.mailbox ?? '')
    const wake = until.toISOString().replace(/\.\d+Z$/, 'Z')
    const waiting = emails.filter(it => this.wakes.peek().has(it.id))
    const roles = this.store.roles.peek()
    const from = here ? [here.id] : (['inbox', 'archive'] as const).flatMap(role => roles.get(role)?.id ?? [])
    const fresh = emails.filter(it => !waiting.includes(it)).map(it => [it.id, {
      emailId: it.id, until: wake, mailboxId: here?.role === null ? here.id : null,
      fromMailboxIds: Object.fromEntries(from.map(id => [id, true])),
    }])
    const before = new Map(waiting.map(it => [it.id, this.wakes.peek().get(it.id)]))
    const taken = here && here.role !== 'snoozed' ? place.list?.take(new Set(rows)) : undefined
    try {
      await this.set({ create: Object.fromEntries(fresh), update: Object.fromEntries(waiting.map(it => [it.id, { until: wake }])) })
    } catch (problem) {
      if (taken) place.list?.giveBack(taken)
      throw problem
    }
    this.notices.say('done.snoozed', { count: rows.length, date }, () => {
      if (taken) place.list?.giveBack(taken)
      const back = [...before].map(([id, at]) => [id, { until: at?.toISOString().replace(/\.\d+Z$/, 'Z') }])
      void this.set({ destroy: fresh.map(([id]) => id), update: Object.fromEntries(back) })
        .catch(() => this.notices.complain('problem.refused', { subject: emails[0]?.subject ?? '' }))
    })
  }

  /** Brings rows back before their time. */
  async bringBack(place: Place, rows: readonly Id[]): Promise<void> {
    const ids = rows.flatMap(id => this.actions.members(place, id)).map(it => it.id)
    await this.set({ destroy: ids.filter(id => this.wakes.peek().has(id)) })
    this.notices.say('done.broughtBack', { count: rows.length })
  }

  private async set(change: Record<string, unknown>): Promise<void> {
    const request = new Request()
    const set = request.call<SetAnswer<Snooze>>('Snooze/set', { accountId: this.client.accountId, ...change })
    const take = this.sync.addTo(request)
    const response = await this.client.send(request)
    const answer = response.of(set)
    take(response)
    const problem = Object.values({ ...answer.notCreated, ...answer.notUpdated, ...answer.notDestroyed })[0]
    if (problem) throw new MethodRefused('Snooze/set', problem.type, problem.description ?? problem.type)
    if (this.wakes.peek().size > 0) await this.load()
  }
}
