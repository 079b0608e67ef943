package io.tollgate.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ResponseReaderTest {

    private final ResponseReader reader = new ResponseReader();

    @Test
    void findsTheEndByLengthAlthoughBytesArriveOneByOne() {
        byte[] bytes = bytes("HTTP/1.1 201 Created\r\nContent-Length: 3\r\n\r\nabc");
        for (int i = 0; i < bytes.length - 1; i++) {
            assertThat(reader.read(ByteBuffer.wrap(bytes, i, 1))).isFalse();
        }
        assertThat(reader.read(ByteBuffer.wrap(bytes, bytes.length - 1, 1))).isTrue();
        assertThat(reader.status()).isEqualTo(201);
    }

    @Test
    void findsTheEndOfChunksAndLeavesTheNextResponse() {
        ByteBuffer arrived = ByteBuffer.wrap(
                bytes(
                        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
                                + "4;x=y\r\nab\r\n\r\n3\r\ncde\r\n0\r\n\r\nHTTP/1.1 503 Busy\r\nconnection: close\r\ncontent-length: 0\r\n\r\n"));
        assertThat(reader.read(arrived)).isTrue();
        assertThat(reader.status()).isEqualTo(200);
        assertThat(reader.closing()).isFalse();
        assertThat(reader.read(arrived)).isTrue();
        assertThat(reader.status()).isEqualTo(503);
        assertThat(reader.closing()).isTrue();
    }

    @Test
    void expectsNoBodyAfterNoContent() {
        assertThat(reader.read(ByteBuffer.wrap(bytes("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 204 No Content\r\n\r\n"))))
                .isTrue();
        assertThat(reader.status()).isEqualTo(204);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
