import { type Signal, signal } from '@preact/signals-core'
import type { Id } from '../jmap/types.ts'
import type { MailList } from './lists.ts'

/** Which rows are chosen, and which one the keys are at. */
export class Selection {
  readonly chosen: Signal<ReadonlySet<Id>> = signal(new Set())
  readonly cursor: Signal<Id | undefined> = signal(undefined)
  /** Whether all of the list is meant, also what was never loaded. */
  readonly everything: Signal<boolean> = signal(false)
  private anchor: Id | undefined

  toggle(id: Id): void {
    const next = new Set(this.chosen.peek())
    if (!next.delete(id)) next.add(id)
    this.anchor = id
    this.set(next)
  }

  /** From the row that was chosen last to this one. */
  extend(list: MailList, id: Id): void {
    const from = this.anchor === undefined ? -1 : list.positionOf(this.anchor)
    const to = list.positionOf(id)
    if (from < 0 || to < 0) return this.toggle(id)
    const next = new Set(this.chosen.peek())
    for (let at = Math.min(from, to); at <= Math.max(from, to); at++) {
      const between = list.at(at)
      if (between) next.add(between)
    }
    this.set(next)
  }

  choose(ids: readonly Id[]): void {
    this.set(new Set(ids))
  }

  clear(): void {
    if (this.chosen.peek().size > 0 || this.everything.peek()) this.set(new Set())
  }

  private set(next: ReadonlySet<Id>): void {
    this.everything.value = false
    this.chosen.value = next
  }

  /** Takes out rows that are gone, and moves the cursor to the one that came after them. */
  leave(list: MailList, rows: readonly Id[]): void {
    const positions = rows.map(id => list.positionOf(id)).filter(at => at >= 0)
    const cursor = this.cursor.peek()
    if (cursor && rows.includes(cursor)) {
      const last = Math.max(...positions)
      const first = Math.min(...positions)
      this.cursor.value = list.at(last + 1) ?? list.at(first - 1)
    }
    const next = new Set(this.chosen.peek())
    rows.forEach(id => next.delete(id))
    this.set(next)
  }
}
