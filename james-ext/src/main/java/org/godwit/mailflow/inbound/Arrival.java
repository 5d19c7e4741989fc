package org.godwit.mailflow.inbound;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.util.Optional;
import org.apache.james.core.MailAddress;

/**
 * A message that another server has sent.
 *
 * @param client who sent it
 * @param helo what the client calls itself
 * @param sender empty for a report
 * @param message its bytes, from the first field on
 */
public record Arrival(
    InetAddress client, String helo, Optional<MailAddress> sender, Source message) {

  /** Opens a message; each time anew. */
  @FunctionalInterface
  public interface Source {
    InputStream open() throws IOException;
  }

  /** Whose policy says who may send it (7208 §2.3, §2.4). */
  String spfDomain() {
    return sender.map(address -> address.getDomain().asString()).orElse(helo);
  }

  String spfSender() {
    return sender.map(MailAddress::asString).orElse("postmaster@" + helo);
  }
}
