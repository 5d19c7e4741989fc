// What somebody has after some months: everything that a screen can show, with names that are long.
async ({ other }) => {
  const session = await (await fetch('/jmap/session')).json()
  const accountId = session.primaryAccounts['urn:ietf:params:jmap:mail']
  const call = async (method, args) => {
    const answer = await fetch('/jmap/api', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ using: Object.keys(session.capabilities), methodCalls: [[method, { accountId, ...args }, 'c']] }),
    })
    const told = (await answer.json()).methodResponses[0][1]
    const refused = Object.values({ ...told.notCreated, ...told.notUpdated, ...told.notDestroyed })[0] ?? (told.type && told)
    if (refused) throw new Error(`${method}: ${JSON.stringify(refused)}`)
    return told
  }
  const boxes = (await call('Mailbox/get', { ids: null })).list
  const role = name => boxes.find(it => it.role === name).id
  const folders = (await call('Mailbox/set', { create: { a: { name: 'Budget' }, b: { name: 'The archive of a project whose name is far too long' } } })).created
  const { ids } = await call('Email/query', { filter: { inMailbox: role('inbox') } })
  const [kept, second, later, ...gone] = ids
  const labels = { [`mailboxIds/${folders.a.id}`]: true, [`mailboxIds/${folders.b.id}`]: true }
  await call('Email/set', { update: { [kept]: { ...labels, 'keywords/$flagged': true }, [second]: labels } })
  await call('Snooze/set', { create: { one: { emailId: later, until: '2031-05-01T08:00:00Z', mailboxId: null, fromMailboxIds: { [role('inbox')]: true } } } })
  await call('Email/set', { destroy: gone })

  const people = (await call('Principal/get', { ids: null })).list
  const friend = people.find(it => it.email === other).id
  await call('Mailbox/set', { update: { [folders.a.id]: { [`shareWith/${friend}`]: { mayReadItems: true, maySetSeen: true } } } })

  const book = (await call('AddressBook/get', { ids: null })).list[0].id
  const card = (name, address) => ({
    '@type': 'Card', version: '1.0', uid: `urn:uuid:${crypto.randomUUID()}`, addressBookIds: { [book]: true }, name: { full: name },
    emails: { e: { address } }, phones: { p: { number: '+43 1 5550 12' } }, notes: { n: { note: 'Met at the coast.' } },
  })
  await call('ContactCard/set', {
    create: {
      a: card('Ann Lee', 'ann@example.org'),
      b: card('Maximiliane von Hohenfels-Wittgenstein', 'maximiliane.von.hohenfels.wittgenstein@a-very-long-department-name.example.org'),
    },
  })

  const upload = session.uploadUrl.replace(/^https?:\/\/[^/]*/, '').replace('{accountId}', accountId)
  const { blobId } = await (await fetch(upload, { method: 'POST', headers: { 'Content-Type': 'application/octet-stream' }, body: 'film' })).json()
  const name = 'A recording of the whole general meeting with all its questions, answers and the vote.mkv'
  await call('FileLink/set', { create: { film: { name, blobIds: [blobId] } } })

  const draft = (subject, keyword, to) => ({
    mailboxIds: { [role('drafts')]: true }, keywords: { [keyword]: true, $seen: true }, subject, to: [{ email: to }],
    from: [{ email: session.username }], bodyStructure: { partId: '1', type: 'text/plain' }, bodyValues: { 1: { value: 'Dear customer' } },
  })
  await call('Email/set', { create: { d: draft('Plan for the summer', '$draft', other), t: draft('Thanks for your order', '$template', other) } })
}
