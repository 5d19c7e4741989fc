import { useEffect, useRef, useState } from 'preact/hooks'
import { useLanguage, useSurroundings, useText } from '../context/context.ts'
import { useMoreTexts } from '../context/more.ts'
import { type Card, EMPTY, matches, nameOf } from '../model/cards.ts'
import { readVcards, writeVcard } from '../model/vcard.ts'
import { Button, IconButton } from '../ui/Button.tsx'
import { Icon } from '../ui/Icon.tsx'
import { Menu } from '../ui/Menu.tsx'
import './contacts.css'
import { ContactForm } from './ContactForm.tsx'
import { ContactView } from './ContactView.tsx'
import { Doubles } from './Doubles.tsx'
import { Face } from './Face.tsx'
import { GroupDialog } from './GroupDialog.tsx'

/** The address book: people, groups, and one of them in full. */
export default function Contacts({ id }: { id: string | undefined }) {
  const { mail, go } = useSurroundings()
  const text = useText()
  const language = useLanguage()
  const { contacts } = mail
  const [typed, setTyped] = useState('')
  const [group, setGroup] = useState('')
  const [doubles, setDoubles] = useState(false)
  const [naming, setNaming] = useState(false)
  const files = useRef<HTMLInputElement>(null)
  useEffect(() => {
    void mail.watch(contacts.ensure())
    document.title = `${text('contacts.title')} · Godwit`
  }, [])
  if (!useMoreTexts()) return null
  if (!contacts.possible) return <p class="empty">{text('settings.notHere')}</p>
  const shownGroup = contacts.groups.value.find(it => it.id === group)
  const people = (shownGroup ? contacts.members(shownGroup) : contacts.people.value).filter(it => matches(it, typed))
  const card = id === undefined ? undefined : contacts.cards.value?.get(id)
  const open = (to?: string) => go({ at: 'contacts', ...(to ? { id: to } : {}) })
  const take = async (file: File | undefined) => {
    if (!file) return
    const forms = readVcards(await file.text())
    const made = await contacts.add(forms)
    mail.notices.say('contacts.imported', { count: made.length })
  }
  return (
    <div class="panes contacts" data-reading={id ? '' : undefined}>
      <section class="list-pane" aria-label={text('contacts.title')}>
        <div class="list-toolbar">
          <h2 class="list-title">{text('contacts.title')}</h2>
          <span class="list-total">{language.number(people.length)}</span>
          <IconButton label={text('contacts.new')} icon="user-plus" onClick={() => open('new')} />
          <Menu
            label={text('action.more')}
            items={[
              { label: text('contacts.newGroup'), icon: 'users', onSelect: () => setNaming(true) },
              { label: text('doubles.find'), icon: 'merge', onSelect: () => setDoubles(true) },
              { label: text('contacts.import'), icon: 'upload', onSelect: () => files.current?.click() },
              { label: text('contacts.export'), icon: 'download', onSelect: () => save(people) },
              ...(shownGroup ? ['line' as const, { label: text('contacts.removeGroup', { name: nameOf(shownGroup) }), icon: 'trash', danger: true, onSelect: () => void mail.watch(contacts.remove(shownGroup).then(() => setGroup(''))) }] : []),
            ]}
          />
          <input ref={files} type="file" accept=".vcf,text/vcard" hidden aria-label={text('contacts.import')} onChange={event => {
            void mail.watch(take(event.currentTarget.files?.[0]))
            event.currentTarget.value = ''
          }} />
        </div>
        <div class="contacts-filter">
          <input type="search" value={typed} placeholder={text('contacts.search')} aria-label={text('contacts.search')} onInput={event => setTyped(event.currentTarget.value)} />
          {contacts.groups.value.length > 0 && (
            <select value={group} aria-label={text('contacts.group')} onChange={event => setGroup(event.currentTarget.value)}>
              <option value="">{text('contacts.all')}</option>
              {contacts.groups.value.map(it => <option key={it.id} value={it.id}>{nameOf(it)}</option>)}
            </select>
          )}
        </div>
        <div class="list-scroll">
          {!contacts.cards.value && <div class="list-loading" role="status"><span class="spinner" />{text('list.loading')}</div>}
          {contacts.cards.value && people.length === 0 && (
            <div class="empty" role="status">
              <Icon name="book-user" size={40} />
              <p>{text(typed || group ? 'contacts.noneFound' : 'contacts.none')}</p>
              {!typed && !group && <Button icon="user-plus" onClick={() => open('new')}>{text('contacts.new')}</Button>}
            </div>
          )}
          <ul class="contact-rows">{people.map(it => <Row key={it.id} card={it} open={it.id === id} />)}</ul>
        </div>
      </section>
      <section class="read-pane" aria-label={card ? nameOf(card) : text('contacts.nobody')}>
        {id === 'new' ? <ContactForm form={EMPTY} save={async form => open((await contacts.add([form]))[0])} close={() => open()} />
          : card ? <ContactView key={card.id} card={card} close={() => open()} />
          : <div class="read-pane nothing"><Icon name="book-user" size={48} /><p>{text('contacts.nobody')}</p></div>}
      </section>
      {doubles && <Doubles close={() => setDoubles(false)} />}
      {naming && <GroupDialog close={() => setNaming(false)} />}
    </div>
  )
}

function Row({ card, open }: { card: Card; open: boolean }) {
  const { go } = useSurroundings()
  const mail = Object.values(card.emails ?? {})[0]?.address ?? Object.values(card.phones ?? {})[0]?.number ?? ''
  return (
    <li>
      <a
        class="contact-row"
        href={`/contacts/${card.id}`}
        aria-current={open ? 'true' : undefined}
        onClick={event => {
          if (event.metaKey || event.ctrlKey) return
          event.preventDefault()
          go({ at: 'contacts', id: card.id })
        }}
      >
        <Face card={card} />
        <span><bdi>{nameOf(card)}</bdi>{mail !== nameOf(card) && <small><bdi>{mail}</bdi></small>}</span>
      </a>
    </li>
  )
}

function save(people: readonly Card[]): void {
  const url = URL.createObjectURL(new Blob(people.map(writeVcard), { type: 'text/vcard' }))
  const link = document.createElement('a')
  link.href = url
  link.download = 'contacts.vcf'
  link.click()
  setTimeout(() => URL.revokeObjectURL(url), 10_000)
}
