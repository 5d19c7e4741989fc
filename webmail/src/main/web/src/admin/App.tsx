import { useEffect, useRef } from 'preact/hooks'
import { Icon } from '../ui/Icon.tsx'
import { Toasts } from '../ui/Toasts.tsx'
import { Account } from './Account.tsx'
import { Accounts } from './Accounts.tsx'
import { Aliases } from './Aliases.tsx'
import { Audit } from './Audit.tsx'
import { Certificate } from './Certificate.tsx'
import { Domain } from './Domain.tsx'
import { Domains } from './Domains.tsx'
import { Group, Groups } from './Groups.tsx'
import { Overview } from './Overview.tsx'
import { Link, Page } from './Page.tsx'
import { Queue } from './Queue.tsx'
import { Roles } from './Roles.tsx'
import { SettingsList } from './SettingsList.tsx'
import { SharedMailbox, SharedMailboxes } from './Shared.tsx'
import { useMay, useSurroundings, useWord } from './surroundings.ts'
import { Tokens } from './Tokens.tsx'
import type { Word } from './words.ts'

/** The pages, in the order of the menu; each is for whoever may ask for the operation. */
const PAGES: { path: string; word: Word; icon: string; operation: string }[] = [
  { path: '/admin', word: 'overview', icon: 'monitor', operation: 'role mine' },
  { path: '/admin/domains', word: 'domains', icon: 'at-sign', operation: 'domain list' },
  { path: '/admin/accounts', word: 'accounts', icon: 'users', operation: 'account list' },
  { path: '/admin/aliases', word: 'aliases', icon: 'tag', operation: 'alias list' },
  { path: '/admin/groups', word: 'groups', icon: 'mails', operation: 'group list' },
  { path: '/admin/shared', word: 'shared', icon: 'archive', operation: 'shared list' },
  { path: '/admin/queue', word: 'queue', icon: 'send', operation: 'queue list' },
  { path: '/admin/certificate', word: 'certificate', icon: 'shield-check', operation: 'tls status' },
  { path: '/admin/settings', word: 'settings', icon: 'settings', operation: 'settings show' },
  { path: '/admin/roles', word: 'roles', icon: 'user', operation: 'role list' },
  { path: '/admin/tokens', word: 'tokens', icon: 'key-round', operation: 'token list' },
  { path: '/admin/audit', word: 'audit', icon: 'clipboard-list', operation: 'audit list' },
]

/** The menu, and the page that the address names. */
export function App() {
  const { path, me, notices } = useSurroundings()
  const word = useWord()
  const may = useMay()
  const open = PAGES.filter(it => may(it.operation))
  const [, , place = ''] = path.value.split('/')
  const menu = useRef<HTMLElement>(null)
  useEffect(() => menu.current?.querySelector('[aria-current]')?.scrollIntoView({ block: 'nearest', inline: 'center' }), [place])
  return (
    <div class="admin">
      <a class="skip" href="#page">{word('toPage')}</a>
      <header class="admin-top">
        <Link to="/admin" class="brand"><Icon name="settings" /> {word('title')}</Link>
        <span class="space" />
        <bdi class="who">{me.name}</bdi>
        <a class="button quiet" href="/">{word('webmail')}</a>
      </header>
      <nav ref={menu} aria-label={word('menu')}>
        <ul>
          {open.map(it => (
            <li key={it.path}>
              <Link to={it.path} class="folder" current={place === (it.path.split('/')[2] ?? '')}><Icon name={it.icon} /> <span>{word(it.word)}</span></Link>
            </li>
          ))}
        </ul>
      </nav>
      <main id="page" key={path.value}><Place path={path.value} /></main>
      <Toasts list={notices.list.value} undoLabel="" closeLabel={word('close')} close={notices.close} />
    </div>
  )
}

function Place({ path }: { path: string }) {
  const word = useWord()
  const [, , place = '', name = ''] = path.split('/')
  const which = decodeURIComponent(name)
  switch (place) {
    case '': return <Overview />
    case 'domains': return which ? <Domain name={which} /> : <Domains />
    case 'accounts': return which ? <Account address={which} /> : <Accounts />
    case 'aliases': return <Aliases />
    case 'groups': return which ? <Group address={which} /> : <Groups />
    case 'shared': return which ? <SharedMailbox address={which} /> : <SharedMailboxes />
    case 'queue': return <Queue />
    case 'certificate': return <Certificate />
    case 'settings': return <SettingsList />
    case 'roles': return <Roles />
    case 'tokens': return <Tokens />
    case 'audit': return <Audit />
    default: return <Page title={word('nothingHere')}><p><Link to="/admin">{word('overview')}</Link></p></Page>
  }
}
