import { type Signal, signal } from '@preact/signals'
import { createContext } from 'preact'
import { useCallback, useContext, useEffect, useState } from 'preact/hooks'
import type { Toast } from '../ui/Toasts.tsx'
import type { Api, Row } from './api.ts'
import type { Word, Words } from './words.ts'

/** Who administers, and what they may ask for. */
export interface Me {
  name: string
  roles: { role: string; domain: string | null }[]
  operations: string[]
}

/** What every page can reach. */
export interface Surroundings {
  api: Api
  words: Words
  me: Me
  path: Signal<string>
  notices: Notices
}

/** What was just done. */
export class Notices {
  readonly list = signal<readonly Toast[]>([])
  private last = 0

  say(text: string, bad = false): void {
    const toast = { id: ++this.last, text, bad }
    this.list.value = [...this.list.value.slice(-2), toast]
    if (!bad) setTimeout(() => this.close(toast.id), 8000)
  }

  close = (id: number): void => {
    this.list.value = this.list.value.filter(it => it.id !== id)
  }
}

export const SurroundingsContext = createContext<Surroundings | undefined>(undefined)

export function useSurroundings(): Surroundings {
  const found = useContext(SurroundingsContext)
  if (!found) throw new Error('outside of the pages')
  return found
}

/** The function that says texts. */
export function useWord(): (word: Word, values?: Record<string, string | number>) => string {
  const { words } = useSurroundings()
  return (word, values) => words.text(word, values)
}

/** Whether whoever is here may ask for an operation. */
export function useMay(): (operation: string) => boolean {
  const { me } = useSurroundings()
  return operation => me.operations.includes(operation)
}

/** What an operation answers, asked for when the page opens and after each change. */
export function useAnswer<A = Row[]>(operation: string, values: Record<string, string> = {}): { value: A | undefined; problem: string; reload: () => void } {
  const { api } = useSurroundings()
  const [value, setValue] = useState<A>()
  const [problem, setProblem] = useState('')
  const asked = JSON.stringify(values)
  const reload = useCallback(() => {
    api.read<A>(operation, JSON.parse(asked) as Record<string, string>).then(
      it => {
        setValue(() => it)
        setProblem('')
      },
      (it: Error) => setProblem(it.message),
    )
  }, [operation, asked])
  useEffect(reload, [reload])
  return { value, problem, reload }
}

/** What is found out once, when a page opens; undefined until then. */
export function useAnswerOf<A>(ask: () => Promise<A>): A | undefined {
  const [value, setValue] = useState<A>()
  const { notices } = useSurroundings()
  useEffect(() => void ask().then(it => setValue(() => it), (it: Error) => notices.say(it.message, true)), [])
  return value
}
