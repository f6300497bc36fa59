package dev.largo.spark.bench;

import dev.largo.collective.Collective;
import dev.largo.collective.net.PeerAddress;
import dev.largo.collective.net.ProcessGroup;
import dev.largo.spark.SparkTransport;
import java.io.Serializable;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.BarrierTaskContext;
import org.apache.spark.SparkEnv;
import scala.collection.Iterator;
import scala.collection.JavaConverters;
import scala.runtime.AbstractFunction1;

/** The body of a barrier task: one rank of a measurement, in a group of its own. */
final class RankTask extends AbstractFunction1<Iterator<Integer>, Iterator<RankReport>>
    implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final Duration TIMEOUT = Duration.ofMinutes(2);

  private final String token;
  private final Route route;
  private final RankWork work;

  RankTask(String token, Route route, RankWork work) {
    this.token = token;
    this.route = route;
    this.work = work;
  }

  @Override
  public Iterator<RankReport> apply(Iterator<Integer> ignored) {
    BarrierTaskContext task = BarrierTaskContext.get();
    try (ProcessGroup group =
        ProcessGroup.listen(SparkTransport.ofExecutor(route.settings()), token, TIMEOUT)) {
      group.connect(
          Arrays.stream(task.allGather(line(group.address()))).map(RankTask::of).toList());
      try {
        Collective collective = group.member(task.partitionId());
        List<List<Double>> seconds = work.run(collective);
        collective.barrier();
        RankReport report =
            new RankReport(SparkEnv.get().executorId(), SparkTransport.executorHost(), seconds);
        return JavaConverters.asScalaIterator(List.of(report).iterator());
      } catch (RuntimeException | Error e) {
        group.abort(e);
        throw e;
      }
    } catch (Error e) {
      // An error would make Spark end the executor, and say only that.
      throw new IllegalStateException("rank " + task.partitionId() + ": " + e, e);
    }
  }

  private static String line(PeerAddress address) {
    return address.process() + " " + address.port() + " " + address.host();
  }

  private static PeerAddress of(String line) {
    String[] parts = line.split(" ", 3);
    return new PeerAddress(parts[2], Integer.parseInt(parts[1]), parts[0]);
  }
}
