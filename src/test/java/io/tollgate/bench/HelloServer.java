package io.tollgate.bench;

import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import reactor.core.publisher.Mono;
import reactor.netty.http.server.HttpServer;

/** The limit of any HTTP server of this stack: Reactor Netty answering a few bytes, nothing above it. */
public final class HelloServer {

    private static final byte[] HELLO = "Hello".getBytes(StandardCharsets.US_ASCII);

    private HelloServer() {}

    /** Listens on the port given, until it is killed. */
    public static void main(String... arguments) {
        HttpServer.create()
                .host("127.0.0.1")
                .port(Integer.parseInt(arguments[0]))
                .handle((_, response) -> response.header("Content-Type", "text/plain")
                        .header("Content-Length", Integer.toString(HELLO.length))
                        .sendObject(Mono.fromSupplier(() -> Unpooled.wrappedBuffer(HELLO))))
                .bindNow()
                .onDispose()
                .block();
    }
}
