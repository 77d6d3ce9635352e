package io.github.udrlpg.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Stands between HTTP clients and a server, both on this machine: keeps the first line of each
 * request, and can lose an answer, as a network does when it fails after the server has done its
 * work.
 *
 * <p>A client that waits for each answer begins a request with a write of its own, so a request is
 * known by how what was read begins.
 */
public final class HttpRelay implements AutoCloseable {
  private static final Pattern REQUEST = Pattern.compile("^((GET|HEAD|PUT|POST|DELETE) \\S+) HTTP");
  private static final int HEAD_BYTES = 2048;

  private final int target;
  private final ServerSocket listener;
  private final List<String> requests = new ArrayList<>();
  private String doomed;

  /** Begins to relay to a port of this machine. */
  public HttpRelay(int target) throws IOException {
    this.target = target;
    this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    start(this::accept);
  }

  /** Returns the port for clients. */
  public int port() {
    return listener.getLocalPort();
  }

  /** Returns the requests since the last call, as METHOD TARGET. */
  public synchronized List<String> requests() {
    List<String> since = List.copyOf(requests);
    requests.clear();
    return since;
  }

  /** Loses the answer to the next request that begins so, as METHOD TARGET, and cuts the line. */
  public synchronized void loseAnswerTo(String request) {
    doomed = request;
  }

  /** Returns whether this is the request whose answer is to be lost. */
  private synchronized boolean note(String request) {
    requests.add(request);
    boolean lost = doomed != null && request.startsWith(doomed);
    if (lost) {
      doomed = null;
    }
    return lost;
  }

  private void accept() throws IOException {
    while (true) {
      Connection connection =
          new Connection(listener.accept(), new Socket(InetAddress.getLoopbackAddress(), target));
      start(connection::forward);
      start(connection::back);
    }
  }

  private interface Work {
    void run() throws IOException;
  }

  private static void start(Work work) {
    Thread thread =
        new Thread(
            () -> {
              try {
                work.run();
              } catch (IOException e) {
                // One side has hung up.
              }
            },
            "relay");
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void close() throws IOException {
    listener.close();
  }

  private final class Connection {
    private final Socket client;
    private final Socket server;
    private volatile boolean losing;

    Connection(Socket client, Socket server) {
      this.client = client;
      this.server = server;
    }

    void forward() throws IOException {
      pump(
          client,
          server,
          head -> {
            Matcher request = REQUEST.matcher(head);
            if (request.find()) {
              losing |= note(request.group(1));
            }
            return true;
          });
    }

    void back() throws IOException {
      // "Go on and send the body" is not the answer yet.
      pump(server, client, head -> !losing || head.startsWith("HTTP/1.1 100"));
    }

    private interface Gate {
      boolean passes(String head);
    }

    private void pump(Socket from, Socket to, Gate gate) throws IOException {
      try (client;
          server) {
        InputStream in = from.getInputStream();
        OutputStream out = to.getOutputStream();
        byte[] buffer = new byte[64 << 10];
        for (int count = in.read(buffer); count > 0; count = in.read(buffer)) {
          int head = Math.min(count, HEAD_BYTES);
          if (!gate.passes(new String(buffer, 0, head, StandardCharsets.ISO_8859_1))) {
            return;
          }
          out.write(buffer, 0, count);
        }
      }
    }
  }
}
