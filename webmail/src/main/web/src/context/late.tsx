import type { ComponentType } from 'preact'
import { lazy } from 'preact/compat'
import { useText } from './context.ts'

type Module<P> = { default: ComponentType<P> }

/**
 * A part of the page that is loaded when it is needed. Files of a page that was opened before the server was
 * renewed may be gone: then the rest stays as it is, with all that is being written.
 */
export const late = <P extends object>(load: () => Promise<Module<P>>, instead: ComponentType<P> = () => null): ComponentType<P> =>
  lazy(() => load().catch((): Module<P> => ({ default: instead })))

/** What stands where a screen cannot be loaded. */
export function Gone() {
  const text = useText()
  return <p class="empty" role="status">{text('problem.newVersion')}</p>
}
