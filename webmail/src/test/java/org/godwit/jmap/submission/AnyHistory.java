package org.godwit.jmap.submission;

import static org.godwit.jmap.JmapHouse.ALICE;
import static org.godwit.jmap.JmapHouse.BOB;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.sql.PreparedStatement;
import java.time.Instant;
import java.util.Date;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import javax.mail.Flags;
import org.apache.james.core.quota.QuotaCountLimit;
import org.apache.james.core.quota.QuotaSizeLimit;
import org.apache.james.mailbox.MailboxManager;
import org.apache.james.mailbox.MessageManager;
import org.apache.james.mailbox.MessageUid;
import org.apache.james.mailbox.model.MailboxId;
import org.apache.james.mailbox.model.MailboxPath;
import org.apache.james.mailbox.model.MessageRange;
import org.apache.james.mailbox.quota.MaxQuotaManager;
import org.apache.james.mailbox.quota.UserQuotaRootResolver;
import org.apache.james.mailbox.store.StoreSubscriptionManager;
import org.godwit.jmap.JmapHouse;
import org.godwit.jmap.PrincipalIds;
import org.godwit.store.Database;
import org.godwit.store.account.SieveStore;
import org.godwit.store.mailbox.Letter;
import org.godwit.store.mailbox.MailboxDelivery;
import org.godwit.store.mailbox.Undelete;
import org.godwit.store.snooze.Snoozes;

/** What happens to Alice's account: by IMAP, SMTP, ManageSieve, JMAP, administrators and Bob. */
final class AnyHistory {

  /** Something that happens. */
  private interface Deed {
    void run() throws Exception;
  }

  private final SendingHouse sending;
  private final JmapHouse house;
  private final Database database;
  private final Random random;
  private final List<Deed> deeds =
      List.of(
          this::append,
          this::append,
          this::deliver,
          this::deliver,
          this::join,
          this::flagByImap,
          this::expungeByImap,
          this::moveByJmap,
          this::destroyByJmap,
          this::mailboxByImap,
          this::mailboxByJmap,
          this::subscription,
          this::alias,
          this::identity,
          this::submit,
          this::changeSubmission,
          this::book,
          this::card,
          this::card,
          this::changeCard,
          this::quota,
          this::snooze,
          this::wake,
          this::person,
          this::share,
          this::readNotice,
          this::script,
          this::undelete);
  private final Set<Integer> done = new HashSet<>();
  private int count;

  AnyHistory(SendingHouse sending, Database database, Random random) throws Exception {
    this.sending = sending;
    this.house = sending.jmap();
    this.database = database;
    this.random = random;
    person(ALICE.asString());
    person(BOB.asString());
    for (String name : List.of("Archive", "Work")) {
      house.mailbox(name);
    }
  }

  void step() throws Exception {
    int which = random.nextInt(deeds.size());
    deeds.get(which).run();
    done.add(which);
  }

  /** How many kinds of things have happened. */
  int kinds() {
    return done.size();
  }

  private String any(String type) {
    List<String> ids =
        type.equals("Email")
            ? JmapHouse.texts(house.call("Email/query", "").get("ids"))
            : house
                .call(type + "/get", "'ids':null,'properties':['id']")
                .get("list")
                .findValuesAsText("id");
    return ids.isEmpty() ? "none" : ids.get(random.nextInt(ids.size()));
  }

  private void set(String type, String what) {
    house.call(type + "/set", what);
  }

  private String letter(String more) {
    count++;
    return "From: alice@example.test\nTo: bob@example.test\nSubject: topic "
        + random.nextInt(3)
        + "\nMessage-ID: <m"
        + count
        + "@x>\n"
        + more
        + "\n\nx\n";
  }

  private String oneBefore() {
    return "<m" + random.nextInt(count + 1) + "@x>";
  }

  private void append() throws Exception {
    house.add(any("Mailbox"), letter("In-Reply-To: " + oneBefore()));
  }

  private void deliver() throws Exception {
    byte[] bytes =
        letter("References: " + oneBefore())
            .replace("\n", "\r\n")
            .getBytes(StandardCharsets.US_ASCII);
    house
        .the(MailboxDelivery.class)
        .deliver(
            new MailboxDelivery.Delivery(
                UUID.randomUUID(),
                ALICE,
                MailboxPath.inbox(ALICE),
                false,
                new byte[0],
                new Flags(),
                Date.from(Instant.now())),
            Letter.of(() -> new ByteArrayInputStream(bytes), bytes.length));
  }

  private void join() throws Exception {
    house.add(any("Mailbox"), letter("References: " + oneBefore() + " " + oneBefore()));
  }

  private MessageManager box() throws Exception {
    MailboxId id = new org.godwit.store.mailbox.StoreMailboxId.Factory().fromString(any("Mailbox"));
    return house.manager().getMailbox(id, house.session(ALICE));
  }

  private void flagByImap() throws Exception {
    box()
        .setFlags(
            new Flags(random.nextBoolean() ? Flags.Flag.SEEN : Flags.Flag.FLAGGED),
            random.nextBoolean()
                ? MessageManager.FlagsUpdateMode.ADD
                : MessageManager.FlagsUpdateMode.REMOVE,
            MessageRange.range(MessageUid.of(1), MessageUid.of(1L + random.nextInt(20))),
            house.session(ALICE));
  }

  private void expungeByImap() throws Exception {
    box().delete(List.of(MessageUid.of(1L + random.nextInt(20))), house.session(ALICE));
  }

  private void moveByJmap() {
    set("Email", "'update':{'" + any("Email") + "':{'mailboxIds/" + any("Mailbox") + "':true}}");
  }

  private void destroyByJmap() {
    set("Email", "'destroy':['" + any("Email") + "','" + any("Email") + "']");
  }

  private void mailboxByImap() throws Exception {
    MailboxManager manager = house.manager();
    MailboxPath path = MailboxPath.forUser(ALICE, "imap" + random.nextInt(3));
    if (!house.manager().mailboxExists(path, house.session(ALICE)).block()) {
      manager.createMailbox(path, house.session(ALICE));
    } else if (random.nextBoolean()) {
      manager.deleteMailbox(path, house.session(ALICE));
    } else {
      MailboxPath to = MailboxPath.forUser(ALICE, "renamed" + ++count);
      manager.renameMailbox(path, to, house.session(ALICE));
    }
  }

  private void mailboxByJmap() {
    String id = any("Mailbox");
    switch (random.nextInt(3)) {
      case 0 -> set("Mailbox", "'create':{'m':{'name':'jmap" + ++count + "'}}");
      case 1 -> set("Mailbox", "'update':{'" + id + "':{'sortOrder':" + random.nextInt(9) + "}}");
      default -> set("Mailbox", "'destroy':['" + id + "'],'onDestroyRemoveEmails':true");
    }
  }

  private void subscription() throws Exception {
    StoreSubscriptionManager subscriptions = house.the(StoreSubscriptionManager.class);
    MailboxPath path = box().getMailboxPath();
    if (random.nextBoolean()) {
      subscriptions.subscribe(house.session(ALICE), path);
    } else {
      subscriptions.unsubscribe(house.session(ALICE), path);
    }
  }

  private void alias() {
    String address = "alias" + random.nextInt(3) + "@example.test";
    if (random.nextBoolean()) {
      sending.alias(address);
    } else {
      sending.noAlias(address);
    }
  }

  private void identity() {
    switch (random.nextInt(3)) {
      case 0 ->
          set("Identity", "'create':{'i':{'email':'alice@example.test','name':'" + ++count + "'}}");
      case 1 -> set("Identity", "'update':{'" + any("Identity") + "':{'name':'" + ++count + "'}}");
      default -> set("Identity", "'destroy':['" + any("Identity") + "']");
    }
  }

  private void submit() {
    String hold = random.nextBoolean() ? "{'HOLDFOR':'3600'}" : "null";
    set(
        "EmailSubmission",
        "'create':{'s':{'identityId':'"
            + any("Identity")
            + "','emailId':'"
            + any("Email")
            + "','envelope':{'mailFrom':{'email':'alice@example.test','parameters':"
            + hold
            + "},'rcptTo':[{'email':'bob@example.test'}]}}}");
  }

  private void changeSubmission() {
    String id = any("EmailSubmission");
    set(
        "EmailSubmission",
        random.nextBoolean()
            ? "'update':{'" + id + "':{'undoStatus':'canceled'}}"
            : "'destroy':['" + id + "']");
  }

  private void book() {
    String id = any("AddressBook");
    switch (random.nextInt(3)) {
      case 0 -> set("AddressBook", "'create':{'b':{'name':'book " + ++count + "'}}");
      case 1 -> set("AddressBook", "'update':{'" + id + "':{'name':'other " + ++count + "'}}");
      default -> set("AddressBook", "'destroy':['" + id + "'],'onDestroyRemoveContents':true");
    }
  }

  private void card() {
    String name = "" + (char) ('a' + random.nextInt(26)) + ++count;
    set(
        "ContactCard",
        "'create':{'c':{'addressBookIds':{'"
            + any("AddressBook")
            + "':true},'name':{'components':[{'kind':'given','value':'"
            + name
            + "'}]}}}");
  }

  private void changeCard() {
    String id = any("ContactCard");
    set(
        "ContactCard",
        random.nextBoolean()
            ? "'update':{'" + id + "':{'language':'l" + ++count + "'}}"
            : "'destroy':['" + id + "']");
  }

  private void quota() throws Exception {
    var root = house.the(UserQuotaRootResolver.class).forUser(ALICE);
    MaxQuotaManager limits = house.the(MaxQuotaManager.class);
    if (random.nextBoolean()) {
      limits.setMaxStorage(root, QuotaSizeLimit.size(1_000_000L + random.nextInt(9)));
    } else {
      limits.setMaxMessage(root, QuotaCountLimit.count(1_000L + random.nextInt(9)));
    }
  }

  private void snooze() {
    String id = any("Email");
    set(
        "Snooze",
        random.nextBoolean()
            ? "'create':{'z':{'emailId':'" + id + "','until':'2031-05-01T08:00:00Z'}}"
            : "'destroy':['" + any("Snooze") + "']");
  }

  private void wake() {
    house.the(Snoozes.class).wake(Instant.parse("2031-05-02T08:00:00Z"));
  }

  private void person() {
    person("new" + ++count + "@example.test");
  }

  private void person(String name) {
    database.run(
        "making a person",
        on -> {
          try (PreparedStatement insert =
              on.prepareStatement(
                  "INSERT INTO person (name, scram_salt, scram_iterations, scram_stored_key,"
                      + " scram_server_key) VALUES (?, '', 1, '', '') ON CONFLICT DO NOTHING")) {
            insert.setString(1, name);
            return insert.executeUpdate();
          }
        });
  }

  private void share() {
    String account = house.account(BOB);
    String box =
        house
            .calls(BOB, "['Mailbox/query',{'accountId':'" + account + "'},'q']")
            .at("/0/1/ids/0")
            .textValue();
    String rights = random.nextBoolean() ? "{'mayReadItems':true}" : "null";
    house.calls(
        BOB,
        "['Mailbox/set',{'accountId':'"
            + account
            + "','update':{'"
            + box
            + "':{'shareWith/"
            + PrincipalIds.of(ALICE)
            + "':"
            + rights
            + "}}},'s']");
  }

  private void readNotice() {
    set("ShareNotification", "'destroy':['" + any("ShareNotification") + "']");
  }

  private void script() throws Exception {
    SieveStore.of(database)
        .putScript(
            ALICE,
            new org.apache.james.sieverepository.api.ScriptName("s"),
            new org.apache.james.sieverepository.api.ScriptContent("keep; # " + ++count));
  }

  private void undelete() throws Exception {
    house
        .the(Undelete.class)
        .restore(ALICE, Instant.now().minusSeconds(600), java.util.Optional.empty());
  }
}
