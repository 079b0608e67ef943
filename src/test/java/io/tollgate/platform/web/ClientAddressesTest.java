package io.tollgate.platform.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.mock.http.server.reactive.MockServerHttpRequest;

class ClientAddressesTest {

    private final ClientAddresses addresses = new ClientAddresses(new WebProperties(
            "http://tollgate.test", "http://tollgate.test", List.of(), List.of("10.0.0.0/8", "fd00::/8")));

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                // A peer that is no proxy of ours cannot say that it is somebody else.
                "203.0.113.9 | 198.51.100.1                            | 203.0.113.9",
                "203.0.113.9 | -                                       | 203.0.113.9",
                // One proxy of ours: what it saw counts, not what it was told.
                "10.0.0.1    | 198.51.100.1                            | 198.51.100.1",
                "10.0.0.1    | 1.2.3.4, 198.51.100.1                   | 198.51.100.1",
                "10.0.0.1    | 10.1.1.1, 198.51.100.1                  | 198.51.100.1",
                // Two of ours.
                "10.0.0.1    | 1.2.3.4, 198.51.100.1, 10.0.0.2         | 198.51.100.1",
                "fd00::1     | 2001:db8::7                             | 2001:db8::7",
                // What cannot be read is one bucket for all, and never the hop before it.
                "10.0.0.1    | 1.2.3.4, garbage                        | unknown",
                "10.0.0.1    | -                                       | 10.0.0.1",
                "10.0.0.1    | ', ,'                                   | 10.0.0.1"
            })
    void findsTheRightMostHopThatIsNotOurs(String peer, String forwardedFor, String expected) {
        MockServerHttpRequest.BodyBuilder request =
                MockServerHttpRequest.post("/").remoteAddress(new InetSocketAddress(peer, 4711));
        if (forwardedFor != null) {
            request.header("X-Forwarded-For", forwardedFor);
        }
        String found = addresses.of(request.build());
        assertThat(found)
                .satisfiesAnyOf(
                        address -> assertThat(address).isEqualTo(expected),
                        address -> assertThat(Cidr.parse(address)).isEqualTo(Cidr.parse(expected)));
    }
}
