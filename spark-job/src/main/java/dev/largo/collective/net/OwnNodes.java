package dev.largo.collective.net;

import dev.largo.collective.PartialSums;
import dev.largo.collective.SumNode;
import dev.largo.collective.SummationTree;
import dev.largo.collective.TileSum;
import dev.largo.config.WireFormat;
import dev.largo.optim.layout.Slice;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** A process' part of a canonical sum: its ranks' partial sums, siblings among them added up. */
final class OwnNodes {
  /** A node's place in the tree. */
  record Place(int level, int index) {}

  /** Nodes that follow one on another, and how many are left of them. */
  private record Run(List<PartialSums.Subtree> nodes, int left) {}

  private final List<Run> runs = new ArrayList<>();
  private final List<Place> merged = new ArrayList<>();
  private final WireFormat wire;

  /** {@code nodes}: from left to right, with gaps where other processes hold the numbers. */
  OwnNodes(List<PartialSums.Subtree> nodes, WireFormat wire) {
    this.wire = wire;
    int from = 0;
    for (int i = 1; i <= nodes.size(); i++) {
      if (i == nodes.size() || end(nodes.get(i - 1)) != start(nodes.get(i))) {
        add(nodes.subList(from, i));
        from = i;
      }
    }
  }

  private void add(List<PartialSums.Subtree> run) {
    SummationTree tree = new SummationTree();
    run.forEach(node -> tree.push(node.level(), node.index()));
    for (int i = 0; i < tree.depth(); i++) {
      merged.add(new Place(tree.level(i), tree.index(i)));
    }
    runs.add(new Run(run, tree.depth()));
  }

  private static long start(SumNode node) {
    return (long) node.index() << node.level();
  }

  private static long end(SumNode node) {
    return (node.index() + 1L) << node.level();
  }

  /** The nodes that travel. */
  List<Place> merged() {
    return merged;
  }

  /** Writes a range of every node that travels, one node after the other. */
  void write(int from, int length, TileSum tiles, ByteBuffer out) {
    for (Run run : runs) {
      if (run.left() == run.nodes().size()) {
        for (PartialSums.Subtree node : run.nodes()) {
          WireNumbers.put(node.vector(), from, length, wire, out);
        }
      } else {
        writeMerged(run, from, length, tiles, out);
      }
    }
  }

  private void writeMerged(Run run, int from, int length, TileSum tiles, ByteBuffer out) {
    int begin = out.position();
    int bytes = wire.bytes();
    for (int done = 0; done < length; done += Slice.TILE) {
      int count = Math.min(Slice.TILE, length - done);
      int unused = tiles.merge(run.nodes(), from + done, count, wire);
      for (int i = 0; i < run.left(); i++) {
        out.position(begin + (i * length + done) * bytes);
        WireNumbers.put(tiles.tile(i), 0, count, wire, out);
      }
    }
    out.position(begin + run.left() * length * bytes);
  }
}
