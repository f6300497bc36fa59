package dev.largo.data.shard;

import dev.largo.data.DataException;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * The name of an archive's member, taken apart as WebDataset does: samples share what stands before
 * the first dot of the file name.
 *
 * @param key directory and file name up to the first dot
 * @param extension what follows it, in lower case; empty where nothing does
 */
record MemberName(String key, String extension) {
  private static final Set<String> IMAGES = Set.of("jpg", "jpeg", "png");
  private static final Set<String> LABELS = Set.of("cls", "json");

  /**
   * Takes a name apart.
   *
   * @throws DataException if it leads out of the archive
   */
  static MemberName of(String shard, String name) throws DataException {
    String plain = name.startsWith("./") ? name.substring(2) : name;
    if (plain.startsWith("/")
        || plain.indexOf('\0') >= 0
        || List.of(plain.split("/", -1)).contains("..")) {
      throw new DataException(
          shard,
          "member \"" + printable(name) + "\" has a name that leads out of the archive",
          "give relative names without ..");
    }
    int dot = plain.indexOf('.', plain.lastIndexOf('/') + 1);
    return dot < 0
        ? new MemberName(plain, "")
        : new MemberName(
            plain.substring(0, dot), plain.substring(dot + 1).toLowerCase(Locale.ROOT));
  }

  boolean isImage() {
    return IMAGES.contains(extension) && !isHidden();
  }

  boolean isLabel() {
    return LABELS.contains(extension) && !isHidden();
  }

  private boolean isHidden() {
    return key.isEmpty() || key.endsWith("/");
  }

  /** A name for a message, whatever a damaged archive has put into it. */
  static String printable(String name) {
    String shown = name.replaceAll("\\p{Cntrl}", "?");
    return shown.length() <= 200 ? shown : shown.substring(0, 200) + "...";
  }
}
