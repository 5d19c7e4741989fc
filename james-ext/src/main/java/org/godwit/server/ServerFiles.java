package org.godwit.server;

import java.io.File;
import java.io.FileNotFoundException;
import java.io.InputStream;
import java.nio.file.Path;
import org.apache.james.filesystem.api.FileSystem;

/** James's view of the disk: our data directory, and nothing to read from it. */
record ServerFiles(Path directory) implements FileSystem {

  @Override
  public InputStream getResource(String url) throws FileNotFoundException {
    throw new FileNotFoundException(url + ": James reads no files here");
  }

  @Override
  public File getFile(String url) throws FileNotFoundException {
    if (!url.startsWith(FILE_PROTOCOL)) {
      throw new FileNotFoundException(url);
    }
    Path file = directory.resolve(url.substring(FILE_PROTOCOL.length())).normalize();
    if (!file.startsWith(directory)) {
      throw new FileNotFoundException(url + " leaves the data directory");
    }
    return file.toFile();
  }

  @Override
  public File getBasedir() {
    return directory.toFile();
  }
}
