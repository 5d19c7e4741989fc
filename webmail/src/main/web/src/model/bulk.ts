import { type Signal, signal } from '@preact/signals-core'
import type { JmapClient } from '../jmap/client.ts'
import { Request } from '../jmap/request.ts'
import type { EmailHead, Filter, GetAnswer, Id, QueryAnswer, SetAnswer } from '../jmap/types.ts'
import { inverse, isDone, type Patch } from './patches.ts'

const PAGE = 5000
const STEP = 500

/** How far a change of very many messages is. */
export interface Progress {
  done: number
  all: number
}

/**
 * Changes all that a search finds, also what was never loaded: first all ids, so that what moves
 * away does not move the rest, then step by step. What was changed can be taken back.
 */
export class Bulk {
  readonly progress: Signal<Progress | undefined> = signal(undefined)
  private readonly client: JmapClient

  constructor(client: JmapClient) {
    this.client = client
  }

  /** Gives back what undoes it. */
  async run(filter: Filter, patchOf: (head: EmailHead) => Patch | undefined): Promise<Map<Id, Patch>> {
    try {
      return await this.change(await this.find(filter), patchOf)
    } finally {
      this.progress.value = undefined
    }
  }

  async undo(inverses: ReadonlyMap<Id, Patch>): Promise<void> {
    try {
      await this.change([...inverses.keys()], head => inverses.get(head.id))
    } finally {
      this.progress.value = undefined
    }
  }

  private async find(filter: Filter): Promise<Id[]> {
    const ids: Id[] = []
    for (;;) {
      const answer = await this.client.call<QueryAnswer>('Email/query', {
        filter, sort: [{ property: 'receivedAt', isAscending: false }], position: ids.length, limit: PAGE,
      })
      ids.push(...answer.ids)
      this.progress.value = { done: 0, all: ids.length }
      if (answer.ids.length === 0) return ids
    }
  }

  private async change(ids: readonly Id[], patchOf: (head: EmailHead) => Patch | undefined): Promise<Map<Id, Patch>> {
    const inverses = new Map<Id, Patch>()
    for (let from = 0; from < ids.length; from += STEP) {
      const answer = await this.client.call<GetAnswer<EmailHead>>('Email/get', {
        ids: ids.slice(from, from + STEP), properties: ['id', 'threadId', 'mailboxIds', 'keywords'],
      })
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
    return inverses
  }

  private async set(update: Record<Id, Patch>, inverses: Map<Id, Patch>): Promise<void> {
    const request = new Request()
    const set = request.call<SetAnswer>('Email/set', { accountId: this.client.accountId, update })
    const answer = (await this.client.send(request)).of(set)
    for (const id of Object.keys(answer.notUpdated ?? {})) inverses.delete(id)
  }
}
