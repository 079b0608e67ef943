package io.tollgate;

import reactor.blockhound.BlockHound;
import reactor.blockhound.BlockingMethod;
import reactor.blockhound.BlockingOperationError;
import reactor.blockhound.integration.BlockHoundIntegration;

/** The places where a thread that must not block may block after all, each with its reason. Short, and to stay so. */
public final class AllowedBlocking implements BlockHoundIntegration {

    @Override
    public void applyTo(BlockHound.Builder builder) {
        // The JVM's own source of randomness reads a file, but only now and then: without this, whoever draws from it
        // on an
        // event loop is found once in many runs, in a test that has nothing to do with it.
        builder.markAsBlocking("sun.security.provider.NativePRNG", "engineNextBytes", "([B)V");
        // Loading a class reads its jar: once per class, mostly in the first requests.
        builder.allowBlockingCallsInside("java.lang.ClassLoader", "loadClass");
        // Two threads meet a type for the first time: one waits while the other builds its reader.
        builder.allowBlockingCallsInside(
                "tools.jackson.databind.deser.DeserializerCache", "_createAndCacheValueDeserializer");
        // Two requests bring a type of body for the first time: each notes how it is validated, under a lock held for
        // nanoseconds.
        builder.allowBlockingCallsInside(
                "org.hibernate.validator.internal.util.ConcurrentReferenceHashMap$Segment", "put");
        // Netty draws the ids of its DNS queries from /dev/urandom: kernel memory that never keeps a reader waiting.
        builder.allowBlockingCallsInside("io.netty.resolver.dns.DnsQueryContextManager", "add");
        // Handing work to a pool and counting a call each take a lock for nanoseconds, whoever else wants it.
        builder.allowBlockingCallsInside("java.util.concurrent.ThreadPoolExecutor", "execute");
        builder.allowBlockingCallsInside("io.github.resilience4j.core.metrics.FixedSizeSlidingWindowMetrics", "record");
        builder.allowBlockingCallsInside("io.github.resilience4j.circularbuffer.ConcurrentEvictingQueue", "offer");
        builder.allowBlockingCallsInside("io.netty.buffer.AdaptivePoolingAllocator", "allocate");
        // So does putting a command on the shared connection to Redis. Torn out of the wait, the lock would never open
        // again.
        builder.allowBlockingCallsInside("io.lettuce.core.protocol.SharedLock", "incrementWriters");
        builder.allowBlockingCallsInside("io.lettuce.core.protocol.SharedLock", "doExclusive");
        // Netty looks once whether its compressions are there, with the first answer a client gets.
        builder.allowBlockingCallsInside("com.github.luben.zstd.util.Native", "load");
        // The PostgreSQL driver reads the certificate it trusts and seeds its TLS for each connection; the pool opens
        // few.
        builder.allowBlockingCallsInside("io.r2dbc.postgresql.client.ReactorNettyClient", "registerSslHandler");
        // Lines go to the console one at a time.
        builder.allowBlockingCallsInside("ch.qos.logback.classic.Logger", "callAppenders");
        builder.blockingMethodCallback(AllowedBlocking::refuse);
    }

    /** Shown as well as thrown: whoever catches it may tell no more than its message. */
    private static void refuse(BlockingMethod method) {
        BlockingOperationError error = new BlockingOperationError(method);
        error.printStackTrace();
        NothingBlocked.found(error);
        throw error;
    }
}
