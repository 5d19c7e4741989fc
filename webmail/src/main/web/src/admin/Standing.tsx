import type { ComponentChildren } from 'preact'
import { Toasts } from '../ui/Toasts.tsx'
import { useSurroundings, useWord } from './surroundings.ts'

/** For whoever may not go in yet, or not at all. */
export function Standing({ children }: { children: ComponentChildren }) {
  const { me, notices } = useSurroundings()
  const word = useWord()
  return (
    <main class="standing">
      <h1>{word('title')}</h1>
      {children || <p>{word('noRole', { name: me.name })}</p>}
      <p><a href="/">{word('webmail')}</a></p>
      <Toasts list={notices.list.value} undoLabel="" closeLabel={word('close')} close={notices.close} />
    </main>
  )
}
