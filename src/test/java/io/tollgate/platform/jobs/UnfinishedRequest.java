package io.tollgate.platform.jobs;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** A login whose body has come half: it is under way for as long as a test wants. */
final class UnfinishedRequest implements AutoCloseable {

    private static final String BODY = "{\"email\": \"nobody@example.com\", \"password\": \"rather long and odd 42\"}";
    private static final int HALF = BODY.length() / 2;

    private final Socket socket;

    private UnfinishedRequest(Socket socket) {
        this.socket = socket;
    }

    static UnfinishedRequest at(String url) throws IOException {
        URI server = URI.create(url);
        UnfinishedRequest request = new UnfinishedRequest(new Socket(server.getHost(), server.getPort()));
        request.socket.setSoTimeout((int) Duration.ofSeconds(20).toMillis());
        request.send("POST /login HTTP/1.1\r\nHost: %s\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n"
                .formatted(server.getAuthority(), BODY.length()));
        request.send(BODY.substring(0, HALF));
        return request;
    }

    /** Sends the other half. @return the first line of the answer */
    String finish() throws IOException {
        send(BODY.substring(HALF));
        return new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII)).readLine();
    }

    private void send(String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
        socket.getOutputStream().flush();
    }

    /** Whether nobody takes new connections there any more. */
    static boolean refused(String url) {
        URI server = URI.create(url);
        try (Socket _ = new Socket(server.getHost(), server.getPort())) {
            return false;
        } catch (IOException _) {
            return true;
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
