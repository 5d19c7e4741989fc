package org.godwit.server.smtp;

import org.apache.james.core.Domain;
import org.apache.james.core.MailAddress;
import org.apache.james.core.MaybeSender;
import org.apache.james.core.Username;
import org.apache.james.domainlist.api.DomainList;
import org.apache.james.domainlist.api.DomainListException;
import org.apache.james.protocols.smtp.SMTPSession;
import org.apache.james.protocols.smtp.hook.HookResult;
import org.apache.james.protocols.smtp.hook.HookReturnCode;
import org.apache.james.protocols.smtp.hook.RcptHook;
import org.apache.james.rrt.api.RecipientRewriteTable;
import org.apache.james.rrt.api.RecipientRewriteTable.ErrorMappingException;
import org.apache.james.rrt.api.RecipientRewriteTableException;
import org.apache.james.user.api.UsersRepository;
import org.apache.james.user.api.UsersRepositoryException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Knows users, {@code +tag} and aliases of James's parts in memory: stands in for the mail flow.
 */
final class RecipientGate implements RcptHook {

  private static final Logger LOG = LoggerFactory.getLogger(RecipientGate.class);

  private static final HookResult UNKNOWN =
      HookResult.builder()
          .hookReturnCode(HookReturnCode.deny())
          .smtpReturnCode("550")
          .smtpDescription("5.1.1 There is no such recipient here")
          .build();

  private final DomainList domains;
  private final UsersRepository users;
  private final RecipientRewriteTable rewrites;

  RecipientGate(DomainList domains, UsersRepository users, RecipientRewriteTable rewrites) {
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
      String local = localPart(recipient);
      int plus = local.indexOf('+');
      boolean known =
          exists(local, domain) || (plus > 0 && exists(local.substring(0, plus), domain));
      return known ? HookResult.DECLINED : UNKNOWN;
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

  /** The local part as people write it: without quotes that are there for UTF-8 only. */
  static String localPart(MailAddress address) {
    String local = address.getLocalPart();
    return local.matches("\"[^\\x00-\\x20\"\\\\@]+\"")
        ? local.substring(1, local.length() - 1)
        : local;
  }
}
