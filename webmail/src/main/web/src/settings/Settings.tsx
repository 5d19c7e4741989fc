import { useEffect } from 'preact/hooks'
import { useSurroundings, useText } from '../context/context.ts'
import { useMoreTexts } from '../context/more.ts'
import type { Key } from '../i18n/language.ts'
import { Icon } from '../ui/Icon.tsx'
import { write } from '../model/routes.ts'
import { Filters } from './Filters.tsx'
import { Folders } from './Folders.tsx'
import { General } from './General.tsx'
import { Identities } from './Identities.tsx'
import { Links } from './Links.tsx'
import { MailFiles } from './MailFiles.tsx'
import { Notifications } from './Notifications.tsx'
import { Recover } from './Recover.tsx'
import { Security } from './Security.tsx'
import './settings.css'
import { Vacation } from './Vacation.tsx'

const PAGES: Record<string, { title: Key; icon: string; show: (asked: string) => preact.VNode }> = {
  general: { title: 'settings.general', icon: 'palette', show: () => <General /> },
  identities: { title: 'settings.identities', icon: 'at-sign', show: () => <Identities /> },
  filters: { title: 'settings.filters', icon: 'list-filter', show: asked => <Filters from={asked} /> },
  vacation: { title: 'settings.vacation', icon: 'plane', show: () => <Vacation /> },
  folders: { title: 'settings.folders', icon: 'folder', show: () => <Folders /> },
  notifications: { title: 'settings.notifications', icon: 'bell', show: () => <Notifications /> },
  files: { title: 'files.title', icon: 'file-archive', show: () => <MailFiles /> },
  links: { title: 'links.title', icon: 'link', show: () => <Links /> },
  recover: { title: 'recover.title', icon: 'archive-restore', show: () => <Recover /> },
  security: { title: 'settings.security', icon: 'shield', show: () => <Security /> },
}

/** How one likes things, who one is, and how one signs in. */
export default function Settings({ page, asked }: { page: string; asked: string }) {
  const { go } = useSurroundings()
  const text = useText()
  const shown = page in PAGES ? page : 'general'
  const here = PAGES[shown]
  const ready = useMoreTexts()
  useEffect(() => document.querySelector('.settings > nav [aria-current]')?.scrollIntoView({ block: 'nearest', inline: 'center' }), [shown, ready])
  if (!ready) return <div class="list-loading" role="status"><span class="spinner" />{text('list.loading')}</div>
  return (
    <div class="settings">
      <nav aria-label={text('settings.title')}>
        <h2>{text('settings.title')}</h2>
        <ul>
          {Object.entries(PAGES).map(([name, { title, icon }]) => (
            <li key={name}>
              <a
                href={write({ at: 'settings', page: name })}
                class="folder"
                aria-current={name === shown ? 'page' : undefined}
                onClick={event => {
                  event.preventDefault()
                  go({ at: 'settings', page: name })
                }}
              >
                <Icon name={icon} />
                <span class="folder-name">{text(title)}</span>
              </a>
            </li>
          ))}
        </ul>
      </nav>
      <section class="settings-page" aria-label={here && text(here.title)}>
        <h2>{here && text(here.title)}</h2>
        {here?.show(asked)}
      </section>
    </div>
  )
}
