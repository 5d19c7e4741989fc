package org.godwit.search.extract;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** Files are read by another process, and whatever is in them the server goes on. */
class ExtractorTest {

  private static final ExtractionLimits USUAL = ExtractionLimits.usual();

  private Extractor extractor = new Extractor(USUAL);

  @AfterEach
  void stop() {
    extractor.close();
  }

  private void with(ExtractionLimits limits) {
    extractor.close();
    extractor = new Extractor(limits);
  }

  private Extraction read(String name, byte[] file) {
    return extractor.read("application/octet-stream", name, file);
  }

  @Test
  void documentsAreRead() throws Exception {
    assertThat(read("a.pdf", SampleFiles.pdf("portable words")).text()).contains("portable words");
    assertThat(read("a.docx", SampleFiles.docx("Grüße aus Word")).text())
        .contains("Grüße aus Word");
    assertThat(read("a.xls", SampleFiles.xls("cell words")).text()).contains("cell words");
    assertThat(read("a.odt", SampleFiles.odt("open words")).text()).contains("open words");
    assertThat(
            read(
                    "a.rtf",
                    SampleFiles.bytes(
                        "{\\rtf1\\ansi\\deff0{\\fonttbl{\\f0 Arial;}}\\pard rich {\\b words}\\par}"))
                .text())
        .contains("rich words");
    assertThat(read("", SampleFiles.bytes("plain words, no name")).text()).contains("plain words");
  }

  @Test
  void anArchiveIsReadOneLevelDeep() throws Exception {
    byte[] zip =
        SampleFiles.zip(
            Map.of(
                "letter.docx",
                SampleFiles.docx("archived words"),
                "b.txt",
                SampleFiles.bytes("text words")));
    assertThat(read("a.zip", zip).text()).contains("archived words", "text words", "letter.docx");
  }

  @Test
  void whatCannotBeReadSaysWhy() throws Exception {
    byte[] broken = java.util.Arrays.copyOf(SampleFiles.docx("words"), 400);
    assertThat(read("a.docx", broken).problem()).isNotEmpty();
    assertThat(read("a.bin", new byte[USUAL.bytes() + 1]).problem()).isEqualTo("too large");
  }

  @Test
  void tooMuchTextIsCutOff() {
    with(new ExtractionLimits(1_000_000, 1_000, USUAL.time(), 128, USUAL.idle()));
    Extraction found = read("a.txt", SampleFiles.bytes("many words ".repeat(1_000)));
    assertThat(found.problem()).isEqualTo("too much text");
    assertThat(found.text()).hasSizeBetween(500, 1_100);
  }

  @Test
  void whoTakesTooLongIsReplaced() throws Exception {
    with(new ExtractionLimits(1_000_000, 1_000, Duration.ofMillis(1), 128, USUAL.idle()));
    assertThat(read("a.docx", SampleFiles.docx("words")).problem()).isEqualTo("took too long");
    with(USUAL);
    assertThat(read("a.docx", SampleFiles.docx("words")).text()).contains("words");
  }

  @Test
  void whoTakesTooMuchMemoryIsReplaced() throws Exception {
    with(new ExtractionLimits(60_000_000, 30_000_000, USUAL.time(), 24, USUAL.idle()));
    byte[] large = SampleFiles.bytes("words ".repeat(9_000_000));
    assertThat(read("a.txt", large).problem()).isEqualTo("takes too much memory");
    assertThat(read("a.txt", SampleFiles.bytes("small words")).text()).contains("small words");
  }

  @Test
  void aProcessThatDiesIsReplaced() throws Exception {
    assertThat(read("a.txt", SampleFiles.bytes("one")).text()).contains("one");
    List<ProcessHandle> children = readers();
    assertThat(children).hasSize(1);
    children.get(0).destroyForcibly();
    children.get(0).onExit().join();
    assertThat(read("a.txt", SampleFiles.bytes("two")).text()).contains("two");
    extractor.close();
    assertThat(readers()).isEmpty();
  }

  @Test
  void whoReadsHasNoNetworkNoRightsAndNoSecrets() throws Exception {
    assertThat(read("a.txt", SampleFiles.bytes("one")).text()).contains("one");
    Path process = Path.of("/proc", String.valueOf(readers().get(0).pid()));
    assertThat(Files.readAllBytes(process.resolve("environ"))).isEmpty();
    assertThat(process.resolve("cwd").toFile().list()).isEmpty();
    assertThat(Files.readAllLines(process.resolve("status"))).contains("NoNewPrivs:\t1");
    try (Confinement here = Confinement.strictest(List.of("true"))) {
      Assumptions.assumeTrue(
          here.isWhole(),
          "NOT TESTED: that attachments are read without network; this system lets us make none");
    }
    assertThat(Files.readAllLines(process.resolve("net/dev")))
        .hasSize(3)
        .last()
        .asString()
        .contains("lo:");
    if (System.getProperty("user.name").equals("root")) {
      assertThat(Files.readAllLines(process.resolve("status")))
          .contains("CapBnd:\t0000000000000000");
    }
  }

  @Test
  void aBombIsNotUnpackedWhole() throws Exception {
    byte[] bomb = SampleFiles.zip(Map.of("zeros.txt", new byte[100 << 20]));
    assertThat(bomb.length).isLessThan(1 << 20);
    assertThat(read("bomb.zip", SampleFiles.zip(Map.of("a.zip", bomb, "b.zip", bomb))).text())
        .hasSizeLessThan(USUAL.characters() + 1);
    assertThat(read("bomb.zip", bomb).text()).hasSizeLessThan(USUAL.characters() + 1);
    assertThat(read("a.txt", SampleFiles.bytes("small words")).text()).contains("small words");
  }

  @Test
  void anArchiveInAnArchiveIsNotOpened() throws Exception {
    byte[] deep = SampleFiles.bytes("deep words");
    byte[] nest = SampleFiles.zip(Map.of("deep.txt", deep));
    for (int i = 0; i < 50; i++) {
      nest = SampleFiles.zip(Map.of("nest" + i + ".zip", nest, "side.txt", deep));
    }
    Extraction found = read("nest.zip", nest);
    assertThat(found.text()).contains("nest49.zip", "deep words").doesNotContain("nest40.zip");
  }

  private static List<ProcessHandle> readers() {
    return ProcessHandle.current()
        .children()
        .filter(ProcessHandle::isAlive)
        .filter(child -> child.info().command().orElse("").endsWith("/java"))
        .filter(ExtractorTest::isReader)
        .toList();
  }

  /** Other tests have started other programs, which go on in the same JVM. */
  private static boolean isReader(ProcessHandle child) {
    try {
      return Files.readString(Path.of("/proc", String.valueOf(child.pid()), "cmdline"))
          .contains(ExtractionProcess.class.getName());
    } catch (IOException ended) {
      return false;
    }
  }
}
