package dev.largo.data;

import java.io.IOException;

/**
 * One micro-batch to read, for example {@code (reader, into) -> reader.readTraining(epoch, order,
 * first, count, into)}.
 */
@FunctionalInterface
public interface MicroBatchRequest {
  void read(MicroBatchReader reader, MicroBatch into) throws IOException;
}
