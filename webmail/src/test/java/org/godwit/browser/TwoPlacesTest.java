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
 * One draft that is open in two tabs or two browsers: nothing of it is lost, and who writes is
 * told.
 */
@ExtendWith({OneServer.class, OneBrowser.class})
class TwoPlacesTest {
  private static final String SAVED = "Saved as draft";

  @BeforeAll
  static void waitLonger() {
    PlaywrightAssertions.setDefaultAssertionTimeout(60_000);
  }

  private static void type(Page page, String words) {
    page.bringToFront();
    page.locator(".editor").click();
    page.keyboard().press("Control+End");
    page.keyboard().type(words);
  }

  private static Page draft(Visit visit, OneServer mail) {
    Page page = visit.signIn(mail.address("alice"), OneServer.PASSWORD);
    visit.go("/compose?to=bob@example.org&subject=Plans");
    assertThat(page.locator(".editor")).isVisible();
    type(page, "from the beginning");
    assertThat(page.locator(".composer-status")).hasText(SAVED);
    return page;
  }

  private static void open(Page page, String drafts) {
    page.navigate(drafts);
    Locator row = page.locator(".row-link[aria-label*='Plans']");
    row.click();
    assertThat(page.locator(".editor")).containsText("from the beginning");
  }

  private static String drafts(ImapTalk phone) throws IOException {
    phone.ok("SELECT Drafts");
    return phone.ok("FETCH 1:* BODY.PEEK[1]").toString();
  }

  private static int count(String drafts) {
    return drafts.split("FETCH \\(", -1).length - 1;
  }

  @Test
  void twoTabsThatBothWriteKeepBothAndTheSecondIsTold(OneServer mail, OneBrowser browser)
      throws IOException {
    Visit visit = browser.visit();
    Page one = draft(visit, mail);
    Page two = visit.tab();
    open(two, visit.url("/mail/drafts"));
    type(one, " and the first");
    assertThat(one.locator(".composer-status")).hasText(SAVED);
    assertThat(two.locator(".composer-told")).containsText("another window");
    assertThat(one.locator(".composer-told")).hasCount(0);
    type(two, " and the second");
    try (ImapTalk phone = mail.imap("alice")) {
      await()
          .atMost(Duration.ofMinutes(1))
          .pollInSameThread()
          .until(() -> drafts(phone), it -> it.contains("the first") && it.contains("the second"));
      assertThat(count(drafts(phone))).as("one for each").isEqualTo(2);
      type(one, ", once more");
      type(two, ", once more");
      await()
          .atMost(Duration.ofMinutes(1))
          .pollInSameThread()
          .until(() -> drafts(phone), it -> it.split("once more", -1).length == 3);
      assertThat(count(drafts(phone))).as("still one for each").isEqualTo(2);
    }
  }

  @Test
  void aBrowserThatOnlyLooksAddsNothingAndIsTold(OneServer mail, OneBrowser browser)
      throws IOException {
    Visit visit = browser.visit();
    Page one = draft(visit, mail);
    Page two = browser.visit().signIn(mail.address("alice"), OneServer.PASSWORD);
    open(two, visit.url("/mail/drafts"));
    type(one, " and on");
    assertThat(two.locator(".composer-told")).containsText("another device");
    two.keyboard().press("Escape");
    assertThat(two.locator(".composer")).hasCount(0);
    try (ImapTalk phone = mail.imap("alice")) {
      assertThat(count(drafts(phone))).isOne();
      assertThat(drafts(phone)).contains("and on");
    }
  }
}
