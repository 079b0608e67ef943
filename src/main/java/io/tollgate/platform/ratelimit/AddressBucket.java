package io.tollgate.platform.ratelimit;

import io.netty.util.NetUtil;
import java.util.HexFormat;

/** An address as limits count it. */
public final class AddressBucket {

    private static final int IPV6_BYTES = 16;
    private static final int SITE_BYTES = 8;

    private AddressBucket() {}

    /**
     * IPv4 as it is. IPv6 by its first 64 bits: one customer has at least a /64 and may use a new address for every request. What
     * is no address at all ({@code unknown}) is one bucket for everybody.
     */
    public static String of(String address) {
        byte[] bytes = NetUtil.createByteArrayFromIpAddressString(address);
        if (bytes == null || bytes.length != IPV6_BYTES) {
            return address;
        }
        return isMappedIpv4(bytes)
                ? NetUtil.bytesToIpAddress(bytes, IPV6_BYTES - 4, 4)
                : HexFormat.of().formatHex(bytes, 0, SITE_BYTES);
    }

    /** {@code ::ffff:192.0.2.1} is how a dual-stack socket writes an IPv4 client. */
    private static boolean isMappedIpv4(byte[] bytes) {
        for (int i = 0; i < 10; i++) {
            if (bytes[i] != 0) {
                return false;
            }
        }
        return bytes[10] == (byte) 0xFF && bytes[11] == (byte) 0xFF;
    }
}
