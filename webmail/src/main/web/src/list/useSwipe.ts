import { useRef, useState } from 'preact/hooks'

/** How far a finger goes before a row follows it, and before the row does something. */
const BEGIN = 12
const ENOUGH = 96

export interface Swipe {
  /** Pixels to the right; 0 while nothing is swiped. */
  by: number
  enough: boolean
  onTouchStart(event: TouchEvent): void
  onTouchMove(event: TouchEvent): void
  onTouchEnd(): void
}

/** A row that follows a finger to a side. Whoever moves more up or down than sideways scrolls. */
export function useSwipe(act: (by: number) => void): Swipe {
  const [by, setBy] = useState(0)
  const start = useRef<{ x: number; y: number } | undefined>(undefined)
  return {
    by,
    enough: Math.abs(by) >= ENOUGH,
    onTouchStart(event) {
      const touch = event.touches.length === 1 ? event.touches[0] : undefined
      start.current = touch && { x: touch.clientX, y: touch.clientY }
    },
    onTouchMove(event) {
      const touch = event.touches[0]
      if (!start.current || !touch) return
      const x = touch.clientX - start.current.x
      const y = touch.clientY - start.current.y
      if (by === 0 && Math.abs(y) > BEGIN && Math.abs(y) > Math.abs(x)) start.current = undefined
      else if (by !== 0 || Math.abs(x) > BEGIN) setBy(x || 1)
    },
    onTouchEnd() {
      const done = by
      start.current = undefined
      setBy(0)
      if (Math.abs(done) >= ENOUGH) act(done)
    },
  }
}
