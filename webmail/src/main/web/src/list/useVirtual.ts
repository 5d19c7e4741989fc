import { useLayoutEffect, useState } from 'preact/hooks'
import type { RefObject } from 'preact'

/** Browsers keep no element taller than some 33 million pixels; longer lists are scaled. */
const TALLEST = 16_000_000
const BEYOND = 8

export interface View {
  first: number
  end: number
  /** Height of the whole list, scaled when it would be too tall. */
  height: number
  /** Where a row stands in it. */
  top(position: number): number
}

/** Which rows of a long list are in sight; the others have no elements. */
export function useVirtual(pane: RefObject<HTMLElement | null>, count: number, rowHeight: number): View {
  const [sight, setSight] = useState({ top: 0, height: 0 })

  useLayoutEffect(() => {
    const element = pane.current
    if (!element) return undefined
    const look = () => setSight({ top: element.scrollTop, height: element.clientHeight })
    look()
    const resized = new ResizeObserver(look)
    resized.observe(element)
    element.addEventListener('scroll', look, { passive: true })
    return () => {
      resized.disconnect()
      element.removeEventListener('scroll', look)
    }
  }, [pane])

  const whole = count * rowHeight
  const height = Math.min(whole, TALLEST)
  const scrollable = Math.max(1, height - sight.height)
  const scale = whole > height ? (whole - sight.height) / scrollable : 1
  const offset = sight.top * (scale - 1)
  const at = (sight.top + offset) / rowHeight
  const first = Math.max(0, Math.floor(at) - BEYOND)
  const end = Math.min(count, Math.ceil(at + sight.height / rowHeight) + BEYOND)
  return { first, end, height, top: position => position * rowHeight - offset }
}

/** Scrolls as little as is needed to show a row. */
export function reveal(element: HTMLElement, position: number, count: number, rowHeight: number): void {
  const whole = count * rowHeight
  const height = Math.min(whole, TALLEST)
  const scale = whole > height ? (whole - element.clientHeight) / Math.max(1, height - element.clientHeight) : 1
  const top = (position * rowHeight) / scale
  const bottom = ((position + 1) * rowHeight - element.clientHeight) / scale
  if (element.scrollTop > top) element.scrollTop = top
  else if (element.scrollTop < bottom) element.scrollTop = bottom
}
