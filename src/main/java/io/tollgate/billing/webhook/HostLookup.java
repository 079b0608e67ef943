package io.tollgate.billing.webhook;

import java.net.InetAddress;
import java.net.UnknownHostException;

/** Asks which addresses a host has; blocks. */
@FunctionalInterface
interface HostLookup {

    InetAddress[] of(String host) throws UnknownHostException;
}
