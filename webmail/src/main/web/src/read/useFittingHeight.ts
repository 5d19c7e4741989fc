import type { RefObject } from 'preact'
import { useEffect, useRef, useState } from 'preact/hooks'

const WAITING = 96

/** Keeps a frame as tall as what is in it, and tells whether pictures were left out. */
export function useFittingHeight(frame: RefObject<HTMLIFrameElement | null>) {
  const [height, setHeight] = useState(WAITING)
  const [blocked, setBlocked] = useState(false)
  const watching = useRef<ResizeObserver>(undefined)

  useEffect(() => () => watching.current?.disconnect(), [])

  const measure = (page: Document | undefined) => {
    watching.current?.disconnect()
    if (!page?.body) return
    const fit = () => {
      const wide = page.documentElement.scrollWidth > page.documentElement.clientWidth ? 16 : 0 // room for its scrollbar
      setHeight(Math.ceil(Math.max(page.body.scrollHeight, page.body.getBoundingClientRect().height)) + wide)
    }
    fit()
    watching.current = new ResizeObserver(fit)
    watching.current.observe(page.body)
    setBlocked(Number(page.querySelector<HTMLElement>('[data-remote-images]')?.dataset['remoteImages'] ?? 0) > 0)
    page.addEventListener('keydown', event => {
      if (event.ctrlKey || event.metaKey || event.altKey) return
      frame.current?.dispatchEvent(new KeyboardEvent('keydown', { key: event.key, shiftKey: event.shiftKey, bubbles: true }))
    })
  }
  return { height, blocked, measure }
}
