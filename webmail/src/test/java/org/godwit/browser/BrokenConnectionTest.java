package org.godwit.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import java.io.IOException;
import java.time.Duration;
import org.godwit.server.ImapTalk;
import org.godwit.server.OneServer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The network goes away in the middle of something: before the server hears of it, or before its
 * answer comes back. Nothing is lost, and nothing happens twice.
 */
@ExtendWith({OneServer.class, OneBrowser.class})
class BrokenConnectionTest {

  @BeforeAll
  static void waitLonger() {
    PlaywrightAssertions.setDefaultAssertionTimeout(60_000);
  }

  private static Visit visit(OneBrowser browser) {
    Visit visit = browser.visit();
    visit.forgive("ERR_INTERNET_DISCONNECTED");
    visit.forgive("ERR_FAILED");
    visit.forgive("ERR_CONNECTION");
    return visit;
  }

  private static Locator row(Page page, String subject) {
    return page.locator(".row-link[aria-label*='" + subject + "']");
  }

  /** How many messages a mailbox has, as another program sees it. */
  private static int count(ImapTalk phone, String mailbox) throws IOException {
    String told = phone.ok("STATUS " + mailbox + " (MESSAGES)").toString();
    return Integer.parseInt(told.replaceAll("(?s).*MESSAGES (\\d+)\\).*", "$1"));
  }

  private static void awaitCount(ImapTalk phone, String mailbox, int wanted) {
    await()
        .atMost(Duration.ofMinutes(1))
        .pollInSameThread()
        .untilAsserted(() -> assertThat(count(phone, mailbox)).as(mailbox).isEqualTo(wanted));
  }

  /** The first request with some words reaches the server, and its answer never comes back. */
  private static void loseAnAnswer(Page page, String words) {
    page.evaluate(
        """
        words => {
          const real = window.fetch
          let done = false
          window.fetch = async (url, init) => {
            const answer = await real(url, init)
            if (done || !String(init?.body).includes(words)) return answer
            done = true
            throw new TypeError('the connection broke')
          }
        }
        """,
        words);
  }

  private static Page write(Visit visit, OneServer mail, String subject) {
    Page page = visit.signIn(mail.address("alice"), OneServer.PASSWORD);
    visit.go("/compose?to=" + mail.address("bob") + "&subject=" + subject);
    assertThat(page.locator(".editor")).isVisible();
    return page;
  }

  private static void send(Page page) {
    page.locator(".send-buttons button", new Page.LocatorOptions().setHasText("Send"))
        .first()
        .click();
  }

  @Test
  void whatIsArchivedWithoutNetworkIsArchivedOnceItIsBack(OneServer mail, OneBrowser browser)
      throws IOException {
    new Letters(mail).text("Lunch");
    Visit visit = visit(browser);
    Page page = visit.signIn(mail.address("alice"), OneServer.PASSWORD);
    row(page, "Lunch").focus();
    visit.context().setOffline(true);
    page.keyboard().press("e");
    assertThat(row(page, "Lunch")).hasCount(0);
    try (ImapTalk phone = mail.imap("alice")) {
      assertThat(count(phone, "INBOX")).isOne();
      visit.context().setOffline(false);
      awaitCount(phone, "INBOX", 0);
      awaitCount(phone, "Archive", 1);
    }
  }

  @Test
  void archivingWhoseAnswerIsLostIsDoneOnce(OneServer mail, OneBrowser browser) throws IOException {
    new Letters(mail).text("Lunch");
    Visit visit = visit(browser);
    Page page = visit.signIn(mail.address("alice"), OneServer.PASSWORD);
    row(page, "Lunch").focus();
    loseAnAnswer(page, "Email/set");
    page.keyboard().press("e");
    assertThat(row(page, "Lunch")).hasCount(0);
    try (ImapTalk phone = mail.imap("alice")) {
      awaitCount(phone, "Archive", 1);
      assertThat(count(phone, "INBOX")).isZero();
    }
    page.keyboard().press("z");
    assertThat(row(page, "Lunch")).isVisible();
  }

  @Test
  void aMessageThatCouldNotBeSentIsHereAgainAndGoesOnce(OneServer mail, OneBrowser browser)
      throws IOException {
    Visit visit = visit(browser);
    Page page = write(visit, mail, "Offline");
    page.locator(".editor").click();
    page.keyboard().type("All of this stays.");
    visit.context().setOffline(true);
    send(page);
    assertThat(page.locator(".composer-asked")).containsText("not sent");
    assertThat(page.locator(".editor")).containsText("All of this stays.");
    visit.context().setOffline(false);
    send(page);
    assertThat(page.locator(".composer")).hasCount(0);
    try (ImapTalk phone = mail.imap("bob")) {
      awaitCount(phone, "INBOX", 1);
    }
    try (ImapTalk phone = mail.imap("alice")) {
      assertThat(count(phone, "Drafts")).isZero();
      assertThat(count(phone, "Sent")).isOne();
    }
  }

  @Test
  void aMessageWhoseSendingWasNotAnsweredIsNotSentTwice(OneServer mail, OneBrowser browser)
      throws IOException {
    Visit visit = visit(browser);
    Page page = write(visit, mail, "Lost");
    loseAnAnswer(page, "EmailSubmission/set");
    send(page);
    assertThat(page.locator(".composer-asked")).containsText("not sent");
    send(page);
    assertThat(page.locator(".composer")).hasCount(0);
    try (ImapTalk phone = mail.imap("alice")) {
      awaitCount(phone, "Sent", 1);
      assertThat(count(phone, "Drafts")).isZero();
    }
    try (ImapTalk phone = mail.imap("bob")) {
      awaitCount(phone, "INBOX", 1);
    }
  }

  @Test
  void aDraftWhoseSavingWasNotAnsweredIsKeptOnce(OneServer mail, OneBrowser browser)
      throws IOException {
    Visit visit = visit(browser);
    Page page = write(visit, mail, "Draft");
    loseAnAnswer(page, "\"draft\"");
    page.locator(".editor").click();
    page.keyboard().type("Kept, and kept once.");
    assertThat(page.locator(".composer-status")).hasText("Saved as draft");
    page.keyboard().type(" More.");
    try (ImapTalk phone = mail.imap("alice")) {
      awaitCount(phone, "Drafts", 1);
      await()
          .atMost(Duration.ofMinutes(1))
          .pollInSameThread()
          .until(
              () -> {
                phone.ok("SELECT Drafts");
                return phone.ok("FETCH 1:* BODY.PEEK[]").toString().contains("once. More.");
              });
      assertThat(count(phone, "Drafts")).isOne();
    }
  }
}
