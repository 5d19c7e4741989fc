import { type Signal, signal } from '@preact/signals-core'
import { Offline } from '../jmap/problems.ts'
import type { EmailHead, Id, SetProblem } from '../jmap/types.ts'
import { applied, inverse, isDone, type Patch } from './patches.ts'
import type { Store } from './store.ts'

/** Patches that belong together: shown at once, sent soon, taken back as one. */
export interface Batch {
  patches: ReadonlyMap<Id, Patch>
  inverses: ReadonlyMap<Id, Patch>
}

/** Sends patches; gives back what was refused. Throws `Offline` when nothing was sent. */
export type Send = (patches: ReadonlyMap<Id, Patch>) => Promise<ReadonlyMap<Id, SetProblem>>

export interface Timer {
  after(milliseconds: number, run: () => void): void
}

const GROUP_MILLISECONDS = 100

/** Changes on their way to the server, in order. Patches commute, so none waits for a state. */
export class Outbox {
  /** How many messages have changes that the server does not know yet. */
  readonly waiting: Signal<number> = signal(0)
  /** Grows with each change of what waits, also of messages that wait already. */
  readonly version: Signal<number> = signal(0)
  private readonly queue: Batch[] = []
  private readonly store: Store
  private readonly send: Send
  private readonly timer: Timer
  private readonly refused: (problem: SetProblem, id: Id) => void
  private sending: Promise<void> | undefined
  private scheduled = false

  constructor(store: Store, send: Send, timer: Timer, refused: (problem: SetProblem, id: Id) => void) {
    this.store = store
    this.send = send
    this.timer = timer
    this.refused = refused
  }

  /** Changes messages at once; gives back what undoes it. Patches that change nothing are left out. */
  add(wanted: ReadonlyMap<Id, Patch>): Batch {
    const patches = new Map<Id, Patch>()
    const inverses = new Map<Id, Patch>()
    for (const [id, patch] of wanted) {
      const head = this.store.email(id).peek()
      if (!head || isDone(head, patch)) continue
      patches.set(id, patch)
      inverses.set(id, inverse(head, patch))
      this.store.patch(id, patch)
    }
    const batch = { patches, inverses }
    if (patches.size > 0) this.enqueue(batch)
    return batch
  }

  /** Takes a batch back: unsent ones never were, sent ones get their inverse. */
  undo(batch: Batch): void {
    this.add(batch.inverses)
  }

  /** Changes that the server does not know. */
  unsent(): Batch[] {
    return [...this.queue]
  }

  /** Takes over what an earlier page left. */
  adopt(batches: readonly Batch[]): void {
    for (const batch of batches) {
      for (const [id, patch] of batch.patches) this.store.patch(id, patch)
      this.enqueue(batch)
    }
  }

  private enqueue(batch: Batch): void {
    this.queue.push(batch)
    this.count()
    if (this.scheduled) return
    this.scheduled = true
    this.timer.after(GROUP_MILLISECONDS, () => {
      this.scheduled = false
      void this.flush()
    })
  }

  /** Sends what waits. Ends when all is sent, or nothing can be now. */
  async flush(): Promise<void> {
    while (this.sending) await this.sending
    if (this.queue.length === 0) return
    this.sending = this.sendAll().finally(() => (this.sending = undefined))
    await this.sending
  }

  private async sendAll(): Promise<void> {
    while (this.queue.length > 0) {
      const count = this.queue.length
      const group = this.queue.slice(0, count)
      try {
        const problems = await this.send(merged(group))
        this.queue.splice(0, count)
        this.count()
        for (const [id, problem] of problems) this.takeBack(group, id, problem)
      } catch (problem) {
        if (problem instanceof Offline) return // they wait for the network
        this.queue.splice(0, count)
        this.count()
        for (const batch of group) {
          for (const id of batch.patches.keys()) this.takeBack([batch], id, { type: 'serverFail', description: String(problem) })
        }
      }
    }
  }

  private takeBack(group: readonly Batch[], id: Id, problem: SetProblem): void {
    for (const batch of group.toReversed()) {
      const back = batch.inverses.get(id)
      if (back) this.store.patch(id, back)
    }
    this.refused(problem, id)
  }

  /** What the server tells of a message, with what it does not know yet. */
  over<T extends EmailHead>(head: T): T {
    return this.queue.reduce((now, batch) => {
      const patch = batch.patches.get(now.id)
      return patch ? applied(now, patch) : now
    }, head)
  }

  private count(): void {
    this.version.value++
    this.waiting.value = new Set(this.queue.flatMap(batch => [...batch.patches.keys()])).size
  }
}

/** Patches of one message become one; the later word counts. */
function merged(group: readonly Batch[]): Map<Id, Patch> {
  const all = new Map<Id, Patch>()
  for (const { patches } of group) {
    for (const [id, patch] of patches) all.set(id, { ...all.get(id), ...patch })
  }
  return all
}
