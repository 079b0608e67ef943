package io.tollgate.billing.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where webhooks may not go. */
class DestinationsTest {

    private final Destinations strict = Transports.destinations(false, List.of(), InetAddress::getAllByName);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1",
                "127.255.255.254",
                "0.0.0.0",
                "0.1.2.3",
                "10.0.0.1",
                "10.255.255.255",
                "172.16.0.1",
                "172.31.255.255",
                "192.168.0.1",
                "169.254.169.254",
                "100.64.0.1",
                "100.127.255.255",
                "192.0.0.8",
                "192.0.2.1",
                "198.18.0.1",
                "198.51.100.1",
                "203.0.113.1",
                "192.88.99.1",
                "224.0.0.1",
                "239.1.2.3",
                "240.0.0.1",
                "255.255.255.255",
                // The same in other words.
                "127.1",
                "2130706433",
                "10.1",
                "::1",
                "::",
                "::127.0.0.1",
                "::ffff:10.0.0.1",
                "::ffff:169.254.169.254",
                "64:ff9b::a00:1",
                "64:ff9b::8.8.8.8",
                "64:ff9b:1::1",
                "fe80::1",
                "fc00::1",
                "fd12:3456::1",
                "fec0::1",
                "ff02::1",
                "100::1",
                "2001::1",
                "2001:db8::1",
                "2002:a00:1::1",
                "3fff::1",
                "5f00::1"
            })
    void refusesWhatIsNotPublic(String address) {
        String host = address.contains(":") ? "[" + address + "]" : address;

        assertThatThrownBy(() -> strict.check("https://" + host + "/hooks").block())
                .isInstanceOf(RefusedAddress.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1.1.1.1",
                "9.255.255.255",
                "11.0.0.0",
                "100.63.255.255",
                "100.128.0.0",
                "172.15.255.255",
                "172.32.0.0",
                "192.167.1.1",
                "223.255.255.255",
                "2606:4700::1111",
                "2a00:1450:4001::1",
                "::ffff:8.8.8.8"
            })
    void takesWhatIsPublic(String address) {
        String host = address.contains(":") ? "[" + address + "]" : address;

        assertThatCode(() -> strict.check("https://" + host + "/hooks").block()).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://1.1.1.1/",
                "ftp://1.1.1.1/",
                "file:///etc/passwd",
                "https:///hooks",
                "https://",
                "hooks",
                "",
                "https://user@1.1.1.1/",
                "https://user:secret@1.1.1.1/",
                "https://1.1.1.1/#part",
                "https://1.1.1.1:22/",
                "https://1.1.1.1:80/",
                "https://1.1.1.1:6379/",
                "https://1.1.1.1:99999/",
                "https://a b/",
                "https://no-such-host.invalid/",
                "gopher://1.1.1.1:443/"
            })
    void refusesUrlsThatAreNotPlainHttps(String url) {
        assertThatThrownBy(() -> strict.check(url).block()).isInstanceOf(RefusedAddress.class);
    }

    @Test
    void letsTheOperatorOpenANetworkAndNoMore() {
        Destinations opened =
                Transports.destinations(true, List.of("10.1.0.0/16", "fd00::/8"), InetAddress::getAllByName);

        assertThatCode(() -> opened.check("http://10.1.2.3:8443/").block()).doesNotThrowAnyException();
        assertThatCode(() -> opened.check("https://[fd12::1]/").block()).doesNotThrowAnyException();
        assertThatThrownBy(() -> opened.check("https://10.2.0.1/").block()).isInstanceOf(RefusedAddress.class);
        assertThatThrownBy(() -> opened.check("https://169.254.169.254/").block())
                .isInstanceOf(RefusedAddress.class);
    }

    /** One public address beside a private one is no excuse. */
    @Test
    void refusesAHostOfWhichOneAddressIsPrivate() throws UnknownHostException {
        InetAddress[] both = {InetAddress.getByName("1.1.1.1"), InetAddress.getByName("10.0.0.1")};
        Destinations mixed = Transports.destinations(false, List.of(), _ -> both);

        assertThatThrownBy(() -> mixed.check("https://two.example/").block()).isInstanceOf(RefusedAddress.class);
    }

    /** The name led out into the world when it was looked at, and leads to this machine when the connection is made. */
    @Test
    void connectsOnlyToTheAddressThatWasLookedAt() throws UnknownHostException {
        try (Receiver inside = new Receiver()) {
            InetAddress world = InetAddress.getByName("1.1.1.1");
            InetAddress here = InetAddress.getByName("127.0.0.1");
            AtomicInteger asked = new AtomicInteger();
            Destinations rebound = Transports.destinations(
                    true, List.of(), _ -> new InetAddress[] {asked.getAndIncrement() == 0 ? world : here});
            String url = "http://rebound.example:" + inside.port() + "/";
            rebound.check(url).block();

            Attempt attempt =
                    Transports.over(rebound).send(Transports.letter(url)).block();

            assertThat(attempt.error()).isEqualTo("The address 127.0.0.1 is not allowed");
            assertThat(asked).hasValue(2);
            assertThat(inside.got).isEmpty();
        }
    }

    @Test
    void looksAtAnAddressThatIsWrittenAsSuchToo() {
        try (Receiver inside = new Receiver()) {
            Destinations open = Transports.destinations(true, List.of(), InetAddress::getAllByName);

            Attempt attempt =
                    Transports.over(open).send(Transports.letter(inside.url())).block();

            assertThat(attempt.error()).isEqualTo("The address 127.0.0.1 is not allowed");
            assertThat(inside.got).isEmpty();
        }
    }
}
