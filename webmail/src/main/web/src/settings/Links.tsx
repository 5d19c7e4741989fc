import { useEffect, useMemo, useState } from 'preact/hooks'
import { useLanguage, useMail, useText } from '../context/context.ts'
import { type FileLink, FileLinks, isLive } from '../model/fileLinks.ts'
import { Button, IconButton } from '../ui/Button.tsx'
import { Dialog } from '../ui/Dialog.tsx'
import { Menu } from '../ui/Menu.tsx'
import { Icon } from '../ui/Icon.tsx'

/** Files that one sent as links: until when they are there, how often they were fetched, and their end. */
export function Links() {
  const mail = useMail()
  const text = useText()
  const links = useMemo(() => new FileLinks(mail.client), [mail])
  const [list, setList] = useState<readonly FileLink[]>()
  const [ending, setEnding] = useState<FileLink>()
  const load = () => mail.watch(links.list().then(setList))
  useEffect(() => {
    if (links.possible) void load()
  }, [links])
  if (!links.possible) return <p class="hint">{text('settings.notHere')}</p>
  const end = (link: FileLink) => {
    setEnding(undefined)
    void mail.watch(links.revoke([link.id]).then(() => mail.notices.say('links.ended', { name: link.name }))).then(load)
  }
  const keep = (link: FileLink, days: number) => void mail.watch(links.keep(link.id, days, new Date())).then(load)
  return (
    <>
      <p class="hint">{text('links.hint', { count: links.limits.days })}</p>
      {!list && <div class="list-loading" role="status"><span class="spinner" />{text('list.loading')}</div>}
      {list?.length === 0 && <p class="nothing"><Icon name="link" size={32} />{text('links.none')}</p>}
      {list && list.length > 0 && (
        <ul class="rows links">{list.map(link => <Row key={link.id} link={link} days={links.days} keep={days => keep(link, days)} end={() => setEnding(link)} />)}</ul>
      )}
      {ending && (
        <Dialog title={text('links.end', { name: ending.name })} close={() => setEnding(undefined)} closeLabel={text('action.close')}>
          <p>{text('links.endAsk')}</p>
          <div class="form-buttons">
            <Button onClick={() => setEnding(undefined)}>{text('action.cancel')}</Button>
            <Button kind="danger" onClick={() => end(ending)}>{text('links.endNow')}</Button>
          </div>
        </Dialog>
      )}
    </>
  )
}

function Row({ link, days, keep, end }: { link: FileLink; days: readonly number[]; keep: (days: number) => void; end: () => void }) {
  const text = useText()
  const language = useLanguage()
  const live = isLive(link, new Date())
  const when = link.isRevoked ? text('links.revoked') : text(live ? 'links.until' : 'links.expired', { date: language.medium(new Date(link.expires)) })
  return (
    <li class={live ? '' : 'over'}>
      <Icon name={live ? 'link' : 'link-2-off'} />
      <span>
        <bdi class="one-line">{link.name}</bdi>
        <small>{language.size(link.size)} · {when} · {text('links.downloads', { count: link.downloads })}</small>
      </span>
      {live && (
        <Menu
          label={text('links.lasts', { name: link.name })}
          icon="calendar-clock"
          items={days.map(it => ({ label: text('links.fromNow', { time: language.days(it) }), onSelect: () => keep(it) }))}
        />
      )}
      {live && <IconButton label={text('links.end', { name: link.name })} icon="x" onClick={end} />}
    </li>
  )
}
