import { useEffect, useState } from 'preact/hooks'
import { Suspense } from 'preact/compat'
import { type Compose, useSurroundings, useText } from '../context/context.ts'
import { Gone, late } from '../context/late.tsx'
import { ListPane } from '../list/ListPane.tsx'
import { ReadPane } from '../read/ReadPane.tsx'
import { IconButton } from '../ui/Button.tsx'
import { Icon } from '../ui/Icon.tsx'
import { BottomBar } from './BottomBar.tsx'
import { Sidebar } from './Sidebar.tsx'
import { TopBar } from './TopBar.tsx'

const Composer = late(() => import('../compose/Composer.tsx'))
const Contacts = late(() => import('../contacts/Contacts.tsx'), Gone)
const Settings = late(() => import('../settings/Settings.tsx'), Gone)
const Source = late(async () => ({ default: (await import('../read/Source.tsx')).Source }), Gone)
const Print = late(async () => ({ default: (await import('../read/Print.tsx')).Print }), Gone)

/** The frame of all screens: bar, sidebar, list, conversation; on a small screen one at a time. */
export function Layout({ composing, closeComposer, showHelp }: {
  composing: Compose | undefined
  closeComposer: () => void
  showHelp: () => void
}) {
  const { mail, route, preferences, compose } = useSurroundings()
  const text = useText()
  const [drawer, setDrawer] = useState(false)
  const here = route.value
  useEffect(() => setDrawer(false), [here])
  const thread = here.at === 'list' || here.at === 'search' ? here.thread : undefined

  if (here.at === 'print') return <Suspense fallback={<Loading />}><Print email={here.email} /></Suspense>
  return (
    <div
      class="app"
      data-pane={preferences.get('pane')}
      data-reading={thread ? '' : undefined}
      data-drawer={drawer ? '' : undefined}
      data-sidebar={preferences.get('sidebar')}
    >
      <a class="skip" href="#main">{text('shell.skip')}</a>
      <TopBar toggleDrawer={() => toggle(preferences, drawer, setDrawer)} showHelp={showHelp} />
      <Sidebar />
      <button type="button" class="scrim" aria-label={text('action.close')} tabIndex={-1} onClick={() => setDrawer(false)} />
      <main id="main" class={`main at-${here.at}`} tabIndex={-1}>
        <h1 class="visually-hidden">Godwit</h1>
        {!mail.online.value && <p class="offline" role="status"><Icon name="wifi-off" size={18} />{text('shell.offline')}{mail.outbox.waiting.value > 0 && ` ${text('shell.waiting', { count: mail.outbox.waiting.value })}`}</p>}
        <Suspense fallback={<Loading />}>
          {here.at === 'settings' ? <Settings page={here.page} asked={here.from ?? ''} /> : here.at === 'contacts' ? <Contacts id={here.id} /> : here.at === 'source' ? <Source email={here.email} /> : (
            <div class="panes">
              <ListPane />
              <ReadPane thread={thread} />
            </div>
          )}
        </Suspense>
      </main>
      <BottomBar toggleDrawer={() => setDrawer(!drawer)} />
      <IconButton class="compose-float" label={text('action.compose')} icon="pencil" onClick={() => compose({ kind: 'new' })} />
      {composing && <Suspense fallback={null}><Composer key={JSON.stringify(composing)} begin={composing} close={closeComposer} /></Suspense>}
    </div>
  )
}

function Loading() {
  const text = useText()
  return <div class="list-loading" role="status"><span class="spinner" />{text('list.loading')}</div>
}

/** On a wide screen the sidebar folds to its icons; on a small one it slides in. */
function toggle(preferences: ReturnType<typeof useSurroundings>['preferences'], drawer: boolean, setDrawer: (open: boolean) => void): void {
  if (matchMedia('(min-width: 1100px)').matches) preferences.set('sidebar', preferences.get('sidebar') === 'open' ? 'closed' : 'open')
  else setDrawer(!drawer)
}
