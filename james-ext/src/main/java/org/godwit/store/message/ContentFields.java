package org.godwit.store.message;

import java.util.List;
import java.util.Optional;

/**
 * What a part's Content- fields say (2045 §5 to §8, 2183 §2).
 *
 * @param type in lower case, {@code text} when nothing is said
 * @param subtype in lower case, {@code plain} when nothing is said
 * @param parameters of Content-Type, in their order
 * @param encoding of Content-Transfer-Encoding, {@code 7bit} when nothing is said
 * @param id of Content-ID
 * @param description of Content-Description, unfolded, not decoded
 * @param md5 of Content-MD5
 * @param disposition of Content-Disposition
 * @param languages of Content-Language
 * @param location of Content-Location
 */
public record ContentFields(
    String type,
    String subtype,
    List<Parameter> parameters,
    String encoding,
    Optional<String> id,
    Optional<String> description,
    Optional<String> md5,
    Optional<Disposition> disposition,
    List<String> languages,
    Optional<String> location) {

  /** A parameter, its name in lower case. */
  public record Parameter(String name, String value) {}

  /** A disposition, its type in lower case. */
  public record Disposition(String type, List<Parameter> parameters) {
    public Disposition {
      parameters = List.copyOf(parameters);
    }
  }

  public ContentFields {
    parameters = List.copyOf(parameters);
    languages = List.copyOf(languages);
  }

  /** The value of a parameter of Content-Type; the first one where it is given twice. */
  public Optional<String> parameter(String name) {
    return find(parameters, name);
  }

  /** The name of the file that this part carries, as it stands in the message. */
  public Optional<String> fileName() {
    return disposition
        .flatMap(said -> find(said.parameters(), "filename"))
        .or(() -> find(parameters, "name"))
        .or(() -> disposition.flatMap(said -> find(said.parameters(), "filename*")))
        .or(() -> find(parameters, "name*"));
  }

  private static Optional<String> find(List<Parameter> parameters, String name) {
    return parameters.stream()
        .filter(parameter -> parameter.name().equals(name))
        .map(Parameter::value)
        .findFirst();
  }
}
