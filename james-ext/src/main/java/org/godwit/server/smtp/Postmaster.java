package org.godwit.server.smtp;

import javax.inject.Inject;
import javax.mail.internet.AddressException;
import org.apache.james.core.MailAddress;
import org.apache.james.domainlist.api.DomainList;
import org.apache.james.domainlist.api.DomainListException;

/** Who gets what is sent to {@code <postmaster>} without a domain. RFC 5321 §4.5.1. */
public final class Postmaster {

  private final DomainList domains;

  @Inject
  public Postmaster(DomainList domains) {
    this.domains = domains;
  }

  MailAddress address() throws BadArgument {
    try {
      return new MailAddress("postmaster", domains.getDefaultDomain());
    } catch (AddressException | DomainListException noDomain) {
      throw new BadArgument(451, "4.3.0 There is no postmaster yet");
    }
  }
}
