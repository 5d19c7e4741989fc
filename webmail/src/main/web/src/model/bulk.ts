import { type Signal, signal } from '@preact/signals-core'
import type { JmapClient } from '../jmap/client.ts'
import { Offline } from '../jmap/problems.ts'
import { Request } from '../jmap/request.ts'
import type { EmailHead, Filter, GetAnswer, Id, QueryAnswer, SetAnswer } from '../jmap/types.ts'
import type { Timer } from './outbox.ts'
import { inverse, isDone, type Patch } from './patches.ts'

const PAGE = 10_000
const STEP = 500
const AGAIN_MILLISECONDS = 2000

/** How far a change of very many messages is. */
export interface Progress {
  done: number
  all: number
}

/**
 * Changes all that a search finds, also what was never loaded: first all ids, so that what moves
 * away does not move the rest, then step by step. What was changed can be taken back. Without
 * network it waits; it can be stopped.
 */
export class Bulk {
  readonly progress: Signal<Progress | undefined> = signal(undefined)
  private readonly client: JmapClient
  private readonly timer: Timer
  private stopped = false

  constructor(client: JmapClient, timer: Timer) {
    this.client = client
    this.timer = timer
  }

  /** Ends it after the step that it is at. */
  stop(): void {
    this.stopped = true
  }

  /** Puts what undoes it into `inverses`, step by step, so that there is a way back however it ends. */
  run(filter: Filter, patchOf: (head: EmailHead) => Patch | undefined, inverses: Map<Id, Patch>): Promise<void> {
    return this.work(async () => this.change(await this.find(filter), patchOf, inverses))
  }

  undo(inverses: ReadonlyMap<Id, Patch>): Promise<void> {
    return this.work(() => this.change([...inverses.keys()], head => inverses.get(head.id), new Map()))
  }

  private async work(work: () => Promise<void>): Promise<void> {
    this.stopped = false
    try {
      await work()
    } finally {
      this.progress.value = undefined
    }
  }

  /** Tries again while there is no connection: each step can be done twice. */
  private async stubborn<T>(ask: () => Promise<T>): Promise<T> {
    for (;;) {
      try {
        return await ask()
      } catch (problem) {
        if (!(problem instanceof Offline) || this.stopped) throw problem
        await new Promise<void>(resolve => this.timer.after(AGAIN_MILLISECONDS, resolve))
      }
    }
  }

  private async find(filter: Filter): Promise<Id[]> {
    const ids: Id[] = []
    for (;;) {
      const answer = await this.stubborn(() => this.client.call<QueryAnswer>('Email/query', {
        filter, sort: [{ property: 'receivedAt', isAscending: false }], position: ids.length, limit: PAGE,
      }))
      ids.push(...answer.ids)
      this.progress.value = { done: 0, all: ids.length }
      if (answer.ids.length === 0 || this.stopped) return ids
    }
  }

  private async change(ids: readonly Id[], patchOf: (head: EmailHead) => Patch | undefined, inverses: Map<Id, Patch>): Promise<void> {
    for (let from = 0; from < ids.length && !this.stopped; from += STEP) {
      const answer = await this.stubborn(() => this.client.call<GetAnswer<EmailHead>>('Email/get', {
        ids: ids.slice(from, from + STEP), properties: ['id', 'threadId', 'mailboxIds', 'keywords'],
      }))
      const update: Record<Id, Patch> = {}
      for (const head of answer.list) {
        const patch = patchOf(head)
        if (!patch || isDone(head, patch)) continue
        update[head.id] = patch
        inverses.set(head.id, inverse(head, patch))
      }
      if (Object.keys(update).length > 0) await this.set(update, inverses)
      this.progress.value = { done: Math.min(from + STEP, ids.length), all: ids.length }
    }
  }

  private async set(update: Record<Id, Patch>, inverses: Map<Id, Patch>): Promise<void> {
    const request = new Request()
    const set = request.call<SetAnswer>('Email/set', { accountId: this.client.accountId, update })
    const answer = (await this.stubborn(() => this.client.send(request))).of(set)
    for (const id of Object.keys(answer.notUpdated ?? {})) inverses.delete(id)
  }
}
