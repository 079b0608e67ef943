package io.tollgate.faults;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;

/**
 * A TCP way to a server that can be cut, stalled and opened again: how a server looks that is down ({@link #cut()}), that takes
 * connections and says nothing ({@link #stall()}), or that is slow ({@link #delay}).
 */
public final class FaultProxy implements AutoCloseable {

    private final ServerSocket listener;
    private final Set<Socket> connections = ConcurrentHashMap.newKeySet();
    private volatile InetSocketAddress target;
    private volatile boolean open = true;
    private volatile boolean stalled;
    private volatile Duration delay = Duration.ZERO;

    private FaultProxy(ServerSocket listener, InetSocketAddress target) {
        this.listener = listener;
        this.target = target;
        Thread.ofVirtual().name("fault-proxy").start(this::accept);
    }

    /** Listens on a free port of the loopback address. */
    public static FaultProxy to(String host, int port) {
        try {
            ServerSocket listener = new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1"));
            return new FaultProxy(listener, new InetSocketAddress(host, port));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public int port() {
        return listener.getLocalPort();
    }

    public String address() {
        return "127.0.0.1:" + port();
    }

    /** Where new connections lead from now on: for a server whose port is known only later. */
    public void retarget(String host, int port) {
        target = new InetSocketAddress(host, port);
    }

    /** Ends all connections and takes no new ones, until {@link #heal()}. */
    public void cut() {
        open = false;
        connections.forEach(FaultProxy::closeQuietly);
    }

    /** Connections stay, but nothing goes through, until {@link #heal()}. */
    public void stall() {
        stalled = true;
    }

    /** Each piece of data is held up so long, in both directions. */
    public void delay(Duration each) {
        delay = each;
    }

    public void heal() {
        open = true;
        stalled = false;
        delay = Duration.ZERO;
    }

    @Override
    public void close() {
        cut();
        stalled = false;
        closeQuietly(listener);
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                connect(listener.accept());
            } catch (IOException e) {
                // The listener was closed, or the target is down: the client sees its connection end.
            }
        }
    }

    private void connect(Socket client) throws IOException {
        connections.add(client);
        if (!open) {
            closeQuietly(client);
            return;
        }
        Socket server = new Socket();
        connections.add(server);
        try {
            server.connect(target, 2_000);
        } catch (IOException e) {
            closeQuietly(client);
            closeQuietly(server);
            throw e;
        }
        Thread.ofVirtual().start(() -> pump(client, server));
        Thread.ofVirtual().start(() -> pump(server, client));
    }

    private void pump(Socket from, Socket to) {
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            byte[] buffer = new byte[16_384];
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                hold();
                out.write(buffer, 0, read);
            }
        } catch (SocketException e) {
            // One side has gone; try-with-resources tells the other.
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            connections.remove(from);
            connections.remove(to);
        }
    }

    private void hold() {
        if (!delay.isZero()) {
            LockSupport.parkNanos(delay.toNanos());
        }
        while (stalled) {
            LockSupport.parkNanos(Duration.ofMillis(10).toNanos());
        }
    }

    private static void closeQuietly(AutoCloseable closeable) {
        try {
            closeable.close();
        } catch (Exception e) {
            // It is gone, which is what was wanted.
        }
    }
}
