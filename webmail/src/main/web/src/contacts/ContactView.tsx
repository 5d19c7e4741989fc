import { useState } from 'preact/hooks'
import { useSurroundings, useText } from '../context/context.ts'
import { write } from '../model/addresses.ts'
import { addressesOf, type Card, filled, nameOf } from '../model/cards.ts'
import { Button, IconButton } from '../ui/Button.tsx'
import { Icon } from '../ui/Icon.tsx'
import { Menu } from '../ui/Menu.tsx'
import { ContactForm } from './ContactForm.tsx'
import { Face } from './Face.tsx'

/** One person in full, with what can be done. */
export function ContactView({ card, close }: { card: Card; close: () => void }) {
  const { mail, go, compose } = useSurroundings()
  const text = useText()
  const [editing, setEditing] = useState(false)
  const { contacts } = mail
  const form = filled(card)
  if (editing) {
    return (
      <ContactForm
        form={form}
        close={() => setEditing(false)}
        save={async changed => {
          await contacts.change(card, changed)
          setEditing(false)
        }}
      />
    )
  }
  const remove = async () => {
    close()
    await contacts.remove(card)
    mail.notices.say('contacts.removed', { name: nameOf(card) }, () => void mail.watch(contacts.add([form])))
  }
  const addresses = addressesOf(card)
  const write1 = addresses[0] && write(addresses[0])
  return (
    <>
      <div class="read-toolbar" role="toolbar" aria-label={nameOf(card)}>
        <IconButton class="back" label={text('action.back')} icon="arrow-left" onClick={close} />
        <IconButton label={text('action.edit')} icon="pencil" onClick={() => setEditing(true)} />
        <IconButton label={text('action.delete')} icon="trash" onClick={() => void mail.watch(remove())} />
        <Menu
          label={text('contacts.groups')}
          icon="users"
          side="start"
          items={contacts.groups.value.length === 0 ? [{ label: text('contacts.noGroups'), onSelect: () => undefined }] : contacts.groups.value.map(it => ({
            label: nameOf(it),
            checked: Boolean(it.members?.[card.uid]),
            onSelect: () => void mail.watch(contacts.join(it, card, !it.members?.[card.uid])),
          }))}
        />
      </div>
      <div class="read-scroll contact-view">
        <header>
          <Face card={card} large />
          <div>
            <h2><bdi>{nameOf(card)}</bdi></h2>
            {(form.title || form.organization) && <p><bdi>{[form.title, form.organization].filter(Boolean).join(' · ')}</bdi></p>}
            <p class="contact-groups">{contacts.groups.value.filter(it => it.members?.[card.uid]).map(it => <span key={it.id} class="label">{nameOf(it)}</span>)}</p>
          </div>
        </header>
        <div class="answer-buttons">
          {write1 && <Button kind="primary" icon="mail" onClick={() => compose({ kind: 'new', to: write1 })}>{text('contacts.write')}</Button>}
          {addresses[0] && <Button icon="search" onClick={() => go({ at: 'search', q: addresses.map(it => `from:${it.email} OR to:${it.email}`).join(' OR ') })}>{text('contacts.mails')}</Button>}
        </div>
        <dl class="contact-fields">
          {addresses.map(it => <Line key={it.email} icon="at-sign" label={text('contacts.email')}><button type="button" class="link" onClick={() => compose({ kind: 'new', to: write(it) })}><bdi>{it.email}</bdi></button></Line>)}
          {form.phones.filter(Boolean).map(it => <Line key={it} icon="phone" label={text('contacts.phone')}><a href={`tel:${it.replace(/[^\d+]/g, '')}`}><bdi>{it}</bdi></a></Line>)}
          {form.address && <Line icon="map-pin" label={text('contacts.address')}>{form.address}</Line>}
          {form.note && <Line icon="sticky-note" label={text('contacts.note')}>{form.note}</Line>}
        </dl>
      </div>
    </>
  )
}

function Line({ icon, label, children }: { icon: string; label: string; children: preact.ComponentChildren }) {
  return (
    <div>
      <dt><Icon name={icon} size={18} />{label}</dt>
      <dd dir="auto">{children}</dd>
    </div>
  )
}
