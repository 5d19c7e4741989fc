package org.godwit.server.smtp;

import javax.inject.Inject;
import org.apache.james.core.Domain;
import org.apache.james.core.MailAddress;
import org.apache.james.core.MaybeSender;
import org.apache.james.core.Username;
import org.apache.james.domainlist.api.DomainList;
import org.apache.james.domainlist.api.DomainListException;
import org.apache.james.protocols.smtp.SMTPSession;
import org.apache.james.protocols.smtp.hook.HookResult;
import org.apache.james.protocols.smtp.hook.RcptHook;
import org.apache.james.rrt.api.RecipientRewriteTable;
import org.apache.james.rrt.api.RecipientRewriteTable.ErrorMappingException;
import org.apache.james.rrt.api.RecipientRewriteTableException;
import org.apache.james.user.api.UsersRepository;
import org.apache.james.user.api.UsersRepositoryException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Refuses recipients in our domains who do not exist: neither a user, with or without {@code +tag},
 * nor an alias, a group or a catch-all.
 */
public final class RecipientGate implements RcptHook {

  private static final Logger LOG = LoggerFactory.getLogger(RecipientGate.class);

  private final DomainList domains;
  private final UsersRepository users;
  private final RecipientRewriteTable rewrites;

  @Inject
  public RecipientGate(DomainList domains, UsersRepository users, RecipientRewriteTable rewrites) {
    this.domains = domains;
    this.users = users;
    this.rewrites = rewrites;
  }

  @Override
  public HookResult doRcpt(SMTPSession session, MaybeSender sender, MailAddress recipient) {
    try {
      Domain domain = recipient.getDomain();
      if (!domains.containsDomain(domain)) {
        return HookResult.DECLINED; // RelayGate has looked at it
      }
      String local = SmtpAddress.localPart(recipient);
      int plus = local.indexOf('+');
      boolean known =
          exists(local, domain) || (plus > 0 && exists(local.substring(0, plus), domain));
      return known ? HookResult.DECLINED : Refusals.UNKNOWN;
    } catch (DomainListException
        | UsersRepositoryException
        | RecipientRewriteTableException
        | RuntimeException e) {
      LOG.warn("cannot say whether a recipient exists", e);
      return Refusals.LATER;
    }
  }

  private boolean exists(String local, Domain domain)
      throws UsersRepositoryException, RecipientRewriteTableException {
    if (local.indexOf('@') >= 0) {
      return false; // a quoted local part may have one; no name of ours has
    }
    if (users.contains(Username.fromLocalPartWithDomain(local, domain))) {
      return true;
    }
    try {
      return !rewrites.getResolvedMappings(local, domain).isEmpty();
    } catch (ErrorMappingException refusedByTheAdmin) {
      return true; // the pipeline answers with the admin's own words
    }
  }
}
