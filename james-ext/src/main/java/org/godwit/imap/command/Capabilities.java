package org.godwit.imap.command;

import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.apache.james.imap.api.ImapSessionState;
import org.apache.james.imap.api.message.Capability;
import org.apache.james.imap.api.process.ImapSession;
import org.apache.james.imap.message.request.CapabilityRequest;
import org.apache.james.imap.processor.CapabilityProcessor;
import reactor.core.publisher.Mono;

/**
 * CAPABILITY (RFC 9051 §6.1.1): what the commands that are wired say they can do, less what does
 * not keep its word, and less what a client has no use for in its state.
 */
final class Capabilities extends CapabilityProcessor {

  /** XLIST is nobody's standard; I18NLEVEL=1 promises a comparator that the search does not use. */
  private static final Set<String> NOT_KEPT = Set.of("XLIST", "I18NLEVEL=1", "IMAP4REV1");

  /** James takes CONDSTORE out unless it is configured in; progress is told by the connection. */
  private static final List<Capability> OURS =
      List.of(
          Capability.of("CREATE-SPECIAL-USE"),
          Capability.of("CONDSTORE"),
          Capability.of("INPROGRESS"));

  /** There are as many as states that a session can be in. */
  private final Map<Set<Capability>, String> lines = new ConcurrentHashMap<>();

  Capabilities(MailboxCommand.Parts parts) {
    super(parts.mailboxes(), parts.responses(), parts.metrics());
  }

  @Override
  protected Mono<Void> processRequestReactive(
      CapabilityRequest request, ImapSession session, Responder responder) {
    Replies replies = (Replies) responder;
    return Mono.fromRunnable(
        () -> {
          replies.untagged("CAPABILITY " + line(session));
          replies.tagged(request.getTag().asString(), "OK told");
        });
  }

  @Override
  public Set<Capability> getSupportedCapabilities(ImapSession session) {
    boolean loggedIn = session.getState() != ImapSessionState.NON_AUTHENTICATED;
    Set<Capability> able = new HashSet<>();
    for (Capability capability : super.getSupportedCapabilities(session)) {
      String name = capability.asString();
      boolean forLogin =
          name.startsWith("AUTH=")
              || name.equals("SASL-IR")
              || name.equals("STARTTLS")
              || name.equals("LOGINDISABLED");
      if (!NOT_KEPT.contains(name) && !(forLogin && loggedIn)) {
        able.add(capability);
      }
    }
    able.addAll(OURS);
    return able;
  }

  /** All in one line, in the case that clients compare with. */
  String line(ImapSession session) {
    return lines.computeIfAbsent(getSupportedCapabilities(session), Capabilities::written);
  }

  private static String written(Set<Capability> able) {
    return able.stream()
        .sorted(Comparator.comparing(Capability::asString))
        .map(Dialect::written)
        .collect(Collectors.joining(" ", "IMAP4rev1 ", " RIGHTS=kxte")); // 4314 §2.2
  }
}
