package org.godwit.command;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.james.core.Domain;
import org.apache.james.domainlist.api.DomainList;
import org.apache.james.domainlist.api.DomainListException;
import org.godwit.discovery.DiscoveryPages;
import org.godwit.discovery.Site;
import org.godwit.mailflow.outbound.OutboundSettings;
import org.godwit.server.MailServer;
import org.godwit.server.Service;
import org.godwit.trust.Certificates;
import org.godwit.web.WebPart;

/** What mail programs and other servers ask for before they know us. */
final class DiscoveryParts {
  private DiscoveryParts() {}

  static List<WebPart> of(MailServer mail) {
    Certificates certificates = mail.service(Certificates.class);
    DomainList domains = mail.service(DomainList.class);
    DiscoveryPages pages =
        new DiscoveryPages(
            site(mail),
            () -> !certificates.isSelfSigned(),
            name -> isOurs(domains, name),
            certificates::sign);
    return DiscoveryPages.PATHS.stream().map(path -> WebPart.of(path, pages)).toList();
  }

  private static boolean isOurs(DomainList domains, String name) {
    try {
      return name.contains(".") && domains.containsDomain(Domain.of(name));
    } catch (IllegalArgumentException e) {
      return false;
    } catch (DomainListException e) {
      throw new IllegalStateException("our domains cannot be asked now", e);
    }
  }

  private static Site site(MailServer mail) {
    Map<Service, InetSocketAddress> open = mail.addresses();
    List<Site.Offer> offers = new ArrayList<>();
    offer(open, Service.IMAPS, Site.Kind.IMAP, true, offers);
    offer(open, Service.IMAP, Site.Kind.IMAP, false, offers);
    offer(open, Service.POP3S, Site.Kind.POP3, true, offers);
    offer(open, Service.SUBMISSIONS, Site.Kind.SMTP, true, offers);
    offer(open, Service.SUBMISSION, Site.Kind.SMTP, false, offers);
    return new Site(mail.service(OutboundSettings.class).hostname(), offers);
  }

  private static void offer(
      Map<Service, InetSocketAddress> open,
      Service service,
      Site.Kind kind,
      boolean tls,
      List<Site.Offer> offers) {
    if (open.containsKey(service)) {
      offers.add(new Site.Offer(kind, open.get(service).getPort(), tls));
    }
  }
}
