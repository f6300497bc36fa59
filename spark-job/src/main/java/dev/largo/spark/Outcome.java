package dev.largo.spark;

import com.esotericsoftware.kryo.DefaultSerializer;
import com.esotericsoftware.kryo.serializers.JavaSerializer;
import dev.largo.train.ParameterHash;
import java.io.Serializable;

/**
 * How a run ended.
 *
 * @param complete whether nothing is left to do; else a stop was requested
 * @param steps the last step made, of the training alone where replicas were refined after it
 * @param skipped how many of them changed nothing, since their loss or gradient was not finite
 * @param parametersSha256 of the parameters as little-endian float32 in the layout's order; with
 *     SWAP those of the average, once it is made
 * @param averagingSeconds that the average of replicas took; 0 where there is none
 */
@DefaultSerializer(JavaSerializer.class) // Kryo itself cannot take records apart.
public record Outcome(
    boolean complete, long steps, long skipped, String parametersSha256, double averagingSeconds)
    implements Serializable {
  /** A run that was stopped before its end. */
  public static Outcome stopped(long steps, long skipped, float[] parameters) {
    return new Outcome(false, steps, skipped, ParameterHash.sha256(parameters), 0);
  }
}
