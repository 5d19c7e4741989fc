package org.godwit.jmap;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.inject.AbstractModule;
import com.google.inject.Guice;
import com.google.inject.Injector;
import com.google.inject.Key;
import com.google.inject.Module;
import com.google.inject.Scopes;
import com.google.inject.TypeLiteral;
import com.google.inject.util.Modules;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import javax.mail.Flags;
import org.apache.james.core.Username;
import org.apache.james.events.EventBus;
import org.apache.james.events.MemoryEventDeadLetters;
import org.apache.james.events.RetryBackoffConfiguration;
import org.apache.james.events.delivery.InVmEventDelivery;
import org.apache.james.mailbox.Authenticator;
import org.apache.james.mailbox.Authorizator;
import org.apache.james.mailbox.MailboxSession;
import org.apache.james.mailbox.MessageManager.AppendCommand;
import org.apache.james.mailbox.acl.MailboxACLResolver;
import org.apache.james.mailbox.acl.UnionMailboxACLResolver;
import org.apache.james.mailbox.exception.MailboxException;
import org.apache.james.mailbox.extension.PreDeletionHook;
import org.apache.james.mailbox.model.MailboxPath;
import org.apache.james.mailbox.store.FakeAuthenticator;
import org.apache.james.mailbox.store.FakeAuthorizator;
import org.apache.james.metrics.api.MetricFactory;
import org.apache.james.metrics.dropwizard.DropWizardMetricFactory;
import org.godwit.jmap.blob.BlobCopy;
import org.godwit.jmap.mail.Mail;
import org.godwit.search.SearchModule;
import org.godwit.store.Database;
import org.godwit.store.event.LocalEventBus;
import org.godwit.store.listing.AccountDirectory;
import org.godwit.store.listing.MailboxList;
import org.godwit.store.listing.MessageWindow;
import org.godwit.store.mailbox.FirstMailboxes;
import org.godwit.store.mailbox.MailboxStoreModule;
import org.godwit.store.mailbox.PostgresMailboxManager;
import org.godwit.store.mailbox.StoreMailboxId;
import org.godwit.store.mailbox.StoreMessageId;

/** JMAP on a real store, without HTTP; and people with mailboxes. */
public final class JmapHouse {

  public static final Username ALICE = Username.of("alice@example.test");
  public static final Username BOB = Username.of("bob@example.test");

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Injector parts;
  private final PostgresMailboxManager manager;
  private final Api api;

  public JmapHouse(Database database, Path folder) throws MailboxException {
    this(database, folder, List.of(), List.of());
  }

  /** With more than mail: the modules that bind what their capabilities ask for. */
  public JmapHouse(
      Database database,
      Path folder,
      List<Module> rooms,
      List<Class<? extends Capability>> capabilities)
      throws MailboxException {
    List<Module> all = new ArrayList<>(rooms);
    all.add(Modules.override(new MailboxStoreModule()).with(new SearchModule(folder)));
    all.add(surroundings(database));
    parts = Guice.createInjector(Modules.override(all).with(access()));
    manager = parts.getInstance(PostgresMailboxManager.class);
    List<Capability> served =
        new ArrayList<>(
            List.of(
                new Core(Map.of(BlobCopy.NAME, parts.getInstance(BlobCopy.class))),
                parts.getInstance(Mail.class)));
    capabilities.forEach(one -> served.add(parts.getInstance(one)));
    api = new Api(parts.getInstance(Sights.class), served);
    for (Username user : List.of(ALICE, BOB)) {
      parts.getInstance(FirstMailboxes.class).ensure(user);
    }
  }

  private static Module surroundings(Database database) {
    return new AbstractModule() {
      @Override
      protected void configure() {
        bind(Database.class).toInstance(database);
        bind(Clock.class).toInstance(Clock.systemUTC());
        bind(EventBus.class)
            .toInstance(
                new LocalEventBus(
                    new InVmEventDelivery(
                        new DropWizardMetricFactory(new com.codahale.metrics.MetricRegistry())),
                    RetryBackoffConfiguration.DEFAULT,
                    new MemoryEventDeadLetters()));
        bind(MetricFactory.class)
            .toInstance(new DropWizardMetricFactory(new com.codahale.metrics.MetricRegistry()));
        bind(MailboxACLResolver.class).to(UnionMailboxACLResolver.class);
        bind(MailboxList.class).in(Scopes.SINGLETON);
        bind(MessageWindow.class).in(Scopes.SINGLETON);
      }
    };
  }

  private static Module access() {
    return new AbstractModule() {
      @Override
      protected void configure() {
        bind(Authenticator.class).toInstance(new FakeAuthenticator());
        bind(Authorizator.class).toInstance(FakeAuthorizator.defaultReject());
        bind(Key.get(new TypeLiteral<Set<PreDeletionHook>>() {})).toInstance(Set.of());
      }
    };
  }

  /** The names of all methods. */
  public Set<String> methods() {
    Set<String> names = new TreeSet<>();
    api.capabilities().values().forEach(one -> names.addAll(one.methods().keySet()));
    return names;
  }

  public <T> T the(Class<T> type) {
    return parts.getInstance(type);
  }

  public PostgresMailboxManager manager() {
    return manager;
  }

  public MailboxSession session(Username user) {
    return manager.createSystemSession(user);
  }

  public Viewer viewer(Username user) {
    return new Viewer(the(AccountDirectory.class).account(user).orElseThrow(), user);
  }

  /** Somebody's own account. */
  public Sight sight(Username user) {
    return the(Sights.class).own(viewer(user));
  }

  public String account(Username user) {
    return Sight.id(viewer(user).account());
  }

  /** Id of a mailbox of Alice's, which is made when it is not there. */
  public String mailbox(String name) throws MailboxException {
    MailboxPath path = MailboxPath.forUser(ALICE, name);
    MailboxSession session = session(ALICE);
    if (!manager.mailboxExists(path, session).block()) {
      manager.createMailbox(path, session);
    }
    return manager.getMailbox(path, session).getId().serialize();
  }

  /** Appends a message of Alice's, its line ends made CRLF, one octet a character; its id. */
  public String add(String mailbox, String message, Flags flags) throws MailboxException {
    return add(mailbox, message, flags, null);
  }

  public String add(String mailbox, String message, Flags flags, Date received)
      throws MailboxException {
    byte[] bytes = message.replace("\n", "\r\n").getBytes(StandardCharsets.ISO_8859_1);
    AppendCommand.Builder command = AppendCommand.builder().withFlags(flags);
    if (received != null) {
      command.withInternalDate(received);
    }
    return ((StoreMessageId)
            manager
                .getMailbox(new StoreMailboxId.Factory().fromString(mailbox), session(ALICE))
                .appendMessage(command.build(bytes), session(ALICE))
                .getId()
                .getMessageId())
        .serialize();
  }

  public String add(String mailbox, String message) throws MailboxException {
    return add(mailbox, message, new Flags());
  }

  /** The whole response to a request of Alice's, written with single quotes. */
  public JsonNode request(String request) {
    return request(ALICE, request);
  }

  public JsonNode request(Username user, String request) {
    try {
      byte[] content = request.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
      return JSON.readTree(
          Json.write(api.run(viewer(user), content, "state"))); // as clients see it
    } catch (IOException e) {
      throw new IllegalStateException(e);
    } catch (RequestError refusal) {
      return refusal.json();
    }
  }

  /**
   * The method responses to calls of Alice's, written with single quotes; {@code $A} stands for her
   * account.
   */
  public ArrayNode calls(String... calls) {
    return calls(ALICE, calls);
  }

  public ArrayNode calls(Username user, String... calls) {
    JsonNode response =
        request(
            user,
            "{'using':["
                + String.join(
                    ",", api.capabilities().keySet().stream().map(it -> "'" + it + "'").toList())
                + "],'methodCalls':["
                + String.join(",", calls).replace("$A", account(ALICE))
                + "]}");
    return (ArrayNode) response.get("methodResponses");
  }

  /** The arguments of the answer to one call; it must be no error. */
  public ObjectNode call(String name, String arguments) {
    ArrayNode answers = calls("['" + name + "',{'accountId':'$A'" + more(arguments) + "},'c']");
    if (!answers.get(0).get(0).textValue().equals(name)) {
      throw new AssertionError(answers.toString());
    }
    return (ObjectNode) answers.get(0).get(1);
  }

  /** The type of the error that answers one call. */
  public String error(String name, String arguments) {
    ArrayNode answers = calls("['" + name + "',{'accountId':'$A'" + more(arguments) + "},'c']");
    if (!answers.get(0).get(0).textValue().equals("error")) {
      throw new AssertionError(answers.toString());
    }
    return answers.get(0).get(1).get("type").textValue();
  }

  private static String more(String arguments) {
    return arguments.isBlank() ? "" : "," + arguments;
  }

  /** JSON written with single quotes. */
  public static JsonNode json(String text) {
    try {
      return JSON.readTree(text.replace('\'', '"'));
    } catch (IOException e) {
      throw new IllegalArgumentException(e);
    }
  }

  /** The texts of an array. */
  public static List<String> texts(JsonNode array) {
    List<String> texts = new java.util.ArrayList<>();
    array.forEach(one -> texts.add(one.asText()));
    return texts;
  }
}
