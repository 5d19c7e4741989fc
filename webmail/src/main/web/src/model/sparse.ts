import type { Id } from '../jmap/types.ts'

export interface Added {
  id: Id
  index: number
}

/** A stretch of positions, the end not included. */
export interface Range {
  from: number
  to: number
}

/**
 * The ids of a long list, known in parts. Positions that nobody has seen are holes; no list of a
 * mailbox is ever loaded whole.
 */
export class SparseList {
  private ids: (Id | undefined)[] = []
  total = 0

  at(position: number): Id | undefined {
    return this.ids[position]
  }

  positionOf(id: Id): number {
    return this.ids.indexOf(id)
  }

  /** Known ids from `from` until `to`, in order. */
  known(from = 0, to = this.ids.length): Id[] {
    return this.ids.slice(from, to).filter(id => id !== undefined)
  }

  /** Takes in what the server has at a position. An id stands in one place only. */
  put(position: number, ids: readonly Id[]): void {
    const here = new Set<Id | undefined>(ids)
    this.ids.forEach((id, at) => {
      if (id !== undefined && here.has(id)) this.ids[at] = undefined
    })
    ids.forEach((id, index) => {
      this.ids[position + index] = id
    })
    this.total = Math.max(this.total, position + ids.length)
  }

  /** The first hole between two positions, widened to whole pages, or nothing. */
  hole(from: number, to: number, page: number): Range | undefined {
    const end = Math.min(to, this.total)
    for (let position = Math.max(0, from); position < end; position++) {
      if (this.ids[position] === undefined) {
        const start = position - (position % page)
        let first = start
        while (first < position && this.ids[first] !== undefined) first++
        return { from: first, to: Math.min(start + page, this.total) }
      }
    }
    return undefined
  }

  /** How many positions are known from the start without a hole. */
  get prefix(): number {
    let length = 0
    while (length < this.ids.length && this.ids[length] !== undefined) length++
    return length
  }

  /** Takes ids out at once, before the server said so; gives back where they were. */
  take(ids: ReadonlySet<Id>): Added[] {
    const taken: Added[] = []
    this.ids.forEach((id, index) => {
      if (id !== undefined && ids.has(id)) taken.push({ id, index })
    })
    for (const { index } of taken.toReversed()) this.ids.splice(index, 1)
    this.total -= taken.length
    return taken
  }

  /** Puts back what was taken, each where it was. */
  giveBack(taken: readonly Added[]): void {
    for (const { id, index } of taken) {
      if (this.ids.includes(id)) continue
      if (index > this.ids.length) this.ids.length = index
      this.ids.splice(index, 0, id)
      this.total++
    }
  }

  /**
   * Follows the server's changes (RFC 8620 §5.6), which are exact as far as the list is known
   * without a hole; what is known behind the first hole is forgotten when anything moved.
   */
  follow(removed: readonly Id[], added: readonly Added[], total: number): void {
    if (removed.length === 0 && added.length === 0 && total === this.total) return
    const gone = new Set(removed)
    const start = this.ids.slice(0, this.prefix).filter(id => id !== undefined && !gone.has(id))
    for (const { id, index } of added.toSorted((a, b) => a.index - b.index)) {
      if (index <= start.length) start.splice(index, 0, id)
    }
    start.length = Math.min(start.length, total)
    this.ids = start
    this.total = total
  }

  clear(): void {
    this.ids = []
    this.total = 0
  }
}
