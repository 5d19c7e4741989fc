package org.godwit.browser;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.ConsoleMessage;
import com.microsoft.playwright.Dialog;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.PlaywrightException;
import com.microsoft.playwright.Request;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Somebody with a browser of their own: nothing is kept from another visit, and whatever happens
 * that should not is written down: requests to others, errors on the console (refusals of a content
 * security policy are among them), uncaught exceptions, dialogs.
 */
public final class Visit {
  private static final double PATIENCE_MILLIS = 60_000;
  private static final Set<String> LOCAL = Set.of("data", "blob", "about", "chrome-error");

  private final BrowserContext context;
  private final Outlet outlet;
  private final String origin;
  private final Page page;
  private final List<String> requests = new ArrayList<>();
  private final List<String> faults = new ArrayList<>();
  private final List<Pattern> forgiven = new ArrayList<>();

  Visit(BrowserContext context, Outlet outlet, String origin) {
    this.context = context;
    this.outlet = outlet;
    this.origin = origin;
    context.setDefaultTimeout(PATIENCE_MILLIS);
    context.onRequest(this::asked);
    context.onConsoleMessage(this::said);
    context.onWebError(error -> faults.add("uncaught: " + error.error()));
    context.onDialog(this::asked);
    forgive("status of 404 .*/favicon.ico"); // asked for once by each browser, missed by none
    forgive("net::ERR_NETWORK_CHANGED"); // the machine got or lost an interface
    page = context.newPage();
  }

  private void asked(Request request) {
    String url = request.url();
    if (LOCAL.contains(url.replaceFirst(":.*", ""))) {
      return;
    }
    requests.add(request.method() + " " + url);
    if (!url.startsWith(origin + "/")) {
      faults.add("request to others: " + url);
    }
  }

  private void said(ConsoleMessage message) {
    String text = message.text() + " at " + message.location();
    if (message.type().equals("error")
        && forgiven.stream().noneMatch(known -> known.matcher(text).find())) {
      faults.add("console: " + text);
    }
  }

  private void asked(Dialog dialog) {
    faults.add("dialog: " + dialog.type() + " " + dialog.message());
    dialog.dismiss();
  }

  /** The first page of the visit. */
  public Page page() {
    return page;
  }

  /** Another tab. */
  public Page tab() {
    return context.newPage();
  }

  public BrowserContext context() {
    return context;
  }

  /** The address of a path on our server. */
  public String url(String path) {
    return origin + path;
  }

  /** Goes to a path of our server in the first page. */
  public Page go(String path) {
    page.navigate(url(path));
    return page;
  }

  /** Signs in through the form, as people do. */
  public Page signIn(String address, String password) {
    go("/login");
    page.getByLabel("Email address").fill(address);
    page.getByLabel("Password").fill(password);
    page.getByLabel("Password").press("Enter");
    page.waitForURL(url -> !url.startsWith(origin + "/login"));
    return page;
  }

  /** Method and address of each request that was made of our server or of others, in order. */
  public List<String> requests() {
    settle();
    return List.copyOf(requests);
  }

  public void forgetRequests() {
    settle();
    requests.clear();
  }

  /** From here on a console error that this pattern fits is expected. */
  public void forgive(String pattern) {
    forgiven.add(Pattern.compile(pattern));
  }

  /** What happened that should not, which is then forgotten. */
  public List<String> takeFaults() {
    settle();
    List<String> all = new ArrayList<>(faults);
    outlet.refused().forEach(wanted -> all.add("way out: " + wanted));
    faults.clear();
    outlet.forget();
    return all;
  }

  /** Waits until a question to a page, which may take its time, is answered with yes. */
  static void awaitYes(Page page, String question, Object about) {
    page.waitForCondition(() -> Boolean.TRUE.equals(page.evaluate(question, about)));
  }

  /** The connection breaks, and the browser does not learn why. */
  void cut() throws IOException {
    forgive("net::ERR_");
    forgive("fetching the script"); // the worker's, which is looked at now and then
    outlet.cut();
  }

  void heal() {
    outlet.heal();
  }

  /** Whether a host was asked for that is not ours. */
  boolean wants(String host) {
    return outlet.refused().stream().anyMatch(wanted -> wanted.contains(host));
  }

  /**
   * Lets events that the browser has sent arrive: they come before the answer to a question. In a
   * page without scripts no timer ends, so the question is one that waits for nothing.
   */
  private void settle() {
    for (Page each : context.pages()) {
      try {
        each.evaluate("1");
      } catch (PlaywrightException gone) {
        // it is about to be another page, whose events come with it
      }
    }
  }

  void picture(Path file) {
    page.screenshot(new Page.ScreenshotOptions().setPath(file).setFullPage(true));
  }

  void close() throws IOException {
    context.close();
    outlet.close();
  }
}
