package dev.largo.spark.coordination;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.largo.collective.net.PeerAddress;
import dev.largo.data.BadSample;
import dev.largo.train.CheckpointPart;
import dev.largo.train.EvaluationRecord;
import dev.largo.train.HistogramRecord;
import dev.largo.train.LayerRecord;
import dev.largo.train.RefinementRecord;
import dev.largo.train.RunMonitor;
import dev.largo.train.StepRecord;
import java.util.List;

/** What a rank tells the driver. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
  @JsonSubTypes.Type(value = Message.Join.class, name = "join"),
  @JsonSubTypes.Type(value = Message.Heartbeat.class, name = "heartbeat"),
  @JsonSubTypes.Type(value = Message.Stepped.class, name = "step"),
  @JsonSubTypes.Type(value = Message.Layers.class, name = "layers"),
  @JsonSubTypes.Type(value = Message.Histograms.class, name = "histograms"),
  @JsonSubTypes.Type(value = Message.Evaluated.class, name = "evaluation"),
  @JsonSubTypes.Type(value = Message.Skipped.class, name = "bad-sample"),
  @JsonSubTypes.Type(value = Message.Refined.class, name = "refinement"),
  @JsonSubTypes.Type(value = Message.Written.class, name = "checkpoint"),
  @JsonSubTypes.Type(value = Message.Failed.class, name = "failed"),
  @JsonSubTypes.Type(value = Message.Left.class, name = "left")
})
sealed interface Message {
  /** The attempt that the rank belongs to. */
  int generation();

  /** A rank takes its place; the answer, the addresses of all ranks, comes when all have. */
  record Join(int generation, int rank, PeerAddress address) implements Message {}

  /**
   * A rank lives.
   *
   * @param host where
   * @param executor Spark's name of its process
   * @param refused connections that its process has refused
   */
  record Heartbeat(
      int generation,
      int rank,
      String host,
      String executor,
      long step,
      String operation,
      long refused)
      implements Message {}

  /** Something to be recorded. */
  sealed interface Event extends Message {
    void tell(RunMonitor monitor);
  }

  /** A step has been made. */
  record Stepped(int generation, StepRecord step) implements Event {
    @Override
    public void tell(RunMonitor monitor) {
      monitor.step(step);
    }
  }

  /** The layers of a step. */
  record Layers(int generation, List<LayerRecord> layers) implements Event {
    @Override
    public void tell(RunMonitor monitor) {
      monitor.layers(layers);
    }
  }

  /** How values were spread in a step. */
  record Histograms(int generation, List<HistogramRecord> histograms) implements Event {
    @Override
    public void tell(RunMonitor monitor) {
      monitor.histograms(histograms);
    }
  }

  /** An evaluation has come to its end. */
  record Evaluated(int generation, EvaluationRecord evaluation) implements Event {
    @Override
    public void tell(RunMonitor monitor) {
      monitor.evaluation(evaluation);
    }
  }

  /** A rank could not read a sample. */
  record Skipped(int generation, BadSample sample) implements Event {
    @Override
    public void tell(RunMonitor monitor) {
      monitor.badSample(sample);
    }
  }

  /** A rank has brought a replica to the end of an epoch. */
  record Refined(int generation, RefinementRecord refinement) implements Event {
    @Override
    public void tell(RunMonitor monitor) {
      monitor.refinement(refinement);
    }
  }

  /** A rank has written its part of a checkpoint. */
  record Written(int generation, CheckpointPart part) implements Message {}

  /** A rank has come to its end. */
  record Left(int generation, int rank) implements Message {}

  /** A rank ends with an error. */
  record Failed(int generation, WorkerFailure failure) implements Message {}
}
