package org.godwit.mailflow.outbound;

import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import javax.inject.Inject;
import org.apache.james.core.Domain;
import org.apache.james.core.MailAddress;
import org.apache.mailet.Attribute;
import org.apache.mailet.AttributeName;
import org.apache.mailet.Mail;
import org.godwit.store.account.DkimKeys;
import org.godwit.trust.dkim.Authors;
import org.godwit.trust.dkim.DkimKey;
import org.godwit.trust.dkim.DkimSigner;
import org.godwit.trust.dkim.Header;

/**
 * Signs mail of our own people, and our own reports, as it leaves (6376 §5.1). What came from
 * elsewhere and only passes is never signed, whatever its From says. Safe for many threads.
 */
public final class Signing {
  private final Function<String, List<DkimKey>> keys;
  private final InstantSource clock;

  @Inject
  Signing(DkimKeys keys, InstantSource clock) {
    this(keys::signing, clock);
  }

  /**
   * @param keys what a domain signs with; none when it is not ours
   */
  Signing(Function<String, List<DkimKey>> keys, InstantSource clock) {
    this.keys = keys;
    this.clock = clock;
  }

  /** Signs nothing. */
  static Signing none() {
    return new Signing(domain -> List.of(), InstantSource.system());
  }

  /**
   * The fields to put before a message, with their line ends; empty when it is not signed. Reads
   * the message once, when it is ours.
   *
   * @throws Content.Unreadable when the message or the keys cannot be had now
   */
  String fields(Mail mail, Content content) throws Content.Unreadable {
    if (!isOurs(mail)) {
      return "";
    }
    try {
      DkimSigner signer = new DkimSigner();
      content.writeTo(CrlfStream.text(signer));
      Optional<Header> header = signer.header();
      if (header.isEmpty()) {
        return "";
      }
      List<DkimKey> signing = keys(mail, header.get());
      return signing.isEmpty() ? "" : signer.fields(header.get(), signing, clock.instant());
    } catch (IOException | RuntimeException e) {
      throw new Content.Unreadable(e);
    }
  }

  /** Who logged in sent it, or we did; both are known from what no message can say. */
  private static boolean isOurs(Mail mail) {
    boolean made = mail.getAttribute(Mail.SENT_BY_MAILET_ATTRIBUTE.getName()).isPresent();
    return login(mail).isPresent() || (made && mail.getMaybeSender().isNullSender());
  }

  private static Optional<String> login(Mail mail) {
    return text(mail, Mail.SMTP_AUTH_USER);
  }

  private static Optional<String> text(Mail mail, AttributeName name) {
    return mail.getAttribute(name)
        .map(Attribute::getValue)
        .flatMap(value -> value.valueAs(String.class));
  }

  /**
   * The author's domain signs when the sender was allowed to use it, else the sender's own: a user
   * of one of our domains does not sign as another one.
   */
  private List<DkimKey> keys(Mail mail, Header header) {
    List<String> authors = Authors.domains(header).stream().distinct().toList();
    Optional<String> sender =
        mail.getMaybeSender().asOptional().map(MailAddress::getDomain).map(Domain::asString);
    Optional<String> login = login(mail).map(user -> user.substring(user.lastIndexOf('@') + 1));
    if (authors.size() == 1) {
      String author = authors.getFirst();
      boolean made = login.isEmpty();
      if (made || sender.filter(author::equals).isPresent() || login.get().equals(author)) {
        return of(author);
      }
    }
    return sender.or(() -> login).map(this::of).orElse(List.of());
  }

  /** A domain's own keys, or those of the domain it is in: reports come from a host's name. */
  private List<DkimKey> of(String domain) {
    for (String name = domain;
        name.indexOf('.') > 0;
        name = name.substring(name.indexOf('.') + 1)) {
      List<DkimKey> found = keys.apply(name);
      if (!found.isEmpty()) {
        return found;
      }
    }
    return List.of();
  }
}
