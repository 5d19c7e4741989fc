package org.godwit.server.sieve;

import javax.inject.Inject;
import org.godwit.trust.sasl.Sasl;

/** CAPABILITY. RFC 5804 §1.7. */
public final class SieveCapabilities {

  private final SieveLanguage language;
  private final Sasl sasl;

  @Inject
  public SieveCapabilities(SieveLanguage language, Sasl sasl) {
    this.language = language;
    this.sasl = sasl;
  }

  SieveReply tell(SieveSession session, String text) {
    boolean loggedIn = session.getUsername() != null;
    SieveReply reply = SieveReply.data();
    reply.line("\"IMPLEMENTATION\" \"Godwit\"");
    reply.line("\"VERSION\" \"1.0\"");
    reply.line("\"SIEVE\" " + SieveReply.string(String.join(" ", language.extensions())));
    String mechanisms = loggedIn ? "" : String.join(" ", sasl.offered(session.visitor().channel()));
    reply.line("\"SASL\" " + SieveReply.string(mechanisms)); // empty: no more logins
    if (!loggedIn && session.isStartTLSSupported() && !session.isTLSStarted()) {
      reply.line("\"STARTTLS\"");
    }
    reply.line("\"UNAUTHENTICATE\"");
    if (loggedIn) {
      reply.line("\"OWNER\" " + SieveReply.string(session.getUsername().asString()));
    }
    return reply.end("", text);
  }
}
