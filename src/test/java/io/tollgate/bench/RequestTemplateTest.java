package io.tollgate.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class RequestTemplateTest {

    @Test
    void fillsHeadersAndBodyFromTheNextLine() {
        RequestTemplate template =
                RequestTemplate.of("POST /x\nSign: {2}\n\n{\"id\":\"{1}\"}\n", "host:1", List.of("a$1\tb", "ü\td"));

        assertThat(text(template))
                .isEqualTo("POST /x HTTP/1.1\r\nHost: host:1\r\nSign: b\r\nContent-Length: 12\r\n\r\n{\"id\":\"a$1\"}");
        assertThat(text(template)).contains("Sign: d\r\nContent-Length: 11\r\n").endsWith("{\"id\":\"ü\"}");
        assertThat(text(template)).contains("Sign: b");
    }

    @Test
    void sendsAGetWithoutABody() {
        assertThat(text(RequestTemplate.of("GET /x\n", "host:1", List.of())))
                .isEqualTo("GET /x HTTP/1.1\r\nHost: host:1\r\n\r\n");
    }

    private static String text(RequestTemplate template) {
        return StandardCharsets.UTF_8.decode(template.next()).toString();
    }
}
