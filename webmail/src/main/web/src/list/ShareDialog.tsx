import { useEffect, useState } from 'preact/hooks'
import { useMail, useText } from '../context/context.ts'
import type { Id, Mailbox, Principal, Rights } from '../jmap/types.ts'
import { type Level, levelOf } from '../model/sharing.ts'
import { Button, IconButton } from '../ui/Button.tsx'
import { Dialog } from '../ui/Dialog.tsx'
import { folderName } from './folderNames.ts'

const OFFERED = 50 // people in the list below the field; who types more finds the others

/** Who else sees a folder, and what they may do there. */
export default function ShareDialog({ mailbox, close }: { mailbox: Mailbox; close: () => void }) {
  const mail = useMail()
  const text = useText()
  const [people, setPeople] = useState<readonly Principal[]>([])
  const [shares, setShares] = useState<ReadonlyMap<Id, Rights>>()
  const [asked, setAsked] = useState('')
  const [problem, setProblem] = useState('')
  const called = (it: Principal) => (it.type === 'group' ? text('share.everybody', { domain: it.name }) : it.name)
  const name = (id: Id) => {
    const found = people.find(it => it.id === id)
    return found ? called(found) : id
  }
  const failed = (refusal: unknown) => setProblem(refusal instanceof Error ? refusal.message : String(refusal))
  const load = () => mail.sharing.of(mailbox.id).then(setShares)
  useEffect(() => {
    void Promise.all([mail.sharing.people().then(setPeople), load()]).catch(failed)
  }, [])
  const grant = (id: Id, level: Level | undefined) => {
    setProblem('')
    void mail.sharing.grant(mailbox.id, id, level).then(load).catch(failed)
  }
  const add = async () => {
    const all = await mail.sharing.people() // whoever types fast does not wait for the list
    const found = all.find(it => called(it).toLowerCase() === asked.trim().toLowerCase())
    if (!found) return setProblem(text('share.unknown'))
    setAsked('')
    grant(found.id, 'read')
  }
  const wanted = asked.trim().toLowerCase()
  const offered = people.filter(it => !shares?.has(it.id) && called(it).toLowerCase().includes(wanted)).slice(0, OFFERED)
  return (
    <Dialog title={text('share.title', { name: folderName(mailbox, text) })} close={close} closeLabel={text('action.close')}>
      {!shares ? <span class="spinner" role="status" aria-label={text('list.loading')} /> : shares.size === 0 ? <p>{text('share.nobody')}</p> : (
        <ul class="shares">
          {[...shares].map(([id, rights]) => (
            <li key={id}>
              <bdi>{name(id)}</bdi>
              <select value={levelOf(rights) ?? ''} aria-label={text('share.what', { name: name(id) })} onChange={event => grant(id, event.currentTarget.value as Level)}>
                {!levelOf(rights) && <option value="" disabled>{text('share.other')}</option>}
                <option value="read">{text('share.read')}</option>
                <option value="write">{text('share.write')}</option>
                <option value="folders">{text('share.folders')}</option>
              </select>
              <IconButton label={text('share.stop', { name: name(id) })} icon="x" onClick={() => grant(id, undefined)} />
            </li>
          ))}
        </ul>
      )}
      <form
        class="form"
        onSubmit={event => {
          event.preventDefault()
          void add().catch(failed)
        }}
      >
        <label>
          {text('share.person')}
          <input type="text" value={asked} required list="share-people" dir="auto" autocomplete="off" onInput={event => setAsked(event.currentTarget.value)} />
        </label>
        <datalist id="share-people">{offered.map(it => <option key={it.id} value={called(it)} />)}</datalist>
        {problem && <p class="wrong" role="alert">{problem}</p>}
        <div class="form-buttons"><Button kind="primary" type="submit">{text('share.add')}</Button></div>
      </form>
    </Dialog>
  )
}
