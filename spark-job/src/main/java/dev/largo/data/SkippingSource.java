package dev.largo.data;

import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Samples of which some cannot be read: the one after a bad sample takes its place, label and all,
 * whoever reads it and whenever. Labels by number are those that are listed.
 */
public final class SkippingSource extends ForwardingSource {
  private final SampleSource source;
  private final BadSampleLog log;

  /** What stands in for a bad sample. */
  private final Map<Integer, Integer> substitutes;

  /** A source without the bad samples of another, which are noted in a log. */
  public SkippingSource(SampleSource source, BadSampleLog log) {
    this(source, log, new ConcurrentHashMap<>());
  }

  private SkippingSource(SampleSource source, BadSampleLog log, Map<Integer, Integer> substitutes) {
    super(source);
    this.source = source;
    this.log = log;
    this.substitutes = substitutes;
  }

  @Override
  public int read(int index, byte[] pixels) throws IOException {
    return read(index, sample -> source.read(sample, pixels));
  }

  @Override
  public int read(int index, Framing framing, byte[] pixels) throws IOException {
    return read(index, sample -> source.read(sample, framing, pixels));
  }

  /** Where files of a lot cannot be read together, each is read by itself, and may be skipped. */
  @Override
  public SampleSource ahead(int[] indices) throws IOException {
    try {
      return new SkippingSource(source.ahead(indices), log, substitutes);
    } catch (DataException e) {
      return this;
    }
  }

  private interface Reading {
    int of(int sample) throws IOException;
  }

  private int read(int index, Reading reading) throws IOException {
    int sample = substitutes.getOrDefault(index, index);
    while (true) {
      try {
        int label = reading.of(sample);
        if (sample != index) {
          substitutes.put(index, sample);
        }
        return label;
      } catch (DataException e) {
        log.add(new BadSample(source.name(sample), String.valueOf(e.getMessage())));
        sample = (sample + 1) % source.size();
        if (sample == index) {
          throw e;
        }
      }
    }
  }
}
