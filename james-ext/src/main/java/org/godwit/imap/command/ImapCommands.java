package org.godwit.imap.command;

import com.google.common.collect.ImmutableMap;
import java.net.URI;
import java.time.Clock;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.james.events.EventBus;
import org.apache.james.events.Registration;
import org.apache.james.imap.api.message.response.StatusResponseFactory;
import org.apache.james.imap.api.process.ImapProcessor;
import org.apache.james.imap.api.process.ImapSession;
import org.apache.james.imap.api.process.MailboxTyper;
import org.apache.james.imap.decode.ImapCommandParser;
import org.apache.james.imap.decode.ImapCommandParserFactory;
import org.apache.james.imap.decode.ImapDecoder;
import org.apache.james.imap.decode.main.DefaultImapDecoder;
import org.apache.james.imap.decode.parser.ImapParserFactory;
import org.apache.james.imap.decode.parser.UidCommandParser;
import org.apache.james.imap.encode.ImapEncoder;
import org.apache.james.imap.encode.main.DefaultImapEncoderFactory;
import org.apache.james.imap.encode.main.DefaultLocalizer;
import org.apache.james.imap.message.response.ImmutableStatusResponse;
import org.apache.james.imap.message.response.UnpooledStatusResponseFactory;
import org.apache.james.imap.processor.CapabilityImplementingProcessor;
import org.apache.james.imap.processor.CompressProcessor;
import org.apache.james.imap.processor.DefaultProcessor;
import org.apache.james.imap.processor.GetQuotaProcessor;
import org.apache.james.imap.processor.GetQuotaRootProcessor;
import org.apache.james.imap.processor.LogoutProcessor;
import org.apache.james.imap.processor.MyRightsProcessor;
import org.apache.james.imap.processor.SetQuotaProcessor;
import org.apache.james.imap.processor.StartTLSProcessor;
import org.apache.james.imap.processor.UnselectProcessor;
import org.apache.james.imap.processor.base.AbstractProcessor;
import org.apache.james.imap.processor.base.ImapResponseMessageProcessor;
import org.apache.james.imap.processor.base.UnknownRequestProcessor;
import org.apache.james.mailbox.MailboxManager;
import org.apache.james.mailbox.SubscriptionManager;
import org.apache.james.mailbox.model.MessageId;
import org.apache.james.mailbox.quota.QuotaManager;
import org.apache.james.mailbox.quota.QuotaRootResolver;
import org.apache.james.metrics.api.MetricFactory;
import org.godwit.imap.fetch.FetchAnswer;
import org.godwit.imap.search.FindParser;
import org.godwit.store.mailbox.MessageFinding;
import org.godwit.store.mailbox.MessageReading;
import org.godwit.store.mailbox.MessageSets;

/**
 * All commands of a listener: how they are parsed, run and answered. Safe for many threads. A
 * command is one entry here; what can be announced follows from it.
 */
public final class ImapCommands {

  /**
   * What the commands stand on.
   *
   * @param mailboxes whose mailboxes
   * @param events tells a session what others do
   * @param facts what James's mailbox cannot say
   * @param messages for FETCH
   * @param sets for STORE, COPY, MOVE and EXPUNGE
   * @param finding for SEARCH and its like
   * @param jmap where clients reach the same mail by JMAP; empty when it is not known
   */
  public record Ground(
      MailboxManager mailboxes,
      EventBus events,
      SubscriptionManager subscriptions,
      QuotaManager quota,
      QuotaRootResolver quotaRoots,
      MetricFactory metrics,
      MailboxTyper specialUses,
      MailboxFacts facts,
      MessageReading messages,
      MessageSets sets,
      MessageFinding finding,
      Optional<URI> jmap) {

    private Ground watched() {
      return new Ground(
          Watched.watch(MailboxManager.class, mailboxes),
          events,
          Watched.watch(SubscriptionManager.class, subscriptions),
          quota,
          Watched.watch(QuotaRootResolver.class, quotaRoots),
          metrics,
          specialUses,
          facts,
          messages,
          sets,
          finding,
          jmap);
    }
  }

  private final StatusResponseFactory responses = new UnpooledStatusResponseFactory();
  private final Happenings happenings = new Happenings();
  private final MessageId.Factory ids;
  private final Capabilities capabilities;
  private final ImapProcessor processor;

  /**
   * @param messages that one command works on at most
   */
  public ImapCommands(Ground unwatched, int messages) {
    Ground ground = unwatched.watched();
    ids = ground.mailboxes().getMessageIdFactory();
    MailboxCommand.Parts parts =
        new MailboxCommand.Parts(
            ground.mailboxes(), responses, ground.metrics(), new MessageLimit(messages));
    capabilities = new Capabilities(parts);
    Registration unused = ground.events().register(happenings); // as long as the bus
    List<AbstractProcessor<?>> all = new ArrayList<>();
    all.add(capabilities);
    all.addAll(session(parts));
    all.add(new JmapAccess(parts, ground.jmap()));
    all.addAll(mailboxes(ground, parts));
    all.addAll(messages(ground, parts));
    all.addAll(rightsAndQuota(ground, parts));
    all.stream()
        .filter(CapabilityImplementingProcessor.class::isInstance)
        .map(CapabilityImplementingProcessor.class::cast)
        .filter(able -> able != capabilities)
        .forEach(capabilities::addProcessor);
    processor = new DefaultProcessor(byRequest(all), new UnknownRequestProcessor(responses));
  }

  private List<AbstractProcessor<?>> session(MailboxCommand.Parts p) {
    LoggingIn login = new LoggingIn(p.mailboxes(), capabilities);
    return List.of(
        new ImapResponseMessageProcessor(),
        new LogoutProcessor(p.mailboxes(), responses, p.metrics()),
        new Id(p),
        new Login(p, login),
        new Authenticate(p, login),
        new StartTLSProcessor(responses),
        new CompressProcessor(responses),
        Noop.noop(p),
        new Enable(p));
  }

  private List<AbstractProcessor<?>> mailboxes(Ground g, MailboxCommand.Parts p) {
    Status status = new Status(p, g.facts());
    MailboxTree.Source trees =
        new MailboxTree.Source(p.mailboxes(), g.subscriptions(), g.facts(), g.specialUses());
    return List.of(
        new CreateMailbox(p),
        new Delete(p),
        new Rename(p),
        new Subscribe(p, g.subscriptions()),
        new Unsubscribe(p, g.subscriptions()),
        new Lsub(p, g.subscriptions()),
        new ListMailboxes(p, trees, status),
        status,
        new Namespace(p),
        new Notify(p, trees, happenings),
        new SetMetadata(p, happenings),
        new GetMetadata(p),
        Open.select(p, g),
        Open.examine(p, g),
        new UnselectProcessor(p.mailboxes(), responses, p.metrics()),
        new Close(p));
  }

  private List<AbstractProcessor<?>> messages(Ground g, MailboxCommand.Parts p) {
    return List.of(
        new Append(p, g.messages(), g.sets()),
        new Replace(p),
        Noop.check(p),
        new Idle(p),
        new Search(p, g.finding()),
        new Sort(p, g.finding()),
        new Threads(p, g.finding()),
        new CancelUpdate(p),
        new Fetch(p, g.facts(), g.messages(), g.sets()),
        new Store(p, g.sets()),
        new Copy(p, g.sets()),
        new Move(p, g.sets()),
        new Expunge(p, g.sets()));
  }

  private List<AbstractProcessor<?>> rightsAndQuota(Ground g, MailboxCommand.Parts p) {
    return List.of(
        new GetAcl(p),
        new SetAcl(p),
        new DeleteAcl(p),
        new ListRights(p),
        new MyRightsProcessor(p.mailboxes(), responses, p.metrics()),
        new GetQuotaProcessor(p.mailboxes(), responses, g.quota(), g.quotaRoots(), p.metrics()),
        new SetQuotaProcessor(p.mailboxes(), responses, p.metrics()),
        new GetQuotaRootProcessor(
            p.mailboxes(), responses, g.quotaRoots(), g.quota(), p.metrics()));
  }

  @SuppressWarnings("rawtypes") // as James declares its map
  private static Map<Class, ImapProcessor> byRequest(List<AbstractProcessor<?>> processors) {
    ImmutableMap.Builder<Class, ImapProcessor> map = ImmutableMap.builder();
    for (AbstractProcessor<?> processor : processors) {
      processor.acceptableClasses().forEach(request -> map.put(request, processor));
    }
    return map.build();
  }

  /** Runs what {@link #decoder} has read. */
  public ImapProcessor processor() {
    return processor;
  }

  /** Reads a command. */
  public ImapDecoder decoder() {
    ImapCommandParserFactory james = new ImapParserFactory(responses);
    Map<String, ImapCommandParser> ours = new HashMap<>();
    ImapCommandParserFactory all =
        name -> {
          ImapCommandParser own = ours.get(name.toUpperCase(Locale.ROOT));
          return own == null ? james.getParser(name) : own;
        };
    ours.put("LIST", new ListParser(responses));
    ours.put("GETJMAPACCESS", new JmapAccessParser(responses));
    ours.put("LSUB", new LsubParser(responses));
    ours.put("CREATE", new CreateParser(responses));
    ours.put("APPEND", new AppendParser(responses, Clock.systemUTC()));
    ours.put("FETCH", new FetchParser(responses));
    ours.put("CANCELUPDATE", new CancelUpdateParser(responses));
    ours.put("NOTIFY", new NotifyParser(responses, EnumSet.allOf(ImapLeniency.class)));
    ours.put("UID", new UidCommandParser(all, responses));
    for (FindParser.Kind kind : FindParser.Kind.values()) {
      ours.put(kind.name(), new FindParser(kind, ids, responses));
    }
    return new DefaultImapDecoder(responses, all);
  }

  /** Writes answers. */
  public ImapEncoder encoder() {
    ImapEncoder james = new DefaultImapEncoderFactory().buildImapEncoder();
    StatusEncoder status = new StatusEncoder(new DefaultLocalizer());
    return (message, composer) -> {
      if (message instanceof FetchAnswer fetched) {
        fetched.write(composer);
      } else if (message instanceof ImmutableStatusResponse line) {
        status.encode(line, composer);
      } else {
        james.encode(message, composer);
      }
    };
  }

  /** What the session may use now, in one line as CAPABILITY tells it. */
  public String capabilities(ImapSession session) {
    return capabilities.line(session);
  }
}
