import { useSurroundings, useText } from '../context/context.ts'
import { type Route, write } from '../model/routes.ts'
import { Icon } from '../ui/Icon.tsx'

/** On a phone, where thumbs are: the places that people go to most. */
export function BottomBar({ toggleDrawer }: { toggleDrawer: () => void }) {
  const text = useText()
  return (
    <nav class="bottom-bar" aria-label={text('shell.places')}>
      <Place to={{ at: 'list', mailbox: 'inbox' }} icon="inbox" label={text('folder.inbox')} />
      <Place to={{ at: 'list', mailbox: 'starred' }} icon="star" label={text('folder.starred')} />
      <button type="button" onClick={() => document.getElementById('search')?.focus()}>
        <Icon name="search" />
        <span>{text('keys.search')}</span>
      </button>
      <Place to={{ at: 'contacts' }} icon="book-user" label={text('contacts.title')} />
      <button type="button" onClick={toggleDrawer}>
        <Icon name="menu" />
        <span>{text('shell.folders')}</span>
      </button>
    </nav>
  )
}

function Place({ to, icon, label }: { to: Route; icon: string; label: string }) {
  const { go, route } = useSurroundings()
  const here = route.value
  const current = here.at === to.at && (here.at !== 'list' || to.at !== 'list' || (!here.account && here.mailbox === to.mailbox))
  return (
    <a
      href={write(to)}
      aria-current={current ? 'page' : undefined}
      onClick={event => {
        if (event.metaKey || event.ctrlKey || event.shiftKey) return
        event.preventDefault()
        go(to)
      }}
    >
      <Icon name={icon} />
      <span>{label}</span>
    </a>
  )
}
