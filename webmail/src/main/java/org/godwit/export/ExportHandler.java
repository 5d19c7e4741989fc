package org.godwit.export;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.godwit.jmap.Attachment;
import org.godwit.jmap.Http;
import org.godwit.jmap.Sight;
import org.godwit.jmap.Sights;
import org.godwit.jmap.Turnstile;
import org.godwit.jmap.Viewer;
import org.godwit.store.listing.MailboxList;
import org.godwit.store.listing.MailboxList.Listed;
import org.godwit.store.mailbox.AccountReading;
import org.godwit.web.Callers;

/**
 * {@code GET /mail-export/{account}/{mailbox}.mbox}, {@code …/{mailbox}.zip} and {@code …/all.zip}:
 * one's own mail, as it is read from the database.
 */
public final class ExportHandler extends Handler.Abstract {
  private static final int AT_ONCE = 2;
  private static final Pattern PATH =
      Pattern.compile("/mail-export/(a\\d{1,18})/(m\\d{1,18}-\\d{1,18}|all)\\.(mbox|zip)");
  private static final String ALL = "all";

  private final Callers callers;
  private final Sights sights;
  private final MailboxList mailboxes;
  private final Export export;
  private final Turnstile turnstile = new Turnstile(AT_ONCE);

  public ExportHandler(
      Callers callers, Sights sights, MailboxList mailboxes, AccountReading reading) {
    this.callers = callers;
    this.sights = sights;
    this.mailboxes = mailboxes;
    this.export = new Export(reading);
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws IOException {
    if (Http.refused("GET", request, response, callback)) {
      return true;
    }
    Optional<Viewer> viewer = Http.viewer(callers, request, response, callback);
    if (viewer.isEmpty()) {
      return true;
    }
    Matcher path = PATH.matcher(request.getHttpURI().getCanonicalPath());
    List<Listed> wanted = path.matches() ? wanted(viewer.get(), path) : List.of();
    if (wanted.isEmpty()) {
      Http.problem(response, HttpStatus.NOT_FOUND_404, "There is no such folder.", callback);
      return true;
    }
    Optional<Turnstile.Pass> pass = turnstile.enter(viewer.get().account());
    if (pass.isEmpty()) {
      response.getHeaders().put(HttpHeader.RETRY_AFTER, "30");
      Http.problem(response, HttpStatus.TOO_MANY_REQUESTS_429, "Two are on their way.", callback);
      return true;
    }
    try {
      String kind = path.group(3);
      headers(response, wanted.size() == 1 ? wanted.getFirst().path().getName() : "mail", kind);
      write(wanted, kind, response);
      callback.succeeded();
    } catch (IOException e) {
      callback.failed(e); // whoever asked hung up, or must not take this for the whole
    } finally {
      pass.get().close();
    }
    return true;
  }

  private List<Listed> wanted(Viewer viewer, Matcher path) {
    Optional<Sight> sight = sights.find(viewer, path.group(1)).filter(Sight::isOwn);
    boolean all = path.group(2).equals(ALL);
    if (sight.isEmpty() || (all && !path.group(3).equals("zip"))) {
      return List.of();
    }
    return mailboxes.list(sight.get().account(), viewer.account(), false).mailboxes().stream()
        .filter(box -> all || box.id().serialize().equals(path.group(2)))
        .toList();
  }

  private static void headers(Response response, String name, String kind) {
    response.setStatus(HttpStatus.OK_200);
    response
        .getHeaders()
        .put(HttpHeader.CONTENT_TYPE, kind.equals("zip") ? "application/zip" : "application/mbox");
    response.getHeaders().put("Content-Disposition", Attachment.named(name + "." + kind));
    response.getHeaders().put("Content-Security-Policy", "sandbox; default-src 'none'");
    response.getHeaders().put(HttpHeader.CACHE_CONTROL, "no-store");
  }

  private void write(List<Listed> wanted, String kind, Response response) throws IOException {
    OutputStream out = Content.Sink.asOutputStream(response);
    MailFile file = kind.equals("zip") ? new ZipFile(out) : new MboxFile(out);
    for (Listed box : wanted) {
      export.write(box.id(), box.path().getName(), file);
    }
    file.finish();
  }
}
