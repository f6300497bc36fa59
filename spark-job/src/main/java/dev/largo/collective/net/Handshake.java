package dev.largo.collective.net;

import dev.largo.collective.CollectiveException;
import dev.largo.collective.PeerLostException;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.spark.network.client.TransportClient;
import org.apache.spark.network.client.TransportClientFactory;

/**
 * Opens the connections between a process and all others: each greets each, offers a ring to those
 * of its own host, and is told whether it was seen there.
 */
final class Handshake {
  private final TransportSettings settings;
  private final String token;
  private final PeerAddress address;
  private final Exchanges exchanges;
  private final Endpoint endpoint;
  private final TransportClientFactory clients;

  /** Offers that the other side has not answered yet. */
  private final Map<Peer, RingFiles.Offer> offers = new LinkedHashMap<>();

  Handshake(
      TransportSettings settings,
      String token,
      PeerAddress address,
      Exchanges exchanges,
      Endpoint endpoint,
      TransportClientFactory clients) {
    this.settings = settings;
    this.token = token;
    this.address = address;
    this.exchanges = exchanges;
    this.endpoint = endpoint;
    this.clients = clients;
  }

  /**
   * Returns when all are connected.
   *
   * @param rank the calling rank, for messages
   * @param opened is given every ring, of a failed handshake too
   * @throws CollectiveException if a process cannot be reached or does not answer in time
   */
  void with(List<Peer> peers, int rank, Consumer<Ring> opened) {
    String where = "rank %d on %s, connecting: ".formatted(rank, settings.host());
    try {
      for (Peer peer : peers) {
        greet(where, peer, opened);
      }
      for (Peer peer : peers) {
        answer(where, peer, opened);
      }
      for (Peer peer : peers) {
        Message.Answer answer = awaitAnswer(where, peer);
        RingFiles.Offer offer = offers.get(peer);
        if (offer != null && answer.sees()) {
          synchronized (exchanges.gate()) {
            peer.writer(offer.ring());
          }
        }
      }
    } finally {
      offers.values().forEach(RingFiles.Offer::unlink);
    }
  }

  private void greet(String where, Peer peer, Consumer<Ring> opened) {
    TransportClient client;
    try {
      client = clients.createClient(peer.address().host(), peer.address().port());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw failed(where, new CollectiveException(where + "interrupted", e));
    } catch (IOException | RuntimeException e) {
      String what = "cannot connect to " + peer + ": " + Gate.line(e);
      throw failed(where, new PeerLostException(what, peer.rank(), e));
    }
    RingFiles.Offer offer = null;
    if (settings.sharesMemory() && peer.address().host().equals(address.host())) {
      offer = RingFiles.create();
    }
    if (offer != null) {
      offers.put(peer, offer);
      opened.accept(offer.ring());
    }
    synchronized (exchanges.gate()) {
      peer.client(client);
      endpoint.opened(client.getChannel(), peer);
      peer.send(
          offer == null
              ? new Message.Hello(token, address, "", 0)
              : new Message.Hello(token, address, offer.name(), offer.token()));
    }
  }

  private void answer(String where, Peer peer, Consumer<Ring> opened) {
    exchanges.gate().await(where, () -> peer.hello != null || peer.lost != null, () -> late(peer));
    Message.Hello hello = peer.hello;
    if (hello == null) {
      throw failed(where, new PeerLostException(peer.lost + " " + peer, peer.rank(), null));
    }
    Ring ring = settings.sharesMemory() ? RingFiles.open(hello.ring(), hello.ringToken()) : null;
    synchronized (exchanges.gate()) {
      if (ring != null) {
        opened.accept(ring);
        peer.reader(ring);
      }
      peer.send(new Message.Answer(ring != null));
    }
  }

  private Message.Answer awaitAnswer(String where, Peer peer) {
    exchanges.gate().await(where, () -> peer.answer != null || peer.lost != null, () -> late(peer));
    Message.Answer answer = peer.answer;
    if (answer == null) {
      throw failed(where, new PeerLostException(peer.lost + " " + peer, peer.rank(), null));
    }
    return answer;
  }

  private static PeerLostException late(Peer peer) {
    return new PeerLostException("no word from " + peer, peer.rank(), null);
  }

  private CollectiveException failed(String where, CollectiveException cause) {
    exchanges.gate().fail(cause);
    exchanges.gate().requireAlive(where);
    return cause;
  }
}
