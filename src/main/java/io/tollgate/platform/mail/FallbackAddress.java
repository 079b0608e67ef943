package io.tollgate.platform.mail;

import java.util.Locale;

/**
 * Addresses that stand for none: users who show no address at GitHub live at {@code <login>@github.local}, as in the original
 * system. Nobody receives mail there (RFC 6762 keeps {@code .local} from the DNS), so none is sent.
 */
public final class FallbackAddress {

    public static final String DOMAIN = "@github.local";

    private FallbackAddress() {}

    public static boolean is(String address) {
        return address.toLowerCase(Locale.ROOT).endsWith(DOMAIN);
    }
}
