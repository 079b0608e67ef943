package io.tollgate.platform.web;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;

/** Bytes on a connection, for requests that no client would send. */
final class RawHttp implements AutoCloseable {

    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;

    RawHttp(int port) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout((int) Duration.ofSeconds(15).toMillis());
        in = socket.getInputStream();
        out = socket.getOutputStream();
    }

    RawHttp send(String text) throws IOException {
        return send(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    RawHttp send(byte[] bytes) throws IOException {
        out.write(bytes);
        out.flush();
        return this;
    }

    /** All that comes until the server closes the connection. */
    String readToEnd() throws IOException {
        try {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (SocketException _) {
            // A reset is an end too.
            return "";
        }
    }

    /** The status line of the next answer; empty when the connection ends before it. */
    String statusLine() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = in.read(); next >= 0 && next != '\n'; next = in.read()) {
            line.append((char) next);
        }
        return line.toString().strip();
    }

    /** The whole of the next answer, which tells its length. */
    String answer() throws IOException {
        StringBuilder text = new StringBuilder();
        int length = 0;
        for (String line = statusLine(); !line.isEmpty(); line = statusLine()) {
            text.append(line).append('\n');
            if (line.toLowerCase(Locale.ROOT).startsWith("content-length:")) {
                length = Integer.parseInt(
                        line.substring("content-length:".length()).strip());
            }
        }
        return text.append(new String(in.readNBytes(length), StandardCharsets.UTF_8))
                .toString();
    }

    /** Sends letters until there are enough or the server has closed the connection; gives how many went out. */
    int sendUntilClosed(int bytes) {
        byte[] piece = "x".repeat(16 * 1024).getBytes(StandardCharsets.US_ASCII);
        int sent = 0;
        try {
            while (sent < bytes) {
                send(piece);
                sent += piece.length;
            }
        } catch (IOException _) {
            // Closed.
        }
        return sent;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
