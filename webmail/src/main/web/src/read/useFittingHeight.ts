import type { RefObject } from 'preact'
import { useEffect, useRef, useState } from 'preact/hooks'

const WAITING = 96
const MARGIN = 16 // of the last thing in a page, which stands out of the body

/** What the server tells of a message that it has cleaned. */
interface Found {
  /** Whether it has pictures from elsewhere. */
  blocked: boolean
  /** How many pictures were there to tell that it is read. */
  trackers: number
  /** Whether it has dark looks of its own. */
  knowsDark: boolean
}

/** Keeps a frame as tall as what is in it, and tells what the server found in it. */
export function useFittingHeight(frame: RefObject<HTMLIFrameElement | null>) {
  const [height, setHeight] = useState(WAITING)
  const [found, setFound] = useState<Found>({ blocked: false, trackers: 0, knowsDark: true })
  const watching = useRef<ResizeObserver>(undefined)

  useEffect(() => () => watching.current?.disconnect(), [])

  const measure = (page: Document | undefined) => {
    watching.current?.disconnect()
    if (!page?.body) return
    const fit = () => {
      const wide = page.documentElement.scrollWidth > page.documentElement.clientWidth ? 16 : 0 // room for its scrollbar
      const end = page.body.getBoundingClientRect().bottom + page.documentElement.scrollTop + MARGIN
      setHeight(Math.ceil(Math.max(page.body.scrollHeight, end)) + wide)
    }
    fit()
    watching.current = new ResizeObserver(fit)
    watching.current.observe(page.body)
    const { remoteImages, trackers, dark } = page.documentElement.dataset
    setFound({ blocked: Number(remoteImages ?? 0) > 0, trackers: Number(trackers ?? 0), knowsDark: dark !== 'none' })
    page.addEventListener('keydown', event => {
      if (event.ctrlKey || event.metaKey || event.altKey) return
      frame.current?.dispatchEvent(new KeyboardEvent('keydown', { key: event.key, shiftKey: event.shiftKey, bubbles: true }))
    })
  }
  return { height, measure, ...found }
}
