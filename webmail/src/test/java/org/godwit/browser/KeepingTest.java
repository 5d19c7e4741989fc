package org.godwit.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.FilePayload;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.godwit.server.ImapTalk;
import org.godwit.server.OneServer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Mail that was deleted comes back; mail goes away as files, and comes from files. */
@ExtendWith({OneServer.class, OneBrowser.class})
class KeepingTest {
  private static final String MBOX =
      """
      From ann@example.org Thu Jan  1 10:00:00 2026
      From: Ann <ann@example.org>
      Subject: Old news
      Date: Wed, 1 Jan 2020 10:00:00 +0000

      >From the attic

      From ann@example.org Thu Jan  1 11:00:00 2026
      this is no message at all

      From ann@example.org Thu Jan  1 12:00:00 2026
      From: Ann <ann@example.org>
      Subject: Older news

      x
      """;

  @BeforeAll
  static void waitLonger() {
    PlaywrightAssertions.setDefaultAssertionTimeout(20_000);
  }

  private static Locator row(Page page, String subject) {
    return page.locator(".row-link[aria-label*='" + subject + "']");
  }

  private static void deleteAll(OneServer mail) throws IOException {
    try (ImapTalk phone = mail.imap("alice")) {
      phone.ok("SELECT INBOX");
      phone.ok("STORE 1:* +FLAGS (\\Deleted)");
      phone.ok("EXPUNGE");
    }
  }

  @Test
  void aDeletedMessageIsFoundInTheSettingsAndBroughtBack(OneServer mail, OneBrowser browser)
      throws IOException {
    Letters letters = new Letters(mail);
    letters.text("Keep me");
    letters.text("Let me go");
    Visit visit = browser.visit();
    Page page = visit.signIn(mail.address("alice"), OneServer.PASSWORD);
    assertThat(row(page, "Keep me")).isVisible();
    assertThat(row(page, "Let me go")).isVisible();
    deleteAll(mail);

    visit.go("/settings/recover");
    assertThat(page.locator(".deleted li")).hasCount(2);
    assertThat(page.locator(".deleted li", options("Keep me"))).containsText("Inbox");
    page.getByLabel("Choose “Keep me”").check();
    page.getByText("Restore 1 message").click();
    assertThat(page.locator(".toast")).containsText("1 message is back.");
    assertThat(page.locator(".deleted li")).hasCount(1);

    visit.go("/mail/inbox");
    assertThat(row(page, "Keep me")).isVisible();
    assertThat(row(page, "Let me go")).hasCount(0);
  }

  @Test
  void allThatWasDeletedComesBackAtOnce(OneServer mail, OneBrowser browser) throws IOException {
    Letters letters = new Letters(mail);
    for (int i = 0; i < 55; i++) { // more than a page
      letters.text("Letter " + i);
    }
    Visit visit = browser.visit();
    Page page = visit.signIn(mail.address("alice"), OneServer.PASSWORD);
    assertThat(page.locator(".list-total")).hasText("55");
    deleteAll(mail);

    visit.go("/settings/recover");
    assertThat(page.locator(".deleted li")).hasCount(50);
    page.getByText("Show more").click();
    assertThat(page.locator(".deleted li")).hasCount(55);
    page.getByText("Restore all (55)").click();
    assertThat(page.locator(".settings-page .nothing")).isVisible();

    visit.go("/mail/inbox");
    assertThat(page.locator(".list-total")).hasText("55");
  }

  private static Page.LocatorOptions options(String text) {
    return new Page.LocatorOptions().setHasText(text);
  }

  private static void choose(Page page, String name, String content) {
    page.locator("input[type=file]")
        .setInputFiles(
            new FilePayload(
                name, "application/octet-stream", content.getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void anMboxIsImportedOnceHoweverOftenAndWhatIsNoMessageIsTold(
      OneServer mail, OneBrowser browser) {
    Visit visit = browser.visit();
    Page page = visit.signIn(mail.address("alice"), OneServer.PASSWORD);
    visit.go("/settings/files");
    choose(page, "attic.mbox", MBOX);
    page.locator("button", options("Import mail")).click();
    assertThat(page.locator(".import-state")).containsText("Import finished");
    assertThat(page.locator(".import-state")).containsText("2 imported · 0 were here already");
    assertThat(page.locator(".import-refused li")).containsText("attic.mbox #2");
    assertThat(page.locator(".import-refused li")).containsText("this is no message");

    page.reload();
    choose(page, "attic.mbox", MBOX);
    page.locator("button", options("Import mail")).click();
    assertThat(page.locator(".import-state")).containsText("0 imported · 2 were here already");

    visit.go("/mail/inbox");
    assertThat(page.locator(".list-total")).hasText("2");
    row(page, "Old news").click();
    assertThat(page.locator(".message.open")).containsText("From the attic");
    assertThat(page.locator(".message.open time")).containsText("2020");
  }

  @Test
  void whatIsTakenAwayAsAnArchiveMakesItsFoldersElsewhere(
      OneServer mail, OneBrowser browser, @TempDir Path folder) throws IOException {
    new Letters(mail).text("Plans");
    Visit visit = browser.visit();
    Page page = visit.signIn(mail.address("alice"), OneServer.PASSWORD);
    assertThat(row(page, "Plans")).isVisible();
    try (ImapTalk phone = mail.imap("alice")) {
      phone.ok("CREATE Work/2026");
      phone.ok("SELECT INBOX");
      phone.ok("COPY 1 Work/2026");
    }
    visit.go("/settings/files");
    Download download = page.waitForDownload(() -> page.locator("a.button[download]").click());
    Path file = folder.resolve("mail.zip");
    download.saveAs(file);
    assertThat(Files.size(file)).isPositive();

    Visit other = browser.visit();
    Page bob = other.signIn(mail.address("bob"), OneServer.PASSWORD);
    other.go("/settings/files");
    bob.locator("input[type=file]").setInputFiles(file);
    bob.locator("button", options("Import mail")).click();
    assertThat(bob.locator(".import-state")).containsText("Import finished");
    assertThat(bob.locator(".sidebar a.folder", options("2026"))).isVisible();
    bob.locator(".sidebar a.folder", options("2026")).click();
    assertThat(row(bob, "Plans")).isVisible();
  }
}
