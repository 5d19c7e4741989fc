package org.godwit.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Download;
import com.microsoft.playwright.FrameLocator;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Response;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.FilePayload;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.Locale;
import java.util.Random;
import org.godwit.server.OneServer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A file that is too large for a message goes as a link, and ends when its sender says so. */
@ExtendWith({OneServer.class, OneBrowser.class})
class FilesAsLinksTest {
  private static final int LARGE = 11 * 1024 * 1024;

  @BeforeAll
  static void waitLonger() {
    PlaywrightAssertions.setDefaultAssertionTimeout(60_000);
  }

  private static byte[] film() {
    byte[] bytes = new byte[LARGE];
    new Random(7).nextBytes(bytes);
    return bytes;
  }

  private static Page write(Visit visit, OneServer mail) {
    Page page = visit.signIn(mail.address("alice"), OneServer.PASSWORD);
    visit.go("/compose?to=" + mail.address("bob") + "&subject=The%20film");
    assertThat(page.locator(".editor")).isVisible();
    return page;
  }

  private static void choose(Page page, String name, byte[] bytes) {
    page.locator(".composer input[type=file]")
        .setInputFiles(new FilePayload(name, "application/octet-stream", bytes));
  }

  private static Locator button(Page page, String name) {
    return page.locator("button[aria-label='" + name + "']");
  }

  private static Page.LocatorOptions having(String text) {
    return new Page.LocatorOptions().setHasText(text);
  }

  @Test
  void aLargeFileIsFetchedWithoutSigningInUntilItsSenderEndsIt(
      OneServer mail, OneBrowser browser, @TempDir Path folder) throws IOException {
    byte[] film = film();
    Visit alices = browser.visit();
    Page alice = write(alices, mail);
    choose(alice, "Möwen & <Wind>.mov", film);
    assertThat(alice.locator(".editor a")).hasText("Möwen & <Wind>.mov");
    assertThat(alice.locator(".editor")).containsText("11.5 MB · available until");
    assertThat(alice.locator(".composer-files .icon-paperclip")).hasCount(0);
    alice.locator(".send-buttons button", having("Send")).first().click();

    Page bob = browser.visit().signIn(mail.address("bob"), OneServer.PASSWORD);
    bob.locator(".row-link[aria-label*='The film']").click();
    FrameLocator body = bob.frameLocator("iframe.body-frame");
    String address = body.locator("a").first().getAttribute("href");
    assertThat(address).contains("/file/").hasSizeLessThan(200);

    Visit strangers = browser.visit(Look.DESKTOP.language("de-DE"));
    Download download =
        strangers.page().waitForDownload(() -> begin(strangers.page(), here(strangers, address)));
    assertThat(download.suggestedFilename()).startsWith("Möwen & ").endsWith(".mov");
    Path file = folder.resolve("film.mov");
    download.saveAs(file);
    assertThat(Arrays.equals(Files.readAllBytes(file), film)).as("every byte of it").isTrue();
    assertThat(strangers.context().cookies()).isEmpty();

    alices.go("/settings/links");
    assertThat(alice.locator(".links li")).containsText("1 download");
    button(alice, "End the link to Möwen & <Wind>.mov").click();
    alice.locator("dialog button", having("End the link")).last().click();
    assertThat(alice.locator(".links li")).containsText("ended by you");

    strangers.forgive("status of 410");
    Response gone = strangers.page().navigate(here(strangers, address));
    assertThat(gone.status()).isEqualTo(410);
    assertThat(strangers.page().locator("h1")).hasText("Dieser Link ist abgelaufen");
    assertThat(Axe.violations(strangers.page())).isEmpty();
  }

  /** What the address leads to is a download, so the page stays where it is. */
  private static void begin(Page page, String address) {
    page.navigate("about:blank");
    page.evaluate("address => { location.href = address }", address);
  }

  private static String here(Visit visit, String address) {
    return visit.url(address.substring(address.indexOf("/file/")));
  }

  @Test
  void aSmallFileGoesAsALinkWhenOneWantsItSo(OneServer mail, OneBrowser browser) {
    Page page = write(browser.visit(), mail);
    choose(page, "notes.txt", new byte[2_000]);
    assertThat(page.locator(".composer-files li")).containsText("notes.txt");
    button(page, "Send notes.txt as a link").click();
    assertThat(page.locator(".editor a")).hasText("notes.txt");
    assertThat(page.locator(".composer-files .icon-paperclip")).hasCount(0);
  }

  @Test
  void aLinkLastsAsLongAsItsSenderSaysAndTheMessageSaysIt(OneServer mail, OneBrowser browser) {
    Visit visit = browser.visit();
    Page page = write(visit, mail);
    choose(page, "notes.txt", new byte[2_000]);
    button(page, "Send notes.txt as a link").click();
    assertThat(page.locator(".editor a")).hasText("notes.txt");
    String before = page.locator(".editor small").textContent();
    Locator lasting = page.getByLabel("How long notes.txt can be downloaded");
    assertThat(lasting.locator("option:checked")).hasText("30 days");
    lasting.selectOption("1");
    assertThat(page.locator(".editor small")).not().hasText(before);
    String tomorrow =
        DateTimeFormatter.ofPattern("MMMM d, yyyy", Locale.US)
            .format(LocalDate.now(ZoneOffset.UTC).plusDays(1));
    assertThat(page.locator(".editor small")).containsText(tomorrow);
    visit.go("/settings/links");
    assertThat(page.locator(".links li")).containsText("until");
    button(page, "How long notes.txt can be downloaded").click();
    page.locator("[role=menuitem]", having("90 days from now")).click();
    String later = String.valueOf(LocalDate.now(ZoneOffset.UTC).plusDays(90).getYear());
    assertThat(page.locator(".links li")).containsText(later);
  }

  @Test
  void throwingTheMessageAwayEndsItsLinks(OneServer mail, OneBrowser browser) {
    Visit visit = browser.visit();
    Page page = write(visit, mail);
    choose(page, "film.mov", film());
    assertThat(page.locator(".editor a")).isVisible();
    button(page, "Throw the draft away").click();
    assertThat(page.locator(".toast").first()).isVisible();
    visit.go("/settings/links");
    assertThat(page.locator(".links li")).containsText("ended by you");
  }

  @Test
  void aConnectionThatBreaksCostsAPartAndNotTheFile(OneServer mail, OneBrowser browser) {
    Visit visit = browser.visit();
    visit.forgive("ERR_INTERNET_DISCONNECTED");
    visit.forgive("ERR_FAILED");
    Page page = write(visit, mail);
    int[] uploads = {0};
    page.route(
        "**/jmap/upload/**",
        route -> {
          if (++uploads[0] == 3) {
            route.abort("internetdisconnected");
          } else {
            route.resume();
          }
        });
    choose(page, "film.mov", film());
    assertThat(page.locator(".editor a")).hasText("film.mov");
    assertThat(uploads[0]).as("six parts, and one of them twice").isEqualTo(7);
  }
}
