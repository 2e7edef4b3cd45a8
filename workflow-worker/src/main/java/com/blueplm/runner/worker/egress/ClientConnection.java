package com.blueplm.runner.worker.egress;

import com.blueplm.runner.contract.gateway.ConnectionReport.Protocol;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.channels.SocketChannel;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Serves the one request of an accepted connection. */
final class ClientConnection {

  private static final Logger log = LoggerFactory.getLogger(ClientConnection.class);

  private final SocketChannel client;
  private final GateRules gate;
  private final boolean overLimit;
  private final Exchange exchange;

  ClientConnection(SocketChannel client, GateRules gate, boolean overLimit) {
    this.client = client;
    this.gate = gate;
    this.overLimit = overLimit;
    this.exchange = new Exchange(client, gate.limits(), gate.mayForward());
  }

  Exchange exchange() {
    return exchange;
  }

  /** Serves to the end; whatever happens, the connection is closed then. */
  void serve() {
    exchange.enter();
    boolean headRequest = false;
    try {
      Optional<HttpHead> head = HeadReader.request(exchange.in(), gate.limits().headBytes());
      if (head.isPresent()) {
        headRequest = head.get().start().startsWith("HEAD ");
        exchange.watch().whileMoving(gate.limits().idle());
        dispatch(head.get());
      }
    } catch (BadMessageException e) {
      say(e, !headRequest);
    } catch (IOException e) {
      log.debug("A connection of a script ends: {}", e.toString());
    } catch (InterruptedException e) {
      log.debug("A connection of a script was ended.");
    } finally {
      exchange.leave();
      exchange.close();
    }
  }

  private void say(BadMessageException e, boolean withBody) {
    try {
      Answer.say(exchange.out(), e.status(), e.sentence(), withBody);
      exchange.answered();
      exchange.finish();
    } catch (IOException gone) {
      log.debug("A script did not wait for its answer: {}", gone.toString());
    } catch (InterruptedException ended) {
      log.debug("A connection of a script was ended.");
    }
  }

  private void dispatch(HttpHead head)
      throws IOException, BadMessageException, InterruptedException {
    RequestLine line = RequestLine.of(head);
    Target target = line.target();
    boolean plm = !line.isConnect() && gate.plm().isFor(target);
    Protocol protocol = plm ? Protocol.PLM : line.isConnect() ? Protocol.CONNECT : Protocol.HTTP;
    RecordedConnection record = gate.recorder().begin(protocol, target.host(), target.port());
    if (overLimit) {
      throw refuse(
          record,
          503,
          "more than " + gate.limits().connections() + " connections are open at once: close some");
    }
    if (plm) {
      forwardToPlm(head, line, record);
    } else {
      forward(head, line, record);
    }
  }

  private void forwardToPlm(HttpHead head, RequestLine line, RecordedConnection record)
      throws IOException, BadMessageException, InterruptedException {
    URI url;
    Framing framing;
    try {
      url = gate.plm().covers(line.path()) ? gate.plm().upstream(line.path()) : null;
      framing = Framing.ofRequest(head, line.version11());
    } catch (BadMessageException e) {
      record.refused(e.sentence());
      throw e;
    }
    if (url == null) {
      throw refuse(
          record, 403, "scripts reach the PLM data API only, which is the path of BLUEPLM_API_URL");
    }
    new PlmForward(gate.plmClient(), exchange, head, line, framing).run(url, record);
  }

  private void forward(HttpHead head, RequestLine line, RecordedConnection record)
      throws IOException, BadMessageException, InterruptedException {
    Framing framing;
    try {
      framing =
          line.isConnect() ? new Framing.Nothing() : Framing.ofRequest(head, line.version11());
    } catch (BadMessageException e) {
      record.refused(e.sentence());
      throw e;
    }
    exchange.awaitForwarding();
    SocketChannel server =
        switch (gate.rules().judge(line.target())) {
          case Verdict.Permitted permitted -> connect(permitted, line.target(), record);
          case Verdict.Refused refused -> throw refuse(record, 403, refused.reason());
          case Verdict.Undecided undecided -> {
            record.failed(undecided.reason());
            throw new BadMessageException(undecided.status(), undecided.reason());
          }
        };
    record.allowed(Upstream.addressOf(server));
    if (line.isConnect()) {
      new Tunnel(exchange, client, server).run(record);
    } else {
      new PlainForward(exchange, server, head, line, framing).run(record);
      exchange.finish();
    }
  }

  private SocketChannel connect(
      Verdict.Permitted permitted, Target target, RecordedConnection record)
      throws BadMessageException {
    try {
      return Upstream.connect(
          exchange, permitted.addresses(), target.port(), gate.limits().connect());
    } catch (SocketTimeoutException e) {
      String reason = target.authority() + " did not answer in time";
      record.failed(reason);
      throw new BadMessageException(504, reason);
    } catch (IOException e) {
      String reason = target.authority() + " could not be reached: " + e.getMessage();
      record.failed(reason);
      throw new BadMessageException(502, reason);
    }
  }

  private static BadMessageException refuse(RecordedConnection record, int status, String reason) {
    record.refused(reason);
    return new BadMessageException(status, reason);
  }
}
