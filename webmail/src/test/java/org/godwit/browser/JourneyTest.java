package org.godwit.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.FrameLocator;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import java.io.IOException;
import org.godwit.server.ImapTalk;
import org.godwit.server.OneServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What people do with the webmail, each from the start. */
@ExtendWith({OneServer.class, OneBrowser.class})
class JourneyTest {
  private static final LocatorAssertions.IsVisibleOptions PATIENTLY =
      new LocatorAssertions.IsVisibleOptions().setTimeout(60_000);

  private static void deliver(OneServer mail, String subject) throws IOException {
    String html =
        """
        From: Ann Lee <ann@example.org>
        To: you@example.test
        Subject: %s
        MIME-Version: 1.0
        Content-Type: text/html; charset=utf-8

        <p style="color:#006400">Shall we meet at noon?</p><script>document.title = 'stolen'</script>
        <img src="https://evil.example.org/t.gif" width="1" height="1">
        <img src="https://evil.example.org/picture.png" alt="a picture" width="60" height="60">
        """
            .formatted(subject);
    mail.deliver("alice", html.replace("\n", "\r\n"));
  }

  private static Locator row(Page page, String subject) {
    return page.locator(".row-link[aria-label*='" + subject + "']");
  }

  private static FrameLocator body(Page page) {
    return page.frameLocator("iframe.body-frame");
  }

  @Test
  void aMailThatComesBySmtpIsSeenWithoutReloadAndRead(OneServer mail, OneBrowser browser)
      throws IOException {
    Visit visit = browser.visit();
    Page page = visit.signIn(mail.address("alice"), OneServer.PASSWORD);
    assertThat(page.locator(".list-pane, .empty, [role=list]").first()).isVisible(PATIENTLY);
    deliver(mail, "Lunch tomorrow");
    assertThat(row(page, "Lunch tomorrow")).isVisible(PATIENTLY);
    row(page, "Lunch tomorrow").click();
    assertThat(body(page).getByText("Shall we meet at noon?")).isVisible(PATIENTLY);
    assertThat(page.locator(".body-notes")).containsText("1");
    assertThat(page.title()).isNotEqualTo("stolen");
  }

  @Test
  void picturesAreAskedForOnlyWhenTheReaderSaysSo(OneServer mail, OneBrowser browser)
      throws IOException {
    deliver(mail, "Pictures");
    Visit visit = browser.visit();
    visit.forgive("status of 404 .*/mail-image"); // there is no such picture
    Page page = visit.signIn(mail.address("alice"), OneServer.PASSWORD);
    row(page, "Pictures").click();
    assertThat(page.locator(".images-bar")).isVisible(PATIENTLY);
    assertThat(visit.requests()).noneMatch(request -> request.contains("/mail-image"));
    page.locator(".images-bar button").first().click();
    page.waitForCondition(
        () -> visit.requests().stream().anyMatch(it -> it.contains("/mail-image?u=")));
    assertThat(visit.requests())
        .filteredOn(request -> request.contains("/mail-image"))
        .allMatch(request -> request.contains("picture.png"));
  }

  @Test
  void flagsThatAreSetByImapShowWithoutReload(OneServer mail, OneBrowser browser)
      throws IOException {
    deliver(mail, "Flags");
    Visit visit = browser.visit();
    Page page = visit.signIn(mail.address("alice"), OneServer.PASSWORD);
    assertThat(page.locator(".row.unread .row-link[aria-label*='Flags']")).isVisible(PATIENTLY);
    try (ImapTalk phone = mail.imap("alice")) {
      phone.ok("SELECT INBOX");
      phone.ok("STORE 1 +FLAGS (\\Seen)");
    }
    assertThat(page.locator(".row:not(.unread) .row-link[aria-label*='Flags']"))
        .isVisible(PATIENTLY);
  }
}
