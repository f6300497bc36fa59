package dev.largo.spark.program;

import com.esotericsoftware.kryo.DefaultSerializer;
import com.esotericsoftware.kryo.serializers.JavaSerializer;
import dev.largo.data.ImageShape;
import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * What became of a part of a program's samples.
 *
 * @param samples written
 * @param shape of each; null where there are none
 * @param problem in one line why the part cannot be trained on; null where it can
 */
@DefaultSerializer(JavaSerializer.class) // Kryo itself cannot take records apart.
public record PartReport(
    int samples, @Nullable ImageShape shape, int classes, @Nullable String problem)
    implements Serializable {
  static PartReport refused(String problem) {
    return new PartReport(0, null, 0, problem);
  }
}
