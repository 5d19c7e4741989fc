package org.godwit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;

/** What is shipped runs on arm64 as on amd64: whatever is not Java comes for both. */
class OtherMachinesTest {

  /** Netty's epoll is a dependency of James for amd64 alone; nothing here asks for it. */
  private static final String UNUSED = "netty_transport_native_epoll";

  /** Comes with the tests, and is not shipped. */
  private static final String OF_TESTS = "jazzer";

  /** Names of native files for one kind of machine, with the machine taken out. */
  private static Set<String> natives(String... machine) throws IOException {
    Set<String> found = new TreeSet<>();
    for (String jar : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
      if (jar.endsWith(".jar") && !jar.contains(OF_TESTS)) {
        found.addAll(inJar(jar, machine));
      }
    }
    return found;
  }

  private static List<String> inJar(String jar, String... machine) throws IOException {
    List<String> found = new ArrayList<>();
    try (ZipFile zip = new ZipFile(jar)) {
      for (String name : zip.stream().map(Object::toString).toList()) {
        boolean built = name.endsWith(".so") || name.endsWith(".txz");
        if (built && name.contains("linux") && !name.contains(UNUSED)) {
          Stream.of(machine)
              .filter(name::contains)
              .findFirst()
              .ifPresent(word -> found.add(name.replace(word, "MACHINE")));
        }
      }
    }
    return found;
  }

  @Test
  void whatIsNotJavaComesForBothKindsOfMachines() throws IOException {
    Set<String> amd64 = natives("x86_64", "amd64", "x86-64");
    assertThat(amd64).as("PostgreSQL, Zstandard").hasSizeGreaterThanOrEqualTo(2);
    assertThat(natives("arm_64", "aarch64", "arm64")).containsAll(amd64);
  }

  @Test
  void theImageNamesNoKindOfMachine() throws IOException {
    assertThat(Files.readString(Path.of("..", "docker", "Dockerfile")))
        .doesNotContain("amd64", "x86_64", "aarch64", "arm64");
  }
}
