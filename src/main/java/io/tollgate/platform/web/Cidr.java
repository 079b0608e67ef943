package io.tollgate.platform.web;

import io.netty.util.NetUtil;
import java.util.Arrays;
import java.util.List;

/** A block of addresses, {@code 10.0.0.0/8} or {@code fd00::/8}; a bare address is a block of one. Never asks DNS. */
public record Cidr(byte[] network, int prefix) {

    /** Errors with {@link IllegalArgumentException}. */
    public static Cidr parse(String text) {
        String[] parts = text.strip().split("/", 2);
        byte[] network = NetUtil.createByteArrayFromIpAddressString(parts[0]);
        if (network == null) {
            throw new IllegalArgumentException("Not an address block: " + text);
        }
        int prefix = parts.length == 2 ? Integer.parseInt(parts[1]) : network.length * Byte.SIZE;
        if (prefix < 0 || prefix > network.length * Byte.SIZE) {
            throw new IllegalArgumentException("No such prefix length: " + text);
        }
        return new Cidr(network, prefix);
    }

    /** Says which setting it is that cannot be read. */
    public static List<Cidr> all(String setting, List<String> texts) {
        try {
            return texts.stream().map(Cidr::parse).toList();
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(setting + ": " + e.getMessage(), e);
        }
    }

    static boolean isAddress(String text) {
        return NetUtil.createByteArrayFromIpAddressString(text) != null;
    }

    boolean contains(String address) {
        byte[] bytes = NetUtil.createByteArrayFromIpAddressString(address);
        return bytes != null && contains(bytes);
    }

    /** @param bytes 4 or 16, in network order */
    public boolean contains(byte[] bytes) {
        if (bytes.length != network.length) {
            return false;
        }
        int whole = prefix / Byte.SIZE;
        if (!Arrays.equals(bytes, 0, whole, network, 0, whole)) {
            return false;
        }
        int rest = prefix % Byte.SIZE;
        int mask = 0xFF00 >> rest & 0xFF;
        return rest == 0 || (bytes[whole] & mask) == (network[whole] & mask);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Cidr that && prefix == that.prefix && Arrays.equals(network, that.network);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(network) + prefix;
    }

    @Override
    public String toString() {
        return NetUtil.bytesToIpAddress(network) + "/" + prefix;
    }
}
