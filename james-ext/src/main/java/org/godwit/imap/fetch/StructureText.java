package org.godwit.imap.fetch;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.godwit.store.message.ContentFields;
import org.godwit.store.message.ContentFields.Disposition;
import org.godwit.store.message.ContentFields.Parameter;
import org.godwit.store.message.MimePart;

/** Tells the structure of a body (9051 §7.5.2, BODY and BODYSTRUCTURE). */
final class StructureText {

  /** 9051 §9, body: a multipart has one part or more, so one without any is told to hold this. */
  private static final String EMPTY_PART =
      "(\"text\" \"plain\" (\"charset\" \"us-ascii\") NIL NIL \"7bit\" 0 0";

  private static final String EMPTY_ENVELOPE = "(NIL NIL NIL NIL NIL NIL NIL NIL NIL NIL)";

  private final boolean extended;
  private final ResponseText out;

  private StructureText(boolean extended, ResponseText out) {
    this.extended = extended;
    this.out = out;
  }

  /**
   * Writes the structure of a part and all below it.
   *
   * @param extended BODYSTRUCTURE with its extension data, not BODY
   */
  static void write(MimePart part, boolean extended, ResponseText out) {
    new StructureText(extended, out).part(part);
  }

  private void part(MimePart part) {
    if (part.content().type().equals("multipart")) {
      multipart(part);
    } else {
      single(part);
    }
  }

  private void multipart(MimePart part) {
    out.raw("(");
    for (MimePart child : part.children()) {
      part(child);
    }
    if (part.children().isEmpty()) {
      emptyPart();
    }
    out.raw(" ").string(part.content().subtype());
    if (extended) {
      out.raw(" ");
      parameters(part.content().parameters());
      extension(part.content());
    }
    out.raw(")");
  }

  private void single(MimePart part) {
    ContentFields content = part.content();
    out.raw("(").string(content.type()).raw(" ").string(content.subtype()).raw(" ");
    parameters(withCharset(part));
    out.raw(" ").nstring(content.id());
    out.raw(" ").nstring(content.description());
    out.raw(" ").string(content.encoding());
    out.raw(" ").number(part.bodySize());
    if (part.isMessage()) {
      MimePart inside = part.children().get(0);
      out.raw(" ");
      EnvelopeText.write(inside.envelope().orElseThrow(), out);
      out.raw(" ");
      part(inside);
      out.raw(" ").number(part.bodyLines());
    } else if (content.type().equals("message") && content.subtype().equals("rfc822")) {
      // 9051 §9, body-type-msg: these stand there, also when the message inside cannot be read.
      out.raw(" ").raw(EMPTY_ENVELOPE).raw(" ");
      emptyPart();
      out.raw(" ").number(part.bodyLines());
    } else if (content.type().equals("text")) {
      out.raw(" ").number(part.bodyLines());
    }
    if (extended) {
      out.raw(" ").nstring(content.md5());
      extension(content);
    }
    out.raw(")");
  }

  private void emptyPart() {
    out.raw(EMPTY_PART).raw(extended ? " NIL NIL NIL NIL)" : ")");
  }

  /**
   * 2046 §4.1.2: a text that does not say so is in US-ASCII, and clients are told. A message that
   * says no more than what is meant by silence is told as if it were silent.
   */
  private static List<Parameter> withCharset(MimePart part) {
    ContentFields content = part.content();
    List<Parameter> said = content.parameters();
    boolean silent = said.stream().noneMatch(StructureText::isCharset) || isDefault(part);
    if (!content.type().equals("text") || !silent) {
      return said;
    }
    List<Parameter> told = new ArrayList<>(said);
    told.removeIf(StructureText::isCharset);
    told.addFirst(new Parameter("charset", "us-ascii"));
    return told;
  }

  private static boolean isDefault(MimePart part) {
    ContentFields said = part.content();
    return part.headerStart() == 0
        && said.subtype().equals("plain")
        && said.encoding().equals("7bit")
        && said.parameters().size() == 1
        && said.parameter("charset").filter("us-ascii"::equalsIgnoreCase).isPresent()
        && said.disposition().isEmpty()
        && said.id().isEmpty()
        && said.description().isEmpty()
        && said.md5().isEmpty()
        && said.languages().isEmpty()
        && said.location().isEmpty();
  }

  private static boolean isCharset(Parameter parameter) {
    return parameter.name().equals("charset") || parameter.name().equals("charset*"); // 2231 §4
  }

  private void extension(ContentFields content) {
    out.raw(" ");
    disposition(content.disposition());
    out.raw(" ");
    languages(content.languages());
    out.raw(" ").nstring(content.location());
  }

  private void disposition(Optional<Disposition> disposition) {
    if (disposition.isEmpty()) {
      out.raw("NIL");
      return;
    }
    out.raw("(").string(disposition.get().type()).raw(" ");
    parameters(disposition.get().parameters());
    out.raw(")");
  }

  private void languages(List<String> languages) {
    if (languages.isEmpty()) {
      out.raw("NIL");
      return;
    }
    String gap = "(";
    for (String language : languages) {
      out.raw(gap).string(language);
      gap = " ";
    }
    out.raw(")");
  }

  private void parameters(List<Parameter> parameters) {
    if (parameters.isEmpty()) {
      out.raw("NIL");
      return;
    }
    String gap = "(";
    for (Parameter parameter : parameters) {
      out.raw(gap).string(parameter.name()).raw(" ").string(parameter.value());
      gap = " ";
    }
    out.raw(")");
  }
}
