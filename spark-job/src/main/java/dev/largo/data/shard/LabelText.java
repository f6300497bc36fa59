package dev.largo.data.shard;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.largo.data.DataException;
import java.nio.charset.StandardCharsets;

/** The class number in a member {@code .cls}, or in field "label" or "cls" of a {@code .json}. */
final class LabelText {
  /** Largest label file; JSON may say more than the label. */
  static final int MOST_BYTES = 1 << 20;

  private static final ObjectMapper JSON = new ObjectMapper();

  private LabelText() {}

  static int parse(String extension, byte[] bytes, String shard, String member)
      throws DataException {
    String text = new String(bytes, StandardCharsets.UTF_8).strip();
    String number = extension.equals("json") ? field(text) : text;
    if (!number.matches("\\d{1,9}")) {
      throw new DataException(
          shard,
          "member \"%s\" holds %s"
              .formatted(
                  MemberName.printable(member),
                  number.isEmpty() ? "no label" : "\"" + MemberName.printable(number) + "\""),
          extension.equals("json")
              ? "give a class number from 0 as \"label\" or \"cls\""
              : "give a class number from 0");
    }
    return Integer.parseInt(number);
  }

  /** Empty where there is none. */
  private static String field(String text) {
    try {
      JsonNode json = JSON.readTree(text);
      JsonNode label = json.has("label") ? json.get("label") : json.path("cls");
      return label.isMissingNode() ? "" : label.asText();
    } catch (JsonProcessingException e) {
      return text.isEmpty() ? "" : text;
    }
  }
}
