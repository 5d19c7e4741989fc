import type { EmailHead, Id } from '../jmap/types.ts'

/** A change of one message in JMAP's words: `keywords/$seen`, `mailboxIds/ID`; null takes away. */
export type Patch = Readonly<Record<`keywords/${string}` | `mailboxIds/${string}`, true | null>>

/** What a message is once the patch is done. */
export function applied<T extends EmailHead>(head: T, patch: Patch): T {
  const next = { ...head, keywords: { ...head.keywords }, mailboxIds: { ...head.mailboxIds } }
  for (const [path, value] of Object.entries(patch)) {
    const [set, name] = split(path)
    if (value) next[set][name] = true
    else delete next[set][name]
  }
  return next
}

/** The patch that leads back from `applied(head, patch)` to `head`. */
export function inverse(head: EmailHead, patch: Patch): Patch {
  const back: Record<string, true | null> = {}
  for (const path of Object.keys(patch)) {
    const [set, name] = split(path)
    back[path] = head[set][name] ? true : null
  }
  return back as Patch
}

/** Whether a message is already as the patch wants it. */
export function isDone(head: EmailHead, patch: Patch): boolean {
  return Object.entries(patch).every(([path, value]) => {
    const [set, name] = split(path)
    return Boolean(head[set][name]) === Boolean(value)
  })
}

/** Out of some mailboxes, into another. */
export function move(from: readonly Id[], to: Id): Patch {
  const patch: Record<string, true | null> = {}
  for (const id of from) patch[`mailboxIds/${id}`] = null
  patch[`mailboxIds/${to}`] = true
  return patch as Patch
}

export function keyword(name: string, on: boolean): Patch {
  return { [`keywords/${name}`]: on ? true : null } as Patch
}

/** Pointers escape `~` and `/` (RFC 6901 §3); keywords and ids of ours hold neither. */
function split(path: string): ['keywords' | 'mailboxIds', string] {
  const slash = path.indexOf('/')
  return [path.slice(0, slash) as 'keywords' | 'mailboxIds', path.slice(slash + 1)]
}
