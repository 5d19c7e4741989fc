import { useEffect } from 'preact/hooks'
import type { Surroundings } from '../context/context.ts'
import { Keys } from './keys.ts'

const PAUSE = 1200 // between the two keys of "g i"

/** Listens to the keys of the whole page. Where one types, keys are letters. */
export function useShortcuts(surroundings: Surroundings, help: () => void): void {
  useEffect(() => {
    const keys = new Keys(surroundings, help)
    let first = ''
    let since = 0
    const listen = (event: KeyboardEvent) => {
      if (surroundings.preferences.get('shortcuts') === 'off' || event.ctrlKey || event.metaKey || event.altKey) return
      if (typing(event.target) || document.querySelector('dialog[open]')) return
      if (belongsElsewhere(event)) return
      const sequence = event.timeStamp - since < PAUSE ? `${first} ${event.key}` : event.key
      if (event.key === 'g' || event.key === '*') {
        first = event.key
        since = event.timeStamp
        return
      }
      first = ''
      if (keys.press(sequence) || keys.press(event.key)) event.preventDefault()
    }
    document.addEventListener('keydown', listen)
    return () => document.removeEventListener('keydown', listen)
  }, [surroundings])
}

/** Enter presses the button that has the focus, and arrows scroll the text that one reads. */
function belongsElsewhere(event: KeyboardEvent): boolean {
  const at = event.target instanceof Element ? event.target : undefined
  if (event.key === 'Enter') return Boolean(at?.closest('button, a, summary, [role=menu]'))
  return event.key.startsWith('Arrow') && Boolean(at?.closest('.read-pane, .settings, [role=menu], [role=toolbar]'))
}

function typing(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || target.matches('input:not([type=checkbox]), textarea, select'))
}
