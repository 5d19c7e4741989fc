import { useSurroundings } from '../context/context.ts'
import type { Id } from '../jmap/types.ts'

/** The row of the open conversation, those beside it, and the ways to leave it. */
export function useNeighbours(thread: Id) {
  const { mail, route, go } = useSurroundings()
  const list = mail.list.value
  void list?.version.value
  const threadOf = (id: Id | undefined) => (id ? mail.store.email(id).peek()?.threadId : undefined)
  const row = list?.known().find(id => threadOf(id) === thread)
  const position = row && list ? list.positionOf(row) : -1
  const at = (step: number) => (list && position >= 0 ? threadOf(list.at(position + step)) : undefined)
  const here = route.value

  const close = () => {
    if (here.at !== 'list' && here.at !== 'search') return
    const { thread: _, email: __, ...rest } = here
    go(rest)
  }
  /** Does something that takes the conversation away, and opens the next one, as the list does. */
  const leave = (act: () => void) => {
    const next = at(1) ?? at(-1)
    if (list && row) mail.selection.leave(list, [row])
    act()
    if (next && (here.at === 'list' || here.at === 'search')) {
      const { email: _, ...rest } = here
      go({ ...rest, thread: next }, true)
    } else close()
  }
  return { row, previous: at(-1), next: at(1), close, leave }
}
