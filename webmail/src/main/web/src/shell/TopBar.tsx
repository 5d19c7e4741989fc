import { useLanguage, useSurroundings, useText } from '../context/context.ts'
import { hue, initials } from '../model/addresses.ts'
import { Avatar } from '../ui/Avatar.tsx'
import { IconButton } from '../ui/Button.tsx'
import { Menu } from '../ui/Menu.tsx'
import { SearchBox } from './SearchBox.tsx'

/** The bar across the top: menu, name, search, who one is. */
export function TopBar({ toggleDrawer, showHelp }: { toggleDrawer: () => void; showHelp: () => void }) {
  const { mail, go } = useSurroundings()
  const text = useText()
  useLanguage()
  const me = { name: null, email: mail.client.session.username }
  return (
    <header class="top">
      <IconButton label={text('shell.menu')} icon="menu" onClick={toggleDrawer} />
      <a
        class="brand"
        aria-label="Godwit"
        href="/mail/inbox"
        onClick={event => {
          event.preventDefault()
          go({ at: 'list', mailbox: 'inbox' })
        }}
      >
        <svg viewBox="0 0 48 48" width="32" height="32" aria-hidden="true"><path d="M4 30c9 1 14-3 18-9 3-5 8-8 14-7l8 3-7 2c0 9-6 17-16 18-6 1-12-2-17-7z" /></svg>
        <span>Godwit</span>
      </a>
      <SearchBox />
      <div class="top-end">
        <IconButton class="wide-only" label={text('shell.shortcuts')} shortcut="?" icon="keyboard" onClick={showHelp} />
        <IconButton class="wide-only" label={text('contacts.title')} icon="book-user" onClick={() => go({ at: 'contacts' })} />
        <IconButton class="wide-only" label={text('settings.title')} icon="settings" onClick={() => go({ at: 'settings', page: 'general' })} />
        <Menu
          label={text('shell.account', { address: me.email })}
          class="account-button"
          items={[
            { label: text('contacts.title'), icon: 'book-user', onSelect: () => go({ at: 'contacts' }) },
            { label: text('settings.title'), icon: 'settings', onSelect: () => go({ at: 'settings', page: 'general' }) },
            { label: text('shell.shortcuts'), icon: 'keyboard', onSelect: showHelp },
            'line',
            { label: text('shell.signOut'), icon: 'log-out', onSelect: signOut },
          ]}
        >
          <Avatar letters={initials(me)} hue={hue(me)} />
        </Menu>
      </div>
    </header>
  )
}

/** By a form, as the page of signing in does it: the answer clears what the browser kept of us. */
function signOut(): void {
  const form = document.createElement('form')
  form.method = 'post'
  form.action = '/logout'
  document.body.append(form)
  form.submit()
}
