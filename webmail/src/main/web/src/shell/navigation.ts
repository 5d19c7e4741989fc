import { type Signal, signal } from '@preact/signals'
import { read, type Route, write } from '../model/routes.ts'

/** Where one is, in step with the address and the browser's history. */
export class Navigation {
  readonly route: Signal<Route>

  constructor() {
    this.route = signal(this.here())
    addEventListener('popstate', () => (this.route.value = this.here()))
  }

  go = (route: Route, replace = false): void => {
    const address = write(route)
    if (address === location.pathname + location.search + location.hash) return
    // from one conversation to the next is one step: back leads to the list
    const beside = 'thread' in route && 'thread' in this.route.peek()
    history[replace || beside ? 'replaceState' : 'pushState'](null, '', address)
    this.route.value = route
  }

  private here(): Route {
    return read(location.pathname, location.search, location.hash)
  }
}
