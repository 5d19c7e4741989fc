import { type Signal, signal } from '@preact/signals-core'
import { DELETED, type JmapClient } from '../jmap/client.ts'
import { MethodRefused } from '../jmap/problems.ts'
import { Request } from '../jmap/request.ts'
import type { Address, GetAnswer, Id, QueryAnswer } from '../jmap/types.ts'

/** A message that was deleted for good, and can still be had back (docs/jmap.md). */
export interface Deleted {
  id: Id
  subject: string | null
  from: Address[] | null
  to: Address[] | null
  preview: string
  size: number
  receivedAt: string
  deletedAt: string
  mailboxName: string
}

/** Which of them are looked at. */
export interface Wanted {
  after?: string
  drafts: boolean
}

const PAGE = 50

interface Restored {
  restored: number
  hasMore: boolean
}

/** What was deleted, the newest first, page by page; and the way back. */
export class DeletedMail {
  /** Nothing before the first page is there. */
  readonly list: Signal<readonly Deleted[] | undefined> = signal(undefined)
  readonly total: Signal<number> = signal(0)
  private readonly client: JmapClient
  private wanted: Wanted = { drafts: false }

  constructor(client: JmapClient) {
    this.client = client
  }

  get possible(): boolean {
    return this.client.can(DELETED)
  }

  /** For how long it is kept. */
  get days(): number {
    const told = this.client.session.accounts[this.client.accountId]?.accountCapabilities[DELETED]
    return (told as { keptDays?: number } | undefined)?.keptDays ?? 0
  }

  /** Begins anew, with others. */
  async show(wanted: Wanted): Promise<void> {
    this.wanted = wanted
    this.list.value = undefined
    await this.more()
  }

  /** The next page. */
  async more(): Promise<void> {
    const { wanted } = this
    const known = this.list.peek() ?? []
    const request = new Request()
    const accountId = this.client.accountId
    const query = request.call<QueryAnswer>('DeletedEmail/query', {
      accountId, filter: wanted, position: known.length, limit: PAGE, calculateTotal: true,
    })
    const get = request.call<GetAnswer<Deleted>>('DeletedEmail/get', { accountId, '#ids': query.at('/ids') })
    const response = await this.client.send(request)
    if (wanted !== this.wanted) return // others were asked for meanwhile
    const here = new Set(known.map(it => it.id))
    this.list.value = [...known, ...response.of(get).list.filter(it => !here.has(it.id))]
    this.total.value = response.of(query).total ?? 0
  }

  /** Brings some back; how many came. */
  async restore(ids: readonly Id[]): Promise<number> {
    const { restored } = await this.call({ ids })
    await this.show({ ...this.wanted })
    return restored
  }

  /** Brings back all that are looked at, in steps; how many came, also when there is no room for the rest. */
  async restoreAll(): Promise<number> {
    let count = 0
    try {
      for (;;) {
        const step = await this.call({ filter: this.wanted })
        count += step.restored
        this.total.value = Math.max(0, this.total.peek() - step.restored)
        if (!step.hasMore || step.restored === 0) return count
      }
    } finally {
      await this.show({ ...this.wanted })
    }
  }

  private call(which: Record<string, unknown>): Promise<Restored> {
    return this.client.call<Restored>('DeletedEmail/restore', which)
  }
}

/** Whether something was refused because the account is full. */
export const isFull = (problem: unknown): boolean => problem instanceof MethodRefused && problem.type === 'overQuota'
