package org.godwit.command;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import org.godwit.export.ExportHandler;
import org.godwit.filelink.LinkHandler;
import org.godwit.jmap.Sights;
import org.godwit.jmap.mail.BodyParts;
import org.godwit.jmap.mail.OneClick;
import org.godwit.mailview.BodyHandler;
import org.godwit.mailview.ImageLinks;
import org.godwit.mailview.UnsubscribeHandler;
import org.godwit.mailview.image.ImageFetcher;
import org.godwit.mailview.image.ImageHandler;
import org.godwit.mailview.image.ListLeaver;
import org.godwit.server.MailServer;
import org.godwit.store.Database;
import org.godwit.store.account.Secrets;
import org.godwit.store.link.FileLinks;
import org.godwit.store.listing.AccountDirectory;
import org.godwit.store.listing.MailboxList;
import org.godwit.store.listing.MessageFacts;
import org.godwit.store.mailbox.AccountReading;
import org.godwit.web.Callers;
import org.godwit.web.WebPart;

/** What shows mails of strangers, and hands out one's own as files, composed over a mail server. */
final class MailViewParts {
  private static final String SECRET = "mail-image";

  private MailViewParts() {}

  static List<WebPart> of(MailServer mail, Callers callers, Path cache) {
    Database database = mail.service(Database.class);
    ImageLinks links = new ImageLinks(new Secrets(database).named(SECRET));
    MessageFacts facts = new MessageFacts(database, new AccountReading(database));
    BodyParts bodies = new BodyParts(facts);
    Sights sights = new Sights(new AccountDirectory(database));
    return List.of(
        WebPart.of("/mail-body/*", new BodyHandler(callers, sights, bodies, links)),
        WebPart.of(
            "/mail-unsubscribe/*",
            new UnsubscribeHandler(callers, sights, new OneClick(facts), new ListLeaver())),
        WebPart.of(
            "/mail-export/*",
            new ExportHandler(
                callers, sights, new MailboxList(database), new AccountReading(database))),
        WebPart.of("/file/*", new LinkHandler(new FileLinks(database), InstantSource.system())),
        WebPart.of(
            "/mail-image",
            new ImageHandler(callers, links, new ImageFetcher(), cache.resolve("mail-images"))));
  }
}
