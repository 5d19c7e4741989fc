package org.godwit.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.PlaywrightException;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import java.io.IOException;
import java.time.Duration;
import org.godwit.server.ImapTalk;
import org.godwit.server.OneServer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** On a device of one's own the page starts, reads, writes and sorts without network. */
@ExtendWith({OneServer.class, OneBrowser.class})
class OfflineTest {

  /** Whether the device can start the page by itself, and has the part in which one writes. */
  private static final String READY =
      """
      async () => navigator.serviceWorker.controller !== null
          && (await (await caches.open('page')).keys()).length === 1
          && (await (await caches.open('files')).keys())
              .filter(it => it.url.includes('Composer')).length === 2
      """;

  @BeforeAll
  static void waitLonger() {
    PlaywrightAssertions.setDefaultAssertionTimeout(60_000);
  }

  private static Locator row(Page page, String subject) {
    return page.locator(".row-link[aria-label*='" + subject + "']");
  }

  /** Signed in for the first time, and never left the first page. */
  private static Page ready(Visit visit, OneServer mail) {
    visit.go("/login");
    Page page = visit.page();
    page.getByLabel("Email address").fill(mail.address("alice"));
    page.getByLabel("Password").fill(OneServer.PASSWORD);
    page.getByLabel("This is my own device").check();
    page.getByLabel("Password").press("Enter");
    assertThat(page.locator(".list-rows, .list-scroll .empty").first()).isAttached();
    Visit.awaitYes(page, READY, null);
    return page;
  }

  private static void awaitCount(ImapTalk phone, String mailbox, int wanted) {
    await()
        .atMost(Duration.ofMinutes(1))
        .pollInSameThread()
        .untilAsserted(
            () ->
                assertThat(phone.ok("STATUS " + mailbox + " (MESSAGES)").toString())
                    .contains("MESSAGES " + wanted + ")"));
  }

  @Test
  void whatIsDoneWithoutNetworkOutlivesThePageAndIsSentLater(OneServer mail, OneBrowser browser)
      throws IOException {
    Letters letters = new Letters(mail);
    letters.text("Lunch");
    letters.text("Dinner");
    Visit visit = browser.visit();
    Page page = ready(visit, mail);
    assertThat(row(page, "Dinner")).isVisible();
    row(page, "Lunch").click();
    assertThat(page.locator(".message.open")).containsText("Shall we meet at noon?");
    visit.cut();
    page.reload();
    assertThat(page.locator(".message.open")).containsText("Shall we meet at noon?");
    page.keyboard().press("e");
    assertThat(page.locator(".offline")).containsText("1 change waits.");
    page.reload();
    assertThat(row(page, "Dinner")).isVisible();
    assertThat(row(page, "Lunch")).hasCount(0);
    assertThat(page.locator(".offline")).containsText("1 change waits.");
    try (ImapTalk phone = mail.imap("alice")) {
      awaitCount(phone, "INBOX", 2);
      visit.heal();
      awaitCount(phone, "INBOX", 1);
      awaitCount(phone, "Archive", 1);
    }
    assertThat(page.locator(".offline")).hasCount(0);
  }

  @Test
  void whatIsWrittenWithoutNetworkIsAmongTheDraftsLater(OneServer mail, OneBrowser browser)
      throws IOException {
    Visit visit = browser.visit();
    Page page = ready(visit, mail);
    visit.cut();
    page.locator(".compose-button").click();
    page.locator(".composer [role=combobox]").first().fill("bob@example.org");
    page.locator(".composer").getByLabel("Subject").fill("On the train");
    assertThat(page.locator(".composer-status")).hasText("Not saved yet");
    page.reload();
    assertThat(page.locator(".list-scroll .empty")).isVisible();
    visit.heal();
    assertThat(page.locator(".toast")).containsText("On the train");
    try (ImapTalk phone = mail.imap("alice")) {
      awaitCount(phone, "Drafts", 1);
    }
  }

  @Test
  void whatIsWrittenInATabThatIsKilledIsSavedByAnotherAtOnce(OneServer mail, OneBrowser browser)
      throws IOException {
    Visit visit = browser.visit();
    Page stays = ready(visit, mail);
    Page goes = visit.tab();
    goes.navigate(visit.url("/compose?to=bob@example.org&subject=Half%20a%20thought"));
    assertThat(goes.locator(".editor")).isVisible();
    visit.forgive("net::ERR_FAILED");
    goes.route("**/jmap/api", route -> route.abort()); // nothing of it reaches the server
    goes.locator(".editor").click();
    goes.keyboard().type("x");
    Visit.awaitYes(goes, KEPT, "mail of " + mail.address("alice"));
    assertThatThrownBy(() -> goes.navigate("chrome://crash"))
        .isInstanceOf(PlaywrightException.class);
    assertThat(stays.locator(".toast")).containsText("Half a thought");
    try (ImapTalk phone = mail.imap("alice")) {
      awaitCount(phone, "Drafts", 1);
    }
  }

  private static final String KEPT =
      """
      name => new Promise(done => {
        const open = indexedDB.open(name)
        open.onsuccess = () => {
          const count = open.result.transaction('draft').objectStore('draft').count()
          count.onsuccess = () => {
            open.result.close()
            done(count.result === 1)
          }
        }
      })
      """;

  @Test
  void aServerThatIsRenewedWhileOneWritesTakesNothingAway(OneServer mail, OneBrowser browser)
      throws IOException {
    Visit visit = browser.visit();
    visit.forgive("status of 404 .*/assets/");
    Page page = visit.signIn(mail.address("alice"), OneServer.PASSWORD);
    page.locator(".compose-button").click();
    page.locator(".composer").getByLabel("Subject").fill("Long letter");
    page.locator(".editor").click();
    page.keyboard().type("All of this stays");
    page.route(
        "**/assets/*.js", // those of before are gone
        route -> route.fulfill(new Route.FulfillOptions().setStatus(404)));
    page.locator("button[aria-label='Settings']").click();
    assertThat(page.locator(".toast")).containsText("There is a new version");
    assertThat(page.locator("main .empty")).containsText("There is a new version");
    page.locator(".editor").click();
    page.keyboard().press("Control+End");
    page.keyboard().type(", and goes on.");
    assertThat(page.locator(".composer-status")).hasText("Saved as draft");
    page.unroute("**/assets/*.js");
    page.reload();
    assertThat(page.locator(".settings-page h2").first()).isVisible();
    try (ImapTalk phone = mail.imap("alice")) {
      awaitCount(phone, "Drafts", 1);
      phone.ok("SELECT Drafts");
      assertThat(phone.ok("FETCH 1 BODY.PEEK[1]").toString()).contains("stays, and goes on.");
    }
  }
}
