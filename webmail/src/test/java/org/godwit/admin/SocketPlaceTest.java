package org.godwit.admin;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The socket can be reached, however long its path is. */
class SocketPlaceTest {
  @TempDir private Path folder;

  @Test
  void aShortPathIsUsedAsItIs() throws IOException {
    try (SocketPlace place = SocketPlace.reach(Path.of("/data"))) {
      assertThat(place.path()).isEqualTo(Path.of("/data/admin/godwit.sock"));
    }
  }

  @Test
  void aPathTooLongForASocketIsReachedByAShortOne() throws IOException {
    Path data = Files.createDirectories(folder.resolve("a".repeat(60)).resolve("b".repeat(60)));
    SocketPlace.prepare(data);
    try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      try (SocketPlace place = SocketPlace.reach(data)) {
        server.bind(UnixDomainSocketAddress.of(place.path()));
      }
      assertThat(SocketPlace.in(data)).exists();
      Path shortPath;
      try (SocketPlace place = SocketPlace.reach(data)) {
        shortPath = place.path();
        SocketChannel.open(UnixDomainSocketAddress.of(shortPath)).close();
      }
      assertThat(shortPath.getParent().getParent()).as("the short path").doesNotExist();
    }
  }

  @Test
  void whatAKilledServerLeftIsRemoved() throws IOException {
    SocketPlace.prepare(folder);
    Files.createFile(SocketPlace.in(folder));
    SocketPlace.prepare(folder);
    assertThat(SocketPlace.in(folder)).doesNotExist();
  }
}
