package org.godwit.server;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import javax.inject.Inject;
import org.apache.commons.configuration2.ex.ConfigurationException;
import org.apache.james.protocols.api.Protocol;
import org.apache.james.protocols.api.handler.ProtocolHandlerChain;
import org.apache.james.protocols.lib.handler.ProtocolHandlerLoader;
import org.apache.james.protocols.netty.Encryption;
import org.apache.james.protocols.netty.ProtocolMDCContextFactory;
import org.apache.james.protocols.smtp.core.SMTPMDCContextFactory;
import org.apache.james.server.core.configuration.ConfigurationProvider;
import org.godwit.server.door.ChainConversation;
import org.godwit.server.door.EventLoops;
import org.godwit.server.door.HandlerChain;
import org.godwit.server.door.Listener;
import org.godwit.server.door.Talk;
import org.godwit.server.sieve.SieveConversation;
import org.godwit.server.sieve.SieveProtocol;
import org.godwit.trust.Certificates;

/**
 * Opens and closes the doors at which lines are spoken: SMTP, submission, LMTP, POP3, ManageSieve.
 */
final class Doors {

  private static final int LOGIN_LINE = 12_288 + 2; // 4954 §4
  private static final int LOGIN_SECONDS = (int) Duration.ofMinutes(3).toSeconds();
  private static final Duration DRAIN = Duration.ofSeconds(5);

  private final ServerSettings settings;
  private final ConfigurationProvider templates;
  private final ProtocolHandlerLoader loader;
  private final SieveConversation sieve;
  private final SessionWatch sessions;
  private final Tls tls;
  private final EventLoops loops = new EventLoops();
  private final Map<String, HandlerChain> chains = new HashMap<>();
  private final List<Listener> open = new ArrayList<>();
  private final Map<Service, InetSocketAddress> addresses = new EnumMap<>(Service.class);

  @Inject
  Doors(
      ServerSettings settings,
      ConfigurationProvider templates,
      ProtocolHandlerLoader loader,
      SieveConversation sieve,
      SessionWatch sessions,
      Certificates certificates) {
    this.settings = settings;
    this.templates = templates;
    this.loader = loader;
    this.sieve = sieve;
    this.sessions = sessions;
    this.tls = new Tls(certificates);
  }

  /** Where the open doors are. */
  Map<Service, InetSocketAddress> addresses() {
    return Map.copyOf(addresses);
  }

  void open() throws StartProblem {
    for (Service service :
        List.of(
            Service.LMTP,
            Service.SMTP,
            Service.SUBMISSION,
            Service.SUBMISSIONS,
            Service.POP3,
            Service.POP3S,
            Service.MANAGESIEVE)) {
      if (service.address(settings.listen()).isPresent()) {
        open(service, service.address(settings.listen()).get());
      }
    }
  }

  private void open(Service service, InetSocketAddress address) throws StartProblem {
    Encryption encryption = tls.encryption(service.implicitTls());
    Listener listener =
        new Listener(
            service.toString(),
            talk(service, encryption),
            encryption,
            settings.limits().connections(),
            settings.limits().connectionsPerAddress());
    try {
      addresses.put(service, listener.open(address, loops));
      open.add(listener);
      sessions.watch(listener);
    } catch (IOException e) {
      throw new StartProblem(
          "[listen] "
              + service
              + ": cannot listen on "
              + address.getHostString()
              + ":"
              + address.getPort()
              + ": "
              + e.getMessage(),
          e);
    }
  }

  private Talk talk(Service service, Encryption encryption) throws StartProblem {
    return switch (service) {
      case SMTP, LMTP -> smtp(service.toString(), encryption);
      case SUBMISSION, SUBMISSIONS -> smtp("submission", encryption);
      case POP3, POP3S -> pop3(encryption);
      case MANAGESIEVE -> sieve(encryption);
      case IMAP, IMAPS -> throw new IllegalArgumentException(service.toString());
    };
  }

  private Talk smtp(String template, Encryption encryption) throws StartProblem {
    ServerSettings.Limits limits = settings.limits();
    SmtpDoorSettings door =
        new SmtpDoorSettings(
            settings.hostname(),
            template.equals("lmtp"),
            limits.messageBytes(),
            template.equals("smtp") ? limits.recipientsFromStrangers() : limits.recipients());
    Protocol protocol = new SmtpProtocol(chain(template), door);
    return new Talk(
        "421 4.7.0 " + settings.hostname() + " too many connections, try again later\r\n",
        "421 4.3.2 " + settings.hostname() + " shutting down\r\n", // 5321 §3.8
        "421 4.4.2 " + settings.hostname() + " nothing was said for too long\r\n",
        LOGIN_LINE, // 5321 §4.5.3.1.4 asks for 512; SmtpDispatcher knows which may be longer
        LOGIN_LINE,
        (int) Duration.ofMinutes(5).toSeconds(), // 5321 §4.5.3.2.7
        template.equals("submission") ? LOGIN_SECONDS : 0,
        pipeline -> new ChainConversation(protocol, new SMTPMDCContextFactory(), encryption));
  }

  private Talk pop3(Encryption encryption) throws StartProblem {
    Protocol protocol = new Pop3Protocol(chain("pop3"), new LineDoorSettings(settings.hostname()));
    return new Talk(
        "-ERR [SYS/TEMP] too many connections, try again later\r\n", // 3206 §4
        "-ERR [SYS/TEMP] shutting down\r\n",
        "", // 1939 §3
        LOGIN_LINE,
        LOGIN_LINE,
        (int) Duration.ofMinutes(10).toSeconds(), // 1939 §3: at least 10 minutes
        LOGIN_SECONDS,
        pipeline ->
            new ChainConversation(protocol, new ProtocolMDCContextFactory.Standard(), encryption));
  }

  private Talk sieve(Encryption encryption) {
    Protocol protocol = new SieveProtocol(sieve, new LineDoorSettings(settings.hostname()));
    return new Talk(
        "BYE (TRYLATER) \"too many connections\"\r\n",
        "BYE (TRYLATER) \"shutting down\"\r\n", // 5804 §1.3
        "BYE \"nothing was said for too long\"\r\n",
        LOGIN_LINE + 64, // AUTHENTICATE with a quoted response
        LOGIN_LINE + 64,
        (int) Duration.ofMinutes(30).toSeconds(), // 5804 §1.4
        LOGIN_SECONDS,
        pipeline ->
            new ChainConversation(protocol, new ProtocolMDCContextFactory.Standard(), encryption));
  }

  private ProtocolHandlerChain chain(String template) throws StartProblem {
    HandlerChain known = chains.get(template);
    if (known != null) {
      return known;
    }
    try {
      HandlerChain chain = HandlerChain.load(templates.getConfiguration(template), loader);
      chains.put(template, chain);
      return chain;
    } catch (ConfigurationException | IllegalStateException e) {
      throw new StartProblem("config/james/" + template + ".xml cannot be used: " + e, e);
    }
  }

  /** Lets nobody in, lets those who wait for an answer have it, closes. */
  void close() {
    open.forEach(Listener::refuse);
    long end = System.nanoTime() + DRAIN.toNanos();
    do {
      open.forEach(Listener::dismissIdle);
      LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
    } while (open.stream().anyMatch(door -> door.talking() > 0) && System.nanoTime() < end);
    open.forEach(Listener::close);
    chains.values().forEach(HandlerChain::destroy);
    loops.close();
  }
}
