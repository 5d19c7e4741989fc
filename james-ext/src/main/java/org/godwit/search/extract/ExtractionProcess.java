package org.godwit.search.extract;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.apache.tika.config.TikaConfig;
import org.apache.tika.exception.TikaException;
import org.apache.tika.exception.WriteLimitReachedException;
import org.apache.tika.extractor.DocumentSelector;
import org.apache.tika.io.TikaInputStream;
import org.apache.tika.metadata.Metadata;
import org.apache.tika.metadata.TikaCoreProperties;
import org.apache.tika.parser.AutoDetectParser;
import org.apache.tika.parser.ParseContext;
import org.apache.tika.sax.BodyContentHandler;
import org.xml.sax.SAXException;

/**
 * The program of the process that reads files: {@code java … ExtractionProcess CHARACTERS}. Its
 * standard input is a row of files, each as type, name, length and bytes; its standard output is
 * the answers, each as problem, length and text in UTF-8. It ends with its input. Out of memory
 * ends it too.
 */
public final class ExtractionProcess {

  private static final int MOST_INSIDE = 1_000;

  private final AutoDetectParser parser = new AutoDetectParser(TikaConfig.getDefaultConfig());
  private final int characters;

  private ExtractionProcess(int characters) {
    this.characters = characters;
  }

  /** Reads files until there are no more. */
  public static void main(String... arguments) throws IOException {
    PrintStream out = System.out;
    System.setOut(System.err); // whatever a parser prints is no answer
    DataOutputStream answers = new DataOutputStream(new BufferedOutputStream(out));
    ExtractionProcess process = new ExtractionProcess(Integer.parseInt(arguments[0]));
    try (DataInputStream in = new DataInputStream(new BufferedInputStream(System.in))) {
      while (process.next(in, answers)) {
        answers.flush();
      }
    }
  }

  private boolean next(DataInputStream in, DataOutputStream out) throws IOException {
    int first = in.read();
    if (first < 0) {
      return false;
    }
    String type = in.readUTF();
    String name = in.readUTF();
    byte[] bytes = in.readNBytes(in.readInt());
    Extraction found = read(type, name, bytes);
    out.writeUTF(found.problem());
    byte[] text = found.text().getBytes(StandardCharsets.UTF_8);
    out.writeInt(text.length);
    out.write(text);
    return true;
  }

  private Extraction read(String type, String name, byte[] bytes) {
    StringBuilder text = new StringBuilder();
    try {
      if (!Archive.isOne(bytes)) {
        return one(type, name, bytes);
      }
      String problem = "";
      for (Archive.Entry entry : Archive.entries(bytes)) {
        Extraction inside = one("", entry.name(), entry.bytes());
        text.append(entry.name()).append('\n').append(inside.text()).append('\n');
        problem = inside.complete() ? problem : entry.name() + ": " + inside.problem();
        if (text.length() > characters) {
          return new Extraction(text.substring(0, characters), "too much text");
        }
      }
      return new Extraction(text.toString(), problem);
    } catch (IOException | RuntimeException e) {
      return new Extraction(text.toString(), reason(e));
    }
  }

  private Extraction one(String type, String name, byte[] bytes) {
    BodyContentHandler text = new BodyContentHandler(characters);
    Metadata said = new Metadata();
    said.set(TikaCoreProperties.RESOURCE_NAME_KEY, name);
    if (!type.isEmpty() && !type.equals("application/octet-stream")) {
      said.set(Metadata.CONTENT_TYPE, type);
    }
    try (TikaInputStream in = TikaInputStream.get(bytes)) {
      parser.parse(in, text, said, context());
      boolean unknown = said.getValues(TikaCoreProperties.TIKA_PARSED_BY).length == 0;
      return new Extraction(text.toString(), unknown ? "of no kind that is read" : "");
    } catch (SAXException | TikaException | IOException | RuntimeException | StackOverflowError e) {
      return WriteLimitReachedException.isWriteLimitReached(e)
          ? new Extraction(text.toString(), "too much text")
          : new Extraction(text.toString(), reason(e));
    }
  }

  private static String reason(Throwable e) {
    String name = e.getClass().getSimpleName();
    return name.contains("Encrypted") ? "encrypted" : "not readable: " + name;
  }

  /** What is inside is read too, one level down. */
  private ParseContext context() {
    ParseContext context = new ParseContext();
    context.set(org.apache.tika.parser.Parser.class, parser);
    context.set(DocumentSelector.class, new Shallow());
    return context;
  }

  /** So many files of an archive, and none of an archive inside. */
  private static final class Shallow implements DocumentSelector {
    private int seen;

    @Override
    public boolean select(Metadata metadata) {
      return ++seen <= MOST_INSIDE;
    }
  }
}
