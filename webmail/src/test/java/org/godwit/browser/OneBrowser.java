package org.godwit.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.PlaywrightException;
import com.microsoft.playwright.options.Proxy;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.godwit.command.AllParts;
import org.godwit.server.OneServer;
import org.godwit.trust.Certificates;
import org.godwit.web.WebDoor;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Debian's Chromium before the one server of the tests, with everything that the web door answers.
 * Each visit starts anew; after each test nothing must have happened in any visit that {@link
 * Visit} writes down. A test that failed leaves pictures in {@code target/browser}.
 *
 * <p>To be had as a parameter beside {@code OneServer}, which makes the server: {@code void
 * aMailIsRead(OneServer mail, OneBrowser browser)}.
 *
 * <p>Browsers are for one thread, which is that of the tests.
 */
public final class OneBrowser implements AfterEachCallback, ParameterResolver {
  private static final ExtensionContext.Namespace PLACE =
      ExtensionContext.Namespace.create(OneBrowser.class);
  private static final Path PICTURES = Path.of("target", "browser");

  private final List<Visit> visits = new ArrayList<>();
  private ExtensionContext test;

  /** Lives as long as the tests of this JVM. */
  private record Running(Playwright playwright, Browser browser, WebDoor door)
      implements AutoCloseable {

    static Running start() {
      OneServer mail = OneServer.running();
      WebDoor door = WebDoor.open(mail, callers -> AllParts.of(mail.server()));
      Playwright playwright =
          Playwright.create(
              new Playwright.CreateOptions()
                  .setEnv(
                      Map.of(
                          "PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD",
                          "1",
                          "PLAYWRIGHT_NODEJS_PATH",
                          program("node", "nodejs"))));
      Browser browser =
          playwright
              .chromium()
              .launch(
                  new BrowserType.LaunchOptions()
                      .setExecutablePath(Path.of(program("chromium", "chromium")))
                      .setChromiumSandbox(!"root".equals(System.getProperty("user.name")))
                      .setArgs(
                          List.of("--ignore-certificate-errors-spki-list=" + key(mail)))); // alone
      return new Running(playwright, browser, door);
    }

    @Override
    public void close() {
      browser.close();
      playwright.close();
      door.close();
    }
  }

  private static String program(String name, String from) {
    return Stream.of(System.getenv("PATH").split(File.pathSeparator))
        .map(folder -> Path.of(folder, name))
        .filter(Files::isExecutable)
        .findFirst()
        .map(Path::toString)
        .orElseThrow(
            () ->
                new AssertionError(
                    name + " is missing, which browser tests need: apt-get install " + from));
  }

  /** The fingerprint of the server's key, as Chromium names keys. */
  private static String key(OneServer mail) {
    byte[] key =
        mail.server().service(Certificates.class).chain().get(0).getPublicKey().getEncoded();
    try {
      return Base64.getEncoder().encodeToString(MessageDigest.getInstance("SHA-256").digest(key));
    } catch (GeneralSecurityException e) {
      throw new AssertionError("every Java has SHA-256", e);
    }
  }

  private Running running() {
    return test.getRoot()
        .getStore(PLACE)
        .getOrComputeIfAbsent(Running.class, type -> Running.start(), Running.class);
  }

  /** Somebody comes with a desktop computer. */
  public Visit visit() {
    return visit(Look.DESKTOP);
  }

  /** Somebody comes. */
  public Visit visit(Look look) {
    Running running = running();
    try {
      Outlet outlet = new Outlet(running.door().https());
      Proxy proxy = new Proxy(outlet.address()).setBypass("<-loopback>");
      Visit visit =
          new Visit(
              running.browser().newContext(look.options().setProxy(proxy)),
              outlet,
              "https://localhost:" + running.door().https().getPort());
      visits.add(visit);
      return visit;
    } catch (IOException e) {
      throw new AssertionError("no port is free", e);
    }
  }

  @Override
  public void afterEach(ExtensionContext context) throws IOException {
    Optional<Throwable> failure = context.getExecutionException();
    List<String> faults = new ArrayList<>();
    for (int i = 0; i < visits.size(); i++) {
      Visit visit = visits.get(i);
      List<String> here = visit.takeFaults();
      faults.addAll(here);
      if (failure.isPresent() || !here.isEmpty()) {
        picture(visit, context, i);
      }
      visit.close();
    }
    visits.clear();
    if (failure.isPresent()) {
      faults.forEach(fault -> failure.get().addSuppressed(new AssertionError(fault)));
    } else {
      assertThat(faults).as("what should not happen in any visit").isEmpty();
    }
  }

  private static void picture(Visit visit, ExtensionContext test, int number) throws IOException {
    String name = test.getRequiredTestClass().getSimpleName() + "-" + test.getDisplayName();
    Files.createDirectories(PICTURES);
    try {
      visit.picture(
          PICTURES.resolve(name.replaceAll("[^A-Za-z0-9-]+", "_") + "-" + number + ".png"));
    } catch (PlaywrightException e) {
      System.err.println("no picture of " + name + ": " + e.getMessage());
    }
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == OneBrowser.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    test = context;
    return this;
  }
}
