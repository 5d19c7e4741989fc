import { type Signal, signal } from '@preact/signals-core'
import type { Timer } from './outbox.ts'

/** Something that is said at the foot of the page for a while. `text` is a key of the translations. */
export interface Notice {
  id: number
  text: string
  values: Record<string, string | number>
  undo?: () => void
  bad: boolean
}

const SECONDS = 10

export class Notices {
  readonly list: Signal<readonly Notice[]> = signal([])
  private readonly timer: Timer
  private count = 0

  constructor(timer: Timer) {
    this.timer = timer
  }

  say(text: string, values: Record<string, string | number> = {}, undo?: () => void): Notice {
    return this.add({ id: ++this.count, text, values, bad: false, ...(undo ? { undo } : {}) })
  }

  complain(text: string, values: Record<string, string | number> = {}): Notice {
    return this.add({ id: ++this.count, text, values, bad: true })
  }

  private add(notice: Notice): Notice {
    // one undo at a time: what is older can no longer be taken back with the key
    this.list.value = [...this.list.peek().filter(it => !(notice.undo && it.undo)), notice]
    this.timer.after(SECONDS * 1000, () => this.close(notice.id))
    return notice
  }

  close(id: number): void {
    this.list.value = this.list.peek().filter(it => it.id !== id)
  }

  /** Takes back what was done last. */
  undo(): void {
    const last = this.list.peek().findLast(it => it.undo)
    if (!last) return
    this.close(last.id)
    last.undo?.()
  }
}
