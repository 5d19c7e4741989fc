package org.godwit.server.smtp;

import javax.inject.Inject;
import org.apache.james.core.MailAddress;
import org.apache.james.core.MaybeSender;
import org.apache.james.domainlist.api.DomainList;
import org.apache.james.domainlist.api.DomainListException;
import org.apache.james.protocols.smtp.SMTPSession;
import org.apache.james.protocols.smtp.hook.HookResult;
import org.apache.james.protocols.smtp.hook.RcptHook;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes mail for other servers from those who logged in only. RFC 5321 §3.6.2. */
public final class RelayGate implements RcptHook {

  private static final Logger LOG = LoggerFactory.getLogger(RelayGate.class);

  private final DomainList domains;

  @Inject
  public RelayGate(DomainList domains) {
    this.domains = domains;
  }

  @Override
  public HookResult doRcpt(SMTPSession session, MaybeSender sender, MailAddress recipient) {
    try {
      return session.isRelayingAllowed() || domains.containsDomain(recipient.getDomain())
          ? HookResult.DECLINED
          : Refusals.RELAYING;
    } catch (DomainListException | RuntimeException e) {
      LOG.warn("cannot say which domains are ours", e);
      return Refusals.LATER;
    }
  }
}
