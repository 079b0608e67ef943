package io.tollgate.bench;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import org.jspecify.annotations.Nullable;

/** One keep-alive connection with at most one request on it. Reconnects when the server closed it. */
final class LoadConnection implements AutoCloseable {

    private static final int BUFFER = 64 * 1024;

    private final InetSocketAddress address;
    private final Selector selector;
    private final ByteBuffer in = ByteBuffer.allocateDirect(BUFFER);
    private ResponseReader reader = new ResponseReader();
    private @Nullable SocketChannel channel;
    private @Nullable ByteBuffer out;

    /** Which request is on it, and since when (in {@link System#nanoTime}) none was. */
    long request;

    long freeSince;

    LoadConnection(InetSocketAddress address, Selector selector) {
        this.address = address;
        this.selector = selector;
    }

    void send(long number, ByteBuffer bytes) throws IOException {
        request = number;
        SocketChannel open = channel == null ? connect() : channel;
        open.write(bytes);
        if (bytes.hasRemaining()) {
            out = bytes;
            open.keyFor(selector).interestOps(SelectionKey.OP_READ | SelectionKey.OP_WRITE);
        }
    }

    /** Goes on with a request that did not fit into the socket's buffer. */
    void goOn() throws IOException {
        if (out == null || channel == null) {
            return;
        }
        channel.write(out);
        if (!out.hasRemaining()) {
            out = null;
            channel.keyFor(selector).interestOps(SelectionKey.OP_READ);
        }
    }

    /** The status when the response is complete, 0 when it is not yet. Fails when the server hung up in between. */
    int receive() throws IOException {
        if (channel == null) {
            return 0;
        }
        in.clear();
        int count = channel.read(in);
        if (count < 0) {
            close();
            throw new IOException("The server closed the connection");
        }
        in.flip();
        if (!reader.read(in)) {
            return 0;
        }
        if (reader.closing()) {
            close();
        }
        return reader.status();
    }

    @Override
    public void close() throws IOException {
        if (channel != null) {
            channel.close();
        }
        channel = null;
        out = null;
    }

    private SocketChannel connect() throws IOException {
        SocketChannel opened = SocketChannel.open();
        opened.setOption(StandardSocketOptions.TCP_NODELAY, true);
        opened.connect(address);
        opened.configureBlocking(false);
        opened.register(selector, SelectionKey.OP_READ, this);
        reader = new ResponseReader();
        channel = opened;
        return opened;
    }
}
