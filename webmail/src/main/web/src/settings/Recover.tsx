import { useSignal } from '@preact/signals'
import { useEffect, useMemo, useState } from 'preact/hooks'
import { useLanguage, useMail, useText } from '../context/context.ts'
import type { Key } from '../i18n/language.ts'
import type { Id } from '../jmap/types.ts'
import { folderName } from '../list/folderNames.ts'
import { display, hue, initials } from '../model/addresses.ts'
import { type Deleted, DeletedMail, isFull } from '../model/deleted.ts'
import { Avatar } from '../ui/Avatar.tsx'
import { Button } from '../ui/Button.tsx'
import { Icon } from '../ui/Icon.tsx'
import { Field } from './Field.tsx'

const DAY = 24 * 60 * 60 * 1000
const TIMES: Record<string, { title: Key; days?: number }> = {
  day: { title: 'recover.day', days: 1 },
  week: { title: 'recover.week', days: 7 },
  ever: { title: 'recover.ever' },
}

/** Mail that was deleted for good and is still kept: looked through, and brought back. */
export function Recover() {
  const mail = useMail()
  const text = useText()
  const deleted = useMemo(() => new DeletedMail(mail.client), [mail])
  const [time, setTime] = useState('ever')
  const [drafts, setDrafts] = useState(false)
  const [busy, setBusy] = useState(false)
  const chosen = useSignal<ReadonlySet<Id>>(new Set())
  useEffect(() => {
    if (!deleted.possible) return
    const days = TIMES[time]?.days
    const after = days ? { after: new Date(Date.now() - days * DAY).toISOString().replace(/\.\d+Z$/, 'Z') } : {}
    chosen.value = new Set()
    void mail.watch(deleted.show({ ...after, drafts }))
  }, [deleted, time, drafts])
  if (!deleted.possible) return <p class="hint">{text('settings.notHere')}</p>

  const bring = async (work: () => Promise<number>) => {
    setBusy(true)
    try {
      const count = await work()
      mail.notices.say('recover.done', { count })
    } catch (problem) {
      if (!isFull(problem)) throw problem
      mail.notices.complain('recover.full')
    } finally {
      chosen.value = new Set()
      setBusy(false)
      void mail.refresh()
    }
  }
  const { value: list } = deleted.list
  const { value: total } = deleted.total
  const choose = (id: Id) => (chosen.value = new Set(chosen.peek().has(id) ? [...chosen.peek()].filter(it => it !== id) : [...chosen.peek(), id]))
  return (
    <>
      <p class="hint">{text('recover.hint', { count: deleted.days })}</p>
      <Field label={text('recover.since')}>
        <select value={time} onChange={event => setTime(event.currentTarget.value)}>
          {Object.entries(TIMES).map(([name, { title }]) => <option key={name} value={name}>{text(title)}</option>)}
        </select>
      </Field>
      <label class="switch"><input type="checkbox" checked={drafts} onChange={() => setDrafts(!drafts)} />{text('recover.drafts')}</label>
      {!list && <div class="list-loading" role="status"><span class="spinner" />{text('list.loading')}</div>}
      {list?.length === 0 && <p class="nothing"><Icon name="archive-restore" size={32} />{text('recover.none')}</p>}
      {list && list.length > 0 && (
        <>
          <div class="rows-bar">
            {chosen.value.size > 0
              ? <Button kind="primary" disabled={busy} onClick={() => void mail.watch(bring(() => deleted.restore([...chosen.peek()])))}>{text('recover.restore', { count: chosen.value.size })}</Button>
              : <Button disabled={busy} onClick={() => void mail.watch(bring(() => deleted.restoreAll()))}>{text('recover.all', { number: total })}</Button>}
          </div>
          <ul class="rows deleted">
            {list.map(it => <Row key={it.id} deleted={it} chosen={chosen.value.has(it.id)} choose={() => choose(it.id)} />)}
          </ul>
          {list.length < total && <Button disabled={busy} onClick={() => void mail.watch(deleted.more())}>{text('recover.more')}</Button>}
        </>
      )}
    </>
  )
}

function Row({ deleted, chosen, choose }: { deleted: Deleted; chosen: boolean; choose: () => void }) {
  const text = useText()
  const language = useLanguage()
  const mail = useMail()
  const subject = deleted.subject?.trim() || text('row.noSubject')
  const who = deleted.from?.[0] ?? { name: null, email: '' }
  const at = deleted.mailboxName.toLowerCase()
  const folder = [...mail.store.mailboxes.value.values()].find(it => !it.parentId && it.name.toLowerCase() === at)
  return (
    <li>
      <label>
        <input type="checkbox" checked={chosen} aria-label={text('recover.choose', { subject })} onChange={choose} />
        <Avatar letters={initials(who)} hue={hue(who)} />
        <span>
          <b><bdi>{display(who) || text('row.nobody')}</bdi></b>
          <span class="deleted-subject"><bdi>{subject}</bdi> <span class="soft">{deleted.preview}</span></span>
          <small>{text('recover.was', { date: language.medium(new Date(deleted.deletedAt)), folder: folder ? folderName(folder, text) : deleted.mailboxName })}</small>
        </span>
      </label>
    </li>
  )
}
