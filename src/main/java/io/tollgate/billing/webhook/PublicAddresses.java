package io.tollgate.billing.webhook;

import io.tollgate.platform.web.Cidr;
import java.net.InetAddress;
import java.util.List;
import java.util.stream.Stream;

/**
 * Which addresses are out in the world. All others lead to machines that trust whoever can reach them: our own, our neighbours',
 * the cloud's metadata service (server-side request forgery, OWASP A10:2021). Blocks by the IANA special-purpose registries (RFC 6890).
 *
 * @param allowed blocks that the operator lets through all the same
 */
record PublicAddresses(List<Cidr> allowed) {

    private static final List<Cidr> SPECIAL_4 = blocks(
            // "This network"; Linux takes 0.0.0.0 for itself.
            "0.0.0.0/8",
            "10.0.0.0/8",
            // Carrier-grade NAT, and some clouds' insides.
            "100.64.0.0/10",
            "127.0.0.0/8",
            // Link-local: 169.254.169.254 knows a cloud machine's credentials.
            "169.254.0.0/16",
            "172.16.0.0/12",
            "192.0.0.0/24",
            "192.0.2.0/24",
            "192.88.99.0/24",
            "192.168.0.0/16",
            "198.18.0.0/15",
            "198.51.100.0/24",
            "203.0.113.0/24",
            "224.0.0.0/4",
            "240.0.0.0/4");

    /** What is not in here is loopback, local, multicast, mapped or translated IPv4 (64:ff9b::/96), or not given out. */
    private static final Cidr GLOBAL_6 = Cidr.parse("2000::/3");

    private static final List<Cidr> SPECIAL_6 = blocks(
            // Protocols, Teredo among them, which carries an IPv4 address.
            "2001::/23",
            "2001:db8::/32",
            // 6to4 carries one too.
            "2002::/16",
            "3fff::/20");

    static PublicAddresses and(List<String> allowed) {
        return new PublicAddresses(Cidr.all("WEBHOOK_ALLOWED_NETWORKS", allowed));
    }

    boolean contains(InetAddress address) {
        byte[] bytes = address.getAddress();
        return within(allowed, bytes) || (bytes.length == 4 ? !within(SPECIAL_4, bytes) : isGlobal6(bytes));
    }

    private static boolean isGlobal6(byte[] bytes) {
        return GLOBAL_6.contains(bytes) && !within(SPECIAL_6, bytes);
    }

    private static boolean within(List<Cidr> blocks, byte[] bytes) {
        return blocks.stream().anyMatch(block -> block.contains(bytes));
    }

    private static List<Cidr> blocks(String... texts) {
        return Stream.of(texts).map(Cidr::parse).toList();
    }
}
