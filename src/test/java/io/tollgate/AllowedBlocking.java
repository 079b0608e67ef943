package io.tollgate;

import reactor.blockhound.BlockHound;
import reactor.blockhound.integration.BlockHoundIntegration;

/** The places where a thread that must not block may block after all, each with its reason. Short, and to stay so. */
public final class AllowedBlocking implements BlockHoundIntegration {

    @Override
    public void applyTo(BlockHound.Builder builder) {
        // Loading a class reads its jar: once per class, mostly in the first requests.
        builder.allowBlockingCallsInside("java.lang.ClassLoader", "loadClass");
        // Netty draws the ids of its DNS queries from /dev/urandom: kernel memory that never keeps a reader waiting.
        builder.allowBlockingCallsInside("io.netty.resolver.dns.DnsQueryContextManager", "add");
    }
}
