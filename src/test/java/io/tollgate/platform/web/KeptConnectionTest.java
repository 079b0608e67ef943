package io.tollgate.platform.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.IntegrationTest;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.web.server.LocalServerPort;

/** A client that asks again on its connection, sooner than the server has put the last answer behind it. */
@IntegrationTest
class KeptConnectionTest {

    @LocalServerPort
    private int port;

    /** Answered from memory, by a probe, by the database, not at all. */
    @ParameterizedTest
    @ValueSource(strings = {"/.well-known/jwks.json", "/livez", "/readyz", "/billing/plans/nothing", "/nothing", "/me"})
    void isReadAfterRequestsThatCameTooSoon(String path) throws IOException {
        String request = "GET %s HTTP/1.1\r\nHost: localhost\r\n\r\n".formatted(path);
        try (Socket socket = new Socket("127.0.0.1", port)) {
            socket.setSoTimeout(15_000);
            BufferedReader answers =
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
            for (int round = 0; round < 12; round++) {
                send(socket, request.repeat(1 + round % 4));
                for (int i = 0; i <= round % 4; i++) {
                    assertThat(answer(answers)).startsWith("HTTP/1.1 ");
                }
            }
        }
    }

    private static void send(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
        socket.getOutputStream().flush();
    }

    private static String answer(BufferedReader answers) throws IOException {
        String status = answers.readLine();
        int length = 0;
        for (String line = answers.readLine(); !line.isEmpty(); line = answers.readLine()) {
            if (line.toLowerCase().startsWith("content-length:")) {
                length = Integer.parseInt(line.substring(line.indexOf(':') + 1).strip());
            }
        }
        for (int i = 0; i < length; i++) {
            int _ = answers.read();
        }
        return status;
    }
}
